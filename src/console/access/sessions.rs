//! The sessions of people who have logged in.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};
use tokio::sync::watch;

use super::{random::Random, role::Role};

/// The open sessions: a bounded table in memory.
pub(crate) struct Sessions {
    random: Random,
    open: Mutex<HashMap<SessionKey, Session>>,
}

/// The hash of a session's number: so the time of a look-up tells nothing of the number.
pub(super) type SessionKey = [u8; 32];

struct Session {
    role: Role,
    form_token: Arc<str>,
    opened_at: SystemTime,
    used_at: SystemTime,
    /// The result of the last action, to be shown once.
    message: Option<String>,
    /// Dropped at the end, so that the session's streams end too.
    end: watch::Sender<()>,
}

/// A session that was opened now.
pub(crate) struct Opened {
    /// The number for the cookie.
    pub(crate) id: String,
    /// The role of the session.
    pub(crate) role: Role,
    pub(super) key: SessionKey,
}

impl Opened {
    /// Returns a name of the session for the log, from which its number cannot be found.
    pub(super) fn name(&self) -> String {
        name(&self.key)
    }
}

/// A session, as a request found it.
#[derive(Clone)]
pub(super) struct Found {
    pub(super) key: SessionKey,
    pub(super) role: Role,
    pub(super) form_token: Arc<str>,
}

impl Sessions {
    pub(super) fn new(random: Random) -> Self {
        Self { random, open: Mutex::default() }
    }

    /// Opens a session. If there are too many, one ends: of the same role if there is any, the one that was
    /// used longest ago. So who may only look ends no session of those who may do everything.
    pub(super) fn open(&self, role: Role, now: SystemTime) -> Opened {
        let id = BASE64URL_NOPAD.encode(&self.random.bytes());
        let form_token = BASE64URL_NOPAD.encode(&self.random.bytes()).into();
        let session = Session {
            role,
            form_token,
            opened_at: now,
            used_at: now,
            message: None,
            end: watch::Sender::new(()),
        };
        let key = key(&id);
        let mut open = self.open_now(now);
        if open.len() >= MOST {
            let oldest =
                open.iter().min_by_key(|(_, session)| (session.role != role, session.used_at));
            if let Some(oldest) = oldest.map(|(key, _)| *key) {
                open.remove(&oldest);
            }
        }
        open.insert(key, session);
        Opened { id, role, key }
    }

    /// Finds the session of a number, and notes that a person uses it if this is so.
    pub(super) fn find(&self, id: &str, now: SystemTime, is_use: bool) -> Option<Found> {
        let key = key(id);
        let mut open = self.open_now(now);
        let session = open.get_mut(&key)?;
        if is_use {
            session.used_at = now;
        }
        Some(Found { key, role: session.role, form_token: Arc::clone(&session.form_token) })
    }

    /// Ends a session, and its streams.
    pub(super) fn close(&self, key: &SessionKey) {
        self.table().remove(key);
    }

    /// Keeps a message for the next page of a session.
    pub(super) fn tell(&self, key: &SessionKey, message: String) {
        if let Some(session) = self.table().get_mut(key) {
            session.message = Some(message);
        }
    }

    /// Takes the message for the page that is shown now.
    pub(super) fn message(&self, key: &SessionKey) -> Option<String> {
        self.table().get_mut(key)?.message.take()
    }

    /// Returns a receiver whose sender is dropped at the end of the session.
    pub(super) fn end(&self, key: &SessionKey) -> Option<watch::Receiver<()>> {
        Some(self.table().get(key)?.end.subscribe())
    }

    /// Returns whether a session is still open. This is no use of it.
    pub(super) fn is_open(&self, key: &SessionKey, now: SystemTime) -> bool {
        self.open_now(now).contains_key(key)
    }

    /// Removes what has ended.
    fn open_now(&self, now: SystemTime) -> MutexGuard<'_, HashMap<SessionKey, Session>> {
        let mut open = self.table();
        open.retain(|_, session| {
            is_within(session.used_at, now, LONGEST_REST)
                && is_within(session.opened_at, now, LONGEST)
        });
        open
    }

    fn table(&self) -> MutexGuard<'_, HashMap<SessionKey, Session>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A clock that was put back makes no session longer than by that much.
fn is_within(since: SystemTime, now: SystemTime, longest: Duration) -> bool {
    now.duration_since(since).map_or(true, |age| age < longest)
}

/// Makes a name of a session for the log.
pub(super) fn name(key: &SessionKey) -> String {
    HEXLOWER.encode(&key[..4])
}

fn key(id: &str) -> SessionKey {
    Sha256::digest(id).into()
}

/// The highest number of sessions at a time.
const MOST: usize = 256;

/// The longest time without a request.
const LONGEST_REST: Duration = Duration::from_secs(2 * 60 * 60);

/// The longest time from the log-in to the end.
const LONGEST: Duration = Duration::from_secs(12 * 60 * 60);
