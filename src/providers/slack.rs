//! Slack.

use std::time::Duration;

use super::{Provider, Retries};
use crate::{
    Value,
    verify::{Grammar, Guard, Handshake, Part, Reply, Signature, TimeUnit, When},
};

/// Slack: `X-Slack-Signature: v0=<hex>` over `v0:<timestamp>:<body>`, fresh within five minutes.
///
/// Events are JSON; interactions hold JSON in the form field `payload`; slash commands are plain
/// forms whose name here is the command. `url_verification` is answered when it is signed.
pub const SLACK: Provider = Provider::new("slack")
    .docs("https://docs.slack.dev/authentication/verifying-requests-from-slack")
    .signed_with(
        Signature::hmac_sha256("x-slack-signature")
            .written_as(Grammar::Prefix("v0="))
            .timestamp_in(Value::Header("x-slack-request-timestamp"), TimeUnit::Seconds)
            .over(&[Part::Text("v0:"), Part::Timestamp, Part::Text(":"), Part::Body])
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .event_name(&[Value::Form("command"), Value::Json("/event/type"), Value::Json("/type")])
    .delivery_id(&[Value::Json("/event_id")])
    .json_in_form_field("payload")
    .handshakes(&[Handshake::new(
        Guard::Verified,
        &[When::Is(Value::Json("/type"), "url_verification")],
        Reply::Echo(Value::Json("/challenge")),
    )])
    .deadline(Duration::from_secs(3))
    .retries(Retries::After(&[
        Duration::ZERO,
        Duration::from_secs(60),
        Duration::from_secs(5 * 60),
    ]))
    .notes(&["Slash commands and interactions carry no delivery id."]);
