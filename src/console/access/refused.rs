//! The refusals of the guard, for the pages and the API to show in their own forms.

use std::time::Duration;

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header::RETRY_AFTER};

use super::Denied;

/// The reason why the guard lets a request not through, as an extension of an empty answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Nobody has logged in, and no token was sent; or it is a wrong one.
    Unknown,
    /// Too many attempts failed.
    TooMany(Duration),
    /// Another site has sent the form.
    Foreign,
    /// The form does not hold the token of the session.
    OldForm,
    /// The form is too long, or no form.
    BadForm,
    /// The role may not change anything.
    ReadOnly,
    /// The role may not search in bodies.
    Search,
}

impl Refused {
    /// Returns the status.
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::Unknown => StatusCode::UNAUTHORIZED,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::BadForm => StatusCode::BAD_REQUEST,
            Self::Foreign | Self::OldForm | Self::ReadOnly | Self::Search => StatusCode::FORBIDDEN,
        }
    }

    /// Returns the reason as a sentence.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Unknown => "No valid token was sent, and nobody is logged in.",
            Self::TooMany(_) => "Too many attempts failed. Try again later.",
            Self::Foreign => "Another site has sent this form. Nothing was changed.",
            Self::OldForm => "This form is of an earlier session. Nothing was changed.",
            Self::BadForm => "The form could not be read. Nothing was changed.",
            Self::ReadOnly => "The read-only token may not change anything.",
            Self::Search => "The read-only token may not search in bodies.",
        }
    }
}

impl From<Denied> for Refused {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::WrongToken => Self::Unknown,
            Denied::TooMany(wait) => Self::TooMany(wait),
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut answer = self.status().into_response();
        if let Self::TooMany(wait) = self {
            let seconds = HeaderValue::from(wait.as_secs().saturating_add(1));
            answer.headers_mut().insert(RETRY_AFTER, seconds);
        }
        answer.extensions_mut().insert(self);
        answer
    }
}
