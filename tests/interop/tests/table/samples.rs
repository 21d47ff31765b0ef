//! What is exchanged: one key with its certificate and chain, once with accents in the names and alias, once without.

use std::fs;
use std::sync::LazyLock;

use certiroc_core::package::{Container, Delivery, Request, Role, Target, Written, make};
use certiroc_interop::igc::{Issuing, KEY, Leaf, Maker, Profile};
use certiroc_interop::pki::PKI;
use certiroc_interop::rng;
use certiroc_pki::key::ExportPassword;
use tempfile::TempDir;
use time::{Duration, OffsetDateTime};

/// What every file is under.
pub const PASSWORD: &str = "Mot2passe:de'test";

/// A certificate, its chain, and the alias that it leaves under.
pub struct Sample {
    /// Its DER, then its authorities'.
    pub certificates: [Vec<u8>; 3],
    /// The alias.
    pub alias: &'static str,
}

/// A leaf that is valid now: other programs look at the clock.
pub fn leaf(profile: Profile, number: u8) -> Leaf {
    let mut leaf = Leaf::new(profile);
    let now = OffsetDateTime::now_utc().replace_nanosecond(0).unwrap();
    leaf.from = now - Duration::DAY;
    leaf.to = leaf.from + Duration::days(3 * 365);
    leaf.serial[1] = number;
    leaf
}

/// With accents, and without.
pub static SAMPLES: LazyLock<[Sample; 2]> = LazyLock::new(|| {
    let accents = leaf(Profile::AuthCli, 0xA0);
    let mut plain = leaf(Profile::AuthCli, 0xA1);
    for (attribute, value) in [
        ("ST", "Paris (75)"),
        ("O", "HOPITAL DES 3. DAMES"),
        ("OU", "11B0073160"),
    ] {
        plain.set(attribute, value);
    }
    [(accents, "clé d'été"), (plain, "roc-org-auth-cli")].map(|(leaf, alias)| {
        let [issuing, root] = PKI.authorities(Issuing::Test);
        Sample {
            certificates: [PKI.issue(&leaf), issuing, root],
            alias,
        }
    })
});

/// The files of a delivery, in a folder of their own.
pub struct Delivered {
    folder: TempDir,
    /// What they are.
    pub container: Container,
    files: Vec<Written>,
}

impl Delivered {
    /// What CertiROC makes of a sample.
    pub fn new(container: Container, sample: &Sample) -> Self {
        let [leaf, chain @ ..] = &sample.certificates;
        let password = ExportPassword::parse(PASSWORD).unwrap();
        let request = Request {
            delivery: Delivery::new(Target::Vendor, container).unwrap(),
            secret: Some((&KEY, &password)),
            leaf,
            chain: &chain.each_ref().map(Vec::as_slice),
            alias: sample.alias,
            stem: "roc",
        };
        let folder = tempfile::tempdir().unwrap();
        let files = make(&request, OffsetDateTime::now_utc(), &mut rng()).unwrap();
        for file in &files {
            fs::write(folder.path().join(&file.output.name), &file.bytes).unwrap();
        }
        fs::write(folder.path().join("password"), PASSWORD).unwrap();
        Self {
            folder,
            container,
            files,
        }
    }

    /// The path of the file with that role.
    pub fn path(&self, role: Role) -> String {
        let file = self.files.iter().find(|file| file.output.role == role).unwrap();
        self.beside(&file.output.name)
    }

    /// The path of the password.
    pub fn password(&self) -> String {
        self.beside("password")
    }

    /// The path of another file, which a tool may write.
    pub fn beside(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }
}
