//! What one certificate says, kind by kind.

use certiroc_core::cpx::{
    CardKind, Category, HolderNaming, NationalIdSort, Responsibility, Says, StructureIdSort, Usage,
};
use pkcs8::der::Tag;

use certiroc_test_support::cpx::{
    CATEGORY, COMMON_NAME, GIVEN_NAME, KEY_USAGE, KIND, Made, NUMBER, ORGANIZATION, PROFESSION, PSEUDONYM,
    PURPOSES, RESPONSIBILITY, SURNAME, UNIT, integer, printable, tlv,
};

fn says(made: &Made) -> Says {
    Says::read(&made.certificate(), "")
}

#[test]
fn each_kind() {
    for (made, kind, code) in [
        (Made::cps(), CardKind::Cps, "00"),
        (Made::cpf(), CardKind::Cpf, "01"),
        (Made::establishment(), CardKind::Establishment, "02"),
        (Made::service(), CardKind::Establishment, "02"),
        (Made::authorised(), CardKind::Authorised, "03"),
    ] {
        let says = says(&made);
        assert_eq!(kind.code(), code);
        assert_eq!(says.kind, Some(kind));
        assert_eq!(says.category, Some(Category::Card));
        assert!(says.is_of_a_card());
    }
}

/// One attribute of an RDN of three would be one name lost.
#[test]
fn a_name_of_several_attributes_in_one_rdn_is_read_whole() {
    let made = Made::establishment();
    assert_eq!(made.subject.last().unwrap().len(), 3);
    let certificate = made.certificate();
    let last = certificate.subject.attributes.last().unwrap().rdn;
    let of_last = certificate
        .subject
        .attributes
        .iter()
        .filter(|one| one.rdn == last);
    assert_eq!(of_last.count(), 3);
    let holder = says(&made).holder;
    assert_eq!(holder.name().as_deref(), Some("CHARLES DUPONT"));
    assert_eq!(holder.national_id.unwrap().text, "3210780581/DIR0001");
    assert_eq!(
        says(&made).holder.title.as_deref(),
        Some("Personnel santé ou social")
    );
}

#[test]
fn every_encoding_of_a_code_is_read() {
    let octets = |byte: u8| vec![4, 1, byte];
    for (value, kind) in [
        (integer(2), CardKind::Establishment),
        (octets(2), CardKind::Establishment),
        (printable("02"), CardKind::Establishment),
        (tlv(Tag::Utf8String, &[b"2".to_vec()]), CardKind::Establishment),
        (integer(4), CardKind::Other("04".into())),
        (integer(0x1_0000), CardKind::Other("65536".into())),
        (printable("CPE"), CardKind::Other("CPE".into())),
        (vec![5, 0], CardKind::Other("#0500".into())),
        (vec![2, 1, 0xff], CardKind::Other("#0201ff".into())),
        (vec![4, 0], CardKind::Other("#0400".into())),
        (vec![2, 5], CardKind::Other("#0205".into())),
        (vec![], CardKind::Other("#".into())),
    ] {
        let made = Made::cps().with(KIND, value.clone());
        assert_eq!(says(&made).kind, Some(kind), "{value:?}");
    }
    for (value, category) in [
        (octets(0), Category::Card),
        (octets(0x80), Category::TestCard),
        (integer(0x80), Category::TestCard),
        (printable("80"), Category::TestCard),
        (printable("00"), Category::Card),
        (octets(3), Category::Other("03".into())),
        (octets(0x83), Category::Other("83".into())),
        (octets(80), Category::Other("50".into())),
    ] {
        let made = Made::cps().with(CATEGORY, value.clone());
        assert_eq!(says(&made).category, Some(category), "{value:?}");
    }
    for (value, responsibility, code) in [
        (integer(0), Responsibility::None, "00"),
        (octets(1), Responsibility::Head, "01"),
        (printable("02"), Responsibility::Deputy, "02"),
        (integer(3), Responsibility::Other("03".into()), "03"),
    ] {
        let made = Made::cps().with(RESPONSIBILITY, value);
        assert_eq!(responsibility.code(), code);
        assert_eq!(says(&made).responsibility, Some(responsibility));
    }
    for (value, profession) in [
        (integer(60), "60"),
        (octets(10), "10"),
        (printable("21"), "21"),
        (integer(5), "05"),
    ] {
        let made = Made::cps().with(PROFESSION, value);
        assert_eq!(says(&made).profession.as_deref(), Some(profession));
    }
}

#[test]
fn what_is_not_there_is_nothing() {
    let mut made = Made::cps();
    made.extensions.clear();
    made.subject.clear();
    let says = says(&made);
    assert_eq!((&says.kind, &says.category, &says.number), (&None, &None, &None));
    assert_eq!((&says.profession, &says.responsibility), (&None, &None));
    assert_eq!(says.structure, None);
    assert_eq!(says.usage, Usage::Other);
    assert_eq!(says.holder.naming(), HolderNaming::Service);
    assert!(!says.is_of_a_card());
}

#[test]
fn what_is_of_a_card() {
    let octets = |byte: u8| vec![4, 1, byte];
    for (made, is_of_a_card) in [
        (Made::cps(), true),
        (Made::cps().without(KIND), true),
        (Made::cps().without(NUMBER), true),
        (Made::cps().without(CATEGORY), true),
        (Made::cps().with(CATEGORY, octets(0x80)), true),
        (Made::cps().without(KIND).without(NUMBER), false),
        // A person's software certificate.
        (Made::cps().with(CATEGORY, octets(3)), false),
        (Made::cps().with(CATEGORY, octets(0x83)), false),
    ] {
        assert_eq!(says(&made).is_of_a_card(), is_of_a_card, "{made:?}");
    }
}

#[test]
fn national_identifiers() {
    for (text, sort) in [
        ("810000000001", NationalIdSort::Rpps),
        ("00B6077602", NationalIdSort::Adeli),
        ("0210000018", NationalIdSort::Adeli),
        ("3210780581/DIR0001", NationalIdSort::Internal),
        ("32A0000014/1", NationalIdSort::Internal),
        ("3210780581/", NationalIdSort::Other),
        ("3210780581", NationalIdSort::Other),
        ("81000000000", NationalIdSort::Other),
        ("81000000000A", NationalIdSort::Other),
        ("0210", NationalIdSort::Other),
        ("é", NationalIdSort::Other),
        ("/", NationalIdSort::Other),
    ] {
        let id = says(&Made::cps().named(COMMON_NAME, text)).holder.national_id;
        let id = id.unwrap();
        assert_eq!((id.text.as_str(), id.sort), (text, sort));
    }
    // Blanks are no identifier.
    let blank = Made::cps().named(COMMON_NAME, "  ");
    assert_eq!(says(&blank).holder.national_id, None);
}

#[test]
fn structures() {
    let id = |unit: &str| {
        let structure = says(&Made::establishment().named(UNIT, unit)).structure.unwrap();
        assert_eq!(structure.unit.as_deref(), Some(unit));
        structure.id
    };
    let finess = |number: &str| Some((StructureIdSort::Finess, number.to_owned()));
    assert_eq!(id("1210780581"), finess("210780581"));
    assert_eq!(id("12A0000014"), finess("2A0000014"));
    assert_eq!(
        id("318751275100020"),
        Some((StructureIdSort::Siret, "18751275100020".into()))
    );
    for unit in [
        "Masseur-Kinésithérapeute",
        "1",
        "121078058",
        "2210780581",
        "1210780581 ",
    ] {
        let made = Made::establishment().named(UNIT, unit);
        let held = says(&made).structure.unwrap().id;
        assert_eq!(held.is_some(), unit == "1210780581 ", "{unit}");
    }
}

/// `O=..., OU=Masseur-Kinésithérapeute, (GN+SN+CN=00B7010446)`
#[test]
fn a_name_of_the_old_cps2ter() {
    let mut made = Made::cps().named(COMMON_NAME, "00B7010446");
    made.subject[0] = vec![(UNIT, "Masseur-Kinésithérapeute".into())];
    made.subject.insert(0, vec![(ORGANIZATION, "CABINET".into())]);
    let says = says(&made);
    assert_eq!(says.holder.name().as_deref(), Some("JEANNE L'ÉTÉ"));
    assert_eq!(says.holder.national_id.unwrap().sort, NationalIdSort::Adeli);
    let structure = says.structure.unwrap();
    assert_eq!(structure.unit.as_deref(), Some("Masseur-Kinésithérapeute"));
    assert_eq!((structure.id, structure.name.as_deref()), (None, Some("CABINET")));
}

#[test]
fn who_is_named() {
    assert_eq!(says(&Made::cps()).holder.naming(), HolderNaming::Nominative);
    let service = says(&Made::service()).holder;
    assert_eq!(service.naming(), HolderNaming::Service);
    assert_eq!(service.pseudonym.as_deref(), Some("EMPLOYE000000018"));
    assert_eq!(service.name(), None);
    for (oid, naming) in [
        (GIVEN_NAME, HolderNaming::Unclear),
        (SURNAME, HolderNaming::Unclear),
    ] {
        let mut half = Made::cps();
        half.subject[1].retain(|(held, _)| *held != oid);
        assert_eq!(says(&half).holder.naming(), naming);
    }
    let mut both = Made::cps();
    both.subject[1].push((PSEUDONYM, "EMPLOYE".into()));
    assert_eq!(says(&both).holder.naming(), HolderNaming::Unclear);
    // Two given names in two attributes.
    let mut two = Made::cps();
    two.subject.push(vec![(GIVEN_NAME, "MARIE".into())]);
    assert_eq!(says(&two).holder.name().as_deref(), Some("JEANNE MARIE L'ÉTÉ"));
}

#[test]
fn what_a_certificate_is_for() {
    let usage = |made: &Made, label: &str| Usage::of(&made.certificate(), label);
    let authentication = Made::cps();
    assert_eq!(usage(&authentication, ""), Usage::Authentication);
    assert_eq!(usage(&authentication.clone().signature(), ""), Usage::Signature);
    assert_eq!(
        usage(&authentication, "Certificat Technique CPS"),
        Usage::Technical
    );
    assert_eq!(
        usage(&authentication, "Certificat d'Authentification CPS"),
        Usage::Authentication
    );
    assert_eq!(usage(&authentication.clone().without(PURPOSES), ""), Usage::Other);
    assert_eq!(usage(&authentication.without(KEY_USAGE), ""), Usage::Other);
}
