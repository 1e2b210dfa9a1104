//! Senders whose key is made of a part of the secret, or of the secret and more.

use std::time::Duration;

use http::StatusCode;

use super::{WEBHOOK_CO, standard_webhooks::BY_SPECIFICATION};
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, Encoding, Grammar, Guard, Handshake, KeyForm, Signature, When},
};

/// Fitbit, subscriptions: `X-Fitbit-Signature: <base64>` with SHA-1. The key is the client secret and `&`.
///
/// A request holds many notifications, without ids. The next change of the same collection on the same day
/// has the same bytes: in an inbox, give
/// `IdempotencyKey::sender_id()` a time by `within`.
pub const FITBIT: Provider = Provider::new("fitbit")
    .documented_at("https://dev.fitbit.com/build/reference/web-api/subscription/")
    .signed_with(
        Signature::hmac_sha1("x-fitbit-signature")
            .key(KeyForm::TextThen("&"))
            .encoded(Encoding::Base64),
    )
    .holds_items_at(&[""])
    .names_event_in(&[Field::Json("/collectionType")])
    .expects(StatusCode::NO_CONTENT)
    .waits_at_most(Duration::from_secs(5))
    .answers_handshakes(&[Handshake::new(
        Guard::VerifyToken(Field::Query("verify")),
        &[When::Present(Field::Query("verify"))],
        Answer::empty().with_status(StatusCode::NO_CONTENT),
    )
    .refused_with(StatusCode::NOT_FOUND)])
    .with_notes(&[
        "The verify token is the code that Fitbit shows beside the subscriber. Fitbit also asks with a wrong \
         code, and expects a 404 for it.",
        "Notifications have no id, and two of one day may be equal: in an inbox, let equal ones count as \
         one for a time only.",
    ]);

/// Inngest, calls of its SDK: `X-Inngest-Signature: t=<seconds>&s=<hex>` over `<body><time>`, fresh within
/// five minutes. The key is the signing key without `signkey-<environment>-`.
pub const INNGEST: Provider = Provider::new("inngest")
    .documented_at(INNGEST_DOCS)
    .signed_with(
        Signature::hmac_sha256("x-inngest-signature")
            .key(KeyForm::TextAfter("signkey-*-"))
            .written_as(Grammar::Fields { separator: "&", timestamp: "t", signature: "s" })
            .over("{body}{timestamp}")
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .with_notes(&[
        "Some versions sign the canonical JSON of the body: a body that is not written \
         so is refused.",
        "The SDK signs its answers too; hookport does not.",
    ])
    .retries_as(SenderRetries::Described("as the function says; three by default"))
    .names_event_in(&[Field::Json("/event/name")])
    .expects(StatusCode::OK)
    .sourced(&[
        (INNGEST_PAGE, &[Fact::EventName, Fact::Answer]),
        ("https://github.com/inngest/inngest/blob/main/docs/SDK_SPEC.md", &[Fact::Retries]),
    ]);

/// Loops: Standard Webhooks, with a prefix of its own before the secret's base64. The event name is
/// `/eventName`.
pub const LOOPS: Provider = BY_SPECIFICATION
    .named("loops")
    .documented_at("https://loops.so/docs/webhooks")
    .signed_with(Signature::standard_webhooks().key(KeyForm::Base64After("*_")))
    .names_event_in(&[Field::Json("/eventName")])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries])
    .sourced(&[(WEBHOOK_CO, &[Fact::Proof])]);

const INNGEST_DOCS: &str =
    "https://github.com/inngest/inngest-js/blob/main/packages/inngest/src/helpers/net.ts";

const INNGEST_PAGE: &str = "https://www.npmjs.com/package/inngest";
