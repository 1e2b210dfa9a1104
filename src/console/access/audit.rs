//! A log line for each log-in and each action.

use std::net::IpAddr;

use super::{Denied, Viewer, sessions::Opened};
use crate::log::{log, name};

impl Viewer {
    /// Logs an action: its name, its subject, and how many runs, deliveries or requests it changed.
    pub(crate) fn audit(&self, action: &'static str, subject: &str, changed: u64) {
        log!(
            INFO,
            "console: an action was done",
            action = action,
            subject = name(Some(subject)).as_deref(),
            changed = changed,
            role = self.role().as_str(),
            client = self.client.map(|client| client.to_string()),
            session = self.session_name().as_deref(),
        );
    }

    /// Logs an action that came to no end. What it has changed before that stays so.
    pub(crate) fn audit_broken_off(&self, action: &'static str, subject: &str) {
        log!(
            WARN,
            "console: an action was broken off, and may have changed something",
            action = action,
            subject = name(Some(subject)).as_deref(),
            role = self.role().as_str(),
            client = self.client.map(|client| client.to_string()),
            session = self.session_name().as_deref(),
        );
    }
}

/// Logs that somebody has logged in.
pub(super) fn logged_in(opened: &Opened, client: Option<IpAddr>) {
    let session = opened.name();
    log!(
        INFO,
        "console: somebody has logged in",
        role = opened.role.as_str(),
        client = client.map(|client| client.to_string()),
        session = &*session,
    );
}

/// Logs that somebody has logged out.
pub(crate) fn logged_out(viewer: &Viewer) {
    log!(
        INFO,
        "console: somebody has logged out",
        role = viewer.role().as_str(),
        client = viewer.client.map(|client| client.to_string()),
        session = viewer.session_name().as_deref(),
    );
}

/// Logs that a token opened nothing.
pub(super) fn denied(denied: Denied, client: Option<IpAddr>) {
    let why = match denied {
        Denied::WrongToken => "wrong_token",
        Denied::TooMany(_) => "too_many_attempts",
    };
    log!(
        WARN,
        "console: an attempt to log in failed",
        reason = why,
        client = client.map(|client| client.to_string())
    );
}
