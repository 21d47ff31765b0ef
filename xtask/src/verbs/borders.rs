//! The borders that the compiler does not hold: the order of modules that `docs/architecture.md` gives, and no circle
//! of files, read off the paths in the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::machine::layout::Layout;

/// The crates whose modules have a table in the map, under a heading of this name.
const TABLES: [&str; 3] = ["crates/pki", "crates/smartcard", "crates/core"];
/// The crates whose files are looked at for circles.
const CRATES: [&str; 9] = [
    "crates/authorities",
    "crates/card",
    "crates/core",
    "crates/pki",
    "crates/smartcard",
    "crates/texts",
    "crates/vault-protocol",
    "crates/web",
    "xtask",
];

/// A module, by the names on the way to it from the crate's root, which is the empty way.
type Module = Vec<String>;
/// What each module of a crate takes from which others.
type Arrows = BTreeMap<Module, BTreeSet<Module>>;

/// Holds the sources against the map.
///
/// # Errors
/// Every arrow that the map does not allow, every module that it does not name, and every circle.
pub fn check(layout: &Layout) -> Result<()> {
    let map = fs::read_to_string(layout.root.join("docs/architecture.md"))?;
    let mut faults = Vec::new();
    for name in CRATES {
        let arrows = arrows(&sources(&layout.root.join(name).join("src"))?);
        faults.extend(circles(&arrows).into_iter().map(|circle| {
            let files: Vec<_> = circle.iter().map(|module| module.join("::")).collect();
            format!("{name}: a circle of files: {}", files.join(", "))
        }));
        if TABLES.contains(&name) {
            let table = table(&map, name).with_context(|| format!("the map has no table of {name}"))?;
            faults.extend(
                strays(&arrows, &table)
                    .into_iter()
                    .map(|fault| format!("{name}: {fault}")),
            );
        }
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}

/// The rows of a crate's table: each module, and those that it may use.
fn table(map: &str, name: &str) -> Option<BTreeMap<String, BTreeSet<String>>> {
    let (_, section) = map.split_once(&format!("\n## `{name}`\n"))?;
    let section = section.split("\n## ").next().unwrap_or_default();
    let names = |cell: &str| -> BTreeSet<String> {
        cell.split('`')
            .skip(1)
            .step_by(2)
            .map(ToOwned::to_owned)
            .collect()
    };
    let mut rows = BTreeMap::new();
    for row in section.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<_> = row.trim_matches('|').split(" | ").collect();
        let [modules, _, uses] = cells.as_slice() else {
            return None;
        };
        rows.extend(names(modules).into_iter().map(|module| (module, names(uses))));
    }
    Some(rows)
}

/// What the arrows between the crate's first modules have that the table has not, and the reverse.
fn strays(arrows: &Arrows, table: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, targets) in arrows {
        let Some(from) = from.first() else { continue };
        let row = found.entry(from).or_default();
        row.extend(targets.iter().filter_map(|to| to.first()).map(String::as_str));
        row.remove(from.as_str());
    }
    let mut faults = Vec::new();
    for (module, uses) in &found {
        let Some(allowed) = table.get(*module) else {
            faults.push(format!("the map has no row for `{module}`"));
            continue;
        };
        let strange = uses.iter().filter(|used| !allowed.contains(**used));
        faults.extend(strange.map(|used| format!("`{module}` uses `{used}`, which the map does not allow")));
        let idle = allowed.iter().filter(|used| !uses.contains(used.as_str()));
        faults.extend(idle.map(|used| format!("the map has `{module}` use `{used}`, which it does not")));
    }
    let gone = table.keys().filter(|module| !found.contains_key(module.as_str()));
    faults.extend(gone.map(|module| format!("the map has a row for `{module}`, which is not there")));
    faults
}

/// The modules of a crate, each with its code: comments and tests left out.
fn sources(folder: &Path) -> Result<BTreeMap<Module, String>> {
    let mut found = BTreeMap::new();
    read(folder, &Vec::new(), &mut found)?;
    Ok(found)
}

fn read(folder: &Path, module: &Module, found: &mut BTreeMap<Module, String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            read(&path, &[module.as_slice(), &[stem]].concat(), found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let own = match stem.as_str() {
                "lib" | "main" | "mod" => module.clone(),
                _ => [module.as_slice(), &[stem]].concat(),
            };
            found.insert(own, code(&fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

/// A source without its comments, and without the tests at its end.
fn code(source: &str) -> String {
    let source = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = source
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// Which module takes something from which. What a module only hands on (`pub use`) is taken from where it stands.
fn arrows(sources: &BTreeMap<Module, String>) -> Arrows {
    let handed_on: BTreeMap<(Module, String), Module> = sources
        .iter()
        .flat_map(|(module, code)| {
            exports(code).into_iter().filter_map(move |path| {
                let (name, way) = path.split_last()?;
                let target = [module.as_slice(), way].concat();
                sources
                    .contains_key(&target)
                    .then(|| ((module.clone(), name.clone()), target))
            })
        })
        .collect();
    let resolve = |path: &[String]| -> Module {
        let deepest = (0..=path.len())
            .rev()
            .find(|len| sources.contains_key(&path[..*len]));
        let mut module = path[..deepest.unwrap_or_default()].to_vec();
        if let Some(name) = path.get(module.len()) {
            while let Some(target) = handed_on.get(&(module.clone(), name.clone())) {
                module.clone_from(target);
            }
        }
        module
    };
    let arrows = sources.iter().map(|(module, code)| {
        let paths = paths(code, module);
        let named = paths.iter().filter(|path| !path.is_empty());
        let mut targets: BTreeSet<Module> = named.map(|path| resolve(path)).collect();
        targets.remove(module);
        (module.clone(), targets)
    });
    arrows.collect()
}

/// What a module hands on from the modules within it: the way to each name.
fn exports(code: &str) -> Vec<Vec<String>> {
    let statements = code.split(';').filter_map(|statement| {
        let statement = statement.trim();
        let (visible, path) = statement.rsplit_once("use ")?;
        visible
            .trim_end()
            .rsplit('\n')
            .next()?
            .starts_with("pub")
            .then_some(path)
    });
    statements.flat_map(|path| tree(path, &[])).collect()
}

/// Every path of the code that begins with `crate`, `super` or `self`, from the crate's root. A module's own way into
/// those within it begins with none of these: that it speaks for them, and they build on it, is no circle.
fn paths(code: &str, module: &Module) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (keyword, mut base) in [
        ("crate::", Vec::new()),
        ("self::", module.clone()),
        ("super::", module.clone()),
    ] {
        for (at, _) in code.match_indices(keyword) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            let mut rest = &code[at..];
            if keyword == "super::" {
                base.clone_from(module);
                while let Some(above) = rest.strip_prefix(keyword) {
                    base.pop();
                    rest = above;
                }
            } else {
                rest = &rest[keyword.len()..];
            }
            found.extend(tree(rest, &base));
        }
    }
    found
}

/// The paths of a use tree, which `text` begins with, each after `base`.
fn tree(text: &str, base: &[String]) -> Vec<Vec<String>> {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        let mut depth = 0;
        let end = group.find(|c| {
            depth += match c {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            depth < 0
        });
        let mut paths = Vec::new();
        let (mut depth, mut start) = (0, 0);
        let group = &group[..end.unwrap_or(group.len())];
        for (at, c) in group.char_indices().chain([(group.len(), ',')]) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    paths.extend(tree(&group[start..at], base));
                    start = at + 1;
                }
                _ => {}
            }
        }
        return paths;
    }
    let len = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    let (name, rest) = text.split_at(len);
    if name.is_empty() {
        return vec![base.to_vec()];
    }
    let path = match name {
        "self" => base.to_vec(),
        _ => [base, &[name.to_owned()]].concat(),
    };
    match rest.strip_prefix("::") {
        Some(rest) => tree(rest, &path),
        None => vec![path],
    }
}

/// The circles among modules: each group of which every one reaches every other.
fn circles(arrows: &Arrows) -> Vec<BTreeSet<Module>> {
    let reach = |from: &Module| {
        let mut reached = BTreeSet::new();
        let mut next: Vec<&Module> = vec![from];
        while let Some(module) = next.pop() {
            for target in arrows.get(module).into_iter().flatten() {
                if reached.insert(target.clone()) {
                    next.push(target);
                }
            }
        }
        reached
    };
    let reached: BTreeMap<&Module, BTreeSet<Module>> =
        arrows.keys().map(|module| (module, reach(module))).collect();
    let mut circles: Vec<BTreeSet<Module>> = Vec::new();
    for (module, own) in &reached {
        if own.contains(*module) && !circles.iter().any(|circle| circle.contains(*module)) {
            let mutual = own.iter().filter(|other| reached[*other].contains(*module));
            circles.push(mutual.cloned().collect());
        }
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crate_of(files: &[(&str, &str)]) -> Arrows {
        let module = |name: &str| -> Module {
            name.split("::")
                .filter(|part| !part.is_empty())
                .map(ToOwned::to_owned)
                .collect()
        };
        arrows(
            &files
                .iter()
                .map(|(name, text)| (module(name), code(text)))
                .collect(),
        )
    }

    fn names(modules: &BTreeSet<Module>) -> Vec<String> {
        modules.iter().map(|module| module.join("::")).collect()
    }

    #[test]
    fn what_is_handed_on_is_taken_from_where_it_stands() {
        let arrows = crate_of(&[
            ("", "mod a; mod b;"),
            ("a", "mod deep;\npub use deep::{Thing, other::{More}};\n"),
            ("a::deep", "pub struct Thing;"),
            (
                "b",
                "use crate::a::{Thing, self};\n// use crate::c::Comment\n#[cfg(test)]\nmod tests { use crate::c; }",
            ),
            ("c", "fn f() { super::a::deep::g() }"),
        ]);
        assert_eq!(names(&arrows[&vec!["b".to_owned()]]), ["a", "a::deep"]);
        assert_eq!(names(&arrows[&vec!["c".to_owned()]]), ["a::deep"]);
        assert!(circles(&arrows).is_empty());
    }

    #[test]
    fn a_circle_is_seen_whole() {
        let arrows = crate_of(&[
            ("a", "use crate::b::B;"),
            ("b", "use super::c::C;"),
            ("c", "use crate::a;"),
            ("d", "use crate::a;"),
        ]);
        let circles = circles(&arrows);
        assert_eq!(circles.len(), 1);
        assert_eq!(names(&circles[0]), ["a", "b", "c"]);
    }

    #[test]
    fn the_map_and_the_code_are_held_against_each_other() {
        let map = "\n## `crates/x`\n\n| module | what | uses |\n|---|---|---|\n| `a` | one | `b`, `c` |\n| `b` | two | – |\n| `gone` | three | – |\n\n## `y`\n| `z` | – | – |\n";
        let table = table(map, "crates/x").unwrap();
        let arrows = crate_of(&[("a", "use crate::b::B;"), ("b", "use crate::a::A;"), ("new", "")]);
        assert_eq!(
            strays(&arrows, &table),
            [
                "the map has `a` use `c`, which it does not",
                "`b` uses `a`, which the map does not allow",
                "the map has no row for `new`",
                "the map has a row for `gone`, which is not there",
            ]
        );
    }
}
