//! Handshakes of senders that sign their deliveries, and two such senders.

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, AnswerValue, Encoding, Grammar, Guard, Handshake, Hash, Signature, When},
};

/// Answers a `HEAD` of anyone with 200.
pub(super) const HEAD: &[Handshake] =
    &[Handshake::new(Guard::Anyone, &[When::Method("HEAD")], Answer::empty())];

/// Daily sends `{"test":"test"}` before it creates a webhook or opens a stopped one again, and wants a 200.
pub(super) const TEST: &[Handshake] = &[Handshake::new(
    Guard::Anyone,
    &[When::Method("POST"), When::OnlyMembers(&["test"]), When::Is(Field::Json("/test"), "test")],
    Answer::empty(),
)];

/// Formbricks sends `{"event":"testEndpoint"}`, at first without a signature, and wants a 2xx.
pub(super) const TEST_ENDPOINT: &[Handshake] = &[Handshake::new(
    Guard::Anyone,
    &[
        When::Method("POST"),
        When::OnlyMembers(&["event"]),
        When::Is(Field::Json("/event"), "testEndpoint"),
    ],
    Answer::empty(),
)];

/// Answers a `GET` of anyone with the text of its `challenge`.
pub(super) const CHALLENGE: &[Handshake] = &[Handshake::new(
    Guard::Anyone,
    &[When::Method("GET"), When::Present(Field::Query("challenge"))],
    Answer::echo(Field::Query("challenge")),
)];

/// Answers a `GET` of anyone with the text of its `check`.
pub(super) const CHECK: &[Handshake] = &[Handshake::new(
    Guard::Anyone,
    &[When::Method("GET"), When::Present(Field::Query("check"))],
    Answer::echo(Field::Query("check")),
)];

/// Front tests the URL with a signed request whenever it is saved.
pub(super) const SYNC: &[Handshake] = &[Handshake::new(
    Guard::Verified,
    &[When::Is(Field::Json("/type"), "sync"), When::Present(FRONT_CHALLENGE)],
    Answer::json(&[("challenge", AnswerValue::Text(FRONT_CHALLENGE))]),
)];

const FRONT_CHALLENGE: Field = Field::Header("x-front-challenge");

/// Okta asks once, without a proof.
pub(super) const VERIFICATION: &[Handshake] = &[Handshake::new(
    Guard::Anyone,
    &[When::Method("GET"), When::Present(OKTA_CHALLENGE)],
    Answer::json(&[("verification", AnswerValue::Text(OKTA_CHALLENGE))]),
)];

const OKTA_CHALLENGE: Field = Field::Header("x-okta-verification-challenge");

/// `LinkedIn` asks for the HMAC of a code. Only plain codes are signed.
pub(super) const CHALLENGE_CODE: &[Handshake] = &[Handshake::new(
    Guard::Anyone,
    &[When::Method("GET"), When::Present(LINKEDIN_CODE)],
    Answer::json(&[
        ("challengeCode", AnswerValue::Plain(LINKEDIN_CODE)),
        ("challengeResponse", AnswerValue::hmac(LINKEDIN_CODE, Hash::Sha256, Encoding::Hex)),
    ]),
)];

const LINKEDIN_CODE: Field = Field::Query("challengeCode");

/// X asks for the HMAC of a token about every hour. Only plain tokens are signed.
pub(super) const CRC: &[Handshake] = &[Handshake::new(
    Guard::Anyone,
    &[When::Method("GET"), When::Present(CRC_TOKEN)],
    Answer::json(&[(
        "response_token",
        AnswerValue::hmac_after("sha256=", CRC_TOKEN, Hash::Sha256, Encoding::Base64),
    )]),
)];

const CRC_TOKEN: Field = Field::Query("crc_token");

/// `WooCommerce` sends a form with the number of the webhook when it is activated.
pub(super) const PING: &[Handshake] = &[Handshake::new(
    Guard::Anyone,
    &[When::OnlyFields(&["webhook_id"]), When::Present(Field::Form("webhook_id"))],
    Answer::empty(),
)];

/// Smartsheet: `Smartsheet-Hmac-SHA256: <hex>`. The secret is the `sharedSecret` of the webhook.
///
/// Smartsheet asks for the echo of a header at first, and again about every 100 deliveries. A request
/// holds many events (`row.updated`), or says the new status of the webhook, which is its event then.
pub const SMARTSHEET: Provider = Provider::new("smartsheet")
    .documented_at(
        "https://developers.smartsheet.com/api/smartsheet/guides/webhooks/webhook-verification",
    )
    .signed_with(Signature::hmac_sha256("smartsheet-hmac-sha256"))
    .holds_items_at(&["/events", ""])
    .names_event_in(&[
        Field::Pair {
            first: &Field::Json("/objectType"),
            second: &Field::Json("/eventType"),
            separator: ".",
        },
        Field::Json("/newWebhookStatus"),
    ])
    .names_tenant_in(&[Field::Batch("/webhookId")])
    .answers_handshakes(&[Handshake::new(
        Guard::Anyone,
        &[When::Present(SMARTSHEET_CHALLENGE), When::OnlyMembers(&["challenge", "webhookId"])],
        Answer::empty().with_headers(&[(
            "smartsheet-hook-response",
            AnswerValue::Plain(SMARTSHEET_CHALLENGE),
        )]),
    )])
    .with_notes(&[
        "That the signature is in hex is known from receivers, not from the documentation.",
    ]);

const SMARTSHEET_CHALLENGE: Field = Field::Header("smartsheet-hook-challenge");

/// `WebSub`, a subscription with a secret: `X-Hub-Signature: sha256=<hex>`.
///
/// A hub asks whether the subscription is wanted. The [verify token](crate::Source::verify_token) is the
/// URL of the topic that is subscribed to.
pub const WEBSUB: Provider = Provider::new("websub")
    .documented_at("https://github.com/w3c/websub")
    .signed_with(Signature::hmac_sha256("x-hub-signature").written_as(Grammar::Prefix("sha256=")))
    .answers_handshakes(&[
        Handshake::new(TOPIC, SUBSCRIBED, HUB_CHALLENGE).refused_with(StatusCode::NOT_FOUND),
        Handshake::new(TOPIC, UNSUBSCRIBED, HUB_CHALLENGE).refused_with(StatusCode::NOT_FOUND),
    ])
    .with_notes(&["A hub that signs with SHA-1 only is refused."])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("up to limits that each hub sets"))
    .has_none_of(&[Fact::EventName, Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(
        WEBSUB_PAGE,
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

const WEBSUB_PAGE: &str = "https://github.com/w3c/websub/blob/master/source.html";

const TOPIC: Guard = Guard::VerifyToken(Field::Query("hub.topic"));
const HUB_CHALLENGE: Answer = Answer::echo(Field::Query("hub.challenge"));
const SUBSCRIBED: &[When] = &[When::Is(Field::Query("hub.mode"), "subscribe")];
const UNSUBSCRIBED: &[When] = &[When::Is(Field::Query("hub.mode"), "unsubscribe")];
