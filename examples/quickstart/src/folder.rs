//! A folder that is there as long as the program runs.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process,
};

/// Removed, with all that is in it, when it is dropped.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Fails if there is one of its name: it might be another program's.
    pub(crate) fn new() -> io::Result<Self> {
        let path = env::temp_dir().join(format!("hookport-quickstart-{}", process::id()));
        fs::create_dir(&path)?;
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // It lies among the temporary files, which the system clears sooner or later.
        let _ = fs::remove_dir_all(&self.0);
    }
}
