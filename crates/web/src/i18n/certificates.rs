//! The words for what is found about certificates, lists and files. One code, one message.

use certiroc_core::appraisal::Broken;
use certiroc_core::authority::Authority;
use certiroc_core::conformity::{CertificateKind, ConformityCode};
use certiroc_core::dossier::Filed;
use certiroc_core::establishment::Environment;
use certiroc_core::finding::Finding;
use certiroc_core::order::Revocation;
use certiroc_core::package::{Container, StepKind};
use certiroc_pki::intake::{Entry, Format, Problem, Remark};
use certiroc_pki::key::KeyError;
use certiroc_pki::pkcs12::{PartKind, Pkcs12Profile};
use certiroc_pki::trust::{Mute, Rule, Unusable};
use certiroc_pki::x509::{Algorithm, AttributeType, Certificate, reason_name, spelled, visible};
use time::{Duration, OffsetDateTime};

#[allow(clippy::wildcard_imports, reason = "every message, each a function")]
use super::*;
use crate::browser::clock;
use crate::components::csr_view::attribute_name;
use crate::components::tasks::distance;

/// A value of a name as it is shown: nothing in it hidden, and a word where it is empty.
pub(crate) fn shown(value: &str) -> String {
    or_nothing(visible(value))
}

fn or_nothing(shown: String) -> String {
    if shown.is_empty() { value_none() } else { shown }
}

/// What is said of two values of an attribute that differ, and may look alike.
fn both(
    attr: AttributeType,
    found: &str,
    expected: &str,
    words: impl FnOnce(String, String, String) -> String,
) -> String {
    let (found, expected) = (or_nothing(spelled(found)), or_nothing(spelled(expected)));
    let words = words(attribute_name(attr), found, expected);
    if words.contains('⟨') {
        format!("{words} {}", value_marks())
    } else {
        words
    }
}

/// An attribute that has another value than ordered.
pub(crate) fn attribute_differs(attr: AttributeType, found: &str, expected: &str) -> String {
    both(attr, found, expected, |attribute, found, expected| {
        text!(compare_differs {
            attribute,
            found,
            expected
        })
    })
}

/// An attribute that has the ordered value in other characters.
pub(crate) fn attribute_equivalent(attr: AttributeType, found: &str, expected: &str) -> String {
    both(attr, found, expected, |attribute, found, expected| {
        text!(compare_equivalent {
            attribute,
            found,
            expected
        })
    })
}

/// An attribute that is missing, and its value where the order says it.
pub(crate) fn attribute_missing(attr: AttributeType, expected: String) -> String {
    let attribute = attribute_name(attr);
    if expected.is_empty() {
        compare_missing_unknown(attribute)
    } else {
        text!(compare_missing { attribute, expected })
    }
}

/// An instant of a certificate or a list: its day; where that is near, date and time.
pub(crate) fn moment(at: OffsetDateTime) -> String {
    if (at - clock::now()).abs() < NEAR {
        clock::local(at)
    } else {
        day(at)
    }
}

/// How near an instant is whose day alone does not tell whether it has come.
const NEAR: Duration = Duration::days(2);

/// An instant of a certificate, with the days from now to then.
pub(crate) fn date_and_days(at: OffsetDateTime) -> String {
    format!("{} ({})", moment(at), distance(at.date()))
}

fn day(at: OffsetDateTime) -> String {
    clock::day(at.date())
}

/// What a certificate is for.
pub(crate) fn kind(kind: CertificateKind) -> String {
    match kind {
        CertificateKind::Product(product) => kind_product(product.label()),
        CertificateKind::OrgConf => kind_conf(),
        CertificateKind::Server => kind_server(),
        CertificateKind::Person => kind_person(),
        CertificateKind::Authority => kind_authority(),
        CertificateKind::Other => kind_other(),
    }
}

/// What was found of a certificate beside its order.
pub(crate) fn finding(finding: &Finding<ConformityCode>) -> String {
    let (found, expected) = (finding.found.clone(), finding.expected.clone());
    match finding.code {
        ConformityCode::SelfSigned => found_self_signed(),
        ConformityCode::Issuer => text!(found_issuer {
            found: shown(&found),
            expected
        }),
        ConformityCode::Swapped(_) => text!(found_swapped { found, expected }),
        ConformityCode::WrongKind(kind) => text!(found_wrong_kind {
            found: self::kind(kind),
            expected
        }),
        ConformityCode::WrongEnvironment(Environment::Production) => found_production(),
        ConformityCode::WrongEnvironment(Environment::Test) => found_test(),
        ConformityCode::Policy => text!(found_policy {
            found: shown(&found),
            expected
        }),
        ConformityCode::ProductCategory => text!(found_category {
            found: shown(&found),
            expected
        }),
        ConformityCode::AttributeMissing { attr } => attribute_missing(attr, expected),
        ConformityCode::AttributeDiffers { attr } => attribute_differs(attr, &found, &expected),
        ConformityCode::AttributeEquivalent { attr } => attribute_equivalent(attr, &found, &expected),
        ConformityCode::AttributePunctuation { attr } => {
            both(attr, &found, &expected, |attribute, found, expected| {
                text!(found_punctuation {
                    attribute,
                    found,
                    expected
                })
            })
        }
        ConformityCode::NotCompared { attr } => found_not_compared(attribute_name(attr)),
        ConformityCode::NameCut => found_name_cut(shown(&found)),
        ConformityCode::AttributeUnexpected => compare_unexpected(found),
        ConformityCode::KeyNotRsa => compare_not_rsa(found),
        ConformityCode::KeyTooShort => text!(compare_key_too_short { found, expected }),
        ConformityCode::AlgorithmWeak => signature_weak(found),
        ConformityCode::Algorithm => text!(found_algorithm { found, expected }),
        ConformityCode::NotYetValid(at) => text!(found_not_yet_valid {
            day: date_and_days(at),
            now: clock::local(clock::now())
        }),
        ConformityCode::Expired(at) => found_expired(date_and_days(at)),
        ConformityCode::ExpiresSoon(at) => found_expires_soon(date_and_days(at)),
        ConformityCode::Duration => text!(found_duration { found, expected }),
        ConformityCode::KeyUsageEnded(at) => found_key_usage_ended(moment(at)),
        ConformityCode::SerialTwice => found_serial_twice(),
    }
}

/// A rule of RFC 5280 that is broken.
pub(crate) fn rule(rule: &Rule) -> String {
    match rule.clone() {
        Rule::IssuerUnknown => rule_issuer_unknown(),
        Rule::SignatureInvalid => rule_signature_invalid(),
        Rule::SignatureUnverifiable => rule_signature_unverifiable(),
        Rule::AlgorithmsDiffer => rule_algorithms_differ(),
        Rule::NotYetValid(at) => text!(rule_not_yet_valid {
            day: moment(at),
            now: clock::local(clock::now())
        }),
        Rule::Expired(at) => rule_expired(moment(at)),
        Rule::Version => rule_version(),
        Rule::SerialNumber => rule_serial(),
        Rule::IssuerEmpty => rule_issuer_empty(),
        Rule::SubjectEmpty => rule_subject_empty(),
        Rule::KeyTooShort(bits) => rule_key_short(bits),
        Rule::ExtensionTwice(oid) => rule_extension_twice(oid),
        Rule::ExtensionUnknown(oid) => rule_extension_unknown(oid),
        Rule::ExtensionMalformed(oid) => rule_extension_malformed(oid),
        Rule::NotCritical(oid) => rule_not_critical(oid),
        Rule::Critical(oid) => rule_critical(oid),
        Rule::NoAuthorityKeyIdentifier => rule_no_aki(),
        Rule::NoSubjectKeyIdentifier => rule_no_ski(),
        Rule::AlternativeName => rule_alternative_name(),
        Rule::NotAnAuthority => rule_not_authority(),
        Rule::KeyUsage => rule_key_usage(),
        Rule::KeyUsageWithoutAuthority => rule_key_usage_without(),
        Rule::PathTooLong => rule_path_long(),
        Rule::ConstraintsOnEndEntity => rule_constraints_leaf(),
        Rule::NameNotAllowed => rule_name_not_allowed(),
        Rule::Policy => rule_policy(),
        Rule::Purpose => rule_purpose(),
        Rule::Revoked { since, reason } => text!(rule_revoked {
            day: day(since),
            reason: self::reason(reason)
        }),
        Rule::TooComplex => rule_complex(),
    }
}

/// Why a certificate may not be trusted.
pub(crate) fn broken(broken: &Broken) -> String {
    let is_root = broken.rule == Rule::IssuerUnknown && broken.certificate.is_self_issued();
    let rule = if is_root {
        rule_root_unknown()
    } else {
        self::rule(&broken.rule)
    };
    let subject = or_nothing(broken.certificate.display_name());
    text!(certificates_path_broken { subject, rule })
}

/// A path that holds: up to which root, and of which of the two IGC-Santé that is.
pub(crate) fn path_good(path: &[Certificate]) -> String {
    let root = path.last();
    let known = root.and_then(|root| Authority::by_sha256(&root.sha256()));
    let name = root.map(Certificate::display_name).unwrap_or_default();
    match known.map(|known| known.environment) {
        Some(Environment::Test) => certificates_path_test(name),
        _ => certificates_path_good(name),
    }
}

/// An authority of one of the two IGC-Santé.
pub(crate) fn pinned(authority: &Authority) -> String {
    match authority.environment {
        Environment::Production => authority_known(authority.file_stem),
        Environment::Test => authority_known_test(authority.file_stem),
    }
}

/// The algorithm of a signature; where it is weak, that is said.
pub(crate) fn algorithm(algorithm: &Algorithm) -> String {
    let name = algorithm.to_string();
    if algorithm.weak {
        algorithm_weak(name)
    } else {
        name
    }
}

/// The reason of a revocation, with its name in RFC 5280 (5.3.1) behind it; the number of one that the standard does
/// not name.
pub(crate) fn reason(reason: Option<u8>) -> String {
    let Some(number) = reason else {
        return revocation_no_reason();
    };
    let words = match number {
        0 => reason_unspecified,
        1 => reason_key_compromise,
        2 => reason_ca_compromise,
        3 => reason_affiliation_changed,
        4 => reason_superseded,
        5 => reason_cessation,
        6 => reason_hold,
        8 => reason_removed,
        9 => reason_privilege_withdrawn,
        10 => reason_aa_compromise,
        _ => return reason_name(number),
    };
    words(reason_name(number))
}

/// What is known of a revocation.
pub(crate) fn revocation(revocation: &Revocation) -> String {
    match revocation {
        Revocation::Unknown => revocation_unknown(),
        Revocation::NotListed {
            this_update,
            next_update,
        } => text!(revocation_not_listed {
            day: moment(*this_update),
            next: moment(*next_update)
        }),
        Revocation::Listed { since, reason } => text!(revocation_listed {
            day: day(*since),
            reason: self::reason(*reason)
        }),
        Revocation::Stated { at } => revocation_stated(day(*at)),
    }
}

/// Why a list says nothing.
pub(crate) fn mute(mute: &Mute) -> String {
    match mute {
        Mute::NoAuthority => mute_no_authority(),
        Mute::Unusable(unusable) => match unusable.clone() {
            Unusable::OtherIssuer => mute_other_issuer(),
            Unusable::SignatureInvalid => mute_signature(),
            Unusable::SignatureUnverifiable | Unusable::AlgorithmsDiffer => mute_unverifiable(),
            Unusable::KeyUsage => mute_key_usage(),
            Unusable::NotYetIssued(at) => mute_not_yet(moment(at)),
            Unusable::Stale(at) => mute_stale(moment(at)),
            Unusable::Incomplete => mute_incomplete(),
            Unusable::Extension(oid) => mute_extension(oid),
            Unusable::EntryExtension => mute_entry(),
            Unusable::Delta => mute_delta(),
            Unusable::Indirect => mute_indirect(),
            Unusable::Scope => mute_scope(),
            Unusable::TooComplex => mute_complex(),
        },
    }
}

/// What a file is.
pub(crate) fn format_name(format: Format) -> String {
    match format {
        Format::Der => format_der(),
        Format::Pem => format_pem(),
        Format::Pkcs7 => format_pkcs7(),
        Format::Pkcs12 => format_pkcs12(),
        Format::Jks => format_jks(),
        Format::Sst => format_sst(),
        Format::Mail => format_mail(),
        Format::Archive => format_archive(),
        Format::Unknown => format_unknown(),
    }
}

/// What is said of a file as a whole.
pub(crate) fn remark(remark: &Remark) -> String {
    match remark.clone() {
        Remark::NoMac => remark_no_mac(),
        Remark::MacUnverified => remark_mac_unverified(),
        Remark::MacUnsupported(oid) => remark_mac_unsupported(oid),
        Remark::MacRounds(rounds) => remark_mac_rounds(rounds),
        Remark::MacKeyLength(len) => remark_mac_key_length(len),
        Remark::MacDamaged => remark_mac_damaged(),
        Remark::UnusualEncoding => remark_unusual(),
        Remark::WeakEncryption => remark_weak(),
        Remark::KeyInClear => remark_clear(),
        Remark::TrailingBytes(count) => remark_trailing(count),
        Remark::Altered => remark_altered(),
        Remark::NameEncoding => remark_name_encoding(),
        Remark::TooMany(limit) => remark_too_many(limit),
    }
}

/// Why something cannot be read; `tried`: a password was tried.
pub(crate) fn problem(problem: &Problem, tried: bool) -> String {
    match problem.clone() {
        Problem::Empty => problem_empty(),
        Problem::TooLarge(limit) => problem_too_large(limit / 1_048_576),
        Problem::Html => problem_html(),
        Problem::Archive => problem_archive(),
        Problem::Unrecognized => problem_unrecognized(),
        Problem::Pem => problem_pem(),
        Problem::PemLabel(label) => problem_pem_label(shown(&label)),
        Problem::OldPemEncryption => problem_old_pem(),
        Problem::Damaged(offset) => problem_damaged(offset),
        Problem::Malformed(_) => problem_malformed(),
        Problem::NothingInside => problem_nothing_inside(),
        Problem::MemberDamaged => archive_damaged_whole(),
        Problem::MemberEncrypted => problem_member_encrypted(),
        Problem::MemberCompression => problem_member_compression(),
        Problem::Foreign(kind) => foreign(kind),
        Problem::RequestVersion(version) => problem_request_version(u32::from(version)),
        Problem::Password if tried => problem_password_wrong(),
        Problem::Password => problem_password_needed(),
        Problem::KeyPassword => problem_key_password(),
        Problem::Unsupported(oid) => problem_unsupported(Algorithm::of(oid).to_string()),
        Problem::Rounds(rounds) => problem_rounds(rounds),
        Problem::Key(KeyError::NotRsa { oid }) => problem_key_not_rsa(oid),
        Problem::Key(KeyError::Size { bits }) => problem_key_size(bits),
        Problem::Key(KeyError::MultiPrime) => problem_key_primes_many(),
        Problem::Key(KeyError::Exponent { found }) => problem_key_exponent(found),
        Problem::Key(KeyError::Primes) => problem_key_primes(),
        Problem::Key(KeyError::NotPkcs8 | KeyError::Inconsistent | KeyError::Generation) => problem_key_bad(),
        Problem::KeyUnverified => problem_key_unverified(),
        Problem::PublicKey => problem_public_key(),
        Problem::Jceks => problem_jceks(),
        Problem::PublicKeyIntegrity => problem_public_key_integrity(),
        Problem::Other(oid) => problem_other(oid),
    }
}

/// What a thing is, in a few words; `None` for a certificate, whose own name says more, and for a problem.
pub(crate) fn entry_name(entry: &Entry) -> Option<String> {
    match entry {
        Entry::Request(_) => Some(row_request()),
        Entry::Crl(crl) => Some(row_crl(or_nothing(crl.issuer.clone()))),
        Entry::Key {
            bits,
            protected: true,
            ..
        } => Some(row_key(*bits)),
        Entry::Key { bits, .. } => Some(row_key_clear(*bits)),
        Entry::Certificate(_) | Entry::Problem(_) => None,
    }
}

/// What was put into the dossier.
pub(crate) fn filed(filed: &Filed) -> String {
    match filed {
        Filed::Certificate {
            product,
            key_id,
            others,
        } => {
            let (product, key) = (product.label(), key_id.short());
            if *others {
                text!(filed_another { product, key })
            } else {
                text!(filed_certificate { product, key })
            }
        }
        Filed::Authority(authority) => pinned(authority),
        Filed::Revocation {
            product,
            revoked: true,
            ..
        } => filed_revoked(product.label()),
        Filed::Revocation { product, .. } => filed_not_revoked(product.label()),
    }
}

/// A part of a PKCS #12 file.
pub(crate) fn part(kind: PartKind) -> String {
    match kind {
        PartKind::Mac => part_mac(),
        PartKind::Clear => part_clear(),
        PartKind::Encrypted => part_encrypted(),
        PartKind::Certificate => part_certificate(),
        PartKind::Crl => part_crl(),
        PartKind::Key => part_key(),
        PartKind::ShroudedKey => part_shrouded(),
        PartKind::Nested => part_nested(),
        PartKind::Other => part_other(),
    }
}

/// The form of the files.
pub(crate) fn container(container: Container) -> String {
    match container {
        Container::Pkcs12(Pkcs12Profile::Compatible) => container_compatible(),
        Container::Pkcs12(Pkcs12Profile::Modern) => container_modern(),
        Container::Pkcs12(Pkcs12Profile::Platform) => container_platform(),
        Container::Pem => container_pem(),
        Container::Pkcs7 => container_pkcs7(),
        Container::Jks => container_jks(),
        Container::Der => container_der(),
    }
}

/// What a step of a recipe is for.
pub(crate) fn recipe_step(kind: StepKind) -> String {
    let word = kind.stand_in().unwrap_or_default();
    match kind {
        StepKind::Copy => step_copy(),
        StepKind::Decrypt => step_decrypt(),
        StepKind::PasswordFile => step_password_file(),
        StepKind::Group => step_group(word),
        StepKind::ConfigureHost => step_configure_host(word),
        StepKind::ImportAsAdministrator => step_import_admin(),
        StepKind::TrustAsAdministrator => step_trust_admin(),
        StepKind::Import => step_import(),
        StepKind::ImportPowerShell => step_import_powershell(),
        StepKind::Configure => step_configure(),
        StepKind::JavaFile => step_java_file(),
        StepKind::JavaOptions => step_java_options(),
        StepKind::JavaProperties => step_java_properties(word),
        StepKind::Code => step_code(),
        StepKind::Run => step_run(word),
        StepKind::Check => step_check(),
        StepKind::CheckPowerShell => step_check_powershell(),
        StepKind::CheckWindows => step_check_windows(),
        StepKind::KeyReader => step_key_reader(word),
        StepKind::TrustOtherSide => step_trust(),
        StepKind::TrustCode => step_trust_code(),
        StepKind::TrustJavaFile => step_trust_java_file(),
    }
}
