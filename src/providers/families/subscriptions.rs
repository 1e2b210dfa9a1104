//! Senders that deliver for a subscription, which shows its own token or brings it.

use std::time::Duration;

use http::StatusCode;

use super::CLOUDEVENTS;
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, AnswerValue, BroughtSecret, Guard, Handshake, Signature, Token, When},
};

/// `CloudEvents` over HTTP in batches, `application/cloudevents-batch+json`: as [`CLOUDEVENTS`], with an
/// array of events as the body.
pub const CLOUDEVENTS_BATCHED: Provider = CLOUDEVENTS
    .named("cloudevents-batched")
    .holds_items_at(&[""])
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Pair {
        first: &Field::Json("/source"),
        second: &Field::Json("/id"),
        separator: " ",
    }]);

/// Gusto: `X-Gusto-Signature: <hex>`. The secret is the verification token of the subscription.
///
/// The first request brings it. Gusto delivers once the token was sent to its API, which is yours to do.
pub const GUSTO: Provider = Provider::new("gusto")
    .documented_at("https://docs.gusto.com/embedded-payroll/docs/webhooks.md")
    .signed_with(Signature::hmac_sha256("x-gusto-signature"))
    .names_event_in(&[Field::Json("/event_type")])
    .names_delivery_in(&[Field::Json("/uuid")])
    .names_tenant_in(&[Field::Json("/resource_uuid")])
    .brings_secret(&[BroughtSecret::new(
        Field::Json("/verification_token"),
        &[When::OnlyMembers(&["verification_token", "webhook_subscription_uuid"])],
        Answer::empty(),
    )])
    .with_notes(&[
        "The first request brings the verification token, which is the secret, and is not signed. Send the \
         token to `PUT /v1/webhook_subscriptions/{uuid}/verify`, or Gusto delivers nothing.",
    ]);

/// A homeserver of Matrix, which delivers to an application service: the `hs_token` of its registration in
/// `Authorization: Bearer`.
///
/// It delivers with `PUT`, many events in a request, and waits for `{}`. What it asks by `GET` (users, rooms)
/// is no delivery, and is for a handler of your own.
pub const MATRIX: Provider = Provider::new("matrix")
    .documented_at(MATRIX_PAGE)
    .token_in(Token::bearer())
    .also_delivers_with_put_and_delete()
    .holds_items_at(&["/events"])
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .names_tenant_in(&[Field::Json("/room_id")])
    .answers_handshakes(&[Handshake::new(
        Guard::Verified,
        &[
            When::Method("POST"),
            When::OnlyMembers(&["transaction_id"]),
            When::Present(Field::Json("/transaction_id")),
        ],
        EMPTY_OBJECT,
    )])
    .expects(StatusCode::OK)
    .answers_with(EMPTY_OBJECT)
    .retries_as(SenderRetries::Described("after growing waits, until it is taken"))
    .with_notes(&["Ephemeral events, in `ephemeral` beside `events`, are no events here."])
    .sourced(&[(MATRIX_PAGE, &[Fact::Proof, Fact::Answer, Fact::Retries, Fact::Handshake])]);

const EMPTY_OBJECT: Answer = Answer::fixed("application/json", "{}");
const MATRIX_PAGE: &str =
    "https://github.com/matrix-org/matrix-spec/blob/main/content/application-service-api.md";

/// Microsoft Graph, change notifications without resource data: the `clientState` of the subscription in
/// each notification, at `/clientState`. Where several subscriptions share an endpoint, each is a secret.
///
/// Graph tests the URL with a text to be repeated before it makes a subscription.
pub const MICROSOFT_GRAPH: Provider = Provider::new("microsoft-graph")
    .documented_at(GRAPH_PAGE)
    .token_in(Token::in_each_item(Field::Json("/clientState")))
    .holds_items_at(&["/value"])
    .names_event_in(&[Field::Json("/changeType"), Field::Json("/lifecycleEvent")])
    .names_delivery_in(&[Field::Json("/id")])
    .names_tenant_in(&[Field::Json("/tenantId")])
    .answers_handshakes(&[Handshake::new(
        Guard::Anyone,
        &[When::Method("POST"), When::Present(VALIDATION_TOKEN)],
        Answer::text(AnswerValue::Text(VALIDATION_TOKEN)),
    )])
    .expects(StatusCode::ACCEPTED)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described("after growing waits, for up to four hours"))
    .with_notes(&[
        "A notification may lack its id: the inbox tells it by its bytes then.",
        "Tokens and encrypted content of notifications with resource data are not looked at.",
    ])
    .sourced(&[(GRAPH_PAGE, &[Fact::Proof, Fact::Answer, Fact::Retries, Fact::Handshake])]);

const VALIDATION_TOKEN: Field = Field::Query("validationToken");
const GRAPH_PAGE: &str = "https://learn.microsoft.com/graph/change-notifications-delivery-webhooks";

/// Moyasar: the secret token of the webhook in `/secret_token`.
///
/// The first event, `webhook_verification`, holds a code in `/data/verification_code`. Moyasar delivers once
/// the code was sent to its API, which a handler of yours does.
pub const MOYASAR: Provider = Provider::new("moyasar")
    .documented_at("https://docs.moyasar.com/api/other/webhooks/verify-webhook")
    .token_in(Token::field(Field::Json("/secret_token")))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .with_notes(&[
        "Answer `webhook_verification` by `POST /v1/webhooks/{id}/verify` within half an hour; it is sent once.",
    ]);
