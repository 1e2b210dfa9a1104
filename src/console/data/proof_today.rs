//! The proof of a request by the secrets of today.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};
use serde::Serialize;
use tokio::{task, time::timeout};

use super::DiagnosisView;
use crate::{
    Trust, Verdict,
    inbox::EntryRules,
    receive::{ReceiveError, Received},
};

/// The result of proving a request once more, by the secrets of today and at the time at which it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProofToday {
    /// True if a secret of today proves it.
    pub is_proved: bool,
    /// The label of the secret that matched: its name, or its position counted from 1.
    pub secret: Option<String>,
    /// The reason why it is not proved; `None` if it is.
    pub reason: Option<String>,
    /// The most likely cause of that; `None` if nothing is to be found out.
    pub diagnosis: Option<DiagnosisView>,
}

impl ProofToday {
    /// Proves a request of an endpoint that is served here.
    pub(super) async fn of(rules: &EntryRules, received: Received) -> Self {
        match timeout(PATIENCE, rules.gate().prove(&received)).await {
            Err(_) => Self::refused("its keys or secrets did not come in time"),
            Ok(Ok(Verdict::Delivery(verified))) if verified.trust() == Trust::Unauthenticated => {
                Self::refused("the endpoint accepts what nobody proves")
            }
            Ok(Ok(Verdict::Delivery(verified))) => {
                let position = verified.secret_index().map(|index| (index + 1).to_string());
                let secret = verified.secret_name().map(str::to_owned).or(position);
                Self { is_proved: true, secret, reason: None, diagnosis: None }
            }
            Ok(Ok(Verdict::Handshake(_))) => Self::refused("it is a handshake, and no delivery"),
            Ok(Err(error)) => Self::failed(rules, received, error).await,
        }
    }

    async fn failed(rules: &EntryRules, received: Received, error: ReceiveError) -> Self {
        let reason = error.to_string();
        let by = rules.gate().accounts().is_none().then(|| rules.gate().secrets().current());
        let diagnosis = match (by, error) {
            // What is secret of an account is not known here.
            (Some(by), ReceiveError::Verify(error)) => {
                let diagnose = move || {
                    let found = by.verifier().diagnose(&received.raw(), received.at, &error);
                    DiagnosisView::from(&found)
                };
                task::spawn_blocking(diagnose).await.ok()
            }
            _ => None,
        };
        Self { diagnosis, ..Self::refused(reason) }
    }

    fn refused(reason: impl Into<String>) -> Self {
        Self { is_proved: false, secret: None, reason: Some(reason.into()), diagnosis: None }
    }
}

/// Makes a request once more of what is kept of it.
pub(super) fn received_again(
    (method, uri, headers): (&Method, &Uri, &HeaderMap),
    body: &Bytes,
    at: SystemTime,
) -> Received {
    let (mut parts, ()) = Request::new(()).into_parts();
    (parts.method, parts.uri, parts.headers) = (method.clone(), uri.clone(), headers.clone());
    Received::new(parts, body.clone(), at)
}

/// The time that keys and secrets of others may take.
const PATIENCE: Duration = Duration::from_secs(2);
