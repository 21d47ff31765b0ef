//! An authority for tests, what it issues, and files that hold it all.

use std::sync::LazyLock;

use certiroc_pki::csr;
use certiroc_pki::key::{ExportPassword, Kdf, KeySize, Passphrase, PrivateKey, SealedKey};
pub use certiroc_pki::pem::encode as pem;
use certiroc_pki::pkcs12::{self, Identity, Profile};
use certiroc_pki::x509::{AttributeType, Certificate};
use pkcs8::der::{AnyRef, Decode, SliceReader};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DistinguishedName, DnType, IsCa,
    Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose, RevocationReason, RevokedCertParams, SerialNumber,
};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::rng;

pub const THIS_UPDATE: OffsetDateTime = datetime!(2026-11-01 0:00 UTC);
pub const NEXT_UPDATE: OffsetDateTime = datetime!(2026-11-08 0:00 UTC);
/// Between the two.
pub const AT: OffsetDateTime = datetime!(2026-11-02 0:00 UTC);
pub const REVOKED_AT: OffsetDateTime = datetime!(2026-10-31 12:00 UTC);
/// The password of every file that has one.
pub const PASSWORD: &str = "motdepasse";
pub const AUTHORITY_NAME: &str = "AC d'essai";

/// An authority, with its key.
pub struct Authority {
    pub certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

impl Authority {
    /// One that signed itself, with an RSA key as those of IGC-Santé.
    pub fn new(name: &str) -> Self {
        let key = PrivateKey::generate(KeySize::Rsa2048, &mut rng()).unwrap();
        let key = KeyPair::try_from(key.pkcs8_der()).unwrap();
        let mut params = named(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let certificate = Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap();
        Self {
            certificate,
            issuer: Issuer::new(params, key),
        }
    }

    /// A certificate for this key.
    pub fn issue(&self, key: &PrivateKey, name: &str, serial: u64) -> Certificate {
        let key = KeyPair::try_from(key.pkcs8_der()).unwrap();
        let mut params = named(name);
        params.serial_number = Some(SerialNumber::from(serial));
        params.use_authority_key_identifier_extension = true;
        Certificate::from_der(params.signed_by(&key, &self.issuer).unwrap().der()).unwrap()
    }

    /// A certificate of another authority, for a path.
    pub fn certify(&self, other: &Self, name: &str) -> Certificate {
        let mut params = named(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let signed = params.signed_by(other.issuer.key(), &self.issuer).unwrap();
        Certificate::from_der(signed.der()).unwrap()
    }

    /// A list of these serial numbers.
    pub fn list(&self, serials: impl IntoIterator<Item = u64>) -> Vec<u8> {
        self.list_at(serials, THIS_UPDATE)
    }

    /// A list issued at that time, good for a week.
    pub fn list_at(&self, serials: impl IntoIterator<Item = u64>, this_update: OffsetDateTime) -> Vec<u8> {
        let revoked = serials.into_iter().map(|serial| RevokedCertParams {
            serial_number: SerialNumber::from(serial),
            revocation_time: REVOKED_AT,
            reason_code: Some(RevocationReason::KeyCompromise),
            invalidity_date: None,
        });
        let params = CertificateRevocationListParams {
            this_update,
            next_update: this_update + (NEXT_UPDATE - THIS_UPDATE),
            crl_number: SerialNumber::from(1u64),
            issuing_distribution_point: None,
            revoked_certs: revoked.collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        params.signed_by(&self.issuer).unwrap().der().to_vec()
    }
}

/// Number 1 of the authority, and its key.
pub struct Made {
    pub authority: Authority,
    pub key: PrivateKey,
    pub leaf: Certificate,
    pub request: Vec<u8>,
    /// The key under [`PASSWORD`], as a dossier keeps it.
    pub sealed: SealedKey,
}

pub static MADE: LazyLock<Made> = LazyLock::new(|| {
    let authority = Authority::new(AUTHORITY_NAME);
    let key = PrivateKey::generate(KeySize::Rsa2048, &mut rng()).unwrap();
    let leaf = authority.issue(&key, "Client_ROC_Annuaire_AMC", 1);
    let subject = [
        (AttributeType::Country, "FR"),
        (AttributeType::State, "Rhône (69)"),
        (AttributeType::Organization, "Hospices civils de Lyon"),
        (AttributeType::OrganizationalUnit, "1690781810"),
        (AttributeType::CommonName, "Client_ROC_Annuaire_AMC"),
    ];
    Made {
        request: csr::build(&key, &subject).unwrap(),
        sealed: seal(&key),
        authority,
        key,
        leaf,
    }
});

/// A key under few rounds.
pub fn seal(key: &PrivateKey) -> SealedKey {
    let kdf = Kdf::new(&mut rng(), 2);
    let kek = kdf.derive(&Passphrase::parse("motdepasse-de-test").unwrap());
    SealedKey::seal(key, &kdf, &kek, &mut rng())
}

/// The PKCS #12 file of leaf, authority and key, under [`PASSWORD`].
pub fn pkcs12(profile: Profile) -> Vec<u8> {
    let made = &*MADE;
    let identity = Identity {
        key: &made.key,
        leaf: made.leaf.der(),
        chain: &[made.authority.certificate.der()],
        alias: "roc",
    };
    let password = ExportPassword::parse(PASSWORD).unwrap();
    pkcs12::write(&identity, profile, &password, &mut rng()).unwrap()
}

/// A PKCS #12 file of one part in clear, without MAC: these bags.
pub fn pfx(bags: &[u8]) -> Vec<u8> {
    const DATA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01";
    let data = |content: &[u8]| {
        let content = tlv(0xa0, &[&tlv(4, &[content])]);
        tlv(0x30, &[&tlv(6, &[DATA]), &content])
    };
    tlv(0x30, &[&tlv(2, &[&[3]]), &data(&tlv(0x30, &[&data(bags)]))])
}

/// The key as PKCS #1 has it, and the number that nobody may learn.
pub fn pkcs1(key: &PrivateKey) -> (Vec<u8>, Vec<u8>) {
    let info = pkcs8::PrivateKeyInfoRef::from_der(key.pkcs8_der()).unwrap();
    let pkcs1 = info.private_key.as_bytes().to_vec();
    let mut numbers = SliceReader::new(AnyRef::from_der(&pkcs1).unwrap().value()).unwrap();
    // version, modulus, publicExponent
    for _ in 0..3 {
        AnyRef::decode(&mut numbers).unwrap();
    }
    let secret = AnyRef::decode(&mut numbers).unwrap().value().to_vec();
    (pkcs1, secret)
}

/// A value in DER of these parts.
pub fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let len = u32::try_from(content.len()).unwrap().to_be_bytes();
    let head = match content.len() {
        0..0x80 => vec![tag, len[3]],
        _ => vec![tag, 0x84, len[0], len[1], len[2], len[3]],
    };
    [head, content].concat()
}
