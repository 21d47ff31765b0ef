//! A PKI like IGC-Santé's, made by rcgen, and what is found about its certificates.

use std::sync::LazyLock;

use certiroc_pki::csr::{self, Csr};
use certiroc_pki::key::{KeySize, PrivateKey};
use rcgen::string::PrintableString;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CrlDistributionPoint,
    CustomExtension, DistinguishedName, DnType, DnValue, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod,
    KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, PKCS_RSA_SHA384, PublicKeyData, RevocationReason,
    RevokedCertParams, SanType, SerialNumber, SignatureAlgorithm,
};
use time::OffsetDateTime;

use certiroc_test_support::igc::{
    self, AUTHORITY_FROM, AUTHORITY_TO, CRL_FROM, CRL_TO, Issuing, KEY, Leaf, LeafKey, Maker, OCSP,
};

/// An authority's key, its parameters and its certificate.
struct Authority {
    key: PrivateKey,
    params: CertificateParams,
    der: Vec<u8>,
}

pub(crate) struct Rcgen {
    /// In the order of [`Issuing::ALL`]: the issuing one and its root.
    authorities: [[Authority; 2]; 3],
}

pub(crate) static MADE: LazyLock<Rcgen> = LazyLock::new(|| Rcgen {
    authorities: Issuing::ALL.map(|issuing| {
        let root = Authority::new(&issuing.root(), None, None);
        let own = Authority::new(&issuing.issuing(), Some(0), Some(&root));
        [own, root]
    }),
});

fn generated() -> PrivateKey {
    let mut rng = rand_core::UnwrapErr(getrandom::SysRng);
    PrivateKey::generate(KeySize::Rsa2048, &mut rng).unwrap()
}

fn key_pair(key: &PrivateKey, algorithm: &'static SignatureAlgorithm) -> KeyPair {
    KeyPair::from_pkcs8_der_and_sign_algo(&key.pkcs8_der().into(), algorithm).unwrap()
}

impl Authority {
    fn new(name: &[(&str, String)], path_len: Option<u8>, root: Option<&Self>) -> Self {
        let key = generated();
        let mut params = CertificateParams::default();
        params.distinguished_name = distinguished_name(name);
        params.not_before = AUTHORITY_FROM;
        params.not_after = AUTHORITY_TO;
        let constraints = path_len.map_or(BasicConstraints::Unconstrained, BasicConstraints::Constrained);
        params.is_ca = IsCa::Ca(constraints);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        // anyPolicy
        params.custom_extensions = vec![policies("2.5.29.32.0")];
        params.use_authority_key_identifier_extension = root.is_some();
        let pair = key_pair(&key, &PKCS_RSA_SHA256);
        let certificate = match root {
            Some(root) => params.signed_by(&pair, &root.issuer(&PKCS_RSA_SHA256)),
            None => params.self_signed(&pair),
        };
        Self {
            der: certificate.unwrap().der().to_vec(),
            key,
            params,
        }
    }

    fn issuer(&self, algorithm: &'static SignatureAlgorithm) -> Issuer<'_, KeyPair> {
        Issuer::from_params(&self.params, key_pair(&self.key, algorithm))
    }
}

/// A second unit goes by its number: rcgen would put it in the place of the first.
fn distinguished_name(attributes: &[(&str, String)]) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    for (index, (attribute, value)) in attributes.iter().enumerate() {
        let again = attributes[..index].iter().any(|(before, _)| before == attribute);
        let (kind, value) = match *attribute {
            "C" => (
                DnType::CountryName,
                DnValue::PrintableString(PrintableString::try_from(value.as_str()).unwrap()),
            ),
            "ST" => (DnType::StateOrProvinceName, value.as_str().into()),
            "L" => (DnType::LocalityName, value.as_str().into()),
            "O" => (DnType::OrganizationName, value.as_str().into()),
            "OU" if again => (DnType::CustomDnType(vec![2, 5, 4, 11]), value.as_str().into()),
            "OU" => (DnType::OrganizationalUnitName, value.as_str().into()),
            "CN" => (DnType::CommonName, value.as_str().into()),
            other => panic!("{other}"),
        };
        name.push(kind, value);
    }
    name
}

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut der = vec![tag];
    match u8::try_from(content.len()).unwrap() {
        short @ ..128 => der.push(short),
        long => der.extend([0x81, long]),
    }
    der.extend_from_slice(content);
    der
}

fn arcs(dotted: &str) -> Vec<u64> {
    dotted.split('.').map(|arc| arc.parse().unwrap()).collect()
}

fn oid(dotted: &str) -> Vec<u8> {
    let arcs = arcs(dotted);
    let mut content = Vec::new();
    for arc in [vec![40 * arcs[0] + arcs[1]], arcs[2..].to_vec()].concat() {
        let groups = (0..10).rev().map(|group| ((arc >> (7 * group)) & 127) as u8);
        let mut groups: Vec<_> = groups.skip_while(|group| *group == 0).collect();
        if groups.is_empty() {
            groups.push(0);
        }
        let last = groups.len() - 1;
        content.extend(groups[..last].iter().map(|group| group | 128));
        content.push(groups[last]);
    }
    tlv(6, &content)
}

fn extension(oid: &str, content: Vec<u8>) -> CustomExtension {
    CustomExtension::from_oid_content(&arcs(oid), content)
}

fn policies(policy: &str) -> CustomExtension {
    extension("2.5.29.32", tlv(0x30, &tlv(0x30, &oid(policy))))
}

fn generalized(tag: u8, at: OffsetDateTime) -> Vec<u8> {
    let text = format!(
        "{:04}{:02}{:02}{:02}{:02}{:02}Z",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    );
    tlv(tag, text.as_bytes())
}

/// A public key of 1024 bits that nobody has the private one of.
struct Short(Vec<u8>);

impl PublicKeyData for Short {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

impl Rcgen {
    fn of(&self, issuing: Issuing) -> &[Authority; 2] {
        &self.authorities[Issuing::ALL.iter().position(|known| *known == issuing).unwrap()]
    }
}

impl Maker for Rcgen {
    fn authorities(&self, issuing: Issuing) -> [Vec<u8>; 2] {
        self.of(issuing).each_ref().map(|authority| authority.der.clone())
    }

    fn issue(&self, leaf: &Leaf) -> Vec<u8> {
        let mut params = CertificateParams::default();
        params.distinguished_name = distinguished_name(&leaf.subject);
        (params.not_before, params.not_after) = (leaf.from, leaf.to);
        params.serial_number = Some(SerialNumber::from(leaf.serial.to_vec()));
        params.is_ca = IsCa::ExplicitNoCa;
        params.use_authority_key_identifier_extension = true;
        let usage = |name: &&str| match *name {
            "digitalSignature" => KeyUsagePurpose::DigitalSignature,
            "nonRepudiation" => KeyUsagePurpose::ContentCommitment,
            "keyEncipherment" => KeyUsagePurpose::KeyEncipherment,
            other => panic!("{other}"),
        };
        params.key_usages = leaf.key_usage.iter().map(usage).collect();
        let purpose = |purpose: &&str| ExtendedKeyUsagePurpose::Other(arcs(purpose));
        params.extended_key_usages = leaf.purposes.iter().map(purpose).collect();
        let name = |name: &&str| SanType::DnsName((*name).try_into().unwrap());
        params.subject_alt_names = leaf.names.iter().map(name).collect();
        let (certificate, list) = leaf.issuing.addresses();
        params.crl_distribution_points = vec![CrlDistributionPoint { uris: vec![list] }];
        let access =
            |method: &str, address: &str| tlv(0x30, &[oid(method), tlv(0x86, address.as_bytes())].concat());
        let information = [
            access("1.3.6.1.5.5.7.48.1", OCSP),
            access("1.3.6.1.5.5.7.48.2", &certificate),
        ];
        params.custom_extensions = vec![extension("1.3.6.1.5.5.7.1.1", tlv(0x30, &information.concat()))];
        params.custom_extensions.extend(leaf.policy.map(policies));
        let category = leaf.category.map(|category| tlv(4, &[category]));
        let category = category.map(|content| extension("1.2.250.1.71.1.2.5", content));
        params.custom_extensions.extend(category);
        let period = leaf
            .key_to
            .map(|to| [generalized(0x80, leaf.from), generalized(0x81, to)].concat());
        let period = period.map(|content| extension("2.5.29.16", tlv(0x30, &content)));
        params.custom_extensions.extend(period);

        let algorithm = if leaf.sha_384 {
            &PKCS_RSA_SHA384
        } else {
            &PKCS_RSA_SHA256
        };
        let issuer = self.of(leaf.issuing)[0].issuer(algorithm);
        let made = match leaf.key {
            LeafKey::Ours => {
                // By a request, as the platform does: its key, the name from elsewhere.
                let request = csr::build(&KEY, &igc::draft().subject(igc::SERVICE).attributes()).unwrap();
                let request = Csr::from_der(&request).unwrap();
                assert!(request.signature_valid());
                let key = key_pair(&KEY, &PKCS_RSA_SHA256);
                assert_eq!(request.key_id, KEY.id());
                params.signed_by(&key, &issuer)
            }
            LeafKey::Short => {
                let modulus = [[0x00].as_slice(), &[0xC5; 128]].concat();
                let modulus = tlv(2, &modulus);
                let content = [modulus, tlv(2, &[1, 0, 1])].concat();
                params.signed_by(&Short(tlv(0x30, &content)), &issuer)
            }
            LeafKey::Curve => params.signed_by(&KeyPair::generate().unwrap(), &issuer),
        };
        made.unwrap().der().to_vec()
    }

    fn list(&self, issuing: Issuing, revoked: &[&Leaf]) -> Vec<u8> {
        let entry = |leaf: &&Leaf| RevokedCertParams {
            serial_number: SerialNumber::from(leaf.serial.to_vec()),
            revocation_time: CRL_FROM,
            reason_code: Some(RevocationReason::KeyCompromise),
            invalidity_date: None,
        };
        let params = CertificateRevocationListParams {
            this_update: CRL_FROM,
            next_update: CRL_TO,
            crl_number: SerialNumber::from(1u64),
            issuing_distribution_point: None,
            revoked_certs: revoked.iter().map(entry).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        let issuer = self.of(issuing)[0].issuer(&PKCS_RSA_SHA256);
        params.signed_by(&issuer).unwrap().der().to_vec()
    }
}

#[test]
fn each_departure_has_its_findings() {
    igc::each_departure_has_its_findings(&*MADE);
}

#[test]
fn only_its_own_authorities_are_trusted() {
    igc::only_its_own_authorities_are_trusted(&*MADE);
}

#[test]
fn a_list_tells_who_is_revoked() {
    igc::a_list_tells_who_is_revoked(&*MADE);
}
