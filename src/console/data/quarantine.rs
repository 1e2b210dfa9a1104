//! Requests that were not proved.

use std::time::{Duration, Instant};

use serde::Serialize;

use super::{
    BodyView, Connection, DataError, HeaderView, ProofToday, QuarantineQuery, SenderRetry, Time,
    hidden::Hidden, proof_today::received_again,
};
use crate::{
    Provider,
    inbox::{Cursor, EntryRules, Inbox, Page, Quarantined},
};

/// A request that was not proved. Anybody may have sent it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QuarantinedView {
    /// Its number.
    pub id: u64,
    /// The endpoint that it came to.
    pub endpoint: String,
    /// The reason why it was refused, as one stable word.
    pub reason: String,
    /// The time of arrival.
    pub received_at: Time,
    /// The method.
    pub method: String,
    /// The path and the query.
    pub target: String,
    /// The headers.
    pub headers: Vec<HeaderView>,
    /// The body.
    pub body: BodyView,
    /// The result of proving it once more; `None` if its endpoint is not served here, or if those
    /// before it on the page took too long.
    pub today: Option<ProofToday>,
    /// The next retry of its sender, if the sender is who it seems to be.
    pub sender_retry: Option<SenderRetry>,
}

/// Lists the unproved requests of an endpoint, the oldest first.
///
/// # Errors
///
/// [`DataError::Store`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
/// use hookport::{console::data::{self, QuarantineQuery}, inbox::Inbox, stores::MemoryStore};
///
/// let inbox = Inbox::new(Arc::new(MemoryStore::new()));
/// let page = data::quarantine(&inbox, &QuarantineQuery::of("shop")).await?;
/// assert!(page.edges.is_empty());
/// # Ok(())
/// # }
/// ```
pub async fn quarantine(
    inbox: &Inbox,
    query: &QuarantineQuery,
) -> Result<Connection<QuarantinedView>, DataError> {
    let started = Instant::now();
    let (mut nodes, mut after) = (Vec::new(), query.after);
    let has_next = 'listing: loop {
        // Each may be long. A look at one holds the beginning of its body alone.
        let page = Page { first: AT_ONCE, after };
        let found = inbox.quarantined(&query.endpoint, page).await?;
        let is_last = found.len() < AT_ONCE;
        for (number, unproved) in found {
            if nodes.len() == query.first {
                break 'listing true;
            }
            let is_late = started.elapsed() > PATIENCE;
            nodes.push((number, view(inbox, number, unproved, is_late).await));
            after = Some(Cursor::behind(number));
        }
        if is_last {
            break false;
        }
    };
    let last = nodes.last().map(|(number, _)| Cursor::behind(*number));
    Ok(Connection::new(nodes, last.filter(|_| has_next)))
}

/// Reads an unproved request of an endpoint.
///
/// # Errors
///
/// [`DataError::NotFound`] if there is none of this number; [`DataError::Store`].
pub async fn quarantined(
    inbox: &Inbox,
    endpoint: &str,
    number: u64,
) -> Result<QuarantinedView, DataError> {
    let unproved = find(inbox, endpoint, number).await?;
    Ok(view(inbox, number, unproved, false).await)
}

async fn find(inbox: &Inbox, endpoint: &str, number: u64) -> Result<Quarantined, DataError> {
    let before = Cursor::behind(number.saturating_sub(1));
    let found = inbox.quarantined(endpoint, Page::first(1).after(before)).await?;
    let found = found.into_iter().find(|(found, _)| *found == number);
    let missing = || DataError::not_found(format!("request {number} in the quarantine"));
    found.map(|(_, unproved)| unproved).ok_or_else(missing)
}

async fn view(inbox: &Inbox, number: u64, unproved: Quarantined, is_late: bool) -> QuarantinedView {
    let rules = inbox.rules(&unproved.endpoint);
    let provider = rules.map(|rules| rules.gate().verifier().provider());
    let today = match rules.filter(|_| !is_late) {
        Some(rules) => Some(proof_today(rules, &unproved).await),
        None => None,
    };
    let hides = Hidden::of(provider, &unproved.uri);
    let after =
        |provider: &Provider| SenderRetry::after(provider, unproved.received_at, inbox.now());
    let headers = unproved.headers.iter();
    QuarantinedView {
        id: number,
        endpoint: unproved.endpoint.to_string(),
        received_at: unproved.received_at.into(),
        method: unproved.method.to_string(),
        target: hides.target(&unproved.uri),
        headers: headers.map(|(name, value)| hides.header(name, value)).collect(),
        body: BodyView::of(&unproved.body, &hides),
        today,
        sender_retry: provider.map(after),
        reason: unproved.reason,
    }
}

async fn proof_today(rules: &EntryRules, unproved: &Quarantined) -> ProofToday {
    let head = (&unproved.method, &unproved.uri, &unproved.headers);
    ProofToday::of(rules, received_again(head, &unproved.body, unproved.received_at)).await
}

/// The number of requests that are in memory with their whole bodies.
const AT_ONCE: usize = 4;

/// The time after which no more requests of a page are proved once more.
const PATIENCE: Duration = Duration::from_millis(20);
