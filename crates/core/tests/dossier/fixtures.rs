//! Dossiers to save, made with real keys under few rounds.

use std::io::{Cursor, Read, Write};
use std::sync::{Arc, LazyLock};

use certiroc_core::dossier::{Dossier, Event, JournalEntry};
use certiroc_core::order::{Issued, Request, Revocation};
use certiroc_core::product::Product;
use certiroc_core::subject::Subject;
use certiroc_pki::csr::{self, Csr};
use certiroc_pki::key::{Kdf, KeySize, Passphrase, PrivateKey, SealedKey};
use certiroc_pki::x509::Certificate;
use rand_core::UnwrapErr;
use rcgen::{CertificateParams, DnType, Issuer, KeyPair};
use time::OffsetDateTime;
use time::macros::datetime;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

pub const NOW: OffsetDateTime = datetime!(2026-11-23 14:05:07.25 UTC);
pub const NOTICE: &str = "Ce dossier…\nEt la suite.\n";

/// Three requests with different keys; the last is one of the platform's, whose certificate came with it.
pub static REQUESTS: LazyLock<[Request; 3]> = LazyLock::new(|| {
    let mut rng = UnwrapErr(getrandom::SysRng);
    let kdf = Kdf::new(&mut rng, 2);
    let kek = kdf.derive(&Passphrase::parse("motdepasse-de-test").unwrap());
    core::array::from_fn(|index| {
        let key = PrivateKey::generate(KeySize::Rsa2048, &mut rng).unwrap();
        let subject = Subject {
            state: "Rhône (69)".into(),
            organization: "Hospices civils de Lyon".into(),
            organizational_unit: "1690781810".into(),
            common_name: "Client_ROC_Annuaire_AMC".into(),
        };
        Request {
            key_id: key.id(),
            made_at: NOW,
            csr: (index < 2)
                .then(|| Csr::from_der(&csr::build(&key, &subject.attributes()).unwrap()).unwrap()),
            sealed_key: SealedKey::seal(&key, &kdf, &kek, &mut rng),
            passphrase_lost: false,
            issued: if index == 2 {
                vec![Issued {
                    certificate: certificate(&key),
                    received_at: NOW,
                    revocation: Revocation::default(),
                }]
            } else {
                Vec::new()
            },
        }
    })
});

/// A certificate of the key, by an authority that nobody knows: no dossier asks who signed it.
pub fn certificate(key: &PrivateKey) -> Certificate {
    certificate_until(key, NOW + time::Duration::days(1095))
}

/// The same, whose last instant is given.
pub fn certificate_until(key: &PrivateKey, not_after: OffsetDateTime) -> Certificate {
    let authority = Issuer::new(named("Authority"), KeyPair::generate().unwrap());
    let mut params = named("Client_ROC_Annuaire_AMC");
    params.not_after = not_after;
    let key = KeyPair::try_from(key.pkcs8_der()).unwrap();
    Certificate::from_der(params.signed_by(&key, &authority).unwrap().der()).unwrap()
}

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new([]).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

/// A dossier with two requests.
pub fn dossier() -> Dossier {
    let mut dossier = Dossier::new(NOW);
    dossier.establishment.name = "Hospices civils de Lyon".into();
    dossier.establishment.department = "69".into();
    for (product, request) in Product::ALL.into_iter().zip(REQUESTS.iter()) {
        let key_id = request.key_id;
        dossier.order_mut(product).requests.push(request.clone());
        Arc::make_mut(&mut dossier.journal).push(JournalEntry {
            at: NOW,
            by: "Camille Martin".into(),
            event: Event::RequestMade { product, key_id },
        });
    }
    dossier
}

/// What another tool unpacks.
pub fn unpack(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(archive)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().unwrap().into_owned(), content)
        })
        .collect()
}

/// What another tool packs.
pub fn pack(members: &[(String, Vec<u8>)], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        let options = SimpleFileOptions::default().compression_method(method);
        if name.ends_with('/') {
            zip.add_directory(name, options).unwrap();
        } else {
            zip.start_file(name, options).unwrap();
            zip.write_all(content).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}
