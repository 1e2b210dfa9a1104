//! The filter of commands that take many deliveries.

use std::time::SystemTime;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use hookport::{
    Trust,
    inbox::{EntryState, Filter},
};

use super::when;

/// A choice of deliveries. Without any, all are chosen.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Filter")]
pub(crate) struct Choice {
    /// Dead ones, and those that failed and are tried again: `--state dead --state retry`.
    #[arg(long, conflicts_with = "state")]
    failed: bool,
    /// The endpoint that they came to.
    #[arg(long, value_name = "NAME")]
    endpoint: Option<String>,
    /// The name of the event, as a whole.
    #[arg(long, value_name = "NAME")]
    event: Option<String>,
    /// A state that they may be in; may be repeated.
    #[arg(long, value_parser = state())]
    state: Vec<EntryState>,
    /// The level of proof.
    #[arg(long, value_parser = trust())]
    trust: Option<Trust>,
    /// The earliest time of receipt: an age as `2h`, or a time in UTC as `2026-01-31`.
    #[arg(long, value_name = "TIME", value_parser = when::time)]
    since: Option<SystemTime>,
    /// The time before which they came, in the same forms.
    #[arg(long, value_name = "TIME", value_parser = when::time)]
    until: Option<SystemTime>,
    /// The account, store or workspace at the sender.
    #[arg(long, value_name = "NAME")]
    tenant: Option<String>,
    /// A text in the body; upper and lower case are different.
    #[arg(long)]
    text: Option<String>,
    /// The id that the sender gave.
    #[arg(long, value_name = "ID")]
    sender_id: Option<String>,
}

impl Choice {
    /// Returns the filter.
    pub(crate) fn filter(&self) -> Filter {
        let mut filter = Filter::new();
        filter.endpoint.clone_from(&self.endpoint);
        filter.event.clone_from(&self.event);
        filter.states.clone_from(&self.state);
        if self.failed {
            filter.states = EntryState::FAILED.to_vec();
        }
        filter.trust = self.trust;
        filter.from = self.since;
        filter.until = self.until;
        filter.tenant.clone_from(&self.tenant);
        filter.text.clone_from(&self.text);
        filter.sender_id.clone_from(&self.sender_id);
        filter
    }
}

fn state() -> impl TypedValueParser<Value = EntryState> {
    let words = EntryState::ALL.map(EntryState::as_str);
    PossibleValuesParser::new(words)
        .try_map(|word| EntryState::from_word(&word).ok_or("unknown state"))
}

fn trust() -> impl TypedValueParser<Value = Trust> {
    let words = Trust::ALL.map(Trust::as_str);
    PossibleValuesParser::new(words).try_map(|word| Trust::from_word(&word).ok_or("unknown level"))
}
