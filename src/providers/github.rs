//! GitHub.

use std::time::Duration;

use super::{Provider, Retries};
use crate::{
    Value,
    verify::{Grammar, Signature},
};

/// GitHub: `X-Hub-Signature-256: sha256=<hex>` over the body.
///
/// There is no timestamp. Event name and delivery id lie in headers that are not signed. The older
/// `X-Hub-Signature` with SHA-1 never replaces a missing signature.
pub const GITHUB: Provider = Provider::new("github")
    .docs("https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries")
    .signed_with(
        Signature::hmac_sha256("x-hub-signature-256").written_as(Grammar::Prefix("sha256=")),
    )
    .event_name(&[Value::Header("x-github-event")])
    .delivery_id(&[Value::Header("x-github-delivery")])
    .json_in_form_field("payload")
    .deadline(Duration::from_secs(10))
    .retries(Retries::Never)
    .notes(&[
        "A redelivery, by hand or through the API, has the delivery id of the first one.",
        "The first delivery is the event `ping`.",
    ]);
