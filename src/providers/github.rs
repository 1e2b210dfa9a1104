//! GitHub.

use std::time::Duration;

use crate::{
    Field, Provider, SenderRetries,
    scheme::{Grammar, Signature},
};

/// GitHub: `X-Hub-Signature-256: sha256=<hex>` over the body.
///
/// There is no timestamp. A header names the event, together with the body's `action` if there is
/// one:
/// `push`, `pull_request.opened`. The header and the delivery id are not signed. The older
/// `X-Hub-Signature` with SHA-1 never replaces a missing signature.
pub const GITHUB: Provider = Provider::new("github")
    .documented_at("https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries")
    .signed_with(
        Signature::hmac_sha256("x-hub-signature-256").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Pair {
        first: &Field::Header("x-github-event"),
        second: &Field::Json("/action"),
        separator: ".",
    }])
    .names_delivery_in(&[Field::Header("x-github-delivery")])
    .holds_json_in_form_field("payload")
    .sends_at_most(25 * 1024 * 1024)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Never)
    .also_sends(&[("x-hub-signature", OLD_SIGNATURE)])
    .with_mismatch_hint("each webhook of GitHub has a secret of its own; a GitHub App has another")
    .with_notes(&[
        "A redelivery, by hand or through the API, has the delivery id of the first one.",
        "The first delivery is the event `ping`.",
        "A payload over 25 MB is not delivered. As a form a body is longer: raise the body limit.",
    ]);

/// Old releases of GitHub Enterprise Server send it alone.
const OLD_SIGNATURE: &str = "the older signature with SHA-1, which is not accepted";
