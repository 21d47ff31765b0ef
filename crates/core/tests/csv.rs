//! Tables for spreadsheets.

use certiroc_core::csv::row;
use proptest::prelude::*;

/// Reads a table as spreadsheets do: a quote opens only at the beginning of a cell, and what follows the closing one
/// is taken as it is.
fn read(text: &str, separator: char) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut signs = text.chars().peekable();
    let (mut is_quoted, mut is_beginning) = (false, true);
    while let Some(sign) = signs.next() {
        let row = rows.last_mut().unwrap();
        let cell = row.last_mut().unwrap();
        if is_quoted {
            if sign != '"' {
                cell.push(sign);
            } else if signs.next_if_eq(&'"').is_some() {
                cell.push('"');
            } else {
                is_quoted = false;
            }
        } else if sign == '"' && is_beginning {
            is_quoted = true;
        } else if sign == separator {
            row.push(String::new());
            is_beginning = true;
            continue;
        } else if sign == '\n' || sign == '\r' {
            signs.next_if_eq(&'\n');
            if signs.peek().is_some() {
                rows.push(vec![String::new()]);
            }
            is_beginning = true;
            continue;
        } else {
            cell.push(sign);
        }
        is_beginning = false;
    }
    rows
}

fn is_formula(cell: &str) -> bool {
    cell.trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[test]
fn a_formula_is_disarmed_also_where_the_separator_is_a_semicolon() {
    let written = row(["=1+1", "b;=HYPERLINK(\"x\")", "c"]);
    assert_eq!(written, "\"'=1+1\",\"b;'=HYPERLINK(\"\"x\"\")\",\"c\"\r\n");
    assert_eq!(
        row(["a\tb\r\nc", "\t=1", "; \"=1"]),
        "\"a b  c\",\"' =1\",\";' \"\"=1\"\r\n"
    );
    // What is no formula stays as it is.
    assert_eq!(
        row(["2026-11-25T10:20:30Z", "d\"or; 1 = 2", "é"]),
        "\"2026-11-25T10:20:30Z\",\"d\"\"or; 1 = 2\",\"é\"\r\n"
    );
}

proptest! {
    #[test]
    fn no_separator_makes_a_formula_of_a_cell(rows in prop::collection::vec(["[-=+@;,|'\"\t\r\n \u{a0}a＝]{0,8}", ".{0,6}", "[;\"=]{0,4}"], 1..5)) {
        let text: String = rows.iter().map(|cells| row(cells.iter().map(String::as_str))).collect();
        for separator in [',', ';', '\t', '|'] {
            let read = read(&text, separator);
            prop_assert_eq!(read.len(), rows.len(), "{:?}", text);
            prop_assert!(!read.iter().flatten().any(|cell| is_formula(cell)), "{:?}", read);
        }
        // Nothing but apostrophes was added, and nothing lost.
        for (read, cells) in read(&text, ',').iter().zip(&rows) {
            prop_assert_eq!(read.len(), cells.len());
            for (read, cell) in read.iter().zip(cells) {
                let plain = |text: &str| {
                    let kept = text.chars().filter(|sign| *sign != '\'');
                    kept.map(|sign| if sign.is_control() || matches!(sign, '\u{2028}' | '\u{2029}') { ' ' } else { sign }).collect::<String>()
                };
                prop_assert_eq!(plain(read), plain(cell));
            }
        }
    }
}
