//! Compiles the program's texts: see `crates/texts`.

use std::path::Path;

use certiroc_texts::Program;

fn main() {
    certiroc_texts::build(Path::new("../texts/locales"), Program::Card, &[]);
}
