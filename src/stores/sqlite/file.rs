//! The path of the file, and whether the file and the `-wal` there are those that are open.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use super::error::{GroupError, Unfit};
use crate::inbox::StoreError;

/// The path of the file, and what is open of it.
#[derive(Debug, Clone)]
pub(super) struct DatabaseFile {
    path: PathBuf,
    opened: Arc<Mutex<Result<Arc<Files>, GroupError>>>,
}

/// The files that are open.
#[derive(Debug)]
pub(super) struct Files {
    db: Identity,
    wal: Companion,
    shm: Companion,
}

/// A file beside the file, which SQLite names after it.
#[derive(Debug)]
struct Companion {
    path: PathBuf,
    identity: Option<Identity>,
}

/// The files at the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) db: Option<Identity>,
    pub(super) wal: Option<Identity>,
}

/// The reason why what is open cannot be written to.
#[derive(Debug)]
pub(super) enum Change {
    /// Nothing is at the path.
    Gone,
    /// Another file is there.
    File,
    /// The file is there, and its `-wal` is not.
    NoWal,
    /// The file is there, beside another `-wal`.
    Wal,
    /// The file and its `-wal` are there, and its `-shm` is not: another process would not see the
    /// locks.
    Shm,
    /// The file is there, with the bytes of another one.
    Bytes,
    /// Nothing is open.
    NotOpen(GroupError),
    /// It cannot be told.
    Unknown(io::Error),
}

impl DatabaseFile {
    /// Takes the path as it is now, so that a change of the working directory does not matter.
    pub(super) fn new(path: &Path) -> io::Result<Self> {
        let opened = Err(GroupError::new(Unfit::Closed));
        Ok(Self { path: std::path::absolute(path)?, opened: Arc::new(Mutex::new(opened)) })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns what lies at the path.
    pub(super) fn find(&self) -> io::Result<Found> {
        Ok(Found { db: Identity::at(&self.path)?, wal: Identity::at(&wal_of(&self.path))? })
    }

    /// Checks that a path is neither this file nor one of its companions, and that no `-wal` lies
    /// there.
    pub(super) fn may_be_copied_to(&self, path: &Path) -> Result<(), StoreError> {
        let files = self.check()?;
        let there = Identity::at(path).map_err(GroupError::new)?;
        let wal = Identity::at(&wal_of(path)).map_err(GroupError::new)?;
        let is_companion = path == files.wal.path || path == files.shm.path;
        if there == Some(files.db) || wal.is_some() || is_companion {
            return Err(Unfit::NoPlaceForCopy(path.display().to_string()).into());
        }
        Ok(())
    }

    /// Remembers what lies at the path as what is open.
    pub(super) fn opened(&self) -> Result<(), GroupError> {
        let db = Identity::at(&self.path).map_err(GroupError::new)?;
        let db = db.ok_or_else(|| GroupError::new(Unfit::Gone))?;
        let wal = Companion::at(wal_of(&self.path)).map_err(GroupError::new)?;
        let shm = Companion::at(companion(&self.path, "-shm")).map_err(GroupError::new)?;
        self.set(Ok(Arc::new(Files { db, wal, shm })));
        Ok(())
    }

    /// Remembers that nothing is open, and why.
    pub(super) fn closed(&self, error: GroupError) {
        self.set(Err(error));
    }

    /// Returns what is open, if it is what lies at the path.
    pub(super) fn check(&self) -> Result<Arc<Files>, Change> {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let files = opened.map_err(Change::NotOpen)?;
        match Identity::at(&self.path).map_err(Change::Unknown)? {
            None => return Err(Change::Gone),
            Some(db) if db != files.db => return Err(Change::File),
            Some(_) => {}
        }
        match Identity::at(&files.wal.path).map_err(Change::Unknown)? {
            wal if wal == files.wal.identity => {}
            None => return Err(Change::NoWal),
            Some(_) => return Err(Change::Wal),
        }
        let shm = Identity::at(&files.shm.path).map_err(Change::Unknown)?;
        if shm == files.shm.identity { Ok(files) } else { Err(Change::Shm) }
    }

    fn set(&self, opened: Result<Arc<Files>, GroupError>) {
        *self.opened.lock().unwrap_or_else(PoisonError::into_inner) = opened;
    }
}

/// Returns the path of the `-wal` of a file: SQLite names it after the file that a link leads to.
pub(super) fn wal_of(path: &Path) -> PathBuf {
    companion(path, "-wal")
}

pub(super) fn companion(path: &Path, end: &str) -> PathBuf {
    let mut name = resolved(path).into_os_string();
    name.push(end);
    name.into()
}

/// Returns the path to which links lead, also if no file is there.
pub(super) fn resolved(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        if let Ok(found) = fs::canonicalize(&path) {
            return found;
        }
        let Ok(target) = fs::read_link(&path) else { break };
        path = path.parent().map_or_else(|| target.clone(), |folder| folder.join(&target));
    }
    let folder = path.parent().and_then(|folder| fs::canonicalize(folder).ok());
    folder.zip(path.file_name()).map_or_else(|| path.clone(), |(folder, name)| folder.join(name))
}

/// Checks that the file has no second name: SQLite would give it a second `-wal` under that.
#[cfg(unix)]
pub(super) fn check_is_single(path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::MetadataExt;
    match fs::metadata(path) {
        Ok(metadata) if metadata.nlink() > 1 => Err(Unfit::HardLink.into()),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
pub(super) fn check_is_single(_: &Path) -> Result<(), StoreError> {
    Ok(())
}

impl Companion {
    fn at(path: PathBuf) -> io::Result<Self> {
        Ok(Self { identity: Identity::at(&path)?, path })
    }
}

/// The identity of a file: it differs from that of another file at the same path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity(u64, u64);

impl Identity {
    /// Returns the identity of the file at a path; `None` if nothing is there.
    fn at(path: &Path) -> io::Result<Option<Self>> {
        match fs::metadata(path) {
            Ok(metadata) => Ok(Some(Self::of(&metadata))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

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

impl From<Change> for GroupError {
    fn from(change: Change) -> Self {
        match change {
            Change::Gone => Self::new(Unfit::Gone),
            Change::File => Self::new(Unfit::Replaced),
            Change::NoWal | Change::Wal | Change::Shm => Self::new(Unfit::LostCompanion),
            Change::Bytes => Self::new(Unfit::Overwritten),
            Change::NotOpen(error) => error,
            Change::Unknown(error) => Self::new(error),
        }
    }
}

impl From<Change> for StoreError {
    fn from(change: Change) -> Self {
        GroupError::from(change).into()
    }
}

/// So many links one after the other are followed, as Linux does.
const MOST_LINKS: usize = 40;
