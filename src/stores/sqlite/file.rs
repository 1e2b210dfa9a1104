//! The path of the file, and its identity: whether it is still the one that is open.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::error::{GroupError, Unfit};

/// The path of the file.
#[derive(Debug, Clone)]
pub(super) struct DatabaseFile(PathBuf);

impl DatabaseFile {
    /// Takes the path as it is now, so that a change of the working directory does not matter.
    pub(super) fn new(path: &Path) -> io::Result<Self> {
        std::path::absolute(path).map(Self)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Returns the identity of the file that is there now.
    pub(super) fn identity(&self) -> Result<Identity, GroupError> {
        match fs::metadata(&self.0) {
            Ok(metadata) => Ok(Identity::of(&metadata)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(GroupError::new(Unfit::Gone))
            }
            Err(error) => Err(GroupError::new(error)),
        }
    }
}

/// The identity of a file: it differs from that of another file at the same path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity(u64, u64);

impl Identity {
    #[cfg(unix)]
    fn of(metadata: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self(metadata.dev(), metadata.ino())
    }

    /// An open file can be neither removed nor replaced.
    #[cfg(not(unix))]
    fn of(_: &fs::Metadata) -> Self {
        Self(0, 0)
    }
}
