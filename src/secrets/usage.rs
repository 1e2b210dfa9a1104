//! The record of a secret, as a value.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

/// The uses of one secret by this process: how many deliveries it has proved, and when the last one.
///
/// It is in memory: a restart begins at zero, and each process has its own. A receiver that takes the place of another
/// one (`receiver::reloads`) goes on with the record of each secret that both have. An account that gives way to
/// [others](super::Accounts::at_most) begins at zero too. The metric `hookport_secret_used_total` counts
/// the same for all of them.
///
/// ```
/// use hookport::{ReceiveLayer, Secret, providers};
///
/// let layer = ReceiveLayer::new(providers::GITHUB.secret(Secret::new("made-up").named("autumn")));
///
/// let usage = &layer.secrets().usage()[0];
/// assert_eq!((usage.label(), usage.deliveries, usage.last_used), ("autumn".into(), 0, None));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecretUsage {
    /// The position among the secrets, counted from 0. The first one is the newest.
    pub index: usize,
    /// The [name](crate::Secret::named), if it has one.
    pub name: Option<Arc<str>>,
    /// The deliveries that it has proved, since the process has started or first had it.
    pub deliveries: u64,
    /// The time of the last one, in whole seconds.
    pub last_used: Option<SystemTime>,
    /// The time of the first delivery that was proved while this process had the secret, by whichever
    /// secret, in whole seconds: it has been watched since then.
    pub watched_since: Option<SystemTime>,
}

impl SecretUsage {
    /// Returns the name, or else the position counted from 1, as a metric labels it.
    pub fn label(&self) -> Arc<str> {
        self.name.clone().unwrap_or_else(|| (self.index + 1).to_string().into())
    }

    /// Returns whether the secret was watched for the time `quiet` before `now`, and has proved nothing in
    /// it.
    fn is_quiet(&self, now: SystemTime, quiet: Duration) -> bool {
        let since = self.last_used.max(self.watched_since);
        since.is_some_and(|since| now.duration_since(since).is_ok_and(|time| time >= quiet))
    }

    fn is_used(&self, now: SystemTime, quiet: Duration) -> bool {
        self.last_used
            .is_some_and(|last| now.duration_since(last).map_or(true, |time| time < quiet))
    }
}

/// Returns the secrets that have proved nothing for the time `quiet`, while a newer one has.
pub(super) fn retirable(
    usage: Vec<SecretUsage>,
    now: SystemTime,
    quiet: Duration,
) -> Vec<SecretUsage> {
    let in_use = usage.iter().position(|secret| secret.is_used(now, quiet));
    let older = usage.into_iter().filter(|secret| in_use.is_some_and(|at| secret.index > at));
    older.filter(|secret| secret.is_quiet(now, quiet)).collect()
}
