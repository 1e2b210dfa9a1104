//! Senders whose signature lies in the body, over some values beside it.
//!
//! It leaves out the rest: whoever has recorded a delivery can send it with another rest. Ask the sender's API
//! before you believe a delivery.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, Hash, Requirement, Signature, TimeUnit},
};

/// Dropbox Sign (`HelloSign`): `/event/event_hash` over the time and the name of the event, in the form
/// field `json`. The secret is the API key.
///
/// The hash is no id: two events of one name in one second have the same. The answer has to be the text
/// `Hello API Event Received`.
pub const DROPBOX_SIGN: Provider = Provider::new("dropbox-sign")
    .documented_at(
        "https://developers.hellosign.com/api/manual-reference-pages/glossary/callbacks-events.md",
    )
    .holds_json_in_form_field("json")
    .signed_with(
        Signature::hmac_sha256("event_hash")
            .found_in(Field::Json("/event/event_hash"))
            .timestamp_in(Field::Json("/event/event_time"), TimeUnit::Seconds)
            .over("{timestamp}{json:/event/event_type}"),
    )
    .names_event_in(&[Field::Json("/event/event_type")])
    .expects(StatusCode::OK)
    .answers_with(Answer::fixed("text/plain", "Hello API Event Received"))
    .retries_as(SenderRetries::Described("after growing waits, for about three days"))
    .with_notes(&[ONLY_SOME])
    .has_none_of(&[Fact::DeliveryId])
    .sourced(&[("https://www.npmjs.com/package/@dropbox/sign", &[Fact::Proof])]);

/// Mailgun: `/signature/signature` over the time and the token beside it. The secret is the *HTTP webhook
/// signing key*.
///
/// A token is used once: whoever remembers tokens sees a recorded one.
pub const MAILGUN: Provider = Provider::new("mailgun")
    .documented_at("https://github.com/mailgun/mailgun-go")
    .signed_with(
        Signature::hmac_sha256("signature")
            .found_in(Field::Json("/signature/signature"))
            .timestamp_in(Field::Json("/signature/timestamp"), TimeUnit::Seconds)
            .over("{timestamp}{json:/signature/token}"),
    )
    .names_event_in(&[Field::Json("/event-data/event")])
    .names_delivery_in(&[Field::Json("/event-data/id")])
    .with_notes(&[ONLY_SOME]);

/// Midtrans: `/signature_key`, SHA-512 over the order, the status code, the amount and the secret, which is
/// the *Server Key*.
pub const MIDTRANS: Provider = Provider::new("midtrans")
    .documented_at("https://docs.midtrans.com/docs/https-notification-webhooks")
    .signed_with(
        Signature::plain_hash(Hash::Sha512, "signature_key")
            .found_in(Field::Json("/signature_key"))
            .over("{json:/order_id}{json:/status_code}{json:/gross_amount}{secret}"),
    )
    .names_event_in(&[Field::Json("/transaction_status")])
    .with_notes(&[
        ONLY_SOME,
        "Nothing is between the values that are signed: no one of them is certain where another one may be \
         longer.",
    ]);

/// `SignWell`: `/event/hash` over the name and the time of the event. The secret is the id of the webhook,
/// which is hardly a secret.
pub const SIGNWELL: Provider = Provider::new("signwell")
    .documented_at("https://developers.signwell.com/reference/event-hash-verification.md")
    .signed_with(
        Signature::hmac_sha256("hash")
            .found_in(Field::Json("/event/hash"))
            .over("{json:/event/type}@{json:/event/time}")
            .requires(&[Requirement::Lacks(Field::Json("/event/time"), '@')]),
    )
    .names_event_in(&[Field::Json("/event/type")])
    .with_notes(&[ONLY_SOME]);

const ONLY_SOME: &str = "The signature leaves out the rest of the body: ask the API of the sender.";

/// ZEGOCLOUD: `/signature`, SHA-1 over the callback secret, the time and the nonce beside it, sorted.
///
/// The secret is the callback secret of the project.
pub const ZEGOCLOUD: Provider = Provider::new("zegocloud")
    .documented_at("https://www.zegocloud.com/article/9805")
    .signed_with(
        Signature::plain_hash(Hash::Sha1, "signature")
            .found_in(Field::Json("/signature"))
            .timestamp_in(Field::Json("/timestamp"), TimeUnit::Seconds)
            .over("{sorted:secret|timestamp|json:/nonce}"),
    )
    .names_event_in(&[Field::Json("/event")])
    .with_notes(&[
        ONLY_SOME,
        "Some products write `Signature`, `Timestamp` and `Nonce`, which are not read.",
    ])
    .sourced(&[(
        "https://zegocloud.com/docs/zim-server/callbacks/authenticating-server-to-server-callbacks",
        &[Fact::Proof],
    )]);

/// Volcengine RTC: `/Signature`, SHA-256 over the callback key and seven values beside it, sorted.
///
/// `/EventData` is a text that holds JSON. Nothing says where one value ends, so that none is covered alone.
pub const VOLCENGINE_RTC: Provider = Provider::new("volcengine-rtc")
    .documented_at("https://volcengine.com/docs/6348/69820")
    .signed_with(
        Signature::plain_hash(Hash::Sha256, "signature").found_in(Field::Json("/Signature")).over(
            "{sorted:secret|json:/EventType|json:/EventData|json:/EventTime|json:/EventId|json:/Version|\
             json:/AppId|json:/Nonce}",
        ),
    )
    .names_event_in(&[Field::Json("/EventType")])
    .names_delivery_in(&[Field::Json("/EventId")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described("up to two"))
    .with_notes(&[ONLY_SOME])
    .sourced(&[("https://volcengine.com/docs/6348/69820", &[Fact::Answer, Fact::Retries, Fact::DeliveryId])]);
