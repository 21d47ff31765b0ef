//! Words of commands by the documented rules of each shell. Real shells read them in tests/interop.

use certiroc_core::shell::{cmd, posix, powershell};
use proptest::prelude::*;

/// What `PowerShell` reads between single quotes, and what is left after them: two quotes of any form are one.
fn read_powershell(text: &str) -> Option<(String, &str)> {
    let is_quote = |sign: char| matches!(sign, '\'' | '\u{2018}'..='\u{201b}');
    let mut signs = text.chars();
    let mut read = String::new();
    signs.next().filter(|first| is_quote(*first))?;
    while let Some(sign) = signs.next() {
        if is_quote(sign) {
            let rest = signs.as_str();
            match signs.next() {
                Some(second) if is_quote(second) => read.push(second),
                _ => return Some((read, rest)),
            }
        } else {
            read.push(sign);
        }
    }
    None
}

/// What a program gets of a line through `cmd` and the C runtime, or nothing where `cmd` would do more than hand it over.
fn read_cmd(line: &str) -> Option<Vec<String>> {
    // Names of variables are replaced everywhere, and carets count outside quotes.
    if line.contains(['%', '!', '\n', '\r', '\0', '\u{1a}']) {
        return None;
    }
    let mut is_quoted = false;
    for sign in line.chars() {
        is_quoted ^= sign == '"';
        if !is_quoted && "&|<>()^".contains(sign) {
            return None;
        }
    }
    let (mut arguments, mut current, mut is_quoted, mut is_there) = (Vec::new(), String::new(), false, false);
    let mut signs = line.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => {
                let mut count = 1;
                while signs.next_if_eq(&'\\').is_some() {
                    count += 1;
                }
                is_there = true;
                if signs.peek() == Some(&'"') {
                    current.push_str(&"\\".repeat(count / 2));
                    if count % 2 == 1 {
                        current.push(signs.next()?);
                    }
                } else {
                    current.push_str(&"\\".repeat(count));
                }
            }
            '"' => (is_quoted, is_there) = (!is_quoted, true),
            ' ' | '\t' if !is_quoted => {
                if is_there {
                    arguments.push(std::mem::take(&mut current));
                }
                is_there = false;
            }
            _ => {
                current.push(sign);
                is_there = true;
            }
        }
    }
    if is_there {
        arguments.push(current);
    }
    (!is_quoted).then_some(arguments)
}

#[test]
fn words_are_to_the_letter() {
    let some = |text: &str| Some(text.to_owned());
    for (text, sh, windows, power) in [
        (
            "roc-org-sign",
            some("roc-org-sign"),
            some("roc-org-sign"),
            some("'roc-org-sign'"),
        ),
        ("", some("''"), some("\"\""), some("''")),
        (
            "clé d'été",
            some(r"'clé d'\''été'"),
            some("\"clé d'été\""),
            some("'clé d''été'"),
        ),
        ("l’été", some("'l’été'"), None, some("'l’’été'")),
        (
            "$(reboot)",
            some("'$(reboot)'"),
            some("\"$(reboot)\""),
            some("'$(reboot)'"),
        ),
        (r"a b\", some(r"'a b\'"), some(r#""a b\\""#), some(r"'a b\'")),
        ("a\"&calc", some("'a\"&calc'"), None, some("'a\"&calc'")),
        ("%PATH%", some("'%PATH%'"), None, some("'%PATH%'")),
        ("a＂&calc", some("'a＂&calc'"), None, some("'a＂&calc'")),
    ] {
        assert_eq!(
            (posix(text), cmd(text), powershell(text)),
            (sh, windows, power),
            "{text}"
        );
    }
    // What a terminal acts upon, or what is shown otherwise than it is, is in no command.
    for hidden in [
        "\0",
        "\n",
        "\r",
        "\t",
        "\u{3}",
        "\u{15}",
        "\u{1b}[201~",
        "\u{7f}",
        "\u{9b}",
        "\u{202e}",
        "\u{2066}",
        "\u{200b}",
        "\u{feff}",
        "\u{2028}",
    ] {
        let text = format!("a{hidden}b");
        assert_eq!(
            (posix(&text), cmd(&text), powershell(&text)),
            (None, None, None),
            "{text:?}"
        );
    }
}

const NASTY: &str = "[-a-c'\"‘’‚‛`$(){};&|<>^%!~*?#=@ \\\\\n\t\u{7}é＂\u{202e}]{0,12}";

proptest! {
    #[test]
    fn no_text_leaves_its_quotes_in_powershell(text in prop_oneof![NASTY, ".{0,8}"]) {
        if let Some(word) = powershell(&text) {
            prop_assert_eq!(read_powershell(&word), Some((text, "")));
        }
    }

    #[test]
    fn no_text_leaves_its_quotes_in_cmd(text in prop_oneof![NASTY, ".{0,8}"]) {
        if let Some(word) = cmd(&text) {
            let expected = vec!["keytool".to_owned(), text, "end".to_owned()];
            prop_assert_eq!(read_cmd(&format!("keytool {word} end")), Some(expected));
        }
    }
}
