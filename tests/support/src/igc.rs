//! Certificates like IGC-Santé's, described: the authorities' names, the profiles of its leaves, and what is found
//! of a leaf that departs from its profile in one thing. Who makes them is another matter (`Maker`): rcgen in the
//! tests of this crate, OpenSSL in tests/interop, and both must come to the same.

use std::sync::LazyLock;

use certiroc_core::conformity::check;
use certiroc_core::establishment::{ContractLevel, Draft, Environment, IdentifierKind};
use certiroc_core::order::Order;
use certiroc_core::product::Product;
use certiroc_pki::crl::CrlReader;
use certiroc_pki::key::{KeySize, PrivateKey};
use certiroc_pki::trust::{PathQuestion, RevocationStatus, Rule, status, validate};
use certiroc_pki::x509::Certificate;
use time::OffsetDateTime;
use time::macros::datetime;

/// The validity of the authorities: longer than IGC-Santé's own, since other programs look at the clock.
pub const AUTHORITY_FROM: OffsetDateTime = datetime!(2013-06-25 0:00 UTC);
pub const AUTHORITY_TO: OffsetDateTime = datetime!(2049-06-25 0:00 UTC);
/// Three years, to the second.
pub const FROM: OffsetDateTime = datetime!(2026-11-02 9:30 UTC);
pub const TO: OffsetDateTime = datetime!(2029-11-02 9:30 UTC);
/// When the leaves are looked at.
pub const AT: OffsetDateTime = datetime!(2026-11-25 8:00 UTC);
/// A list of every morning.
pub const CRL_FROM: OffsetDateTime = datetime!(2026-11-25 7:00 UTC);
pub const CRL_TO: OffsetDateTime = datetime!(2026-12-01 7:00 UTC);

pub const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
pub const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
pub const EMAIL_PROTECTION: &str = "1.3.6.1.5.5.7.3.4";
const ANY_PURPOSE: &str = "2.5.29.37.0";

/// An authority that issues leaves, under a root of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issuing {
    /// The test one for organisations.
    Test,
    /// The real one.
    Production,
    /// The test one for persons.
    Persons,
}

impl Issuing {
    pub const ALL: [Self; 3] = [Self::Test, Self::Production, Self::Persons];

    /// The name, as pairs of a short name and a value: two units, in this order.
    fn name(self, common_name: &str) -> Vec<(&'static str, String)> {
        let (unit, prefix) = match self {
            Self::Production => ("IGC-SANTE", ""),
            Self::Test | Self::Persons => ("IGC-SANTE TEST", "TEST "),
        };
        let name = [
            ("C", "FR".to_owned()),
            ("O", "ASIP-SANTE".to_owned()),
            ("OU", "0002 187512751".to_owned()),
            ("OU", unit.to_owned()),
            ("CN", format!("{prefix}{common_name}")),
        ];
        name.to_vec()
    }

    /// The name of its root.
    pub fn root(self) -> Vec<(&'static str, String)> {
        self.name("AC RACINE IGC-SANTE ELEMENTAIRE")
    }

    /// Its own.
    pub fn issuing(self) -> Vec<(&'static str, String)> {
        self.name(match self {
            Self::Test | Self::Production => "AC IGC-SANTE ELEMENTAIRE ORGANISATIONS",
            Self::Persons => "AC IGC-SANTE ELEMENTAIRE PERSONNES",
        })
    }

    /// Where its own certificate and its lists are.
    pub fn addresses(self) -> (String, String) {
        let (folder, file) = match self {
            Self::Production => ("AC", "ACI-EL-ORG"),
            Self::Test => ("AC%20TEST", "ACI-EL-ORG-TEST"),
            Self::Persons => ("AC%20TEST", "ACI-EL-PP-TEST"),
        };
        let host = "http://igc-sante.esante.gouv.fr";
        (
            format!("{host}/{folder}/{file}.cer"),
            format!("{host}/CRL/{file}.crl"),
        )
    }
}

/// The address of OCSP.
pub const OCSP: &str = "http://ocsp.esante.gouv.fr";

/// Whose key a leaf bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafKey {
    /// [`KEY`], by a request that `csr::build` makes.
    Ours,
    /// RSA of 1024 bits.
    Short,
    /// P-256.
    Curve,
}

/// What a leaf is made of.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// Short names and values, in order.
    pub subject: Vec<(&'static str, String)>,
    /// As OpenSSL names them.
    pub key_usage: &'static [&'static str],
    /// Dotted; none: no extension.
    pub purposes: &'static [&'static str],
    pub policy: Option<&'static str>,
    /// The byte of the product category.
    pub category: Option<u8>,
    /// The private key usage period ends here; it begins with the validity.
    pub key_to: Option<OffsetDateTime>,
    /// The names of servers.
    pub names: &'static [&'static str],
    pub serial: [u8; 16],
    pub from: OffsetDateTime,
    pub to: OffsetDateTime,
    pub issuing: Issuing,
    /// SHA-384 in place of SHA-256.
    pub sha_384: bool,
    pub key: LeafKey,
}

/// A type of leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    AuthCli,
    Sign,
    Conf,
    ServSsl,
}

impl Profile {
    pub const ALL: [Self; 4] = [Self::AuthCli, Self::Sign, Self::Conf, Self::ServSsl];
}

/// The service of the order.
pub const SERVICE: &str = "Client_ROC_WebServices_AMC";

impl Leaf {
    /// A leaf of that type, right in every respect.
    pub fn new(profile: Profile) -> Self {
        let (serial, key_usage, purposes): (_, &[&str], &[&str]) = match profile {
            Profile::AuthCli => (1, &["digitalSignature"], &[CLIENT_AUTH]),
            Profile::Sign => (2, &["digitalSignature", "nonRepudiation"], &[EMAIL_PROTECTION]),
            Profile::Conf => (3, &["keyEncipherment"], &[EMAIL_PROTECTION, ANY_PURPOSE]),
            Profile::ServSsl => (
                4,
                &["digitalSignature", "keyEncipherment"],
                &[SERVER_AUTH, CLIENT_AUTH],
            ),
        };
        let subject = draft().subject(SERVICE);
        let attributes = subject.attributes();
        Self {
            subject: attributes
                .map(|(attribute, value)| (attribute.short_name(), value.to_owned()))
                .to_vec(),
            key_usage,
            purposes,
            policy: Some("1.2.250.1.213.1.7.2.1.1.1.1"),
            category: Some(0x83),
            key_to: (profile == Profile::Sign).then_some(TO),
            names: if profile == Profile::ServSsl {
                &["roc.example.fr", "localhost"]
            } else {
                &[]
            },
            // 16 bytes, the first of which keeps the number positive.
            serial: [0x5A, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, serial],
            from: FROM,
            to: TO,
            issuing: Issuing::Test,
            sha_384: false,
            key: LeafKey::Ours,
        }
    }

    /// Puts a value in the place of the one of an attribute.
    pub fn set(&mut self, attribute: &str, value: &str) {
        let (_, held) = self
            .subject
            .iter_mut()
            .find(|(name, _)| *name == attribute)
            .unwrap();
        value.clone_into(held);
    }
}

/// The key of every leaf with [`LeafKey::Ours`].
pub static KEY: LazyLock<PrivateKey> = LazyLock::new(|| {
    let mut rng = rand_core::UnwrapErr(getrandom::SysRng);
    PrivateKey::generate(KeySize::Rsa2048, &mut rng).unwrap()
});

/// Who asks.
pub fn draft() -> Draft {
    Draft {
        name: "HÔPITAL L'ÉTÉ À BEAUNE".into(),
        department: "21".into(),
        identifier_kind: Some(IdentifierKind::FinessEj),
        identifier: "210780581".into(),
        environment: Environment::Test,
        contract_level: Some(ContractLevel::Ej),
    }
}

/// Makes certificates and lists.
pub trait Maker {
    /// The DER of an issuing authority's certificate and of its root's.
    fn authorities(&self, issuing: Issuing) -> [Vec<u8>; 2];
    /// The DER of a leaf.
    fn issue(&self, leaf: &Leaf) -> Vec<u8>;
    /// The DER of a list of an issuing authority, from [`CRL_FROM`] to [`CRL_TO`], that revokes these leaves,
    /// which were issued before.
    fn list(&self, issuing: Issuing, revoked: &[&Leaf]) -> Vec<u8>;
}

/// What departs from the profile, in which of the two ordered products; what is found, code by code.
type Case = (&'static str, Product, fn(&mut Leaf), &'static [&'static str]);

/// 51 characters, and the first 40.
const LONG: &str = "AGENCE DES SYSTÈMES D'INFORMATION PARTAGÉS DE SANTÉ";
const CUT: &str = "AGENCE DES SYSTÈMES D'INFORMATION PARTAG";

const CASES: [Case; 31] = {
    use Product::{OrgAuthCli, OrgSign};
    [
        ("nothing", OrgAuthCli, |_| {}, &[]),
        ("nothing", OrgSign, |_| {}, &[]),
        (
            "the other",
            OrgAuthCli,
            |leaf| *leaf = Leaf::new(Profile::Sign),
            &["Swapped(OrgSign)"],
        ),
        (
            "the other",
            OrgSign,
            |leaf| *leaf = Leaf::new(Profile::AuthCli),
            &["Swapped(OrgAuthCli)"],
        ),
        (
            "encryption",
            OrgSign,
            |leaf| *leaf = Leaf::new(Profile::Conf),
            &["WrongKind(OrgConf)"],
        ),
        (
            "a server's",
            OrgAuthCli,
            |leaf| *leaf = Leaf::new(Profile::ServSsl),
            &["WrongKind(Server)"],
        ),
        (
            "a use more",
            OrgAuthCli,
            |leaf| leaf.key_usage = &["digitalSignature", "nonRepudiation"],
            &["WrongKind(Other)"],
        ),
        (
            "a use less",
            OrgSign,
            |leaf| leaf.key_usage = &["digitalSignature"],
            &["WrongKind(Other)"],
        ),
        (
            "no purpose",
            OrgAuthCli,
            |leaf| leaf.purposes = &[],
            &["WrongKind(Other)"],
        ),
        (
            "a purpose more",
            OrgSign,
            |leaf| leaf.purposes = &[EMAIL_PROTECTION, CLIENT_AUTH],
            &["WrongKind(Other)"],
        ),
        ("no policy", OrgAuthCli, |leaf| leaf.policy = None, &["Policy"]),
        (
            "the policy of production",
            OrgAuthCli,
            |leaf| leaf.policy = Some("1.2.250.1.213.1.7.1.1.2.3.1"),
            &["Policy"],
        ),
        (
            "no category",
            OrgAuthCli,
            |leaf| leaf.category = None,
            &["ProductCategory"],
        ),
        (
            "a card's category",
            OrgSign,
            |leaf| leaf.category = Some(0x80),
            &["ProductCategory"],
        ),
        (
            "another service",
            OrgAuthCli,
            |leaf| leaf.set("CN", "Client_ROC_Annuaire_AMC"),
            &["AttributeDiffers { attr: CommonName }"],
        ),
        (
            "another department",
            OrgAuthCli,
            |leaf| leaf.set("ST", "Rhône (69)"),
            &["AttributeDiffers { attr: State }"],
        ),
        (
            "an accent less",
            OrgSign,
            |leaf| leaf.set("O", "HÔPITAL L'ETÉ À BEAUNE"),
            &["AttributeDiffers { attr: Organization }"],
        ),
        (
            "another number",
            OrgSign,
            |leaf| leaf.set("OU", "1210780599"),
            &["AttributeDiffers { attr: OrganizationalUnit }"],
        ),
        (
            "no unit",
            OrgAuthCli,
            |leaf| leaf.subject.retain(|(name, _)| *name != "OU"),
            &["AttributeMissing { attr: OrganizationalUnit }"],
        ),
        (
            "a place",
            OrgAuthCli,
            |leaf| leaf.subject.insert(2, ("L", "Beaune".into())),
            &["AttributeUnexpected"],
        ),
        ("a name cut", OrgAuthCli, |leaf| leaf.set("O", CUT), &["NameCut"]),
        (
            "a short key",
            OrgAuthCli,
            |leaf| leaf.key = LeafKey::Short,
            &["KeyTooShort"],
        ),
        (
            "a curve",
            OrgSign,
            |leaf| leaf.key = LeafKey::Curve,
            &["KeyNotRsa"],
        ),
        (
            "another hash",
            OrgAuthCli,
            |leaf| leaf.sha_384 = true,
            &["Algorithm"],
        ),
        (
            "one year",
            OrgAuthCli,
            |leaf| leaf.to = FROM + time::Duration::days(365),
            &["Duration"],
        ),
        (
            "to come",
            OrgAuthCli,
            |leaf| (leaf.from, leaf.to) = (datetime!(2026-11-26 0:00 UTC), datetime!(2029-11-26 0:00 UTC)),
            &["NotYetValid(2026-11-26 0:00:00.0 +00:00:00)"],
        ),
        (
            "ended",
            OrgAuthCli,
            |leaf| (leaf.from, leaf.to) = (datetime!(2023-11-24 0:00 UTC), datetime!(2026-11-24 0:00 UTC)),
            &["Expired(2026-11-24 0:00:00.0 +00:00:00)"],
        ),
        (
            "ending",
            OrgAuthCli,
            |leaf| (leaf.from, leaf.to) = (datetime!(2024-01-24 0:00 UTC), datetime!(2027-01-24 0:00 UTC)),
            &["ExpiresSoon(2027-01-24 0:00:00.0 +00:00:00)"],
        ),
        (
            "a key that may sign no more",
            OrgSign,
            |leaf| leaf.key_to = Some(datetime!(2026-11-20 0:00 UTC)),
            &["KeyUsageEnded(2026-11-20 0:00:00.0 +00:00:00)"],
        ),
        (
            "production",
            OrgSign,
            |leaf| {
                leaf.issuing = Issuing::Production;
                leaf.policy = Some("1.2.250.1.213.1.7.1.1.2.3.1");
                leaf.category = Some(0x03);
            },
            &["WrongEnvironment(Production)"],
        ),
        (
            "the authority for persons",
            OrgAuthCli,
            |leaf| leaf.issuing = Issuing::Persons,
            &["Issuer"],
        ),
    ]
};

fn read(der: &[u8]) -> Certificate {
    Certificate::from_der(der).unwrap_or_else(|error| panic!("{error}"))
}

/// Each leaf has the findings of what departs in it, and no other; and its path holds where its dates do.
pub fn each_departure_has_its_findings(maker: &impl Maker) {
    for (number, (what, product, depart, expected)) in CASES.into_iter().enumerate() {
        let mut leaf = Leaf::new(match product {
            Product::OrgAuthCli => Profile::AuthCli,
            Product::OrgSign => Profile::Sign,
        });
        depart(&mut leaf);
        // A number of its own: OpenSSL issues none twice.
        leaf.serial[1] = u8::try_from(number).unwrap();
        let certificate = read(&maker.issue(&leaf));
        assert_eq!(certificate.serial_number, leaf.serial, "{what}");

        let mut order = Order::new(product);
        order.service_name = SERVICE.into();
        let mut draft = draft();
        if what == "a name cut" {
            draft.name = LONG.into();
        }
        let findings = check(
            &certificate,
            &order,
            &draft,
            std::slice::from_ref(&certificate),
            AT,
            crate::nfkc,
        );
        let codes: Vec<_> = findings
            .iter()
            .map(|finding| format!("{:?}", finding.code))
            .collect();
        assert_eq!(codes, expected, "{what} of {product:?}");

        let [issuing, root] = maker.authorities(leaf.issuing).map(|der| read(&der));
        let (intermediates, anchors) = ([&issuing], [&root]);
        let path = validate(&PathQuestion {
            purpose: leaf.purposes.first().copied(),
            ..PathQuestion::new(&certificate, &intermediates, &anchors, AT)
        });
        let rule = match leaf.key {
            LeafKey::Short => Some(Rule::KeyTooShort(1024)),
            _ if AT < leaf.from => Some(Rule::NotYetValid(leaf.from)),
            _ if AT > leaf.to => Some(Rule::Expired(leaf.to)),
            _ => None,
        };
        match (path, rule) {
            (Ok(path), None) => assert_eq!(path, [&certificate, &issuing, &root], "{what}"),
            (Err(failure), Some(rule)) => {
                assert_eq!(
                    (failure.certificate, failure.rule),
                    (&certificate, rule),
                    "{what}"
                );
            }
            (path, rule) => panic!("{what}: {path:?}, {rule:?}"),
        }
    }
}

/// No root but its own makes a leaf trusted, and none without the authority between.
pub fn only_its_own_authorities_are_trusted(maker: &impl Maker) {
    for profile in Profile::ALL {
        let leaf = Leaf::new(profile);
        let certificate = read(&maker.issue(&leaf));
        let [issuing, root] = maker.authorities(Issuing::Test).map(|der| read(&der));
        let [_, other_root] = maker.authorities(Issuing::Production).map(|der| read(&der));
        let ask = |intermediates: &[&Certificate], anchors: &[&Certificate], purpose| {
            let question = PathQuestion {
                purpose,
                ..PathQuestion::new(&certificate, intermediates, anchors, AT)
            };
            validate(&question)
                .map(|path| path.len())
                .map_err(|failure| failure.rule)
        };
        let (issuing, root, other_root) = ([&issuing], [&root], [&other_root]);
        assert_eq!(ask(&issuing, &root, Some(leaf.purposes[0])), Ok(3), "{profile:?}");
        assert_eq!(ask(&[], &root, None), Err(Rule::IssuerUnknown));
        assert_eq!(ask(&issuing, &other_root, None), Err(Rule::IssuerUnknown));
        let allows_all = leaf.purposes.contains(&ANY_PURPOSE) || leaf.purposes.contains(&SERVER_AUTH);
        if !allows_all {
            assert_eq!(
                ask(&issuing, &root, Some(SERVER_AUTH)),
                Err(Rule::Purpose),
                "{profile:?}"
            );
        }
    }
}

/// A list names the leaf that it revokes, and no other.
pub fn a_list_tells_who_is_revoked(maker: &impl Maker) {
    let [revoked, other] = [(Profile::AuthCli, 0xF1), (Profile::Sign, 0xF2)].map(|(profile, byte)| {
        let mut leaf = Leaf::new(profile);
        leaf.serial[1] = byte;
        leaf
    });
    let [held_revoked, held_other] = [&revoked, &other].map(|leaf| read(&maker.issue(leaf)));
    let [issuing, root] = maker.authorities(Issuing::Test).map(|der| read(&der));
    let list = maker.list(Issuing::Test, &[&revoked]);
    let mut reader = CrlReader::new([revoked.serial.to_vec(), other.serial.to_vec()]);
    for piece in list.chunks(100) {
        reader.push(piece).unwrap();
    }
    let crl = reader.finish().unwrap();
    assert_eq!((crl.this_update, crl.next_update), (CRL_FROM, Some(CRL_TO)));
    let ask = |certificate| status(&crl, certificate, &issuing, AT);
    assert!(
        matches!(ask(&held_revoked), Ok(RevocationStatus::Revoked(_))),
        "{:?}",
        ask(&held_revoked)
    );
    assert_eq!(ask(&held_other), Ok(RevocationStatus::NotRevoked));
    assert!(status(&crl, &issuing, &root, AT).is_err());
    assert!(status(&crl, &held_other, &issuing, CRL_TO + time::Duration::SECOND).is_err());
}
