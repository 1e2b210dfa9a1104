//! Errors of a look into an inbox, and of an action on it.

use crate::inbox::{InboxError, StoreError};

/// A question or an action that got no answer.
///
/// ```
/// use hookport::console::data::{DataError, DeliveryQuery};
///
/// let error = DataError::from(DeliveryQuery::read([("first", "many")]).unwrap_err());
/// assert_eq!(error.status(), 400);
/// assert_eq!(error.to_string(), "`first` is `many`, and must be a number from 1 to 200");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DataError {
    /// A parameter is wrong.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The thing that was asked for is not there.
    #[error("no {what} here")]
    NotFound {
        /// The thing, with its name or number.
        what: String,
    },
    /// More would be changed than was agreed to.
    #[error("at least {found} deliveries match now, and no more than {at_most} were agreed to")]
    TooMany {
        /// The number of deliveries that were found before the count was over: so many match at least.
        found: u64,
        /// The number that was agreed to.
        at_most: u64,
    },
    /// The action makes no sense as it was asked for.
    #[error("{what}")]
    Unprocessable {
        /// The missing or wrong part.
        what: String,
    },
    /// The store gave no answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A parameter that is wrong, and what it must be.
///
/// ```
/// use hookport::console::data::DeliveryQuery;
///
/// let error = DeliveryQuery::read([("state", "lost")]).unwrap_err();
/// assert_eq!(error.parameter(), "state");
/// assert_eq!(
///     error.to_string(),
///     "`state` is `lost`, and must be one of dead, retry, open, cancelled, done, unhandled",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{parameter}` {problem}")]
pub struct QueryError {
    parameter: String,
    problem: String,
}

impl DataError {
    /// Returns the HTTP status that says the same: 400, 404, 409, 422, 500 or 503.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Query(_) => 400,
            Self::NotFound { .. } => 404,
            Self::TooMany { .. } => 409,
            Self::Unprocessable { .. } => 422,
            Self::Store(StoreError::Unexpected(_) | StoreError::Transaction(_)) => 500,
            Self::Store(_) => 503,
        }
    }

    pub(super) fn not_found(what: impl Into<String>) -> Self {
        Self::NotFound { what: what.into() }
    }
}

impl From<InboxError> for DataError {
    fn from(error: InboxError) -> Self {
        match error {
            InboxError::Store(error) => Self::Store(error),
            InboxError::UnknownEntry { entry } => Self::not_found(format!("delivery {entry}")),
            InboxError::UnknownRequest { number } => {
                Self::not_found(format!("request {number} in the quarantine"))
            }
            InboxError::UnknownEndpoint { endpoint } => {
                Self::not_found(format!("endpoint `{endpoint}`"))
            }
            other => Self::Unprocessable { what: other.to_string() },
        }
    }
}

impl QueryError {
    /// Returns the name of the parameter.
    pub fn parameter(&self) -> &str {
        &self.parameter
    }

    pub(super) fn new(parameter: &str, problem: impl Into<String>) -> Self {
        Self { parameter: shortened(parameter), problem: problem.into() }
    }

    /// Says what a value must be.
    pub(super) fn must_be(parameter: &str, value: &str, what: &str) -> Self {
        Self::new(parameter, format!("is `{}`, and must be {what}", shortened(value)))
    }
}

/// Returns as much of a text as an error shows.
fn shortened(text: &str) -> String {
    let shown: String = text.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() { format!("{shown}…") } else { shown }
}

const SHOWN: usize = 60;
