//! Tables as files for spreadsheets (RFC 4180), whichever separator they take.

/// What a spreadsheet takes for the beginning of a formula, as letters of full width too.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A row: each cell quoted, with `,` between them.
///
/// A French spreadsheet expects `;` and then ends a cell at each, quotes or not; others can be told to. So what follows
/// a separator within a cell is looked at as a cell is: where it would begin a formula, or open quotes, an apostrophe
/// comes before it. Signs that would end a line or separate cells, tabs among them, become spaces.
pub fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells = cells.into_iter().map(cell).collect::<Vec<_>>();
    cells.join(",") + "\r\n"
}

fn cell(text: &str) -> String {
    let mut written = String::from("\"");
    // Where what might be taken for a cell begins, until its first sign.
    let mut beginning = Some(written.len());
    for sign in text.chars() {
        let sign = if ends_a_line(sign) { ' ' } else { sign };
        if let Some(at) = beginning.filter(|_| !sign.is_whitespace()) {
            if sign == '"' || FORMULA.contains(&sign) {
                written.insert(at, '\'');
            }
            beginning = None;
        }
        written.push(sign);
        match sign {
            '"' => written.push(sign),
            ',' | ';' | '|' => beginning = Some(written.len()),
            _ => {}
        }
    }
    // With nothing after a separator, the quote that ends the cell would open one.
    if let Some(at) = beginning.filter(|at| *at > 1) {
        written.insert(at, '\'');
    }
    written + "\""
}

/// Control characters, and Unicode's own ends of lines.
fn ends_a_line(sign: char) -> bool {
    sign.is_control() || matches!(sign, '\u{2028}' | '\u{2029}')
}
