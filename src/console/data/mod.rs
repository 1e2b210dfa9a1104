//! The data of the console, as plain structs that are JSON too.
//!
//! The pages render these structs, the JSON API serializes them, and the command line prints them. They
//! are made from an [`Inbox`](crate::inbox::Inbox), and hold neither HTML nor a secret: the credentials
//! of a request are hidden.
//!
//! Members are in camelCase. Times are RFC 3339 in UTC with milliseconds, numbers of deliveries and
//! requests are numbers, and cursors are texts.
//!
//! | function | tells |
//! |---|---|
//! | [`overview`] | how the inbox stands |
//! | [`endpoints`] | the endpoints with their events, and how they stand |
//! | [`deliveries`] | a page of deliveries |
//! | [`delivery`], [`body`] | one delivery, and all bytes of its body |
//! | [`dead_letters`], [`dead_letters_of`] | dead letters by what went wrong, of all endpoints or of one |
//! | [`usage`] | what happened, by day, endpoint and event |
//! | [`secrets`] | which secret matched last, and which can go |
//! | [`quarantine`], [`quarantined`] | requests that were not proved, and why |
//! | [`provider_of`] | the sender of an endpoint, also one of your own |
//! | [`target`], [`without_credentials`] | a URL or a request without its credentials |
//! | [`act`], [`act_on_endpoint`], [`discard`] | do something, and tell what was changed |

mod actions;
mod body;
mod connection;
mod dead_letters;
mod deliveries;
mod delivery;
mod delivery_query;
mod delivery_summary;
mod diagnosis;
mod endpoints;
mod error;
mod error_shape;
mod event;
mod handler;
mod hidden;
mod indent;
mod limit;
mod overview;
mod parameters;
mod proof;
mod proof_today;
mod quarantine;
mod quarantine_query;
mod request;
mod run;
mod secrets;
mod sender_retry;
mod time;
mod usage;
mod usage_query;
mod verb;
mod verification;

pub use actions::{Action, ActionResult, Extent, act, act_on_endpoint, discard};
pub use body::{BodyForm, BodyView};
pub use connection::{Connection, Edge, PageInfo};
pub use dead_letters::{DeadGroup, DeadLetters, dead_group, dead_letters, dead_letters_of};
pub use deliveries::deliveries;
pub use delivery::{DeliveryView, SenderAnswer, body, delivery, provider_of};
pub use delivery_query::DeliveryQuery;
pub use delivery_summary::DeliverySummary;
pub use diagnosis::DiagnosisView;
pub use endpoints::{EndpointView, endpoints};
pub use error::{DataError, QueryError};
pub use event::{EventView, SeenEvent};
pub use handler::HandlerView;
pub use hidden::{HIDDEN, HeaderView};
pub use limit::Limit;
pub use overview::{
    OrphanedView, OverviewView, QuarantinedCount, RunCounts, StoppedKeysView, overview,
};
pub use proof_today::ProofToday;
pub use quarantine::{QuarantinedView, quarantine, quarantined};
pub use quarantine_query::QuarantineQuery;
pub use request::{target, without_credentials};
pub use run::{AttemptView, RunView};
pub use secrets::{AccountSecrets, EndpointSecrets, SecretView, secrets};
pub use sender_retry::SenderRetry;
pub use time::Time;
pub use usage::{Counts, DayCounts, UsageReport, UsageRow, UsageSeries, usage};
pub use usage_query::UsageQuery;
pub use verb::Verb;
pub use verification::Verification;
pub(super) use {
    dead_letters::dead_letters_at,
    delivery::delivery_with_body,
    endpoints::{endpoints_at, keeps_only},
    overview::overview_at,
};
