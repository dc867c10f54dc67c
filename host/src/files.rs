//! The files a component may read: a copy made at the start, so that what is excluded is not there and nothing changes underneath.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use glob::Pattern;

use crate::manifest::{Component, FilesMount};

/// Copies what `component` may read from the application's folder `source` to `target`. `None` when it may read nothing.
///
/// # Errors
/// When something named does not exist, lies outside the application's folder or cannot be copied.
pub(crate) fn copy(source: &Path, target: &Path, component: &Component) -> anyhow::Result<Option<PathBuf>> {
    if component.files.is_empty() {
        return Ok(None);
    }
    let excluded =
        component.exclude_files.iter().map(|pattern| Pattern::new(pattern)).collect::<Result<Vec<_>, _>>()?;
    let copy = Copy { source, target, excluded };
    fs::create_dir_all(target).with_context(|| format!("cannot make {}", target.display()))?;
    for mount in &component.files {
        match mount {
            FilesMount::Pattern(pattern) => copy.matching(pattern),
            FilesMount::Placement { source, destination } => copy.placed(source, destination.trim_start_matches('/')),
        }
        .with_context(|| format!("cannot provide {mount:?}"))?;
    }
    Ok(Some(target.to_owned()))
}

struct Copy<'a> {
    source: &'a Path,
    target: &'a Path,
    excluded: Vec<Pattern>,
}

impl Copy<'_> {
    /// Everything a pattern matches, everything below a folder, or one file; under the same path.
    fn matching(&self, pattern: &str) -> anyhow::Result<()> {
        let path = self.source.join(pattern);
        if path.is_dir() {
            self.below(&path, Path::new(pattern))
        } else if path.exists() {
            self.file(&path, Path::new(pattern))
        } else {
            ensure!(Pattern::escape(pattern) != pattern, "{pattern:?} does not exist");
            for path in glob(&path)? {
                self.file(&path, path.strip_prefix(self.source)?)?;
            }
            Ok(())
        }
    }

    /// A file or the content of a folder, under another path.
    fn placed(&self, source: &str, destination: &str) -> anyhow::Result<()> {
        let path = self.source.join(source);
        if path.is_dir() {
            return self.below(&path, Path::new(destination));
        }
        ensure!(path.exists(), "{source:?} does not exist");
        ensure!(!destination.is_empty() && !destination.ends_with('/'), "{destination:?} is no name for a file");
        self.file(&path, Path::new(destination))
    }

    fn below(&self, folder: &Path, destination: &Path) -> anyhow::Result<()> {
        for path in glob(&folder.join("**/*"))? {
            self.file(&path, &destination.join(path.strip_prefix(folder)?))?;
        }
        Ok(())
    }

    /// One file, unless it is excluded.
    fn file(&self, path: &Path, destination: &Path) -> anyhow::Result<()> {
        let Ok(inside) = path.strip_prefix(self.source) else {
            bail!("{} is outside the application's folder", path.display());
        };
        if self.excluded.iter().any(|pattern| pattern.matches_path(inside)) {
            return Ok(());
        }
        let target = self.target.join(destination);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        }
        fs::copy(path, &target).with_context(|| format!("cannot copy {} to {}", path.display(), target.display()))?;
        Ok(())
    }
}

/// The files that match, folders left out.
fn glob(pattern: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let pattern = pattern.to_str().context("the path is not UTF-8")?;
    let paths = glob::glob(pattern)?.collect::<Result<Vec<_>, _>>()?;
    Ok(paths.into_iter().filter(|path| path.is_file()).collect())
}

/// A folder for one run of the host, removed when dropped, or else by the next run that takes its place.
pub(crate) struct RunFolder {
    path: PathBuf,
    /// Locked by the system as long as the host lives, however that ends.
    _lock: fs::File,
}

impl RunFolder {
    /// Makes a folder below `parent` that no other run uses.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(crate) fn make(parent: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        for number in 0.. {
            let path = parent.join(format!("run-{number}"));
            let lock = fs::File::create(path.with_extension("lock"))
                .with_context(|| format!("cannot make {}", path.display()))?;
            match lock.try_lock() {
                Ok(()) => {}
                Err(fs::TryLockError::WouldBlock) => continue,
                Err(error) => return Err(error).with_context(|| format!("cannot lock {}", path.display())),
            }
            if path.exists() {
                fs::remove_dir_all(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            }
            fs::create_dir(&path).with_context(|| format!("cannot make {}", path.display()))?;
            return Ok(Self { path, _lock: lock });
        }
        bail!("every name is taken")
    }

    /// Its path.
    #[must_use]
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for RunFolder {
    fn drop(&mut self) {
        // What is left behind costs space only.
        _ = fs::remove_dir_all(&self.path);
    }
}
