//! A table of `[[endpoints]]`.

use std::{collections::BTreeMap, path::PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    destination::Destination,
    forms::{Count, Network, Rate, Size, Span},
    place::{Place, known},
    reply::Reply,
    retries::Retries,
    secret::SecretFrom,
};
use crate::{Field, Provider, receiver::default_name};

/// An endpoint: where deliveries come, who sends them, and how they are kept and run.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
#[expect(clippy::struct_excessive_bools, reason = "each is a key that a person turns on")]
pub(crate) struct Endpoint {
    pub(crate) name: Option<String>,
    pub(crate) path: Option<String>,

    pub(crate) provider: Option<String>,
    pub(crate) provider_file: Option<PathBuf>,
    pub(crate) sender: Option<Map<String, Value>>,

    pub(crate) secrets: Vec<SecretFrom>,
    pub(crate) verify_token: Option<SecretFrom>,
    pub(crate) decryption_keys: Vec<SecretFrom>,
    pub(crate) settings: BTreeMap<String, String>,
    pub(crate) unauthenticated: bool,
    pub(crate) accounts: Option<Accounts>,
    pub(crate) public_url: Option<String>,
    pub(crate) tolerance: Option<Span>,
    pub(crate) trusted_roots: Vec<PathBuf>,
    pub(crate) documents: BTreeMap<String, PathBuf>,
    pub(crate) answer_probes: bool,

    pub(crate) body_limit: Option<Size>,
    pub(crate) read_timeout: Option<Span>,
    pub(crate) accept_encoded_bodies: bool,

    pub(crate) allow_from: Option<Vec<Network>>,
    pub(crate) rate_limit: Option<Rate>,
    pub(crate) rate_limit_of_tenant: Option<Rate>,
    pub(crate) quarantine: Option<u64>,
    pub(crate) deduplicated_by: Option<SameBy>,
    pub(crate) deduplicated_within: Option<Span>,
    pub(crate) ordered_by: Option<Place>,
    pub(crate) lets_pass: bool,
    pub(crate) stops_at_dead_letter: bool,
    pub(crate) version: Option<Place>,
    pub(crate) run_stale: bool,
    pub(crate) retries: Option<Retries>,
    pub(crate) concurrency: Option<Count>,
    pub(crate) refuse_while_paused: bool,
    pub(crate) store_only: bool,
    pub(crate) reply: Option<Reply>,
    pub(crate) destinations: Vec<Destination>,
}

impl Endpoint {
    /// Returns its name in the inbox.
    pub(crate) fn name(&self, provider: &Provider) -> String {
        let path = self.path.as_deref().unwrap_or_default();
        self.name.clone().unwrap_or_else(|| default_name(path, provider.name()))
    }
}

/// Accounts (tenants), each with secrets of its own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
pub(crate) struct Accounts {
    pub(crate) in_path: Option<String>,
    pub(crate) at: Option<Place>,
    pub(crate) secrets: BTreeMap<String, Vec<SecretFrom>>,
    pub(crate) file: Option<PathBuf>,
    pub(crate) in_inbox: bool,
}

/// The values that two deliveries share if they are the same one.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Value")]
pub(crate) enum SameBy {
    /// The id that the sender gives, or what the provider says.
    SenderId,
    Body,
    /// The text in a place, or the texts in several.
    Places(Field),
}

impl TryFrom<Value> for SameBy {
    type Error = String;

    fn try_from(written: Value) -> Result<Self, String> {
        match written {
            Value::String(word) if word == "sender-id" => return Ok(Self::SenderId),
            Value::String(word) if word == "body" => return Ok(Self::Body),
            Value::Array(places) => joined(places),
            one => known(&one),
        }
        .map(Self::Places)
        .map_err(|error| {
            format!("expected `sender-id`, `body`, a place, or a list of places: {error}")
        })
    }
}

/// Returns the texts of all places as one.
fn joined(places: Vec<Value>) -> Result<Field, String> {
    let join = |rest: Value, first| json!({ "pair": { "first": first, "second": rest, "separator": "\u{1f}" } });
    let pair = places.into_iter().rev().reduce(join).ok_or("the list is empty")?;
    known(&pair)
}
