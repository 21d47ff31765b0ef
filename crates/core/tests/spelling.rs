//! How names are spelled: put right, and compared.

use certiroc_core::spelling::{Likeness, put_right};
use certiroc_test_support::{nfd, nfkc};

#[test]
fn a_name_is_put_right() {
    for (typed, right) in [
        ("Hospices de l'Île-d'Été", "Hospices de l'Île-d'Été"),
        (
            " Ho\u{302}pital\u{A0}\u{202F} d'E\u{301}te\u{301}\t\u{3000}Franc\u{327}ois\n",
            "Hôpital d'Été François",
        ),
        ("\u{212B}s \u{212A}", "Ås K"),
        // No letter in one piece is known; an accent without a letter.
        ("m\u{302} \u{301}e", "m\u{302} \u{301}e"),
        ("", ""),
    ] {
        assert_eq!(put_right(typed), right, "{typed:?}");
    }
}

#[test]
fn every_letter_of_latin_1_is_put_in_one_piece() {
    let letters = ('\u{C0}'..='\u{FF}').chain("ŒœŸŠšŽž".chars());
    for letter in letters.map(String::from) {
        assert_eq!(put_right(&nfd(&letter)), letter);
    }
}

#[test]
fn values_compare_as_rfc_4518_says() {
    use Likeness::{Different, Equivalent, Punctuation, Same};
    for (one, other, expected) in [
        ("Hôpital d'Été", "Hôpital d'Été", Same),
        ("Hôpital d'Été", "HÔPITAL D'ÉTÉ", Equivalent),
        ("Hôpital d'Été", "Ho\u{302}pital d'E\u{301}te\u{301}", Equivalent),
        ("Hôpital d'Été", " Hôpital\u{A0}\u{3000}d'Été\t ", Equivalent),
        (
            "Hôpital d'Été",
            "Hô\u{AD}pi\u{200B}tal d\u{202E}'Été\u{FEFF}\0",
            Equivalent,
        ),
        ("Hôpital d'Été", "Ｈôpital d＇Été", Equivalent),
        ("Hôpital Saint-Office", "Hôpital Saint-Oﬃce", Equivalent),
        ("Straße Ⅳ № 2", "STRASSE iv no ²", Equivalent),
        ("Ǎ\u{328}", "A\u{328}\u{30C}", Equivalent),
        ("Hôpital d'Été", "Hôpital d’Été", Punctuation),
        ("Hôpital d'Été", "Hôpital dʼÉté", Punctuation),
        ("Hôpital d'Été", "Hôpital d´Été", Punctuation),
        ("Saint-Luc", "Saint‑Luc", Punctuation),
        ("Saint-Luc", "Saint Luc", Punctuation),
        ("Saint-Luc", "SaintLuc", Punctuation),
        ("Hôpital", "Hopital", Different),
        ("Hôpital Acme", "Hôpital \u{410}cme", Different),
        ("Hôpital", "", Different),
        ("...", "---", Different),
        // What a comparison may not say anything of (2.4).
        ("a\u{E000}", "A\u{E000}", Different),
        ("a\u{FFFD}", "A\u{FFFD}", Different),
        ("a\u{E000}", "a\u{E000}", Same),
    ] {
        assert_eq!(Likeness::of(one, other, nfkc), expected, "{one:?} {other:?}");
        assert_eq!(Likeness::of(other, one, nfkc), expected, "{other:?} {one:?}");
    }
}
