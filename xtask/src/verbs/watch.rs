//! Noticing that a file has changed, by looking: it works on every file system and needs no crate.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use crate::machine::layout::Layout;

/// What the page is made of, in the clone.
const WATCHED: [&str; 4] = ["crates", "index.html", "Cargo.toml", "Cargo.lock"];

/// How often to look. A few hundred files take less than a millisecond.
const PERIOD: Duration = Duration::from_millis(300);

/// The watched files as they were at one moment.
#[derive(Debug, PartialEq, Eq)]
pub struct Snapshot(BTreeMap<PathBuf, (Option<SystemTime>, u64)>);

impl Snapshot {
    /// The files as they are now.
    pub fn take(layout: &Layout) -> Self {
        let mut files = BTreeMap::new();
        for path in WATCHED {
            collect(&layout.root.join(path), &mut files);
        }
        Self(files)
    }

    /// Waits until the files differ from these and have been left alone for one period. Returns a
    /// file that changed, appeared or went.
    pub fn wait(&self, layout: &Layout) -> PathBuf {
        loop {
            sleep(PERIOD);
            let now = Self::take(layout);
            if now == *self {
                continue;
            }
            sleep(PERIOD);
            if Self::take(layout) != now {
                continue;
            }
            let differs = |(path, state): &(&PathBuf, &_), other: &Self| other.0.get(*path) != Some(*state);
            let changed = now.0.iter().find(|entry| differs(entry, self));
            let gone = self.0.iter().find(|entry| differs(entry, &now));
            if let Some((path, _)) = changed.or(gone) {
                return path.clone();
            }
        }
    }
}

fn collect(path: &Path, files: &mut BTreeMap<PathBuf, (Option<SystemTime>, u64)>) {
    // A file may go while it is looked at: that is a change for the next look.
    let Ok(data) = fs::metadata(path) else { return };
    if data.is_dir() {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            collect(&entry.path(), files);
        }
    } else {
        files.insert(path.to_owned(), (data.modified().ok(), data.len()));
    }
}
