//! The question for usage.

use super::{QueryError, parameters::Parameters};

/// A question for usage, as the parameters of a URL.
///
/// `days` is the number of days, today included, from 1 to 92, and 7 without it. `endpoint` and `event`
/// leave out others, and `exceeded=true` days, endpoints and events of which nothing was turned away
/// because there was too much.
///
/// ```
/// use hookport::console::data::UsageQuery;
///
/// let query = UsageQuery::of_url("days=30&exceeded=true")?;
/// assert_eq!((query.days, query.is_exceeded), (30, true));
///
/// let error = UsageQuery::of_url("days=0").unwrap_err();
/// assert_eq!(error.to_string(), "`days` is `0`, and must be a number from 1 to 92");
/// # Ok::<(), hookport::console::data::QueryError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UsageQuery {
    /// The number of days, today included.
    pub days: u32,
    /// The endpoint; `None` for all.
    pub endpoint: Option<String>,
    /// The event; `None` for all.
    pub event: Option<String>,
    /// True if only what exceeded a limit is wanted.
    pub is_exceeded: bool,
}

impl UsageQuery {
    /// Reads the query of a URL.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn of_url(query: &str) -> Result<Self, QueryError> {
        Self::read(form_urlencoded::parse(query.as_bytes()))
    }

    /// Reads names and values.
    ///
    /// # Errors
    ///
    /// Fails if a parameter is not known, is there twice, is empty or has a wrong value.
    pub fn read<N: AsRef<str>, V: AsRef<str>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, QueryError> {
        let mut parameters = Parameters::new(&["days", "endpoint", "event", "exceeded"], pairs)?;
        Ok(Self {
            days: parameters.number("days", (1, 92))?.unwrap_or(7),
            endpoint: parameters.text("endpoint")?,
            event: parameters.text("event")?,
            is_exceeded: parameters.truth("exceeded")?,
        })
    }
}

impl Default for UsageQuery {
    /// Asks for all of the last seven days.
    fn default() -> Self {
        Self { days: 7, endpoint: None, event: None, is_exceeded: false }
    }
}
