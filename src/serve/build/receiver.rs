//! The whole receiver.

use std::{sync::Arc, time::Duration};

use super::{Building, Opening, PassedOn, endpoint::BuiltEndpoint};
use crate::{
    Provider, Receiver, SenderRetries,
    serve::{
        config::{Config, Endpoint, KeyPath, Mistake},
        problem::{self, Problems},
        secrets::Values,
        summary::Summary,
    },
    stores::MemoryStore,
    worker,
};

/// A receiver without its store, and what is shown of it.
pub(in crate::serve) struct Built {
    /// With an empty store in memory, in place of its own.
    pub(in crate::serve) receiver: Receiver,
    pub(in crate::serve) endpoints: Vec<Summary>,
    pub(in crate::serve) warnings: Vec<problem::Problem>,
    pub(in crate::serve) passed_on: PassedOn,
}

/// Makes a receiver, or tells all mistakes.
pub(in crate::serve) fn built(
    config: &Config,
    values: &Values,
    opening: Opening<'_>,
) -> Result<Built, Problems> {
    let mut building = Building::new(config, values, opening);
    building.check_top();
    let top = config.top();
    let receiver = Receiver::new(Arc::new(MemoryStore::default()));
    let receiver = receiver.role(config.role());
    let receiver = top.limits.set(receiver).retention((&top.retention).into());
    let receiver = receiver.trusted_proxies(top.trusted_proxies.iter().map(|it| it.0));
    let receiver = building.with_tls(receiver, top.tls.as_ref());
    let receiver = building.with_console(receiver, top.console.as_ref());
    let receiver = building.with_metrics(receiver);
    #[cfg(feature = "otlp")]
    building.otlp();
    let (mut receiver, mut endpoints, mut senders) = (receiver, Vec::new(), Vec::new());
    for (index, endpoint) in top.endpoints.iter().enumerate() {
        let Some(built) = building.endpoint(endpoint, &KeyPath::endpoint(index)) else { continue };
        let BuiltEndpoint { path, endpoint, summary, runs_for, duties } = built;
        receiver = receiver.endpoint(path, endpoint).with_duties(duties);
        endpoints.push((index, summary));
        senders.extend(runs_for);
    }
    building.check_receiver(&receiver, &endpoints);
    building.note_retention(&senders);
    let Building { mistakes, warnings, passed_on, .. } = building;
    config.document().refuse(mistakes)?;
    let warnings = config.document().problems(warnings);
    let endpoints = endpoints.into_iter().map(|(_, summary)| summary).collect();
    Ok(Built { receiver, endpoints, warnings, passed_on })
}

impl Building<'_> {
    /// Notes what the receiver says of itself, at the keys that it is about.
    fn check_receiver(&mut self, receiver: &Receiver, endpoints: &[(usize, Summary)]) {
        for problem in receiver.problems() {
            let at = key_of(problem.key(), &self.config.top().endpoints, endpoints);
            let sentence = super::source::in_words_of_the_file(problem.mistake());
            // A path that is taken makes a name that is taken.
            if !self.is_mistaken(&at) {
                self.mistakes.push(Mistake::new(at, sentence));
            }
        }
    }

    /// Returns the time for which deliveries are kept that are done.
    pub(super) fn done_kept_for(&self) -> Duration {
        worker::Retention::from(&self.config.top().retention).done()
    }

    /// Notes that a delivery is forgotten while its sender may still repeat it.
    fn note_retention(&mut self, senders: &[Provider]) {
        let done = self.done_kept_for();
        let repeating = senders.iter().filter_map(|sender| Some((repeated_for(sender)?, sender)));
        let Some((longest, sender)) = repeating.max_by_key(|(time, _)| *time) else { return };
        if done.is_zero() || done < longest {
            let sender = sender.name();
            let problem = format!(
                "is shorter than `{sender}` may repeat a delivery: one that is repeated later runs again"
            );
            self.warn(KeyPath::key("retention").and("done"), problem);
        }
    }
}

/// Returns how long a sender repeats a delivery, zero if nobody knows; `None` if it never does.
fn repeated_for(sender: &Provider) -> Option<Duration> {
    match sender.retries() {
        SenderRetries::Never => None,
        SenderRetries::After(waits) => Some(waits.iter().sum()),
        SenderRetries::Unknown | SenderRetries::Described(_) => Some(Duration::ZERO),
    }
}

/// Returns the key of the file that a problem of a receiver is about.
fn key_of(key: &str, written: &[Endpoint], built: &[(usize, Summary)]) -> KeyPath {
    let last = |is: &dyn Fn(&Summary) -> bool| {
        built.iter().rev().find(|(_, summary)| is(summary)).map(|(index, _)| *index)
    };
    if let Some(index) = last(&|summary| summary.path == key) {
        return KeyPath::endpoint(index).and("path");
    }
    if let Some(index) = last(&|summary| summary.name == key) {
        let has_name = written.get(index).is_some_and(|endpoint| endpoint.name.is_some());
        return KeyPath::endpoint(index).and(if has_name { "name" } else { "path" });
    }
    let of_endpoint = |summary: &Summary| key.strip_prefix(&*summary.name)?.strip_prefix('.');
    let found = built.iter().find_map(|(index, summary)| Some((*index, of_endpoint(summary)?)));
    match found {
        Some((index, setting)) => key_in_endpoint(index, setting, written),
        None if key == "trusted_proxies" => KeyPath::key("trusted-proxies"),
        None => KeyPath::key("limits").and(&key_of_setting(key)),
    }
}

/// Returns the key of a setting of an endpoint, or of one of its destinations: `app.formerly`.
fn key_in_endpoint(index: usize, setting: &str, written: &[Endpoint]) -> KeyPath {
    let at = KeyPath::endpoint(index);
    let mut destinations = written.iter().skip(index).take(1).flat_map(|it| it.destinations.iter());
    let of_destination = destinations.position(|destination| {
        let name = destination.name.as_deref().unwrap_or("destination");
        setting.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
    });
    match of_destination.zip(setting.rsplit_once('.')) {
        Some((position, (_, key))) => at.and("destinations").at(position).and(&key_of_setting(key)),
        None => at.and(&key_of_setting(setting)),
    }
}

/// Returns the key of a method of the builders.
fn key_of_setting(method: &str) -> String {
    match method {
        "named" => "name".to_owned(),
        "unproved_limit" => "unproved-bytes".to_owned(),
        "max_requests_per_connection" => "requests-per-connection".to_owned(),
        other => other.replace('_', "-"),
    }
}
