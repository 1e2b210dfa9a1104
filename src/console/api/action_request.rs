//! The bodies of actions.

use std::collections::BTreeSet;

use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use super::{number::Number, problem::Problem};
use crate::{
    console::data::{DeliveryQuery, Extent},
    inbox::{EntryId, Filter, Replay, Selection},
};

/// An action on deliveries.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct OnDeliveries {
    #[serde(default, deserialize_with = "present")]
    ids: Option<Vec<Number>>,
    #[serde(default, deserialize_with = "present")]
    filter: Option<FilterBody>,
    #[serde(default)]
    runs: Runs,
    #[serde(default)]
    dry_run: bool,
    #[serde(default, deserialize_with = "present")]
    at_most: Option<Number>,
}

/// A choice of deliveries, as the parameters of a URL have it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FilterBody {
    #[serde(default)]
    failed: bool,
    #[serde(default)]
    state: Vec<String>,
    #[serde(default, deserialize_with = "present")]
    endpoint: Option<String>,
    #[serde(default, deserialize_with = "present")]
    event: Option<String>,
    #[serde(default, deserialize_with = "present")]
    trust: Option<String>,
    #[serde(default, deserialize_with = "present")]
    from: Option<String>,
    #[serde(default, deserialize_with = "present")]
    until: Option<String>,
    #[serde(default, deserialize_with = "present")]
    tenant: Option<String>,
    #[serde(default, deserialize_with = "present")]
    sender_id: Option<String>,
    #[serde(default, deserialize_with = "present")]
    text: Option<String>,
}

/// An action on an endpoint.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct OnEndpoint {
    pub(super) endpoint: String,
}

/// An action on an unproved request.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct OnRequest {
    pub(super) id: Number,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Runs {
    #[default]
    Failed,
    All,
}

impl OnDeliveries {
    /// Returns the deliveries that are chosen.
    pub(super) fn chosen(&self) -> Result<Selection, Problem> {
        match (&self.filter, &self.ids) {
            (None, None) => Err(Problem::unprocessable("one of `ids` and `filter` is required")),
            (Some(_), Some(_)) => {
                Err(Problem::unprocessable("`ids` and `filter` exclude each other"))
            }
            (None, Some(ids)) if ids.is_empty() || ids.len() > MOST => {
                Err(Problem::unprocessable(format!("`ids` must be 1 to {MOST} numbers")))
            }
            (None, Some(ids)) => {
                let ids: BTreeSet<_> = ids.iter().map(|id| EntryId::new(id.get())).collect();
                Ok(Selection::from(ids.into_iter().collect::<Vec<_>>()))
            }
            (Some(filter), None) => Ok(Selection::from(filter.read()?)),
        }
    }

    /// Returns how far the action may go. Whoever changes what a filter finds has counted it before.
    pub(super) fn extent(&self) -> Result<Extent, Problem> {
        match (self.dry_run, self.at_most) {
            (true, _) => Ok(Extent::Dry),
            (false, Some(at_most)) => Ok(Extent::AtMost(at_most.get())),
            (false, None) if self.filter.is_none() => Ok(Extent::All),
            (false, None) => Err(Problem::unprocessable(
                "a filter needs `atMost`: the number of deliveries that `dryRun` has counted",
            )),
        }
    }

    pub(super) const fn runs(&self) -> Replay {
        match self.runs {
            Runs::Failed => Replay::Failed,
            Runs::All => Replay::All,
        }
    }
}

impl FilterBody {
    fn read(&self) -> Result<Filter, Problem> {
        Ok(DeliveryQuery::filter(self.pairs())?)
    }

    fn pairs(&self) -> Vec<(&'static str, &str)> {
        let failed = self.failed.then_some("true");
        let texts = [
            ("failed", failed),
            ("endpoint", self.endpoint.as_deref()),
            ("event", self.event.as_deref()),
            ("trust", self.trust.as_deref()),
            ("from", self.from.as_deref()),
            ("until", self.until.as_deref()),
            ("tenant", self.tenant.as_deref()),
            ("senderId", self.sender_id.as_deref()),
            ("text", self.text.as_deref()),
        ];
        let states = self.state.iter().map(|state| ("state", state.as_str()));
        let texts = texts.into_iter().filter_map(|(name, text)| Some((name, text?)));
        texts.chain(states).collect()
    }
}

/// Reads a member that is there: `null` is none.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    member: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(member).map(Some)
}

/// The body of a request, as JSON.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            let detail = "the body must be JSON, with `Content-Type: application/json`";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
        }
        let body = Bytes::from_request(request, state).await;
        let body = body.map_err(|error| Problem::new(error.status(), error.body_text()))?;
        let wrong =
            |error| Problem::new(StatusCode::BAD_REQUEST, format!("the body is wrong: {error}"));
        serde_json::from_slice(&body).map(Self).map_err(|error: serde_json::Error| wrong(error))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// The highest number of deliveries that are named.
const MOST: usize = 500;
