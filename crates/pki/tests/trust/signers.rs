//! RFC 5280, section 6.3.3, (f): whose keys sign lists, for whom; and section 6.1.3, (a) (3): what follows for a path.

use certiroc_pki::trust::{
    Budget, PathQuestion, RevocationQuestion, Revoked, Rule, Unusable, revocation, validate,
};
use certiroc_pki::x509::Certificate;

use crate::lists::{Verdict, ask_with, told};
use crate::written::{
    AT, Authority, HOLD, KEY_COMPROMISE, List, THIS_UPDATE, Written, authority_key, basic, crl_issuer,
    directory, full, key, of_authority, points, relative, subject_key, tlv, usage,
};

/// Two keys of one authority: one signs certificates, the other lists.
struct TwoKeys {
    root: Authority,
    authority: Authority,
    leaf: Certificate,
    lists: rcgen::KeyPair,
}

impl TwoKeys {
    fn new() -> Self {
        let root = Authority::root("Root");
        let authority = root.below("CA", &[5], vec![usage(true, false)]);
        let leaf = authority.issue("leaf", &[2], Vec::new());
        Self {
            root,
            authority,
            leaf,
            lists: key(),
        }
    }

    /// The certificate of the key for lists, from that issuer.
    fn signer(&self, issuer: &Authority, list_usage: bool) -> Certificate {
        let extensions = vec![
            usage(!list_usage, list_usage),
            subject_key(&self.lists),
            authority_key(&issuer.key),
        ];
        let extensions = if list_usage {
            extensions
        } else {
            [vec![basic(true, None)], extensions].concat()
        };
        let written = Written {
            subject: "CA",
            issuer: issuer.name,
            serial: &[6],
            extensions,
        };
        written.sign(&self.lists, &issuer.key)
    }

    fn list(&self) -> List<'_> {
        List {
            key: &self.lists,
            ..self.authority.list()
        }
    }

    fn ask(&self, lists: &[List<'_>], others: &[&Certificate]) -> Verdict {
        let path = [&self.leaf, &self.authority.certificate, &self.root.certificate];
        ask_with(&path, lists, others, AT)
    }
}

#[test]
fn another_key_of_the_authority_signs_by_its_own_path() {
    let two = TwoKeys::new();
    let signer = two.signer(&two.root, true);
    assert_eq!(two.ask(&[two.list()], &[&signer]), Ok(None));
    let revoked = two.list().entry(&[2], KEY_COMPROMISE);
    assert_eq!(
        two.ask(std::slice::from_ref(&revoked), &[&signer]),
        Ok(Some(KEY_COMPROMISE))
    );
    // Certified by the authority's other key: self-issued, as where a key is replaced.
    let self_issued = two.signer(&two.authority, true);
    assert_eq!(
        two.ask(std::slice::from_ref(&revoked), &[&self_issued]),
        Ok(Some(KEY_COMPROMISE))
    );
    // Without a certificate nobody knows the key.
    assert_eq!(
        two.ask(std::slice::from_ref(&revoked), &[]),
        Err(Unusable::SignatureInvalid)
    );
    // It may not sign lists; and neither may the key that signs certificates.
    let wrong_usage = two.signer(&two.root, false);
    assert_eq!(
        two.ask(std::slice::from_ref(&revoked), &[&wrong_usage]),
        Err(Unusable::SignatureInvalid)
    );
    assert_eq!(
        two.ask(&[two.authority.list()], &[&signer]),
        Err(Unusable::KeyUsage)
    );
    // Another root's authority of the same name.
    let stranger = Authority::root("Root");
    let foreign = two.signer(&stranger, true);
    assert_eq!(
        two.ask(std::slice::from_ref(&revoked), &[&foreign, &stranger.certificate]),
        Err(Unusable::SignatureInvalid)
    );
}

#[test]
fn a_signer_that_is_revoked_signs_nothing() {
    let two = TwoKeys::new();
    let signer = two.signer(&two.root, true);
    let revoked = two.list().entry(&[2], KEY_COMPROMISE);
    let of_root = |serial: u8| two.root.list().entry(&[serial], KEY_COMPROMISE);
    assert_eq!(
        two.ask(&[revoked.clone(), of_root(7)], &[&signer]),
        Ok(Some(KEY_COMPROMISE))
    );
    assert_eq!(
        two.ask(&[revoked.clone(), of_root(6)], &[&signer]),
        Err(Unusable::SignatureInvalid)
    );
    // It does not vouch for itself, nor does it revoke itself.
    let own = two.signer(&two.authority, true);
    assert_eq!(
        two.ask(&[revoked.entry(&[6], KEY_COMPROMISE)], &[&own]),
        Ok(Some(KEY_COMPROMISE))
    );
}

#[test]
fn an_indirect_list_is_about_whom_its_entries_name() {
    let root = Authority::root("Root");
    let signer = root.below("Lists", &[5], vec![usage(false, true)]);
    let authority = root.below("CA", &[6], Vec::new());
    let at_signer: &[Vec<u8>] = &[full(&[directory("Lists/all")]), crl_issuer("Lists")];
    let leaf = authority.issue("leaf", &[2], vec![points(&[at_signer])]);
    let indirect = tlv(0x84, &[&[0xff]]);
    let list = || {
        signer
            .list()
            .about(&[&full(&[directory("Lists/all")]), &indirect])
    };
    let path = [&leaf, &authority.certificate, &root.certificate];
    let said = |list: List<'_>| ask_with(&path, &[list], &[&signer.certificate], AT);
    assert_eq!(said(list()), Ok(None));
    // Of the list's own issuer, until an entry says otherwise; then of whom it names, until the next.
    assert_eq!(said(list().entry(&[2], KEY_COMPROMISE)), Ok(None));
    assert_eq!(
        said(list().entry_of(&[2], KEY_COMPROMISE, Some("CA"))),
        Ok(Some(KEY_COMPROMISE))
    );
    assert_eq!(
        said(list().entry_of(&[2], KEY_COMPROMISE, Some("Another"))),
        Ok(None)
    );
    let sticky = list()
        .entry_of(&[9], HOLD, Some("CA"))
        .entry(&[2], KEY_COMPROMISE);
    assert_eq!(said(sticky), Ok(Some(KEY_COMPROMISE)));
    let replaced = list()
        .entry_of(&[9], HOLD, Some("CA"))
        .entry_of(&[8], HOLD, Some("Another"));
    assert_eq!(said(replaced.entry(&[2], KEY_COMPROMISE)), Ok(None));
    // It must say that it is indirect, and be the one that the certificate names, at its place.
    let other = Err(Unusable::OtherIssuer);
    assert_eq!(
        said(signer.list().about(&[&full(&[directory("Lists/all")])])),
        other
    );
    assert_eq!(
        said(
            signer
                .list()
                .about(&[&full(&[directory("Lists/some")]), &indirect])
        ),
        other
    );
    let unmarked = signer.list().entry_of(&[2], KEY_COMPROMISE, Some("CA"));
    let of_signer = signer.issue("leaf", &[3], Vec::new());
    let own_path = [&of_signer, &signer.certificate, &root.certificate];
    assert_eq!(ask_with(&own_path, &[unmarked], &[], AT), Err(Unusable::Indirect));
    let unnamed = authority.issue("leaf", &[2], Vec::new());
    let unnamed = [&unnamed, &authority.certificate, &root.certificate];
    assert_eq!(ask_with(&unnamed, &[list()], &[&signer.certificate], AT), other);
    // A relative name is relative to whoever signs the list; without a place, that name is the place.
    let all = || signer.list().about(&[&relative("all"), &indirect]);
    for (point, list) in [
        (vec![relative("all"), crl_issuer("Lists")], list()),
        (vec![relative("all"), crl_issuer("Lists")], all()),
        (at_signer.to_vec(), all()),
        (
            vec![crl_issuer("Lists")],
            signer.list().about(&[&full(&[directory("Lists")]), &indirect]),
        ),
        (vec![crl_issuer("Lists")], signer.list().about(&[&indirect])),
    ] {
        let leaf = authority.issue("leaf", &[2], vec![points(&[&point])]);
        let path = [&leaf, &authority.certificate, &root.certificate];
        let list = list.entry_of(&[2], HOLD, Some("ca"));
        assert_eq!(
            ask_with(&path, &[list], &[&signer.certificate], AT),
            Ok(Some(HOLD))
        );
    }
    // And the signer needs a path of its own.
    let stranger = Authority::root("Lists");
    let forged = stranger
        .list()
        .about(&[&full(&[directory("Lists/all")]), &indirect]);
    assert_eq!(
        ask_with(&path, &[forged], &[&stranger.certificate], AT),
        Err(Unusable::SignatureInvalid)
    );
}

#[test]
fn every_certificate_of_the_path_is_asked_about() {
    let root = Authority::root("Root");
    let authority = root.below("CA", &[6], Vec::new());
    let leaf = authority.issue("leaf", &[2], Vec::new());
    let (intermediates, anchors) = ([&authority.certificate], [&root.certificate]);
    let question = PathQuestion {
        conforming_authorities: false,
        ..PathQuestion::new(&leaf, &intermediates, &anchors, AT)
    };
    let path = validate(&question).unwrap();
    let lists = [root.list().entry(&[6], KEY_COMPROMISE), authority.list()];
    let crls: Vec<_> = lists.iter().map(|list| list.read(path.iter().copied())).collect();
    let asked = RevocationQuestion {
        path: &path,
        crls: &crls,
        intermediates: &[],
        at: AT,
        conforming_authorities: true,
        budget: None,
    };
    let statuses: Vec<_> = revocation(&asked).iter().map(told).collect();
    assert_eq!(statuses, [Ok(None), Ok(Some(KEY_COMPROMISE))]);
    // What it issued is not trusted any more.
    let revoked = |certificate: &Certificate| {
        [Revoked {
            sha256: certificate.sha256(),
            since: THIS_UPDATE,
            reason: Some(HOLD),
        }]
    };
    let rule = Rule::Revoked {
        since: THIS_UPDATE,
        reason: Some(HOLD),
    };
    for certificate in [&authority.certificate, &leaf] {
        let revoked = revoked(certificate);
        let failure = validate(&PathQuestion {
            revoked: &revoked,
            ..question
        })
        .unwrap_err();
        assert_eq!((failure.certificate, failure.rule), (certificate, rule.clone()));
    }
    // Nobody revokes who is trusted for himself.
    assert!(
        validate(&PathQuestion {
            revoked: &revoked(&root.certificate),
            ..question
        })
        .is_ok()
    );
    // Another certificate of the same authority, which is not revoked, leads there too.
    let written = Written {
        subject: "CA",
        issuer: "Root",
        serial: &[7],
        extensions: of_authority(&authority.key, &root.key),
    };
    let again = written.sign(&authority.key, &root.key);
    let both = [&authority.certificate, &again];
    let revoked = revoked(&authority.certificate);
    let path = validate(&PathQuestion {
        intermediates: &both,
        revoked: &revoked,
        ..question
    });
    assert_eq!(path.unwrap(), [&leaf, &again, &root.certificate]);
}

/// Hostile lists and authorities cost a budget, and no more; that it was not enough is told as such.
#[test]
fn lists_are_bounded() {
    let two = TwoKeys::new();
    let signer = two.signer(&two.root, true);
    let namesakes: Vec<_> = (0..200).map(|_| Authority::root("CA").certificate).collect();
    let mut others: Vec<_> = namesakes.iter().collect();
    others.push(&signer);
    let path = [&two.leaf, &two.authority.certificate, &two.root.certificate];
    let crls = [two.list().read([&two.leaf])];
    let ask = |others: &[&Certificate], budget: &Budget| {
        let question = RevocationQuestion {
            path: &path,
            crls: &crls,
            intermediates: others,
            at: AT,
            conforming_authorities: true,
            budget: Some(budget),
        };
        told(&revocation(&question)[0])
    };
    let budget = Budget::new(50);
    assert_eq!(ask(&others, &budget), Err(Unusable::TooComplex));
    assert_eq!(budget.left(), 0);
    let budget = Budget::new(50);
    others.reverse();
    assert_eq!(ask(&others, &budget), Ok(None));
    assert!(budget.left() > 40, "{}", budget.left());
}
