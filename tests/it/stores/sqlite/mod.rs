//! The store in one SQLite file.

#[cfg(unix)]
mod backup;
mod file;
mod first_version;
mod kit;
mod locked;
mod migration;
#[cfg(unix)]
mod own_file;
#[cfg(unix)]
mod permissions;
#[cfg(unix)]
mod restoring;
mod tx;

use std::sync::Arc;

use hookport::{inbox::Store, stores::SqliteStore};

hookport::store_conformance!(conformance, {
    let folder = tempfile::tempdir().unwrap();
    move || {
        let opened = SqliteStore::open(folder.path().join("inbox.db"));
        async move {
            let store: Arc<dyn Store> = Arc::new(opened.await.unwrap());
            store
        }
    }
});
