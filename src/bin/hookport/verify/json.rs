//! A judgement as JSON, for scripts. Keys, their order and the reasons are stable.

use std::collections::BTreeMap;

use hookport::{HandshakeResponse, diagnosis::Diagnosis};
use serde::Serialize;
use time::OffsetDateTime;

use super::judgement::{Accepted, Found, ItemFacts, Judgement};

/// One of three shapes with different keys.
#[derive(Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub(crate) enum Json<'a> {
    Accepted {
        accepted: bool,
        trust: &'static str,
        key: Option<usize>,
        event: Option<&'a str>,
        delivery_id: Option<&'a str>,
        tenant: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        items: Option<Vec<ItemJson<'a>>>,
        sent_at: Option<i64>,
    },
    Answered {
        accepted: bool,
        answer: AnswerJson<'a>,
    },
    Refused {
        accepted: bool,
        reason: &'static str,
        cause: &'static str,
        look_at: &'static str,
        diagnosis: String,
    },
}

/// One event of a request that holds many.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ItemJson<'a> {
    event: Option<&'a str>,
    delivery_id: Option<&'a str>,
}

/// The answer to a handshake.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AnswerJson<'a> {
    status: u16,
    headers: BTreeMap<&'a str, String>,
    body: String,
}

/// Returns the object of a judgement.
pub(crate) fn of(judgement: &Judgement) -> Json<'_> {
    match judgement {
        Judgement::Accepted(accepted) => of_accepted(accepted),
        Judgement::Answered(answer) => Json::Answered { accepted: true, answer: of_answer(answer) },
        Judgement::Refused { reason, diagnosis } => of_refused(reason, diagnosis),
    }
}

fn of_refused<'a>(reason: &'static str, diagnosis: &Diagnosis) -> Json<'a> {
    Json::Refused {
        accepted: false,
        reason,
        cause: diagnosis.cause(),
        look_at: diagnosis.place().as_str(),
        diagnosis: diagnosis.to_string(),
    }
}

/// Returns the object of a request that was recorded without its credentials.
#[cfg(feature = "cli")]
pub(super) fn without_credentials(reason: &'static str, why: &str) -> Json<'static> {
    let (cause, look_at) = ("without_credentials", "request");
    Json::Refused { accepted: false, reason, cause, look_at, diagnosis: why.to_owned() }
}

fn of_accepted(found: &Accepted) -> Json<'_> {
    Json::Accepted {
        accepted: true,
        trust: found.trust.as_str(),
        key: found.key,
        event: text(found.event.as_ref()),
        delivery_id: text(found.delivery_id.as_ref()),
        tenant: text(found.tenant.as_ref()),
        items: found.items.as_ref().map(|items| items.iter().map(of_item).collect()),
        sent_at: found.sent_at.map(|at| OffsetDateTime::from(at).unix_timestamp()),
    }
}

fn of_item(item: &ItemFacts) -> ItemJson<'_> {
    ItemJson { event: text(item.event.as_ref()), delivery_id: text(item.delivery_id.as_ref()) }
}

fn text(found: Option<&Found>) -> Option<&str> {
    found.map(|found| found.text.as_str())
}

fn of_answer(answer: &HandshakeResponse) -> AnswerJson<'_> {
    let headers = answer.headers.iter();
    AnswerJson {
        status: answer.status.as_u16(),
        headers: headers
            .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes()).into()))
            .collect(),
        body: String::from_utf8_lossy(&answer.body).into(),
    }
}
