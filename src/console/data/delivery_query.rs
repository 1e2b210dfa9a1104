//! The question for deliveries.

use super::{QueryError, Time, parameters::Parameters};
use crate::{
    Trust,
    inbox::{Cursor, EntryState, Filter, Page},
};

/// A question for a page of deliveries, as the parameters of a URL.
///
/// | parameter | leaves out deliveries |
/// |---|---|
/// | `state` | in other states; several are separated by commas, or repeated |
/// | `failed=true` | the same: it is short for `state=dead,retry` |
/// | `endpoint`, `event`, `trust`, `tenant`, `senderId` | of another one |
/// | `from`, `until` | received before, or then and later: RFC 3339, or a date in UTC |
/// | `text` | whose body does not hold it |
///
/// `first` is the highest number of deliveries, from 1 to 200, and 50 without it. `after` is the
/// `endCursor` of the page before.
///
/// ```
/// use hookport::{console::data::DeliveryQuery, inbox::EntryState};
///
/// let query = DeliveryQuery::of_url("endpoint=shop&failed=true&first=20")?;
///
/// assert_eq!(query.filter.endpoint.as_deref(), Some("shop"));
/// assert_eq!(query.filter.states, EntryState::FAILED);
/// assert_eq!(query.to_string(), "first=20&failed=true&endpoint=shop");
/// # Ok::<(), hookport::console::data::QueryError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeliveryQuery {
    /// The highest number of deliveries.
    pub first: usize,
    /// The end of the page before; `None` for the first page.
    pub after: Option<Cursor>,
    /// The filter of the deliveries.
    pub filter: Filter,
}

impl DeliveryQuery {
    /// Asks for the first page of all deliveries that a filter finds.
    pub const fn of(filter: Filter) -> Self {
        Self { first: FIRST, after: None, filter }
    }

    /// Reads the query of a URL.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn of_url(query: &str) -> Result<Self, QueryError> {
        Self::read(form_urlencoded::parse(query.as_bytes()))
    }

    /// Reads names and values. A form leaves out its empty fields first.
    ///
    /// # Errors
    ///
    /// Fails if a parameter is not known, is there twice, is empty or has a wrong value.
    pub fn read<N: AsRef<str>, V: AsRef<str>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, QueryError> {
        let mut parameters = Parameters::new(KNOWN, pairs)?;
        let first = parameters.number("first", (1, MOST))?.unwrap_or(FIRST);
        let after = parameters.number("after", (0, LAST))?.map(Cursor::behind);
        Ok(Self { first, after, filter: filter(&mut parameters)? })
    }

    /// Reads the parameters of a filter alone.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn filter<N: AsRef<str>, V: AsRef<str>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Filter, QueryError> {
        let (_, of_filter) = KNOWN.split_at(OF_PAGE);
        filter(&mut Parameters::new(of_filter, pairs)?)
    }

    /// Returns the question for the page behind a cursor.
    #[must_use]
    pub const fn behind(mut self, after: Cursor) -> Self {
        self.after = Some(after);
        self
    }

    /// Returns the names and values that [`read`](Self::read) makes the same question of.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let Filter { endpoint, event, states, trust, from, until, sender_id, tenant, text } =
            &self.filter;
        let is_failed = states[..] == EntryState::FAILED;
        let mut pairs = Vec::new();
        let mut add = |name, value: Option<String>| {
            pairs.extend(value.map(|value| (name, value)));
        };
        add("first", (self.first != FIRST).then(|| self.first.to_string()));
        add("after", self.after.map(|after| after.to_string()));
        add("failed", is_failed.then(|| "true".to_owned()));
        add("state", (!is_failed && !states.is_empty()).then(|| words(states)));
        add("endpoint", endpoint.clone());
        add("event", event.clone());
        add("trust", trust.map(|trust| trust.to_string()));
        add("from", from.map(|from| Time::from(from).to_string()));
        add("until", until.map(|until| Time::from(until).to_string()));
        add("tenant", tenant.clone());
        add("senderId", sender_id.clone());
        add("text", text.clone());
        pairs
    }

    pub(super) fn page(&self) -> Page {
        Page { first: self.first, after: self.after }
    }
}

impl std::fmt::Display for DeliveryQuery {
    /// Writes it as the query of a URL.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let pairs = self.pairs();
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs.iter().map(|(name, value)| (*name, value.as_str())));
        f.write_str(&query.finish())
    }
}

fn filter(parameters: &mut Parameters) -> Result<Filter, QueryError> {
    let is_failed = parameters.truth("failed")?;
    let mut states = states(&parameters.all("state")?)?;
    if is_failed {
        states.extend(EntryState::FAILED);
        states.sort_unstable();
        states.dedup();
    }
    Ok(Filter {
        endpoint: parameters.text("endpoint")?,
        event: parameters.text("event")?,
        states,
        trust: parameters.read("trust", &one_of(Trust::ALL), Trust::from_word)?,
        from: parameters.time("from")?.map(Time::get),
        until: parameters.time("until")?.map(Time::get),
        sender_id: parameters.text("senderId")?,
        tenant: parameters.text("tenant")?,
        text: parameters.text("text")?,
    })
}

fn states(texts: &[String]) -> Result<Vec<EntryState>, QueryError> {
    let mut states = Vec::new();
    for word in texts.iter().flat_map(|text| text.split(',')) {
        let state = EntryState::from_word(word);
        let what = || one_of(EntryState::ALL);
        let state = state.ok_or_else(|| QueryError::must_be("state", word, &what()))?;
        if !states.contains(&state) {
            states.push(state);
        }
    }
    Ok(states)
}

fn one_of<T: ToString>(words: impl IntoIterator<Item = T>) -> String {
    let words: Vec<_> = words.into_iter().map(|word| word.to_string()).collect();
    format!("one of {}", words.join(", "))
}

fn words(states: &[EntryState]) -> String {
    let words: Vec<&str> = states.iter().map(|state| state.as_str()).collect();
    words.join(",")
}

/// The parameters; those of a page come first.
const KNOWN: &[&str] = &[
    "first", "after", "failed", "state", "endpoint", "event", "trust", "from", "until", "tenant",
    "senderId", "text",
];
const OF_PAGE: usize = 2;

const FIRST: usize = 50;
const MOST: usize = 200;

/// The highest number of an entry.
const LAST: u64 = i64::MAX.unsigned_abs();
