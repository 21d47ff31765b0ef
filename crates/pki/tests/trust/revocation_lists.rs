//! Revocation lists: IGC-Santé's, large ones, and damaged ones.

use std::fs;
use std::sync::LazyLock;

use certiroc_pki::crl::{Crl, CrlError, CrlReader, Damage};
use certiroc_pki::trust::{RevocationStatus, Unusable, status};
use certiroc_pki::x509::{Certificate, Signature};
use proptest::prelude::*;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CrlDistributionPoint,
    CrlIssuingDistributionPoint, CrlScope, DnType, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose,
    RevocationReason, RevokedCertParams, SerialNumber,
};
use time::OffsetDateTime;
use time::macros::datetime;

use certiroc_test_support::{certificate, data};

const THIS_UPDATE: OffsetDateTime = datetime!(2026-11-01 0:00 UTC);
const NEXT_UPDATE: OffsetDateTime = datetime!(2026-11-08 0:00 UTC);
const AT: OffsetDateTime = datetime!(2026-11-02 0:00 UTC);
const REVOKED: OffsetDateTime = datetime!(2026-10-31 12:00 UTC);

fn read_in_pieces(der: &[u8], piece: usize, serial: &[u8]) -> Result<Crl, CrlError> {
    let mut reader = CrlReader::new([serial.to_vec()]);
    for piece in der.chunks(piece.max(1)) {
        reader.push(piece)?;
    }
    reader.finish()
}

#[test]
fn the_real_list_names_the_revoked_certificate() {
    let Some(data) = data("igc-sante") else { return };
    let revoked = certificate(&data.join("ee-test/org-sign-2019-siret-revoked.pem"));
    let other = certificate(&data.join("ee-test/serv-ssl-2017-siret-mock.pem"));
    let issuer = certificate(&data.join("ca-test/ACI-EL-ORG-TEST.cer"));
    let root = certificate(&data.join("ca-test/ACR-EL-TEST.cer"));
    let der = fs::read(data.join("crl-test/ACI-EL-ORG-TEST-20190627.crl")).unwrap();
    let at = datetime!(2019-06-28 12:00 UTC);

    for piece in [1, 7, 4096, der.len()] {
        let crl = read_in_pieces(&der, piece, &revoked.serial_number).unwrap();
        assert_eq!(crl.entries, 1013);
        assert_eq!(crl.signature.is_by(&issuer), Signature::Valid);
        assert_eq!(crl.signature.is_by(&root), Signature::Invalid);
        let Ok(RevocationStatus::Revoked(entry)) = status(&crl, &revoked, &issuer, at) else {
            panic!("{:?}", status(&crl, &revoked, &issuer, at));
        };
        assert_eq!(entry.revoked, datetime!(2019-06-14 13:26:24 UTC));
    }
    let crl = read_in_pieces(&der, 4096, &other.serial_number).unwrap();
    assert_eq!(
        status(&crl, &other, &issuer, at),
        Ok(RevocationStatus::NotRevoked)
    );
    assert_eq!(
        status(&crl, &other, &issuer, datetime!(2019-07-04 0:00 UTC)),
        Err(Unusable::Stale(datetime!(2019-07-03 22:00:09 UTC)))
    );
    let crl_of_revoked = read_in_pieces(&der, 4096, &revoked.serial_number).unwrap();
    assert!(matches!(
        status(&crl_of_revoked, &revoked, &issuer, datetime!(2026-11-25 0:00 UTC)),
        Ok(RevocationStatus::Revoked(_))
    ));
    assert_eq!(
        status(&crl, &other, &issuer, datetime!(2019-06-27 0:00 UTC)),
        Err(Unusable::NotYetIssued(crl.this_update))
    );
    assert_eq!(status(&crl, &issuer, &root, at), Err(Unusable::OtherIssuer));

    let der = fs::read(data.join("crl-test/ACR-EL-TEST-20190601.crl")).unwrap();
    let crl = read_in_pieces(&der, 4096, &issuer.serial_number).unwrap();
    assert_eq!(crl.entries, 0);
    assert_eq!(status(&crl, &issuer, &root, at), Ok(RevocationStatus::NotRevoked));
}

#[test]
fn one_changed_byte_of_what_is_signed_is_seen() {
    let Some(data) = data("igc-sante") else { return };
    let issuer = certificate(&data.join("ca-test/ACI-EL-ORG-TEST.cer"));
    let der = fs::read(data.join("crl-test/ACI-EL-ORG-TEST-20190627.crl")).unwrap();
    for at in [500, der.len() / 2, der.len() - 400, der.len() - 1] {
        let mut changed = der.clone();
        changed[at] ^= 1;
        let signature = read_in_pieces(&changed, 4096, &[]).map(|crl| crl.signature.is_by(&issuer));
        assert_ne!(signature, Ok(Signature::Valid), "byte {at}");
    }
}

/// An authority of ours, whose key is elliptic: its lists are checked whole.
struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
    leaf: Certificate,
}

static AUTHORITY: LazyLock<Authority> = LazyLock::new(|| {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "AC");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let key = KeyPair::generate().unwrap();
    let authority = params.self_signed(&key).unwrap();
    let issuer = Issuer::new(params, key);
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "Client");
    params.serial_number = Some(SerialNumber::from(vec![0x7f, 1]));
    params.crl_distribution_points = vec![CrlDistributionPoint {
        uris: vec!["http://crl.test/a.crl".to_owned()],
    }];
    let leaf = params.signed_by(&KeyPair::generate().unwrap(), &issuer).unwrap();
    Authority {
        certificate: Certificate::from_der(authority.der()).unwrap(),
        leaf: Certificate::from_der(leaf.der()).unwrap(),
        issuer,
    }
});

fn revoked(serial: &[u8]) -> RevokedCertParams {
    RevokedCertParams {
        serial_number: SerialNumber::from(serial.to_vec()),
        revocation_time: REVOKED,
        reason_code: Some(RevocationReason::KeyCompromise),
        invalidity_date: Some(REVOKED),
    }
}

fn list(entries: Vec<RevokedCertParams>, scope: Option<(&str, Option<CrlScope>)>) -> Vec<u8> {
    let params = CertificateRevocationListParams {
        this_update: THIS_UPDATE,
        next_update: NEXT_UPDATE,
        crl_number: SerialNumber::from(1u64),
        issuing_distribution_point: scope.map(|(uri, scope)| CrlIssuingDistributionPoint {
            distribution_point: CrlDistributionPoint {
                uris: vec![uri.to_owned()],
            },
            scope,
        }),
        revoked_certs: entries,
        key_identifier_method: KeyIdMethod::Sha256,
    };
    params.signed_by(&AUTHORITY.issuer).unwrap().der().to_vec()
}

fn verdict(der: &[u8]) -> Result<RevocationStatus, Unusable> {
    let authority = &*AUTHORITY;
    let crl = read_in_pieces(der, 100, &authority.leaf.serial_number).unwrap();
    status(&crl, &authority.leaf, &authority.certificate, AT)
}

#[test]
fn a_list_says_since_when_and_why() {
    let der = list(vec![revoked(&[1]), revoked(&[0x7f, 1]), revoked(&[2])], None);
    match verdict(&der) {
        Ok(RevocationStatus::Revoked(entry)) => assert_eq!((entry.revoked, entry.reason), (REVOKED, Some(1))),
        other => panic!("{other:?}"),
    }
    assert_eq!(
        verdict(&list(vec![revoked(&[0x7f])], None)),
        Ok(RevocationStatus::NotRevoked)
    );
}

/// A revocation is final: the age of the list that tells it takes nothing away. That there is none is news, and so is a
/// hold, which ends.
#[test]
fn only_what_may_change_is_stale() {
    let authority = &*AUTHORITY;
    let late = NEXT_UPDATE + time::Duration::SECOND;
    let early = THIS_UPDATE - time::Duration::SECOND;
    let hold = RevokedCertParams {
        reason_code: Some(RevocationReason::CertificateHold),
        ..revoked(&[0x7f, 1])
    };
    let told = |entries: Vec<RevokedCertParams>, scope, at| {
        let crl = read_in_pieces(&list(entries, scope), 100, &authority.leaf.serial_number).unwrap();
        status(&crl, &authority.leaf, &authority.certificate, at).map(|status| match status {
            RevocationStatus::NotRevoked => None,
            RevocationStatus::Revoked(entry) => Some(entry.is_hold()),
        })
    };
    let stale = Err(Unusable::Stale(NEXT_UPDATE));
    let elsewhere = Some(("http://crl.test/b.crl", None));
    assert_eq!(told(vec![revoked(&[0x7f, 1])], None, late), Ok(Some(false)));
    assert_eq!(told(Vec::new(), None, NEXT_UPDATE), Ok(None));
    assert_eq!(told(Vec::new(), None, late), stale);
    assert_eq!(told(vec![hold.clone()], None, NEXT_UPDATE), Ok(Some(true)));
    assert_eq!(told(vec![hold], None, late), stale);
    // What makes a list say nothing at all comes first.
    assert_eq!(
        told(vec![revoked(&[0x7f, 1])], elsewhere, late),
        Err(Unusable::Scope)
    );
    assert_eq!(
        told(vec![revoked(&[0x7f, 1])], None, early),
        Err(Unusable::NotYetIssued(THIS_UPDATE))
    );
}

#[test]
fn a_list_about_others_says_nothing() {
    let here = "http://crl.test/a.crl";
    let cases = [
        (here, None, Ok(RevocationStatus::NotRevoked)),
        (
            here,
            Some(CrlScope::UserCertsOnly),
            Ok(RevocationStatus::NotRevoked),
        ),
        (here, Some(CrlScope::CaCertsOnly), Err(Unusable::Scope)),
        ("http://crl.test/b.crl", None, Err(Unusable::Scope)),
    ];
    for (uri, scope, expected) in cases {
        assert_eq!(
            verdict(&list(Vec::new(), Some((uri, scope)))),
            expected,
            "{uri} {scope:?}"
        );
    }
}

#[test]
fn damage_is_told_with_its_place() {
    let der = list(vec![revoked(&[1])], None);
    let damage = |der: &[u8]| read_in_pieces(der, 10, &[]).map(drop).unwrap_err();
    assert_eq!(
        damage(b""),
        CrlError {
            offset: 0,
            damage: Damage::Truncated
        }
    );
    assert_eq!(damage(b"<html>").damage, Damage::NotACrl);
    assert_eq!(damage(AUTHORITY.certificate.der()).damage, Damage::NotACrl);
    let short = &der[..der.len() - 1];
    assert_eq!(
        damage(short),
        CrlError {
            offset: short.len() as u64,
            damage: Damage::Truncated
        }
    );
    let long = [&der[..], b"\n"].concat();
    assert_eq!(
        damage(&long),
        CrlError {
            offset: der.len() as u64,
            damage: Damage::TrailingData
        }
    );
}

/// A list of 20,000 entries passes through in pieces of 1,000 bytes, to a verdict.
#[test]
fn a_long_list_is_read_to_its_last_entry() {
    let mut entries: Vec<_> = (0..20_000_u32)
        .map(|number| revoked(&(number + 0x0100_0000).to_be_bytes()))
        .collect();
    entries.push(revoked(&[0x7f, 1]));
    let der = list(entries, None);
    let crl = read_in_pieces(&der, 1000, &AUTHORITY.leaf.serial_number).unwrap();
    assert_eq!((crl.entries, crl.found.len()), (20_001, 1));
    // More than a mebibyte that no RSA key signed: not kept, so not checked.
    assert!(der.len() > 1024 * 1024);
    assert_eq!(
        crl.signature.is_by(&AUTHORITY.certificate),
        Signature::Unverifiable
    );
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), piece in 1..50usize) {
        let _ = read_in_pieces(&bytes, piece, &[1]);
    }

    /// Whatever is changed, and however it is cut, it is refused or read: the pieces make no difference.
    #[test]
    fn the_pieces_make_no_difference(at in any::<prop::sample::Index>(), value in any::<u8>(), piece in 1..300usize) {
        let mut der = list(vec![revoked(&[1]), revoked(&[0x7f, 1])], None);
        let index = at.index(der.len());
        der[index] = value;
        let read = |piece| {
            let crl = read_in_pieces(&der, piece, &[0x7f, 1]);
            crl.map(|crl| (crl.entries, crl.found.clone(), crl.signature.is_by(&AUTHORITY.certificate)))
        };
        match (read(piece), read(der.len())) {
            (Ok(pieces), Ok(whole)) => prop_assert_eq!(pieces, whole),
            (Err(_), Err(_)) => {}
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn no_bytes_make_the_certificate_panic(at in any::<prop::sample::Index>(), value in any::<u8>()) {
        let mut der = AUTHORITY.leaf.der().to_vec();
        let index = at.index(der.len());
        der[index] = value;
        if let Ok(changed) = Certificate::from_der(&der) {
            // Only the certificate itself bears the authority's signature.
            let signed = changed.signed_by(&AUTHORITY.certificate) == Signature::Valid;
            prop_assert_eq!(signed, der == AUTHORITY.leaf.der());
        }
    }
}
