//! The form that makes the files of a key for a target, the files, and what is done with them.

use std::rc::Rc;

use certiroc_core::authority::Authority;
use certiroc_core::conformity::CertificateKind;
use certiroc_core::finding::Severity;
use certiroc_core::package::{Container, Delivery, FileNaming, Target, TrustKind, recipe};
use certiroc_pki::key::{ExportPassword, KeyId, PassphraseError, SealedKey};
use certiroc_pki::x509::Certificate;
use time::OffsetDateTime;
use yew::prelude::*;

use super::existing_passphrase::{existing_passphrase, take_passphrase};
use super::fields::{SelectField, TextField, check_field, secret_field, select_field, text_field};
use super::notes::{Note, notes};
use super::passwords::{job_passwords, take_passwords};
use super::progress::Progress;
use super::seal::is_unverified;
use crate::browser::{clock, file, page, random};
use crate::i18n;
use crate::state::{CertificateAction, Context, use_session};
use crate::vault::protocol::{MakeTrustStore, Pack, PackedFile, PackedKey, Secret};

/// Where the key is.
#[derive(Clone, PartialEq)]
pub enum DeliverySource {
    /// In the dossier.
    Dossier(SealedKey),
    /// In the file of this number among those given.
    File(usize, KeyId),
}

/// Properties of [`DeliveryForm`].
#[derive(Properties, PartialEq)]
pub struct DeliveryFormProps {
    /// What the ids on the page begin with.
    pub id: AttrValue,
    /// Where the key is.
    pub source: DeliverySource,
    /// Its certificate.
    pub certificate: CertificateProp,
    /// The alias to propose.
    pub alias: String,
}

/// A certificate among properties.
#[derive(Clone, PartialEq)]
pub struct CertificateProp(pub Certificate);

/// What was asked for last.
#[derive(Clone, PartialEq)]
struct Asked {
    delivery: Delivery,
    alias: String,
    stem: String,
    /// The password, where the page chose it.
    generated: Option<Rc<ExportPassword>>,
}

/// Target, form, alias and passwords; then the files and the recipe.
#[component]
pub fn DeliveryForm(props: &DeliveryFormProps) -> Html {
    let context = use_session();
    let DeliveryFormProps {
        id,
        source,
        certificate: CertificateProp(certificate),
        alias,
    } = props;
    let delivery = use_state(|| Target::Java17.preferred());
    let refused = use_state(|| None::<String>);
    let field = AttrValue::from(format!("{id}-passphrase"));
    let asked = use_state(|| None::<Asked>);
    let chain = context.derived.chain(certificate);

    let on_target = {
        let (delivery, asked) = (delivery.clone(), asked.clone());
        Callback::from(move |code: String| {
            // The files of another choice do not stand under this one.
            asked.set(None);
            if let Some(target) = Target::ALL.into_iter().find(|target| target.code() == code) {
                delivery.set(target.preferred());
            }
        })
    };
    let on_container = {
        let (delivery, asked) = (delivery.clone(), asked.clone());
        Callback::from(move |code: String| {
            asked.set(None);
            let containers = delivery.target().containers().iter();
            let chosen = containers.copied().find(|container| container.code() == code);
            if let Some(Ok(chosen)) = chosen.map(|container| Delivery::new(delivery.target(), container)) {
                delivery.set(chosen);
            }
        })
    };
    let onsubmit = {
        let (context, id, source) = (context.clone(), id.clone(), source.clone());
        let (leaf, chain) = (certificate.clone(), chain.clone());
        let (delivery, refused, asked) = (*delivery, refused.clone(), asked.clone());
        let field = field.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let container = delivery.container();
            let is_imposed = page::is_checked(&format!("{id}-imposed"));
            let chosen = if container.has_key() {
                typed_or_generated(&context, &format!("{id}-password"), container, is_imposed)
            } else {
                Ok((Secret::new(String::new()), None))
            };
            let (password, generated) = match chosen {
                Ok(chosen) => chosen,
                Err(refusal) => {
                    asked.set(None);
                    return refused.set(Some(refusal));
                }
            };
            refused.set(None);
            let known = context.session.dossier.known_words();
            let is_long = |secret: &Secret| container.check_password(secret.as_str(), &known, false).is_ok();
            let short_password = is_imposed && generated.is_none() && !is_long(&password);
            let alias = page::input(&format!("{id}-alias")).trim().to_owned();
            let stem = stem(&leaf, clock::now());
            let (key, index) = match &source {
                DeliverySource::Dossier(sealed) => {
                    let passphrase = take_passphrase(&context, field.clone());
                    (PackedKey::Sealed(sealed.clone(), passphrase), None)
                }
                DeliverySource::File(index, key_id) => {
                    let passwords = take_passwords(&context, &format!("{id}-file"));
                    (PackedKey::InFile(*key_id, passwords), Some(*index))
                }
            };
            let job = Box::new(Pack {
                key,
                delivery,
                leaf: leaf.der().to_vec(),
                chain: chain.iter().map(|authority| authority.der().to_vec()).collect(),
                alias: alias.clone(),
                stem: stem.clone(),
                password,
                short_password,
            });
            context
                .certificates()
                .emit(CertificateAction::Pack(id.clone(), index, job));
            asked.set(Some(Asked {
                delivery,
                alias,
                stem,
                generated: generated.map(Rc::new),
            }));
        }
    };
    let onagain = {
        let refused = refused.clone();
        Callback::from(move |()| refused.set(None))
    };
    let has_key = delivery.container().has_key();
    let is_old = delivery.container().is_guessed_fast();
    let is_unverified = is_unverified(&context);
    let password_hint = if is_old {
        i18n::delivery_password_hint_for_old()
    } else {
        i18n::delivery_password_hint()
    };
    let targets = Target::ALL
        .map(|target| (AttrValue::from(target.code()), i18n::target(target)))
        .to_vec();
    let containers: Vec<_> = delivery
        .target()
        .containers()
        .iter()
        .map(|container| (AttrValue::from(container.code()), i18n::container(*container)))
        .collect();
    html! {
        <>
            { chain_note(certificate, &chain) }
            <form {onsubmit} novalidate=true autocomplete="off" class="delivery">
                { select_field(SelectField {
                    id: format!("{id}-target").into(),
                    label: i18n::delivery_target(),
                    value: delivery.target().code().into(),
                    options: targets,
                    onchange: on_target,
                    hint: if delivery.target().is_documented_only() { i18n::delivery_documented() } else { String::new() },
                    ..SelectField::default()
                }) }
                { select_field(SelectField {
                    id: format!("{id}-container").into(),
                    label: i18n::delivery_container(),
                    value: delivery.container().code().into(),
                    options: containers,
                    onchange: on_container,
                    ..SelectField::default()
                }) }
                if delivery.container().has_alias() {
                    <AliasField id={format!("{id}-alias")} alias={alias.clone()} />
                }
                if has_key {
                    { secret_field(
                        format!("{id}-password"), i18n::delivery_password(), password_hint, (*refused).clone(), &onagain,
                    ) }
                    if is_old {
                        { check_field(format!("{id}-imposed"), i18n::delivery_imposed()) }
                    }
                }
                { match source {
                    DeliverySource::Dossier(_) if has_key || is_unverified => {
                        existing_passphrase(&context, field, i18n::passphrase_existing(), String::new())
                    }
                    DeliverySource::File(..) if has_key => job_passwords(&context, &format!("{id}-file")),
                    _ => Html::default(),
                } }
                <button type="submit" class="primary" id={format!("{id}-submit")} disabled={context.is_busy()}>
                    { i18n::delivery_submit() }
                </button>
            </form>
            if asked.is_some() && matches!(source, DeliverySource::Dossier(_)) {
                <Progress />
            }
            // Not an option put in: a node more at the end would have the form made anew, and what is typed there lost.
            if let Some(asked) = asked.as_ref() {
                { made(&context, id, asked, certificate, &chain) }
            }
        </>
    }
}

/// Properties of [`AliasField`].
#[derive(Properties, PartialEq)]
struct AliasFieldProps {
    id: String,
    alias: String,
}

/// The alias, proposed and free to change.
#[component]
fn AliasField(props: &AliasFieldProps) -> Html {
    let alias = use_state(|| props.alias.clone());
    let oninput = {
        let alias = alias.clone();
        Callback::from(move |typed| alias.set(typed))
    };
    text_field(TextField {
        id: props.id.clone().into(),
        label: i18n::delivery_alias(),
        hint: i18n::delivery_alias_hint(),
        value: Some((*alias).clone().into()),
        oninput,
        ..TextField::default()
    })
}

/// The authorities that go with the certificate, or which one is missing.
fn chain_note(certificate: &Certificate, chain: &[Certificate]) -> Html {
    let last = chain.last().unwrap_or(certificate);
    if !last.is_self_issued() {
        let missing = i18n::delivery_no_chain(last.issuer.to_string());
        return notes(
            None,
            &[Note {
                severity: Severity::Warning,
                text: missing,
            }],
        );
    }
    let names: Vec<_> = chain.iter().map(authority_name).collect();
    html! { <p>{ i18n::delivery_chain(names.join(" › ")) }</p> }
}

/// The name under which the ANS publishes an authority, or its own.
pub fn authority_name(authority: &Certificate) -> String {
    Authority::by_sha256(&authority.sha256())
        .map_or_else(|| authority.display_name(), |known| known.file_stem.to_owned())
}

/// What the names of the files begin with: what it is, whose, of when. ASCII letters and digits alone.
fn stem(certificate: &Certificate, now: OffsetDateTime) -> String {
    let kind = match CertificateKind::of(certificate) {
        CertificateKind::Product(product) => product.slug(),
        _ => "certificat",
    };
    let structure: String = certificate
        .subject
        .values_of("2.5.4.11")
        .flat_map(str::chars)
        .filter(char::is_ascii_alphanumeric)
        .take(20)
        .collect();
    format!("{kind}_{structure}_{}", now.date())
}

/// The password typed in the input `id`, which stays there until the file is made, or one that the page chooses where
/// nothing is typed, which is given apart, to be shown. The error is in words, and the input has the focus. `is_imposed`: the
/// target takes no longer one.
pub fn typed_or_generated(
    context: &Context,
    id: &str,
    container: Container,
    is_imposed: bool,
) -> Result<(Secret, Option<ExportPassword>), String> {
    let typed = Secret::new(page::input(id));
    if typed.as_str().is_empty() {
        let generated = ExportPassword::generate(&mut random::rng());
        return Ok((Secret::new(generated.as_str().to_owned()), Some(generated)));
    }
    let known = context.session.dossier.known_words();
    match container.check_password(typed.as_str(), &known, is_imposed) {
        Ok(_) => Ok((typed, None)),
        Err(refusal) => {
            page::focus(id);
            let is_guessed_fast = container.is_guessed_fast() && !is_imposed;
            Err(match refusal {
                PassphraseError::TooShort { .. } if is_guessed_fast => i18n::export_too_short_for_old(),
                refusal => i18n::password_refusal(&refusal),
            })
        }
    }
}

/// A password that the page chose.
pub fn generated(id: &str, password: &ExportPassword) -> Html {
    html! {
        <p>
            { i18n::delivery_generated() }{ " " }
            <output id={format!("{id}-generated")} class="passphrase" translate="no">{ password.as_str() }</output>
        </p>
    }
}

/// The files that were made, and what is done with them.
fn made(
    context: &Context,
    id: &AttrValue,
    asked: &Asked,
    certificate: &Certificate,
    chain: &[Certificate],
) -> Html {
    let Some(files) = context
        .session
        .files
        .made
        .as_ref()
        .filter(|made| made.form == *id)
    else {
        return Html::default();
    };
    let Ok(naming) = FileNaming::new(&asked.stem, chain) else {
        // The vault has refused it.
        return Html::default();
    };
    let others = other_side(context);
    let trust: Vec<_> = files.trust.iter().map(PackedFile::output).collect();
    html! {
        <section aria-labelledby={format!("{id}-made")} class="state ready" id={format!("{id}-files")}>
            <h3 id={format!("{id}-made")}>{ i18n::delivery_made() }</h3>
            { asked.generated.as_ref().map(|password| generated(id, password)) }
            { downloads(&files.files) }
            { trust_section(certificate, id, asked, &others, &files.trust) }
            <h3>{ i18n::delivery_recipe() }</h3>
            <ol class="steps">
                { for recipe(asked.delivery, &naming, &asked.alias, &certificate.sha1(), &trust).into_iter().map(|step| html! {
                    <li>
                        <p>{ i18n::recipe_step(step.kind) }</p>
                        <pre class="raw" tabindex="0">{ step.lines.join("\n") }</pre>
                    </li>
                }) }
            </ol>
        </section>
    }
}

/// A button for each file that was made.
pub fn downloads(files: &[PackedFile]) -> Html {
    html! {
        <ul class="places">
            { for files.iter().map(|packed| {
                let download = {
                    let PackedFile { name, media_type, bytes, .. } = packed.clone();
                    move |_: MouseEvent| file::download(&name, &media_type, &bytes)
                };
                let words = i18n::text!(delivery_file { name: packed.name.clone(), size: packed.bytes.len() });
                html! { <li><button type="button" class="download" data-file={packed.name.clone()} onclick={download}>{ words }</button></li> }
            }) }
        </ul>
    }
}

/// The authorities that count for the other side: those that were compared, in a dossier that holds nothing back.
fn other_side(context: &Context) -> Vec<Certificate> {
    if context.session.sealing.hold().is_some() {
        return Vec::new();
    }
    let compared = context.session.dossier.compared_authorities();
    compared
        .filter(|authority| Authority::by_sha256(&authority.sha256()).is_none())
        .cloned()
        .collect()
}

fn trust_section(
    certificate: &Certificate,
    id: &AttrValue,
    asked: &Asked,
    others: &[Certificate],
    made: &[PackedFile],
) -> Html {
    html! {
        <>
            <h3>{ i18n::delivery_trust() }</h3>
            if others.is_empty() {
                <p>{ i18n::delivery_trust_none() }</p>
            } else {
                <p>{ i18n::delivery_trust_lead() }</p>
                <ul>{ for others.iter().map(|authority| html! { <li>{ authority.display_name() }{ " – " }{ i18n::date_and_days(authority.not_after) }<br /><code>{ authority.sha256_text() }</code></li> }) }</ul>
                <TrustForm form={id.clone()} delivery={asked.delivery} key_id={certificate.key_id} stem={asked.stem.clone()}
                    authorities={named(others)} is_made={!made.is_empty()} />
                { downloads(made) }
            }
        </>
    }
}

/// Properties of [`TrustForm`].
#[derive(Properties, PartialEq)]
struct TrustFormProps {
    /// What the ids of the form of the key begin with.
    form: AttrValue,
    /// Where the key goes.
    delivery: Delivery,
    /// Which key.
    key_id: KeyId,
    /// What the names of the files begin with.
    stem: String,
    /// Each certificate's alias and DER.
    authorities: Vec<(String, Vec<u8>)>,
    /// Whether the store is made.
    is_made: bool,
}

/// The password of a trust store: as for the key, typed or chosen by the page.
#[component]
fn TrustForm(props: &TrustFormProps) -> Html {
    let context = use_session();
    let refused = use_state(|| None::<String>);
    let chosen = use_state(|| None::<Rc<ExportPassword>>);
    let id = format!("{}-trust", props.form);
    let kind = TrustKind::of(props.delivery);
    let container = match kind {
        TrustKind::Jks => Some(Container::Jks),
        TrustKind::Pkcs12(profile) => Some(Container::Pkcs12(profile)),
        _ => None,
    };
    let is_old = container.is_some_and(Container::is_guessed_fast);
    let hint = if is_old {
        i18n::delivery_password_hint_for_old()
    } else {
        i18n::delivery_password_hint()
    };
    let onagain = {
        let refused = refused.clone();
        Callback::from(move |()| refused.set(None))
    };
    let onsubmit = {
        let (context, id, refused, chosen) = (context.clone(), id.clone(), refused.clone(), chosen.clone());
        let (form, stem, authorities) = (props.form.clone(), props.stem.clone(), props.authorities.clone());
        let (key_id, target) = (props.key_id, props.delivery.target());
        move |event: SubmitEvent| {
            event.prevent_default();
            let is_imposed = page::is_checked(&format!("{id}-imposed"));
            let password = container.map_or_else(
                || Ok((Secret::new(String::new()), None)),
                |container| typed_or_generated(&context, &format!("{id}-password"), container, is_imposed),
            );
            let (password, generated) = match password {
                Ok(password) => password,
                Err(refusal) => return refused.set(Some(refusal)),
            };
            refused.set(None);
            let known = context.session.dossier.known_words();
            let is_long =
                |container: Container| container.check_password(password.as_str(), &known, false).is_ok();
            let is_short = is_imposed && generated.is_none() && !container.is_none_or(is_long);
            chosen.set(generated.map(Rc::new));
            let job = MakeTrustStore {
                kind,
                authorities: authorities.clone(),
                stem: format!("{stem}.trust"),
                password,
            };
            let imposed = is_short.then_some((key_id, target));
            context
                .certificates()
                .emit(CertificateAction::MakeTrustStore(form.clone(), job, imposed));
        }
    };
    html! {
        <>
            <form {onsubmit} novalidate=true autocomplete="off">
                if container.is_some() {
                    { secret_field(
                        format!("{id}-password"), i18n::delivery_password(), hint, (*refused).clone(), &onagain,
                    ) }
                    if is_old {
                        { check_field(format!("{id}-imposed"), i18n::delivery_imposed()) }
                    }
                }
                <button type="submit" id={format!("{id}-submit")} disabled={context.is_busy()}>{ i18n::delivery_trust_submit() }</button>
            </form>
            if props.is_made {
                { chosen.as_ref().map(|password| generated(&id, password)) }
            }
        </>
    }
}

/// Each authority under a name of its own: its common name, as far as a store can hold it.
fn named(authorities: &[Certificate]) -> Vec<(String, Vec<u8>)> {
    let named = authorities.iter().enumerate().map(|(index, authority)| {
        let name = authority.display_name();
        let name: String = name
            .chars()
            .filter(|c| !c.is_control() && c.len_utf16() == 1)
            .collect();
        (format!("{} {name}", index + 1), authority.der().to_vec())
    });
    named.collect()
}
