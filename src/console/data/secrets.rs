//! The secrets of the endpoints, without their values.

use std::time::{Duration, SystemTime};

use serde::Serialize;

use super::Time;
use crate::{
    inbox::{EntryRules, Inbox},
    secrets::SecretUsage,
};

/// The secrets of one endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EndpointSecrets {
    /// The name of the endpoint.
    pub endpoint: String,
    /// True if each account has secrets of its own.
    pub has_accounts: bool,
    /// True if it accepts what nobody proves.
    pub is_unauthenticated: bool,
    /// Its secrets, the newest one first; none if it has accounts.
    pub secrets: Vec<SecretView>,
    /// Some of the accounts whose secrets are in memory.
    pub accounts: Vec<AccountSecrets>,
}

/// The secrets of one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AccountSecrets {
    /// The name of the account.
    pub account: String,
    /// Its secrets, the newest one first.
    pub secrets: Vec<SecretView>,
}

/// A secret, by its label. Its uses are counted since the start of this process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SecretView {
    /// Its name, or its position counted from 1.
    pub label: String,
    /// Its position, counted from 1: the first one is the newest.
    pub position: usize,
    /// The number of deliveries that it has proved.
    pub deliveries: u64,
    /// The time of the last one.
    pub last_used_at: Option<Time>,
    /// The time since which it is watched.
    pub watched_since: Option<Time>,
    /// True if a newer one is in use, and this one has proved nothing for a week: it can go.
    pub can_go: bool,
}

/// Lists the secrets of the endpoints that are served here.
///
/// ```
/// use std::sync::Arc;
/// use hookport::{console::data, inbox::Inbox, stores::MemoryStore};
///
/// let inbox = Inbox::new(Arc::new(MemoryStore::new()));
/// assert!(data::secrets(&inbox).is_empty());
/// ```
pub fn secrets(inbox: &Inbox) -> Vec<EndpointSecrets> {
    let now = inbox.now();
    inbox.served().iter().map(|rules| of_endpoint(rules, now)).collect()
}

fn of_endpoint(rules: &EntryRules, now: SystemTime) -> EndpointSecrets {
    let gate = rules.gate();
    let mut view = EndpointSecrets {
        endpoint: rules.name().to_string(),
        has_accounts: gate.accounts().is_some(),
        is_unauthenticated: gate.secrets().current().verifier().source().unauthenticated,
        secrets: Vec::new(),
        accounts: Vec::new(),
    };
    match gate.accounts() {
        None => {
            let secrets = gate.secrets();
            view.secrets = views(secrets.usage(), &secrets.retirable(now, QUIET));
        }
        Some(accounts) => {
            view.is_unauthenticated = false;
            let in_memory = accounts.in_memory().into_iter().take(ACCOUNTS);
            view.accounts.extend(in_memory.map(|account| AccountSecrets {
                secrets: views(accounts.usage(&account), &accounts.retirable(&account, now, QUIET)),
                account: account.to_string(),
            }));
        }
    }
    view
}

fn views(usage: Vec<SecretUsage>, retirable: &[SecretUsage]) -> Vec<SecretView> {
    let view = |secret: SecretUsage| SecretView {
        label: secret.label().to_string(),
        position: secret.index + 1,
        deliveries: secret.deliveries,
        last_used_at: secret.last_used.map(Time::from),
        watched_since: secret.watched_since.map(Time::from),
        can_go: retirable.iter().any(|other| other.index == secret.index),
    };
    usage.into_iter().map(view).collect()
}

/// The time for which a secret must have proved nothing.
const QUIET: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The highest number of accounts that are listed.
const ACCOUNTS: usize = 100;
