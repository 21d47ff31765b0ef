//! A revocation list: whose, of when, and what it says of the certificates at hand and of a serial number.

use certiroc_core::finding::Severity;
use certiroc_pki::intake::CrlSummary;
use certiroc_pki::trust::RevocationStatus;
use certiroc_pki::x509::{Certificate, serial_number};
use yew::prelude::*;

use crate::browser::{clock, page};
use crate::components::fields::{TextField, text_field};
use crate::components::notes::{Note, notes};
use crate::i18n;
use crate::state::{CertificateAction, Context, use_session};

/// Properties of [`CrlView`].
#[derive(Properties, PartialEq)]
pub struct CrlViewProps {
    /// The number of its file among those given.
    pub index: usize,
    /// Its row in that file.
    pub number: usize,
    /// What it says.
    pub crl: CrlSummary,
}

/// A revocation list.
#[component]
pub fn CrlView(props: &CrlViewProps) -> Html {
    let context = use_session();
    let sought = use_state(String::new);
    let wrong = use_state(|| false);
    let CrlViewProps { index, number, crl } = props;
    let id = format!("crl-serial-{index}-{number}");
    let onsubmit = {
        let (context, id, index) = (context.clone(), id.clone(), *index);
        let (sought, wrong) = (sought.clone(), wrong.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let typed = page::input(&id);
            let serial = serial_number(&typed);
            wrong.set(serial.is_none());
            // What was found before does not stand under what was typed since.
            sought.set(String::new());
            if let Some(serial) = serial {
                sought.set(typed.trim().to_owned());
                context
                    .certificates()
                    .emit(CertificateAction::ReadAgain(index, Vec::new(), vec![serial]));
            }
        }
    };
    let day = |at: time::OffsetDateTime| clock::day(at.date());
    let certificate_of = |fingerprint: &[u8; 32]| {
        let mut known = certificates(&context);
        known.find(|certificate| certificate.sha256() == *fingerprint)
    };
    let verdicts: Vec<Note> = crl
        .verdicts
        .iter()
        .map(|(fingerprint, verdict)| {
            let certificate = certificate_of(fingerprint);
            let named = certificate.and_then(|certificate| crl.named_all_the_same(certificate));
            let subject = certificate.map(Certificate::display_name).unwrap_or_default();
            let (severity, text) = match (verdict, named) {
                (Ok(RevocationStatus::NotRevoked), _) => {
                    (Severity::Information, i18n::row_crl_not_revoked(subject))
                }
                (Ok(RevocationStatus::Revoked(entry)), _) => (
                    Severity::Error,
                    i18n::text!(row_crl_revoked {
                        subject,
                        day: day(entry.revoked),
                        reason: i18n::reason(entry.reason)
                    }),
                ),
                (Err(mute), Some(entry)) => (
                    Severity::Error,
                    i18n::text!(row_crl_named {
                        subject,
                        cause: i18n::mute(mute),
                        day: day(entry.revoked),
                        reason: i18n::reason(entry.reason)
                    }),
                ),
                (Err(mute), None) => (
                    Severity::Warning,
                    i18n::text!(row_crl_mute {
                        subject,
                        cause: i18n::mute(mute)
                    }),
                ),
            };
            Note { severity, text }
        })
        .collect();
    let remarks = [
        crl.delta.then(i18n::mute_delta),
        crl.indirect.then(i18n::mute_indirect),
        crl.next_update
            .filter(|next| *next < clock::now())
            .map(|next| i18n::mute_stale(i18n::moment(next))),
        crl.weak_signature
            .then(|| i18n::signature_weak(crl.signature_algorithm.clone())),
    ];
    let remarks: Vec<_> = remarks
        .into_iter()
        .flatten()
        .map(|text| Note {
            severity: Severity::Warning,
            text,
        })
        .collect();
    let error = wrong.then(i18n::row_crl_bad_serial).map(Note::error);
    html! {
        <>
            <p>
                { i18n::text!(row_crl_dates { day: day(crl.this_update), count: crl.entries }) }{ " " }
                { crl.next_update.map(|next| i18n::row_crl_next(day(next))) }
            </p>
            <p>{ if crl.signed_by.is_some() { i18n::row_crl_signed() } else { i18n::row_crl_unsigned() } }</p>
            { notes(None, &remarks) }
            { notes(None, &verdicts) }
            <form {onsubmit} novalidate=true>
                { text_field(TextField {
                    id: id.clone().into(),
                    label: i18n::row_crl_serial(),
                    notes: error.into_iter().collect(),
                    ..TextField::default()
                }) }
                <button type="submit" id={format!("{id}-search")} disabled={context.session.files.reading}>{ i18n::row_crl_search() }</button>
            </form>
            <p role="status">{ answer(crl, &sought) }</p>
        </>
    }
}

/// What the list says of a serial number; nothing where it was not looked for, or not yet.
fn answer(crl: &CrlSummary, sought: &str) -> String {
    let serial = serial_number(sought).unwrap_or_default();
    if !crl.sought.contains(&serial) {
        return String::new();
    }
    let found = crl.found.iter().find(|entry| entry.has_serial(&serial));
    match found {
        Some(entry) => i18n::text!(row_crl_found {
            serial: sought,
            day: clock::day(entry.revoked.date()),
            reason: i18n::reason(entry.reason)
        }),
        None => i18n::row_crl_not_found(sought),
    }
}

/// Every certificate at hand.
fn certificates(context: &Context) -> impl Iterator<Item = &Certificate> {
    let session = &context.session;
    let issued = session.dossier.issued().map(|(_, issued)| &issued.certificate);
    issued
        .chain(session.files.certificates())
        .chain(context.derived.authorities_at_hand())
}
