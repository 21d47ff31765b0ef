//! Revocation lists, and what they say of the certificates known.

use certiroc_pki::crl;
use certiroc_pki::intake::{CrlSummary, Entry, Known, Problem, begins_as_crl, crl_entry, crl_reader, read};
use certiroc_pki::pkcs7;
use certiroc_pki::pkcs12::Pkcs12Profile;
use certiroc_pki::trust::{Mute, RevocationStatus, Unusable};
use certiroc_pki::x509::Certificate;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::known;
use certiroc_test_support::made::{
    AT, AUTHORITY_NAME, Authority, MADE, NEXT_UPDATE, REVOKED_AT, THIS_UPDATE, pem, pkcs12, tlv,
};

/// The first list of a file.
fn summary(file: &[u8], known: &Known<'_>) -> CrlSummary {
    let found = read(file, known)
        .report
        .rows
        .into_iter()
        .find_map(|row| match row.entry {
            Entry::Crl(crl) => Some(*crl),
            _ => None,
        });
    found.expect("a list")
}

type Verdict = Result<RevocationStatus, Mute>;

/// What is said of the leaf, with these certificates at hand.
fn verdicts(list: &[u8], certificates: &[&Certificate], at: OffsetDateTime) -> Vec<Verdict> {
    let certificates: Vec<_> = certificates.iter().copied().cloned().collect();
    let known = Known {
        certificates: &certificates,
        at,
        ..known(&[])
    };
    let verdicts = summary(list, &known).verdicts.into_iter();
    verdicts
        .map(|(fingerprint, verdict)| {
            assert_eq!(fingerprint, MADE.leaf.sha256());
            verdict
        })
        .collect()
}

#[test]
fn what_a_list_says_of_a_certificate() {
    let made = &*MADE;
    let (authority, leaf) = (&made.authority.certificate, &made.leaf);
    let list = made.authority.list([1, 5]);
    let revoked = Ok(RevocationStatus::Revoked(crl::CrlEntry {
        serial_number: leaf.serial_number.clone(),
        revoked: REVOKED_AT,
        reason: Some(1),
    }));
    let clean = made.authority.list([5]);
    let mut altered = list.clone();
    *altered.last_mut().unwrap() ^= 1;
    let unusable = |why| Err(Mute::Unusable(why));
    let late = datetime!(2026-11-25 0:00 UTC);
    let early = datetime!(2026-10-25 0:00 UTC);
    let cases: [(&str, &[u8], &[&Certificate], _, Verdict); 7] = [
        ("revoked", &list, &[leaf, authority], AT, revoked.clone()),
        (
            "not revoked",
            &clean,
            &[leaf, authority],
            AT,
            Ok(RevocationStatus::NotRevoked),
        ),
        ("no authority", &list, &[leaf], AT, Err(Mute::NoAuthority)),
        (
            "altered",
            &altered,
            &[leaf, authority],
            AT,
            unusable(Unusable::SignatureInvalid),
        ),
        (
            "stale",
            &clean,
            &[leaf, authority],
            late,
            unusable(Unusable::Stale(NEXT_UPDATE)),
        ),
        (
            "revoked, by a stale one",
            &list,
            &[leaf, authority],
            late,
            revoked.clone(),
        ),
        (
            "too early",
            &list,
            &[leaf, authority],
            early,
            unusable(Unusable::NotYetIssued(THIS_UPDATE)),
        ),
    ];
    for (what, list, certificates, at, verdict) in cases {
        assert_eq!(verdicts(list, certificates, at), [verdict], "{what}");
    }
    // Another authority's certificate is not spoken of.
    let other = Authority::new("Autre AC");
    let elsewhere = other.issue(&made.key, "x", 1);
    assert_eq!(verdicts(&list, &[leaf, authority, &elsewhere], AT), [revoked]);
}

/// Whoever names his own authority as another is named can sign lists, of his own certificates only.
#[test]
fn a_namesake_of_the_authority_revokes_nothing() {
    let made = &*MADE;
    let namesake = Authority::new(AUTHORITY_NAME);
    let list = namesake.list([1]);
    let leaf = &made.leaf;
    let authorities = [&made.authority.certificate, &namesake.certificate];
    let said = verdicts(&list, &[leaf, authorities[0], authorities[1]], AT);
    assert_eq!(said, [Err(Mute::Unusable(Unusable::SignatureInvalid))]);
    assert_eq!(
        verdicts(&list, &[leaf, authorities[1]], AT),
        [Err(Mute::NoAuthority)]
    );
    // And the right list is not hidden by it.
    for order in [[0, 1], [1, 0]] {
        let [first, second] = order.map(|index: usize| authorities[index]);
        assert_eq!(
            verdicts(&made.authority.list([]), &[first, leaf, second], AT),
            [Ok(RevocationStatus::NotRevoked)]
        );
    }
    // Neither from the same file.
    let certificates = std::slice::from_ref(leaf);
    let known = Known {
        certificates,
        ..known(&[])
    };
    let text = format!("{}{}", namesake.certificate.to_pem(), pem("X509 CRL", &list));
    let crl = summary(text.as_bytes(), &known);
    assert_eq!(crl.signed_by, Some(namesake.certificate.sha256()));
    assert_eq!(crl.verdicts, [(leaf.sha256(), Err(Mute::NoAuthority))]);
}

#[test]
fn what_a_list_says_of_itself() {
    let made = &*MADE;
    let list = made.authority.list([1, 5, 9]);
    let serial_numbers = [vec![5], vec![8], vec![0, 9]];
    let known = Known {
        serial_numbers: &serial_numbers,
        ..known(&[])
    };
    let crl = summary(&list, &known);
    assert_eq!(crl.issuer, format!("CN={AUTHORITY_NAME}"));
    assert_eq!(
        (crl.this_update, crl.next_update, crl.entries),
        (THIS_UPDATE, Some(NEXT_UPDATE), 3)
    );
    assert_eq!(crl.signature_algorithm, "sha256WithRSAEncryption");
    assert_eq!((crl.delta, crl.indirect, crl.signed_by), (false, false, None));
    let found: Vec<_> = crl.found.into_iter().map(|entry| entry.serial_number).collect();
    assert_eq!(found, [[5], [9]]);
    assert_eq!(crl.verdicts, []);
}

#[test]
fn certificates_of_the_file_are_known_to_its_lists() {
    let made = &*MADE;
    let list = made.authority.list([1]);
    let (leaf, authority) = (made.leaf.to_pem(), made.authority.certificate.to_pem());
    // The list stands before what it is about.
    let text = format!("{}{leaf}{authority}", pem("X509 CRL", &list));
    let signed_data = {
        let chain = pkcs7::write(&[made.leaf.der(), made.authority.certificate.der()]).unwrap();
        let none = tlv(0x31, &[]);
        let ended = chain.strip_suffix(none.as_slice()).unwrap();
        // version, digestAlgorithms, encapContentInfo, certificates; behind three frames.
        let at = ended
            .windows(5)
            .position(|window| window == b"\x02\x01\x01\x31\x00")
            .unwrap();
        let data = tlv(0x30, &[&ended[at..], &tlv(0xa1, &[&list]), &none]);
        tlv(
            0x30,
            &[
                &tlv(6, &[b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"]),
                &tlv(0xa0, &[&data]),
            ],
        )
    };
    // At hand already: said once.
    let certificates = [made.leaf.clone()];
    let known = Known {
        certificates: &certificates,
        ..known(&[])
    };
    for file in [text.as_bytes(), &signed_data] {
        let crl = summary(file, &known);
        assert_eq!(crl.signed_by, Some(made.authority.certificate.sha256()));
        let [(fingerprint, Ok(RevocationStatus::Revoked(_)))] = crl.verdicts.as_slice() else {
            panic!("{:?}", crl.verdicts);
        };
        assert_eq!(*fingerprint, made.leaf.sha256());
    }
}

#[test]
fn a_list_in_pieces_is_the_list() {
    let made = &*MADE;
    let certificates = [made.leaf.clone(), made.authority.certificate.clone()];
    let serial_numbers = [vec![9]];
    let known = Known {
        certificates: &certificates,
        serial_numbers: &serial_numbers,
        ..known(&[])
    };
    let in_pieces = |list: &[u8], len: usize| {
        let mut reader = crl_reader(&known);
        let outcome = list.chunks(len).try_for_each(|piece| reader.push(piece));
        crl_entry(outcome.and_then(|()| reader.finish()), &known)
    };
    let list = made.authority.list([1, 9, 12]);
    let whole = Entry::Crl(Box::new(summary(&list, &known)));
    for len in [1, 13, 100, list.len()] {
        assert_eq!(in_pieces(&list, len), whole);
    }
    let cut = &list[..list.len() - 1];
    let end = u64::try_from(cut.len()).unwrap();
    assert_eq!(in_pieces(cut, 13), Entry::Problem(Problem::Damaged(end)));
}

#[test]
fn only_a_list_begins_as_a_list() {
    let made = &*MADE;
    let list = made.authority.list(1..2000);
    for len in [4096, list.len()] {
        assert!(begins_as_crl(&list[..len]));
    }
    // The entries are not reached, or damaged: that is told when it is read.
    assert!(begins_as_crl(&[&list[..4096], &[0xff; 100]].concat()));
    let text = pem("X509 CRL", &list);
    let others: [&[u8]; 11] = [
        b"",
        b"\x30",
        made.leaf.der(),
        &made.request,
        made.key.pkcs8_der(),
        made.key.public_key_info(),
        made.sealed.as_der(),
        &pkcs7::write(&[made.leaf.der()]).unwrap(),
        &pkcs12(Pkcs12Profile::Platform),
        text.as_bytes(),
        b"\xfe\xed\xfe\xed\0\0\0\x02",
    ];
    for other in others {
        assert!(!begins_as_crl(other), "{:02x?}", &other[..other.len().min(8)]);
    }
}
