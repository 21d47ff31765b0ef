//! What the targets begin with.

use std::sync::Arc;

use certiroc_core::dossier::{Dossier, DossierId, SealKey, Unsigned};
use certiroc_core::establishment::{ContractLevel, IdentifierKind};
use certiroc_core::order::Request;
use certiroc_core::product::Product;
use certiroc_pki::csr::{self, Csr};
use certiroc_pki::key::{Kdf, KeySize, Passphrase, PrivateKey, SealedKey};
use certiroc_test_support::cards;
use rand_core::UnwrapErr;
use time::OffsetDateTime;

use super::PASSPHRASE;

/// Good input for each target: its name, a number, the bytes.
pub fn seeds() -> Vec<(&'static str, usize, Vec<u8>)> {
    let mut rng = UnwrapErr(getrandom::SysRng);
    let key = PrivateKey::generate(KeySize::Rsa2048, &mut rng).expect("a key");
    let now = OffsetDateTime::UNIX_EPOCH;
    let mut dossier = Dossier::new(now);
    let draft = &mut dossier.establishment;
    draft.name = "Hospices civils de Lyon".into();
    draft.department = "69".into();
    draft.identifier_kind = Some(IdentifierKind::FinessEj);
    draft.identifier = "690781810".into();
    draft.contract_level = Some(ContractLevel::Ej);
    let request =
        csr::build(&key, &draft.subject("Client_ROC_Annuaire_AMC").attributes()).expect("a request");
    let kdf = Kdf::new(&mut rng, 1);
    let kek = kdf.derive(&Passphrase::parse(PASSPHRASE).expect("a passphrase"));
    let sealed_key = SealedKey::seal(&key, &kdf, &kek, &mut rng);
    let requested = Csr::from_der(&request).expect("the request");
    let empty = dossier.write("", now).expect("a dossier");
    let pem = sealed_key.to_pem();
    let sealed = sealed_key.as_der().to_vec();
    dossier.order_mut(Product::OrgSign).requests.push(Request {
        key_id: key.id(),
        made_at: now,
        csr: Some(requested.clone()),
        sealed_key,
        passphrase_lost: false,
        issued: Vec::new(),
    });
    dossier.seal_key = Some(SealKey {
        sealed: dossier.orders[1].requests[0].sealed_key.clone(),
        public_key_info: key.public_key_info().to_vec(),
    });
    let id = DossierId::new([1; 16]);
    let unsigned = Unsigned::new(Arc::new(dossier.clone()), "", &[], id, now).expect("a seal");
    let signature = key.sign(unsigned.bytes()).expect("a signature");
    let seal = unsigned.signed(signature);
    dossier.establishment.department = "75".into();
    let full = dossier.write_sealed(&[seal], "", now).expect("a dossier");
    // The files of `seeds/` were made once, by OpenSSL and keytool, of a key made for that and thrown away: one
    // round each, the password empty, or "changeit" for Java.
    let (certificates, crl) = igc();
    let bundle = format!("What came back:\n{}{pem}", requested.to_pem());
    let mut seeds = vec![
        ("certificate", 1, certificates),
        ("crl", 1, crl),
        ("pkcs12", 1, include_bytes!("../seeds/pbes2.p12").to_vec()),
        ("pkcs12", 2, include_bytes!("../seeds/platform.p12").to_vec()),
        ("pkcs7", 1, include_bytes!("../seeds/chain.p7b").to_vec()),
        ("jks", 1, include_bytes!("../seeds/store.jks").to_vec()),
        ("ccid_descriptor", 1, DESCRIPTOR.to_vec()),
        ("ccid", 1, conversation(0, false)),
        ("ccid", 2, conversation(1, true)),
        ("ccid", 3, conversation(4, false)),
        ("atr", 1, cards::CPS3.to_vec()),
        ("atr", 2, cards::CPS4.to_vec()),
        ("atr", 3, cards::VITALE.to_vec()),
        ("dossier", 1, empty),
        ("dossier", 2, full.clone()),
        (
            "merge",
            1,
            b"\x06a\x07b\x16\0\x17\0\0\0\x01\0\x36c\x37\0\x3e\0\x46\0\x01\0\0\0".to_vec(),
        ),
        ("csr", 1, request),
        ("key", 1, pem.into_bytes()),
        ("key", 2, sealed),
        ("key", 3, key.pkcs8_der().to_vec()),
        (
            "establishment",
            1,
            b"Hospices civils de Lyon\n69\n690781810".to_vec(),
        ),
        ("establishment", 2, "L'Île-d'Été\n2A\n35600000000048".into()),
        ("intake", 0, bundle.into_bytes()),
    ];
    seeds.extend(of_a_card());
    // Every file is one that may be given.
    let files = ["dossier", "csr", "key", "crl", "pkcs12", "pkcs7", "jks"];
    let given = seeds.iter().filter(|(target, ..)| files.contains(target));
    let given: Vec<_> = given.map(|(.., seed)| seed.clone()).collect();
    seeds.extend((1..).zip(given).map(|(number, seed)| ("intake", number, seed)));
    let texts = on_their_way(&requested.to_pem());
    seeds.extend((100..).zip(texts).map(|(number, seed)| ("intake", number, seed)));
    seeds.push(("members", 1, renamed(&full)));
    seeds.push(("members", 2, full));
    seeds
}

/// PEM as it arrives: in a mail, quoted, escaped, encoded again.
fn on_their_way(pem: &str) -> Vec<Vec<u8>> {
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let part = |encoding: &str, body: &str| {
        format!("Content-Type: a/b; name=\"a.csr\"\nContent-Transfer-Encoding: {encoding}\n\n{body}\n--B")
    };
    let quoted = pem
        .lines()
        .flat_map(|line| ["> ", line, "\n"])
        .collect::<String>();
    let parts = [
        part("base64", &base64),
        part("quoted-printable", &pem.replace('=', "=3D")),
    ];
    let mail = format!(
        "Content-Type: multipart/mixed; boundary=B\n\n--B\n{}--\n",
        parts.join("\n")
    );
    let texts = [
        mail,
        quoted,
        format!("{{\"csr\":\"{}\"}}", pem.replace('\n', "\\n")),
        pem.replace("-----", "\u{2014}\u{2013}"),
        format!("a: {base64}\nb: 1\n"),
    ];
    let utf16 = pem.encode_utf16().flat_map(u16::to_le_bytes).collect();
    texts.map(String::into_bytes).into_iter().chain([utf16]).collect()
}

/// A dossier's archive as any other: the name of the file that makes it one is another.
fn renamed(archive: &[u8]) -> Vec<u8> {
    let mut archive = archive.to_vec();
    for at in 0..archive.len() {
        if archive[at..].starts_with(b"dossier.json") {
            archive[at..at + 7].copy_from_slice(b"DOSSIER");
        }
    }
    archive
}

/// What a card with two certificates answers, its files, and the file that tells of it.
fn of_a_card() -> Vec<(&'static str, usize, Vec<u8>)> {
    let certificates = [
        ("Certificat d'Authentification CPS", cards::certificate(300, 1)),
        ("Certificat de Signature CPS", cards::certificate(20, 2)),
    ];
    let mut card = cards::Card::new(&certificates);
    let reading = card.read().expect("a card");
    let mut answers = vec![0];
    for (_, answer) in &card.log {
        answers.push(u8::try_from(answer.len()).expect("a short answer"));
        answers.extend(answer);
    }
    let mut seeds = vec![
        ("card", 1, answers),
        ("card_file", 1, reading.to_text().into_bytes()),
    ];
    let paths = [
        vec![cards::DIR],
        cards::inside(cards::ODF),
        cards::inside(cards::CDF),
        cards::inside(cards::TOKEN_INFO),
    ];
    for (number, path) in (0..).zip(paths) {
        if let Some(cards::File::Transparent(content)) = card.files.get(&path) {
            let seed = [&[number], content.as_slice()].concat();
            seeds.push(("pkcs15", number.into(), seed));
        }
    }
    seeds
}

/// QEMU's reader, as USB describes it: a configuration, an interface, the descriptor of a reader, three endpoints.
const DESCRIPTOR: [u8; 93] = [
    9, 2, 93, 0, 1, 1, 0, 0xe0, 50, // Configuration
    9, 4, 0, 0, 3, 0x0b, 0, 0, 4, // Interface
    54, 0x21, 0x10, 1, 0, 7, 1, 0, 0, 0, 0xa0, 0x0f, 0, 0, 0, 0, 1, 0, 0, 0x80, 0x25, 0, 0, 0, 0xc2, 1, 0,
    0, //
    0xfe, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xfe, 4, 1, 0, 0x12, 0, 1, 0, 0xff, 0xff, 0, 0, 1,
    1, // Reader
    7, 5, 0x81, 3, 64, 0, 255, 7, 5, 0x82, 2, 64, 0, 0, 7, 5, 3, 2, 64, 0, 0, // Endpoints
];

/// A conversation with the reader of this number: the transfers of a slot with a card, its power, T=0 where the reader
/// has to be told, and two commands.
fn conversation(reader: u8, is_told: bool) -> Vec<u8> {
    const ATR: [u8; 17] = [
        0x3b, 0xac, 0, 0x40, 0x2a, 0, 0x12, 0x25, 0, 0x64, 0x80, 0, 3, 0x10, 0, 0x90, 0,
    ];
    let parameters = [0x11, 0, 0, 42, 0];
    let mut answers: Vec<(u8, &[u8])> = vec![(0x81, &[]), (0x80, &ATR)];
    if is_told {
        answers.push((0x82, &parameters));
    }
    answers.extend([
        (0x80, [0x61, 0x14].as_slice()),
        (0x80, &[0xca, 0xfe, 0x90, 0]),
        (0x81, &[]),
    ]);
    let mut script = vec![reader];
    for (sequence, (kind, data)) in (0..).zip(answers) {
        let len = u8::try_from(data.len()).expect("few bytes");
        script.extend([10 + len, kind, len, 0, 0, 0, 0, sequence, 0, 0, 0]);
        script.extend(data);
    }
    script
}

/// An authority with constraints and a certificate, end to end; a list of the authority's.
pub fn igc() -> (Vec<u8>, Vec<u8>) {
    let mut params = rcgen::CertificateParams::new(["a.example".to_owned()]).expect("a name");
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Constrained(0));
    params.key_usages = vec![
        rcgen::KeyUsagePurpose::KeyCertSign,
        rcgen::KeyUsagePurpose::CrlSign,
    ];
    params.name_constraints = Some(rcgen::NameConstraints {
        permitted_subtrees: vec![rcgen::GeneralSubtree::DnsName("example".to_owned())],
        excluded_subtrees: vec![rcgen::GeneralSubtree::Rfc822Name(".example".to_owned())],
    });
    let key = rcgen::KeyPair::generate().expect("a key");
    let root = params.self_signed(&key).expect("a root");
    let issuer = rcgen::Issuer::new(params, key);
    let mut params = rcgen::CertificateParams::new(["b.example".to_owned()]).expect("a name");
    params.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ClientAuth];
    // A card's, by its kind and its number.
    let arcs = |last| [1, 2, 250, 1, 71, 1, 2, last];
    params.custom_extensions = vec![
        rcgen::CustomExtension::from_oid_content(&arcs(2), vec![2, 1, 2]),
        rcgen::CustomExtension::from_oid_content(&arcs(3), b"\x13\x158025000001/2600301752".to_vec()),
    ];
    params.use_authority_key_identifier_extension = true;
    let key = rcgen::KeyPair::generate().expect("a key");
    let leaf = params.signed_by(&key, &issuer).expect("a certificate");
    let revoked = rcgen::RevokedCertParams {
        serial_number: rcgen::SerialNumber::from(1u64),
        revocation_time: OffsetDateTime::UNIX_EPOCH,
        reason_code: Some(rcgen::RevocationReason::KeyCompromise),
        invalidity_date: Some(OffsetDateTime::UNIX_EPOCH),
    };
    let list = rcgen::CertificateRevocationListParams {
        this_update: OffsetDateTime::UNIX_EPOCH,
        next_update: OffsetDateTime::UNIX_EPOCH + time::Duration::WEEK,
        crl_number: rcgen::SerialNumber::from(1u64),
        issuing_distribution_point: None,
        revoked_certs: vec![revoked],
        key_identifier_method: rcgen::KeyIdMethod::Sha256,
    };
    let list = list.signed_by(&issuer).expect("a list");
    (
        [leaf.der().as_ref(), root.der().as_ref()].concat(),
        list.der().to_vec(),
    )
}
