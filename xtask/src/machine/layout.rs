//! Where things are: the clone, the build folder, the tool cache.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folders that every verb works in. All are absolute.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The clone.
    pub root: PathBuf,
    /// Cargo's target folder: `CARGO_TARGET_DIR`, else `target` in the clone.
    pub target: PathBuf,
    /// Tools installed for this project and shared by all clones: `$XDG_CACHE_HOME/certiroc`, else
    /// `~/.cache/certiroc`.
    pub cache: PathBuf,
}

impl Layout {
    /// The clone is the one that this program was compiled in: it runs from any folder of it.
    pub fn find() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .parent()
            .context("xtask is not inside a clone")?
            .canonicalize()
            .context("the clone that xtask was compiled in is gone")?;
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => std::path::absolute(PathBuf::from(folder))?,
            None => root.join("target"),
        };
        let cache = match env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty()) {
            Some(folder) => PathBuf::from(folder),
            None => env::home_dir()
                .context("no home folder: set XDG_CACHE_HOME")?
                .join(".cache"),
        }
        .join("certiroc");
        Ok(Self { root, target, cache })
    }

    /// The same machine with another clone, built in its own `target`.
    pub fn of_clone(&self, root: &Path) -> Result<Self> {
        let root = root.canonicalize()?;
        Ok(Self {
            target: root.join("target"),
            root,
            cache: self.cache.clone(),
        })
    }

    /// Where the verbs other than `dist` leave the page that they build.
    pub fn scratch(&self) -> PathBuf {
        self.target.join("certiroc")
    }

    /// [`Self::scratch`], which exists afterwards.
    pub fn scratch_made(&self) -> Result<PathBuf> {
        let folder = self.scratch();
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// Waits until no other xtask of this clone does `what`, which is then this one's alone as long as the result lives.
    pub fn alone(&self, what: &str) -> Result<File> {
        let lock = File::create(self.scratch_made()?.join(what).with_extension("lock"))?;
        lock.lock()?;
        Ok(lock)
    }
}
