//! The events of an endpoint.

use std::{collections::BTreeSet, time::SystemTime};

use serde::Serialize;

use super::{Time, Verb};
use crate::{inbox::Newest, router::Hosted};

/// An event that an endpoint declares, or that came to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EventView {
    /// The names that the endpoint declares, of which `*` stands for any text.
    pub names: Vec<String>,
    /// True if it stands for all events that no other one of the endpoint takes.
    pub is_rest: bool,
    /// True if the endpoint declares it. Else it only came.
    pub is_declared: bool,
    /// The handlers that run for it.
    pub handlers: Vec<String>,
    /// The verb, as far as the names say so.
    pub verbs: Vec<Verb>,
    /// The time of the last delivery that is kept.
    pub last_received_at: Option<Time>,
    /// The seconds since then.
    pub silent_seconds: Option<u64>,
    /// The names that came.
    pub seen: Vec<SeenEvent>,
}

/// A name of an event that came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SeenEvent {
    /// The name; empty if the delivery has none.
    pub name: String,
    /// The verb, as far as the name says so.
    pub verb: Option<Verb>,
    /// The time of the last delivery that is kept.
    pub last_received_at: Time,
    /// The seconds since then.
    pub silent_seconds: u64,
}

/// Returns the events that an endpoint declares, then those that only came.
pub(super) fn events_of(
    hosted: Option<&dyn Hosted>,
    newest: &[Newest],
    now: SystemTime,
) -> Vec<EventView> {
    let takes = |at, one: &Newest| hosted.is_some_and(|hosted| hosted.takes_name(at, &one.event));
    let seen = |one: &Newest| SeenEvent::of(one, now);
    let declared = hosted.map(Hosted::events).unwrap_or_default().into_iter().enumerate();
    let mut events: Vec<_> = declared
        .map(|(at, event)| {
            let of_event = newest.iter().filter(|one| takes(at, one));
            let all = || vec!["*".to_owned()];
            let is_rest = event.names.is_empty();
            let names = if is_rest { all() } else { event.names };
            let handlers = event.handlers.iter().map(ToString::to_string).collect();
            EventView { is_rest, ..EventView::of(names, handlers, of_event.map(seen).collect()) }
        })
        .collect();
    let declared = events.len();
    // Of destinations, several may have the same filter for names.
    merge_equal(&mut events);
    let others = newest.iter().filter(|one| !(0..declared).any(|at| takes(at, one)));
    events.extend(others.map(|one| EventView {
        is_declared: false,
        ..EventView::of(vec![one.event.to_string()], Vec::new(), vec![seen(one)])
    }));
    events
}

/// Makes one event of those with the same names.
fn merge_equal(events: &mut Vec<EventView>) {
    let mut merged: Vec<EventView> = Vec::new();
    for event in events.drain(..) {
        match merged.iter_mut().find(|other| other.names == event.names) {
            Some(other) => other.handlers.extend(event.handlers),
            None => merged.push(event),
        }
    }
    *events = merged;
}

impl EventView {
    fn of(names: Vec<String>, handlers: Vec<String>, seen: Vec<SeenEvent>) -> Self {
        let of_names = names.iter().filter_map(|name| Verb::of(name));
        let verbs: BTreeSet<Verb> =
            of_names.chain(seen.iter().filter_map(|one| one.verb)).collect();
        Self {
            names,
            is_rest: false,
            is_declared: true,
            handlers,
            verbs: verbs.into_iter().collect(),
            last_received_at: seen.iter().map(|one| one.last_received_at).max(),
            silent_seconds: seen.iter().map(|one| one.silent_seconds).min(),
            seen,
        }
    }
}

impl SeenEvent {
    fn of(newest: &Newest, now: SystemTime) -> Self {
        let last_received_at = Time::from(newest.received_at);
        Self {
            name: newest.event.to_string(),
            verb: Verb::of(&newest.event),
            last_received_at,
            silent_seconds: last_received_at.seconds_until(now),
        }
    }
}
