//! A key, its certificate and two authorities, in the manner of IGC-Santé.

use std::sync::LazyLock;

use certiroc_pki::key::{KeySize, PrivateKey};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair};

use crate::rng;

pub struct Pki {
    pub key: PrivateKey,
    pub leaf: Vec<u8>,
    /// The issuer of `leaf`, ACI.
    pub intermediate: Vec<u8>,
    /// ACR
    pub root: Vec<u8>,
}

impl Pki {
    pub fn chain(&self) -> [&[u8]; 2] {
        [&self.intermediate, &self.root]
    }
}

pub static PKI: LazyLock<Pki> = LazyLock::new(|| {
    let root = CertifiedIssuer::self_signed(authority("ACR d'essai"), KeyPair::generate().unwrap()).unwrap();
    let intermediate =
        CertifiedIssuer::signed_by(authority("ACI d'essai"), KeyPair::generate().unwrap(), &root).unwrap();
    let key = PrivateKey::generate(KeySize::Rsa2048, &mut rng()).unwrap();
    let pair = KeyPair::try_from(key.pkcs8_der()).unwrap();
    let leaf = named("Client_ROC_WebServices_AMC")
        .signed_by(&pair, &intermediate)
        .unwrap();
    Pki {
        key,
        leaf: leaf.der().to_vec(),
        intermediate: intermediate.der().to_vec(),
        root: root.der().to_vec(),
    }
});

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

fn authority(name: &str) -> CertificateParams {
    let mut params = named(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}
