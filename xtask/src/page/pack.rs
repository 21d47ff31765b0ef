//! Makes the single file: `index.html` with its tokens replaced by texts, style, scripts and WASM.
//!
//! A token is `{{p:message}}` or `{{span:message}}` (a text of boot.ftl, in an element of that name for each language)
//! or `{{pack:slot}}`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;

use anyhow::{Context, Result, bail};
use base64::prelude::{BASE64_STANDARD, Engine};
use certiroc_texts::{Catalogue, Program as Texts};
use flate2::Compression;
use flate2::write::GzEncoder;
use lzma_rust2::{LzipOptions, LzipWriter};

use crate::machine::layout::Layout;
use crate::page::build::WasmProgram;
use crate::page::csp;

/// The files of the clone that the page is made of, beside the program.
struct Sources {
    skeleton: String,
    style: String,
    guard: String,
    unlzip: String,
    boot: String,
    worker: String,
    icon: String,
    texts: Catalogue,
}

impl Sources {
    fn read(layout: &Layout) -> Result<Self> {
        let read = |file: &str| -> Result<String> {
            let text = fs::read_to_string(layout.root.join(file)).with_context(|| file.to_owned())?;
            // The hashes are over exact bytes, and an HTML parser turns CR LF into LF.
            if text.contains('\r') {
                bail!("{file} has carriage returns: check it out with LF line ends");
            }
            Ok(text)
        };
        let texts = Catalogue::read(&layout.root.join("crates/texts/locales"), Texts::StartScreen)?;
        Ok(Self {
            skeleton: read("index.html")?,
            style: format!(
                "{}{}\n{}",
                one_language(&texts),
                read("crates/web/src/boot.css")?,
                read("crates/web/style.css")?
            ),
            guard: read("crates/web/src/guard.js")?,
            unlzip: read("crates/web/src/unlzip.js")?,
            boot: read("crates/web/src/boot.js")?,
            worker: read("crates/web/src/worker.js")?,
            icon: read("crates/web/icon.svg")?,
            texts,
        })
    }
}

/// How much work the packer puts into a small page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// For a page that is looked at once.
    Quick,
    /// For one that is published.
    Full,
}

/// The whole page. `authorities` are the certificates to embed, in PEM.
pub fn pack(layout: &Layout, program: &WasmProgram, authorities: &str, effort: Effort) -> Result<String> {
    let sources = Sources::read(layout)?;
    let script = |name: &str, text: &str| -> Result<String> {
        if let Some(found) = ends_script(text) {
            bail!("{name} holds {found:?}, which would end or change its script element");
        }
        Ok(text.to_owned())
    };
    if sources.style.to_ascii_lowercase().contains("</style") {
        bail!("the style holds \"</style\"");
    }
    let guard = script("guard.js", &sources.guard)?;
    let unlzip = script("unlzip.js", &sources.unlzip)?;
    let boot = script("boot.js", &sources.boot)?;
    let glue = script("the glue", &program.glue)?;
    let worker = script("worker.js", &sources.worker)?;
    let authorities = script("the list of authorities", authorities)?;
    let policy = csp::policy(&[&guard, &unlzip, &boot, &glue], &sources.style);
    let tags: Vec<&str> = sources
        .texts
        .languages()
        .iter()
        .map(|language| language.tag.as_str())
        .collect();
    let slots = [
        ("csp", policy),
        ("language", tags[0].to_owned()),
        ("languages", tags.join(" ")),
        (
            "icon",
            format!(
                "data:image/svg+xml;base64,{}",
                BASE64_STANDARD.encode(&sources.icon)
            ),
        ),
        ("style", sources.style),
        ("guard", guard),
        ("unlzip", unlzip),
        ("boot", boot),
        ("wasm", BASE64_STANDARD.encode(lzip(&program.wasm, effort)?)),
        ("glue", glue),
        ("worker", worker),
        ("authorities", authorities),
    ];
    fill(&for_the_packer(&sources.skeleton), &slots, &sources.texts)
}

/// The program as one member of the lzip format, which has no date and ends with a CRC-32: unlzip.js
/// reads it, and tells a damaged copy.
fn lzip(bytes: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let mut options = LzipOptions::with_preset(match effort {
        Effort::Quick => 0,
        Effort::Full => 9,
    });
    if effort == Effort::Full {
        // The longest match there is: each is worth finding.
        options.lzma_options.nice_len = 273;
    }
    let mut writer = LzipWriter::new(Vec::new(), options);
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

/// What a web server's `gzip -9` does.
pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// The rule that shows what is there in every language (`data-languages`) in the page's language alone.
fn one_language(texts: &Catalogue) -> String {
    let others = texts.languages().iter().map(|language| {
        let tag = &language.tag;
        format!("html[lang=\"{tag}\"] [data-languages] > :not([lang=\"{tag}\"])")
    });
    format!(
        "{} {{\n  display: none;\n}}\n",
        others.collect::<Vec<_>>().join(",\n")
    )
}

/// The skeleton without the lines that only Trunk reads.
fn for_the_packer(skeleton: &str) -> String {
    skeleton
        .lines()
        .filter(|line| !line.contains("data-trunk"))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// What in `text` an HTML parser would not read as script: an end tag, or the start of a comment,
/// after which an end tag may not count.
fn ends_script(text: &str) -> Option<&'static str> {
    let text = text.to_ascii_lowercase();
    ["</script", "<script", "<!--"]
        .into_iter()
        .find(|found| text.contains(found))
}

fn fill(skeleton: &str, slots: &[(&str, String)], texts: &Catalogue) -> Result<String> {
    let mut page = String::new();
    let (mut slots_used, mut texts_used) = (BTreeSet::new(), BTreeSet::new());
    let mut rest = skeleton;
    while let Some((before, after)) = rest.split_once("{{") {
        page.push_str(before);
        let (token, after) = after
            .split_once("}}")
            .context("index.html: a token is not closed")?;
        let (kind, name) = token
            .split_once(':')
            .with_context(|| format!("index.html: token {token}"))?;
        if kind == "pack" {
            let (_, value) = slots
                .iter()
                .find(|(slot, _)| *slot == name)
                .with_context(|| format!("index.html: unknown slot {name}"))?;
            page.push_str(value);
            slots_used.insert(name);
        } else {
            let texts = texts
                .texts(name)
                .with_context(|| format!("index.html: no message {name}"))?;
            for (language, text) in texts {
                let (tag, text) = (&language.tag, escaped(&text));
                write!(page, "<{kind} lang=\"{tag}\">{text}</{kind}>")?;
            }
            texts_used.insert(name);
        }
        rest = after;
    }
    page.push_str(rest);
    if let Some((slot, _)) = slots.iter().find(|(slot, _)| !slots_used.contains(slot)) {
        bail!("index.html has no place for {slot}");
    }
    if let Some(id) = texts.ids().find(|id| !texts_used.contains(id)) {
        bail!("boot.ftl: message {id} is not used");
    }
    Ok(page)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use lzma_rust2::LzipReader;

    use super::{Effort, ends_script, escaped, for_the_packer, lzip};

    #[test]
    fn what_is_packed_is_unpacked_the_same() {
        let mut mixed: Vec<u8> = (0..50_000_u32)
            .map(|number| (number.wrapping_mul(number) >> 7).to_le_bytes()[0])
            .collect();
        mixed.extend_from_within(10_000..30_000);
        let even = vec![7; 100_000];
        for program in [&[][..], &[0x80], &even, &mixed] {
            for effort in [Effort::Quick, Effort::Full] {
                let packed = lzip(program, effort).expect("packs");
                assert_eq!(
                    packed,
                    lzip(program, effort).expect("packs"),
                    "the same each time"
                );
                let mut unpacked = Vec::new();
                LzipReader::new(packed.as_slice())
                    .read_to_end(&mut unpacked)
                    .expect("unpacks");
                assert!(unpacked == program, "{} bytes, {effort:?}", program.len());
            }
        }
    }

    #[test]
    fn lines_of_trunk_are_dropped() {
        assert_eq!(
            for_the_packer("<a>\n<link data-trunk rel=\"rust\">\n<b>\n"),
            "<a>\n<b>\n"
        );
    }

    #[test]
    fn a_script_cannot_end_its_element() {
        assert_eq!(ends_script("let a = '</ScRipt>'"), Some("</script"));
        assert_eq!(ends_script("a <!-- b"), Some("<!--"));
        assert_eq!(ends_script("a < b"), None);
    }

    #[test]
    fn texts_cannot_become_markup() {
        assert_eq!(escaped("a <b> & \"c\""), "a &lt;b&gt; &amp; &quot;c&quot;");
    }
}
