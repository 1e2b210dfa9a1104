//! Access: tokens, sessions, and the checks before every page and action.

mod attempts;
mod audit;
mod client;
mod cookie;
mod form;
mod guard;
mod origin;
mod random;
mod refused;
mod role;
mod sessions;
mod token;
mod viewer;

use std::{
    net::IpAddr,
    sync::Arc,
    time::{Duration, SystemTime},
};

use self::{
    attempts::Attempts,
    random::Random,
    sessions::{Opened, Sessions},
};
use crate::{Clock, Secret};

pub(super) use self::{
    audit::logged_out,
    client::of as client,
    cookie::{cleared as cleared_cookie, of_session as session_cookie},
    form::Fields,
    guard::{FORM_TOKEN, LOG_IN, LOG_OUT},
    refused::Refused,
    role::Role,
    token::Token,
    viewer::Viewer,
};

/// The keeper of tokens and sessions.
pub(crate) struct Access {
    full: Token,
    read_only: Option<Token>,
    sessions: Sessions,
    attempts: Attempts,
    clock: Arc<dyn Clock>,
}

/// The reason why a token opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Denied {
    /// No role has the token.
    WrongToken,
    /// Too many attempts failed; the next one may be made after this time.
    TooMany(Duration),
}

impl Access {
    pub(super) fn new(full: Token, read_only: Option<Token>, clock: Arc<dyn Clock>) -> Self {
        let random = Random::new();
        let (sessions, attempts) = (Sessions::new(random.clone()), Attempts::new(&random));
        Self { full, read_only, sessions, attempts, clock }
    }

    /// Returns whether these are its tokens.
    #[cfg(feature = "serve")]
    pub(super) fn has(&self, full: &Token, read_only: Option<&Token>) -> bool {
        let is_same = match (&self.read_only, read_only) {
            (None, None) => true,
            (Some(one), Some(other)) => one.is(other),
            _ => false,
        };
        is_same && self.full.is(full)
    }

    /// Opens a session for the role of a token.
    ///
    /// # Errors
    ///
    /// Fails if no role has the token, or if too many attempts of the client have failed.
    pub(super) fn log_in(&self, token: &Secret, client: Option<IpAddr>) -> Result<Opened, Denied> {
        let role = self.role_of(token, client)?;
        let opened = self.sessions.open(role, self.now());
        audit::logged_in(&opened, client);
        Ok(opened)
    }

    /// Returns the role of a token.
    ///
    /// # Errors
    ///
    /// As [`log_in`](Self::log_in).
    pub(super) fn role_of(&self, token: &Secret, client: Option<IpAddr>) -> Result<Role, Denied> {
        let role = self.try_token(token, client);
        if let Err(denied) = role {
            audit::denied(denied, client);
        }
        role
    }

    fn try_token(&self, token: &Secret, client: Option<IpAddr>) -> Result<Role, Denied> {
        let now = self.now();
        self.attempts.check(client, now).map_err(Denied::TooMany)?;
        // Both are compared in any case, so that the time tells nothing of the role.
        let is_full = self.full.matches(token);
        let is_read_only =
            self.read_only.as_ref().is_some_and(|read_only| read_only.matches(token));
        match (is_full, is_read_only) {
            (true, _) => Ok(Role::Full),
            (false, true) => Ok(Role::ReadOnly),
            (false, false) => {
                self.attempts.failed(client, now);
                Err(Denied::WrongToken)
            }
        }
    }

    pub(super) fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    pub(super) fn now(&self) -> SystemTime {
        self.clock.now()
    }
}
