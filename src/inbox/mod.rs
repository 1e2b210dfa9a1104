//! The durable inbox: a 2xx means that the delivery is on disk, and that each of its handlers will
//! run.
//!
//! Senders wait a few seconds, try again by rules of their own or never, send twice, and send out of
//! order. The inbox commits a delivery to a [`Store`] before the sender gets its 2xx. Then a
//! [worker](crate::worker) runs the handlers: each with its own retries, in order where you set an
//! ordering key, and exactly once where the store has a transaction for the handler.
//!
//! # Words
//!
//! An [entry](NewEntry) is a kept delivery. A [run](Run) is one handler's work on it. A run is
//! claimed under a [lease](Lease), tried, and [settled](Settlement); each try is an
//! [attempt](Attempt). A run that failed for the last time is dead, until somebody replays it.
//!
//! ```text
//!                 ┌─────── its turn ──────┐
//!   held ─────────┘                       ▼
//!                received ──claim──▶  running ──▶ done, stale, dead
//!                    ▲                  │  ▲
//!                    │ replay           ▼  │ claim, when due
//!     dead, cancelled                 retry
//! ```
//!
//! A replay makes a run in `retry` due at once.
//!
//! # Who uses what
//!
//! | you | take |
//! |---|---|
//! | receive deliveries | [`Receiver`](crate::Receiver), with an [`IdempotencyKey`] and an [`OrderingKey`] |
//! | look after an inbox | [`Inbox`]: log, replay, cancel, pause, resume, reverify |
//! | watch it | [`Overview`] for the state of now, [`Usage`] for the counts of days |
//! | keep it in another database | [`Store`], and its tests (`conformance`, feature `testing`) |
//!
//! # Replays
//!
//! Somebody who has recorded a genuine delivery can send it again. It is a duplicate if its
//! [key](IdempotencyKey) is in the inbox, and refused if its signed time is too old. What a sender does
//! not sign can be changed, and then the key is another one:
//!
//! | provider | signed | a recorded delivery is handled again | remedy |
//! |---|---|---|---|
//! | `stripe`, `standard-webhooks`, `svix`, `gitlab` with a signing token, events of `slack`, interactions of `discord`, `twitch` | id, time, body | never | |
//! | `square` | id, URL, body | after retention has removed the first one | |
//! | `zoom`, commands and interactions of `slack`, webhook events of `discord` | time, body | under another query, for five minutes | [`IdempotencyKey::body`] |
//! | `meta`, `xero` | body | under another query | [`IdempotencyKey::body`]: once until retention has removed the first one |
//! | `cassa-in-cloud` | body | under another query or event name | the same, once for each event name |
//! | `github`, `shopify`, `shopify-events` | body | under another id, query or event name | the same, once for each event name |
//! | `twilio`, `twilio-shared-key` | URL, fields | under another id | [`IdempotencyKey::body`]: once until retention has removed the first one |
//! | `gitlab` with a secret token, `telegram`, `routal`, `zonos`, `cargoson`, `rabbot` | nothing | always, and with any content, by whoever knows the token | keep the token secret |
//!
//! By [`IdempotencyKey::body`], two events with equal bodies are one delivery, and so they are by default
//! if their sender gives no id. [`IdempotencyKey::within`] sets for how long.
//!
//! In the examples of this module, `order_paid("evt_1")` is a [`NewEntry`] of the sender `acme` for
//! the handler `ship` of the endpoint `shop`; `dead_letter` has it fail; `at(5)` is five seconds
//! after its arrival; and `ask(5)` is a [`ClaimRequest`] for `ship` at that time.
//!
//! # A tool for operators
//!
//! It opens the store of the receiver, in a process of its own or behind a page of yours that asks
//! who is there:
//!
//! ```
#![doc = include_str!("example.txt")]
//! use std::error::Error;
//! use hookport::inbox::{EntryId, EntryState, Filter, Inbox, Page, Replay};
//!
//! /// Runs a command, as `replay shop`, and returns what to print.
//! async fn run(inbox: &Inbox, command: &str) -> Result<String, Box<dyn Error>> {
//!     let dead = |endpoint| Filter::new().endpoint(endpoint).states([EntryState::Dead]);
//!     let words: Vec<&str> = command.split(' ').collect();
//!     Ok(match words[..] {
//!         ["dead", endpoint] => {
//!             let listing = inbox.log(dead(endpoint), Page::first(50)).await?;
//!             let ids: Vec<_> = listing.entries.iter().map(|entry| entry.id.to_string()).collect();
//!             ids.join(" ")
//!         }
//!         ["show", id] => {
//!             let id = EntryId::new(id.parse()?);
//!             let record = inbox.read(id).await?.ok_or("no such entry")?;
//!             let attempts = record.runs.iter().flat_map(|run| &run.attempts);
//!             let errors: Vec<_> = attempts.filter_map(|attempt| attempt.error.as_deref()).collect();
//!             errors.join("\n")
//!         }
//!         ["replay", endpoint] => {
//!             let runs = inbox.replay(dead(endpoint), Replay::Failed).await?;
//!             format!("{runs} runs are run again")
//!         }
//!         ["cancel", id] => {
//!             let runs = inbox.cancel(EntryId::new(id.parse()?)).await?;
//!             format!("{runs} runs are cancelled")
//!         }
//!         ["pause", endpoint] => inbox.pause(endpoint).await.map(|()| "paused".to_owned())?,
//!         ["resume", endpoint] => inbox.resume(endpoint).await.map(|()| "resumed".to_owned())?,
//!         _ => return Err("usage: dead|replay|pause|resume ENDPOINT, show|cancel ENTRY".into()),
//!     })
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn Error>> {
//! # let store = std::sync::Arc::new(hookport::stores::MemoryStore::new());
//! # dead_letter(&*store, "evt_1").await?;
//! let inbox = Inbox::new(store); // with one dead letter
//!
//! assert_eq!(run(&inbox, "dead shop").await?, "1");
//! assert_eq!(run(&inbox, "show 1").await?, "no such account");
//! assert_eq!(run(&inbox, "replay shop").await?, "1 runs are run again");
//! let error = run(&inbox, "pause garden").await.unwrap_err();
//! assert_eq!(error.to_string(), "no endpoint `garden` here");
//! # Ok(())
//! # }
//! ```
#![doc = include_str!("promises.md")]

#[cfg(feature = "testing")]
pub mod conformance;

mod change;
mod dead_run;
mod entry;
mod entry_extractor;
mod error;
mod facts;
mod filter;
mod finder;
mod hand_over;
mod handle;
mod handlers;
mod keys;
mod load;
mod names;
mod newest;
mod ordering;
mod overview;
mod paused;
mod prunable;
mod quarantine;
mod rights;
mod rules;
mod run;
mod secrets;
mod selection;
mod siblings;
mod state;
mod store;
mod store_future;
mod target;
mod usage;
mod view;

pub use change::{Change, EndpointHandlers, HandlerNames, Prune, Replay};
pub use dead_run::DeadRun;
pub use entry::{Accepted, EntryId, Key, NewEntry, NewRun, Order, ROUTE};
pub use error::{InboxError, StoreError};
pub(crate) use facts::{EndpointFacts, Rate};
pub use filter::{Cursor, Filter, Page};
pub use handle::Inbox;
pub(crate) use handlers::Handlers;
pub use keys::IdempotencyKey;
pub use load::{PoolLoad, StoreLoad};
pub(crate) use names::LONGEST_NAME;
pub use newest::Newest;
pub use ordering::OrderingKey;
pub(crate) use ordering::version_problem;
pub use overview::{FirstDue, FormerName, OrphanedRuns, Overview, RunCount, StoppedKeys};
pub(crate) use paused::Paused;
pub use prunable::Prunable;
pub use quarantine::Reverified;
pub use rights::{Duty, MissingRights};
pub(crate) use rules::{Entries, EntryRules, Made, NotSplit};
pub use run::{
    CLOCK_SLACK, ClaimRequest, Claimed, Claims, Ended, Lease, Quota, Settled, Settlement,
};
pub use selection::Selection;
pub use state::{AttemptResult, EntryState, RunState};
pub use store::Store;
pub use store_future::StoreFuture;
pub use usage::{Day, Tally, Usage};
pub use view::{Attempt, Listing, Quarantined, Record, Run, Summary};
