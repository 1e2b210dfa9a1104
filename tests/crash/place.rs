//! The place of an inbox and of the table that the handlers write to.

use std::{
    env,
    path::{Path, PathBuf},
    sync::Arc,
};

use hookport::{Receiver, inbox::Store, receiver::Role, stores::sqlite::rusqlite::Connection};
use tokio::process::Command;

use crate::shop::{self, Clocks};
#[cfg(all(feature = "postgres", target_os = "linux"))]
use crate::{bank, lines};

/// A folder, with what the handlers report. Its file is the inbox, unless there is a server.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) folder: PathBuf,
    /// The URL of a Postgres database.
    server: Option<String>,
    role: Role,
}

impl<P: AsRef<Path> + ?Sized> From<&P> for Place {
    fn from(folder: &P) -> Self {
        Self { folder: folder.as_ref().to_owned(), server: None, role: Role::Both }
    }
}

impl Place {
    #[cfg(all(feature = "postgres", target_os = "linux"))]
    pub(crate) fn on_server(url: &str, folder: &Path) -> Self {
        Self { folder: folder.to_owned(), server: Some(url.to_owned()), role: Role::Both }
    }

    /// The same for a process that does only a part of the work.
    #[cfg(all(feature = "postgres", target_os = "linux"))]
    pub(crate) fn with_role(&self, role: Role) -> Self {
        Self { role, ..self.clone() }
    }

    /// The place that a process was told.
    pub(crate) fn told() -> Self {
        let folder = env::var_os(FOLDER).expect("started by the crash tests only");
        let role = env::var(ROLE).ok().and_then(|word| Role::from_word(&word));
        let role = role.expect("started by the crash tests only");
        Self { folder: folder.into(), server: env::var(SERVER).ok(), role }
    }

    /// Tells it a process that is to be started.
    pub(crate) fn tell(&self, command: &mut Command) {
        command.env(FOLDER, &self.folder).env(ROLE, self.role.as_str());
        if let Some(server) = &self.server {
            command.env(SERVER, server);
        }
    }

    pub(crate) async fn receiver(&self, clocks: Clocks) -> (Arc<dyn Store>, Receiver) {
        let folder = &*self.folder;
        #[cfg(all(feature = "postgres", target_os = "linux"))]
        if let Some(server) = &self.server {
            let store = bank::store(server).await;
            let receiver = shop::receiver_with(store.clone(), bank::booking, folder, clocks);
            let lines = lines::endpoint(bank::booking(), folder);
            return (store, receiver.endpoint(lines::PATH, lines).role(self.role));
        }
        let store = shop::store(folder).await;
        (store.clone(), shop::receiver(store, folder, clocks).role(self.role))
    }

    /// The orders that were booked.
    pub(crate) async fn booked(&self) -> Vec<u64> {
        #[cfg(all(feature = "postgres", target_os = "linux"))]
        if let Some(server) = &self.server {
            return bank::booked(server).await;
        }
        let orders = |db: &Connection| {
            let mut rows = db.prepare("SELECT order_id FROM bookings")?;
            rows.query_map([], |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()
        };
        let store = shop::store(&self.folder).await;
        let booked = store.query(orders).await.unwrap();
        store.close().await;
        booked.into_iter().map(i64::cast_unsigned).collect()
    }
}

pub(crate) const FOLDER: &str = "HOOKPORT_CRASH_FOLDER";
const SERVER: &str = "HOOKPORT_CRASH_SERVER";
const ROLE: &str = "HOOKPORT_CRASH_ROLE";
