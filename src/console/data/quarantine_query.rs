//! The question for unproved requests.

use super::{QueryError, parameters::Parameters};
use crate::inbox::Cursor;

/// A question for a page of unproved requests, as the parameters of a URL.
///
/// `endpoint` is required. `first` is the highest number of requests, from 1 to 50, and 20 without it.
/// `after` is the `endCursor` of the page before.
///
/// ```
/// use hookport::console::data::QuarantineQuery;
///
/// let query = QuarantineQuery::of_url("endpoint=shop&first=5")?;
/// assert_eq!((&*query.endpoint, query.first), ("shop", 5));
///
/// let error = QuarantineQuery::of_url("").unwrap_err();
/// assert_eq!(error.to_string(), "`endpoint` is missing: it is the name of an endpoint");
/// # Ok::<(), hookport::console::data::QueryError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuarantineQuery {
    /// The endpoint.
    pub endpoint: String,
    /// The highest number of requests.
    pub first: usize,
    /// The end of the page before; `None` for the first page.
    pub after: Option<Cursor>,
}

impl QuarantineQuery {
    /// Asks for the first page of an endpoint.
    pub fn of(endpoint: impl Into<String>) -> Self {
        Self { endpoint: endpoint.into(), first: 20, after: None }
    }

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
    /// Fails if a parameter is not known, is missing, is there twice, is empty or has a wrong value.
    pub fn read<N: AsRef<str>, V: AsRef<str>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, QueryError> {
        let mut parameters = Parameters::new(&["endpoint", "first", "after"], pairs)?;
        let endpoint = parameters.text("endpoint")?;
        let missing = || QueryError::new("endpoint", "is missing: it is the name of an endpoint");
        Ok(Self {
            first: parameters.number("first", (1, 50))?.unwrap_or(20),
            after: parameters.number("after", (0, i64::MAX.unsigned_abs()))?.map(Cursor::behind),
            endpoint: endpoint.ok_or_else(missing)?,
        })
    }
}
