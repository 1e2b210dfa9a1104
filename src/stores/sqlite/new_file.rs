//! A new file, before SQLite opens it: SQLite would make one that others on the machine may read.

use std::{
    fs,
    path::Path,
    sync::{Mutex, PoisonError},
};

use super::file::resolved;
use crate::own_file::for_its_owner;

/// Makes an empty file for its owner only, if none is there. SQLite gives the `-wal` and the `-shm` its
/// mode. Returns whether it was made: of a path at which no file can be, SQLite says why.
pub(super) fn make(path: &Path) -> bool {
    // To close a file ends the locks that this process has on it. So nobody here opens it before that.
    static MAKING: Mutex<()> = Mutex::new(());
    let _making = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
    for_its_owner().write(true).create_new(true).open(resolved(path)).is_ok()
}

/// Removes a file that was made, if nothing was written to it.
pub(super) fn take_back(path: &Path) {
    if fs::metadata(path).is_ok_and(|metadata| metadata.len() == 0) {
        // The error that the caller returns says more than one of this.
        _ = fs::remove_file(resolved(path));
    }
}
