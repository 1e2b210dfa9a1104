//! Signed replies: what a sender wants to be signed of an answer.

use super::{Encoding, Hash};

/// The signature of a reply, for a sender that believes an answer only if it is signed (`WorkOS` Actions).
///
/// A handler [replies](crate::Reply) with a JSON object that has the `signed` member, an object too. The
/// endpoint puts the time in milliseconds into it, and beside it the HMAC of `<time>.<member>` under the
/// secret that has proved the request. Only what a handler replies is signed, and nothing that is not JSON.
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use std::time::{Duration, UNIX_EPOCH};
/// use hookport::{
///     EventRouter, Field, Provider, Reply, WebhookEvent,
///     scheme::{Hash, ReplySignature, Signature},
///     testing::{HandClock, Signer, deliver},
/// };
/// use serde_json::json;
///
/// const ACME: Provider = Provider::new("acme")
///     .signed_with(Signature::hmac_sha256("x-acme-signature"))
///     .names_event_in(&[Field::Json("/type")])
///     .signs_replies(&ReplySignature::hmac(Hash::Sha256));
///
/// #[derive(WebhookEvent)]
/// #[event(payload = "")]
/// enum AcmeEvent {
///     #[event("login")]
///     Login(serde_json::Value),
/// }
///
/// let acme = EventRouter::new(ACME.secret("made-up"))
///     .on(AcmeEvent::LOGIN, async |_: serde_json::Value| Reply::json(&json!({"payload": {"verdict": "Allow"}})))
///     .clock(HandClock::new(1_700_000_000))
///     .with_state(());
///
/// let answer = deliver(&acme, Signer::new(ACME, "made-up").sign(r#"{"type":"login"}"#)?).await;
/// let body = std::str::from_utf8(answer.body())?;
/// assert!(body.contains(r#""payload":{"timestamp":1700000000000,"verdict":"Allow"}"#), "{body}");
/// assert!(body.starts_with(r#"{"signature":""#));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case", deny_unknown_fields)
)]
#[must_use]
pub struct ReplySignature {
    pub(crate) hash: Hash,
    pub(crate) encoding: Encoding,
    pub(crate) signed: &'static str,
    pub(crate) time: &'static str,
    pub(crate) signature: &'static str,
}

impl ReplySignature {
    /// Makes an HMAC with this hash, in hex, in the member `signature`. It covers the member `payload`, whose
    /// member `timestamp` gets the time.
    pub const fn hmac(hash: Hash) -> Self {
        Self {
            hash,
            encoding: Encoding::Hex,
            signed: "payload",
            time: "timestamp",
            signature: "signature",
        }
    }

    /// Sets the encoding of the HMAC.
    pub const fn encoded(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// Sets the names of the member that is signed, of the time in it, and of the signature beside it.
    pub const fn with_members(
        mut self,
        signed: &'static str,
        time: &'static str,
        signature: &'static str,
    ) -> Self {
        (self.signed, self.time, self.signature) = (signed, time, signature);
        self
    }

    /// Returns the hash of the HMAC.
    pub const fn hash(&self) -> Hash {
        self.hash
    }
}
