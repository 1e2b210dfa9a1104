//! The person or program behind a request.

use std::{fmt, net::IpAddr, sync::Arc};

use axum::extract::FromRequestParts;
use http::request::Parts;
use subtle::ConstantTimeEq;

use super::{
    Access, Refused,
    role::Role,
    sessions::{self, Found},
};
use crate::inbox::Filter;

/// The person or program that has shown a token, as an extension of the request.
#[derive(Clone)]
pub(crate) struct Viewer {
    pub(super) access: Arc<Access>,
    pub(super) role: Role,
    pub(super) client: Option<IpAddr>,
    /// `None` for a program, which sends its token each time.
    pub(super) session: Option<Found>,
}

impl Viewer {
    /// Returns the rights.
    pub(crate) fn role(&self) -> Role {
        self.role
    }

    /// Checks that the viewer may ask for what a filter finds.
    ///
    /// # Errors
    ///
    /// [`Refused::Search`] if it looks into bodies, and the role may not.
    pub(crate) fn may_ask(&self, filter: &Filter) -> Result<(), Refused> {
        let searches = filter.text.is_some();
        if searches && !self.role.may_search_bodies() { Err(Refused::Search) } else { Ok(()) }
    }

    /// Returns the token that each form of the session holds.
    pub(crate) fn form_token(&self) -> &str {
        self.session.as_ref().map_or("", |session| &*session.form_token)
    }

    /// Returns whether a form holds the token of the session.
    pub(super) fn has_form_token(&self, given: &str) -> bool {
        let own = self.form_token();
        !own.is_empty() && bool::from(own.as_bytes().ct_eq(given.as_bytes()))
    }

    /// Keeps a message for the next page.
    pub(crate) fn tell(&self, message: impl Into<String>) {
        if let Some(session) = &self.session {
            self.access.sessions().tell(&session.key, message.into());
        }
    }

    /// Takes the message for this page.
    pub(crate) fn message(&self) -> Option<String> {
        self.access.sessions().message(&self.session.as_ref()?.key)
    }

    /// Ends the session.
    pub(crate) fn log_out(&self) {
        if let Some(session) = &self.session {
            self.access.sessions().close(&session.key);
        }
    }

    /// Waits for the end of the session: a log-out, or its time is over.
    pub(crate) async fn ended(&self) {
        let Some(session) = &self.session else { return };
        let Some(mut end) = self.access.sessions().end(&session.key) else { return };
        while end.changed().await.is_ok() {}
    }

    /// Returns whether the session is still open. This is no use of it.
    pub(crate) fn is_open(&self) -> bool {
        let (access, session) = (&self.access, self.session.as_ref());
        session.is_none_or(|session| access.sessions().is_open(&session.key, access.now()))
    }

    /// Returns a name of the session for the log, from which its number cannot be found.
    pub(super) fn session_name(&self) -> Option<String> {
        self.session.as_ref().map(|session| sessions::name(&session.key))
    }
}

impl<S: Sync> FromRequestParts<S> for Viewer {
    type Rejection = http::StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, http::StatusCode> {
        parts.extensions.get().cloned().ok_or(http::StatusCode::UNAUTHORIZED)
    }
}

impl fmt::Debug for Viewer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Viewer")
            .field("role", &self.role)
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}
