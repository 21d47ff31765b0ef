//! A PKI like IGC-Santé's made by OpenSSL, to which our checks must say what they say to the one made by rcgen.

use certiroc_interop::igc;
use certiroc_interop::pki::PKI;

#[test]
fn each_departure_has_its_findings() {
    igc::each_departure_has_its_findings(&*PKI);
}

#[test]
fn only_its_own_authorities_are_trusted() {
    igc::only_its_own_authorities_are_trusted(&*PKI);
}

#[test]
fn a_list_tells_who_is_revoked() {
    igc::a_list_tells_who_is_revoked(&*PKI);
}
