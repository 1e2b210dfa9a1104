//! Senders that show a token at most, and test an endpoint before they deliver.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, AnswerValue, Guard, Handshake, Token, When},
};

/// Adobe Acrobat Sign: the client id of the application in `X-AdobeSign-ClientId`, which is the secret here.
///
/// Each answer repeats the id, also the one to the `GET` that comes first.
pub const ADOBE_SIGN: Provider = Provider::new("adobe-sign")
    .documented_at("https://opensource.adobe.com/acrobat-sign/acrobat_sign_events/")
    .token_in(Token::header("x-adobesign-clientid"))
    .names_event_in(&[Field::Json("/event")])
    .names_delivery_in(&[Field::Json("/webhookNotificationId")])
    .answers_handshakes(&[Handshake::new(Guard::Verified, &[When::Method("GET")], CLIENT_ID)])
    .answers_with(CLIENT_ID);

const CLIENT_ID: Answer = Answer::empty().with_headers(&[(
    "x-adobesign-clientid",
    AnswerValue::Plain(Field::Header("x-adobesign-clientid")),
)]);

/// Azure Event Grid, in its own schema: it proves nothing, so that the secret is the last segment of the
/// path.
pub const AZURE_EVENT_GRID: Provider = Provider::new("azure-event-grid")
    .documented_at("https://learn.microsoft.com/en-us/azure/event-grid/webhook-event-delivery")
    .token_in(Token::path_segment(0))
    .holds_items_at(&[""])
    .names_event_in(&[Field::Json("/eventType")])
    .names_delivery_in(&[Field::Json("/id")])
    .answers_handshakes(&[Handshake::new(
        Guard::Verified,
        &[When::Is(Field::Json("/0/eventType"), "Microsoft.EventGrid.SubscriptionValidationEvent")],
        Answer::json(&[(
            "validationResponse",
            AnswerValue::Plain(Field::Json("/0/data/validationCode")),
        )]),
    )])
    .sends_at_most(1024 * 1024)
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(30))
    .retries_as(SenderRetries::Described(
        "after 10 s, 30 s, 1, 5, 10, 30 min, 1, 3, 6 h, then every 12 hours, up to 24 hours",
    ))
    .sourced(&[
        (AZURE_EVENT_GRID_SIZES, &[Fact::LongestBody]),
        (AZURE_EVENT_GRID_ANSWERS, &[Fact::Answer]),
        (AZURE_EVENT_GRID_RETRIES, &[Fact::Retries]),
    ]);

/// `CloudEvents` over HTTP: a token in `Authorization: Bearer`.
///
/// A sender asks with `OPTIONS` whether it may deliver. The [verify token](crate::Source::verify_token) is
/// the origin that may (`eventgrid.azure.net`).
pub const CLOUDEVENTS: Provider = Provider::new("cloudevents")
    .documented_at("https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md")
    .token_in(Token::bearer())
    .names_event_in(&[Field::Header("ce-type"), Field::Json("/type")])
    .names_delivery_in(&[
        Field::Pair {
            first: &Field::Header("ce-source"),
            second: &Field::Header("ce-id"),
            separator: " ",
        },
        Field::Pair { first: &Field::Json("/source"), second: &Field::Json("/id"), separator: " " },
    ])
    .answers_handshakes(&[Handshake::new(
        Guard::VerifyToken(Field::Header("webhook-request-origin")),
        &[When::Method("OPTIONS")],
        Answer::empty().with_headers(&[
            ("allow", AnswerValue::Fixed("POST")),
            ("webhook-allowed-origin", AnswerValue::Text(Field::Header("webhook-request-origin"))),
            ("webhook-allowed-rate", AnswerValue::Fixed("*")),
        ]),
    )])
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::LongestBody])
    .does_not_publish(&[Fact::Retries]);

/// Mailchimp Marketing: forms that prove nothing, so that the secret is the last segment of the path.
pub const MAILCHIMP: Provider = Provider::new("mailchimp")
    .documented_at("https://github.com/aspnet/WebHooks")
    .token_in(Token::path_segment(0))
    .names_event_in(&[Field::Form("type")])
    .answers_handshakes(&[Handshake::new(Guard::Verified, &[When::Method("GET")], Answer::empty())])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described("at increasing intervals over 75 minutes"))
    .has_none_of(&[Fact::DeliveryId])
    .sourced(&[
        (MAILCHIMP_DOCS, &[Fact::DeliveryId]),
        (MAILCHIMP_PAGE, &[Fact::Answer]),
        (MAILCHIMP_SIZES, &[Fact::Retries]),
    ]);

const MAILCHIMP_DOCS: &str = "https://github.com/hookdeck/webhook-skills";

const MAILCHIMP_SIZES: &str =
    "https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/";

/// Miro: it proves nothing, so that the secret is the last segment of the path.
pub const MIRO: Provider = Provider::new("miro")
    .documented_at("https://developers.miro.com/docs/getting-started-with-webhooks")
    .token_in(Token::path_segment(0))
    .names_event_in(&[Field::Json("/event/type")])
    .answers_handshakes(&[Handshake::new(
        Guard::Verified,
        &[When::OnlyMembers(&["challenge"]), When::Present(Field::Json("/challenge"))],
        Answer::json(&[("challenge", AnswerValue::Plain(Field::Json("/challenge")))]),
    )]);

/// `RingCentral`: the verification token of the subscription in `Verification-Token`.
///
/// It asks for the echo of a header, without a proof.
pub const RINGCENTRAL: Provider = Provider::new("ringcentral")
    .documented_at("https://developers.ringcentral.com/guide/notifications/webhooks/receiving")
    .token_in(Token::header("verification-token"))
    .names_event_in(&[Field::Json("/event")])
    .names_delivery_in(&[Field::Json("/uuid")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(3))
    .with_notes(&[
        "An endpoint that fails is flagged as invalid, and gets nothing more: make a new subscription.",
    ])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries])
    .answers_handshakes(&[Handshake::new(
        Guard::Anyone,
        &[When::Present(Field::Header("validation-token"))],
        Answer::fixed("application/json", "").with_headers(&[(
            "validation-token",
            AnswerValue::Plain(Field::Header("validation-token")),
        )]),
    )])
    .sourced(&[(RINGCENTRAL_EVENTS, &[Fact::EventName, Fact::DeliveryId]), (RINGCENTRAL_HANDSHAKES, &[Fact::Answer, Fact::Handshake]), (RINGCENTRAL_RETRIES, &[Fact::Retries])]);

/// Strava: it proves nothing, so that the secret is the last segment of the path.
///
/// The [verify token](crate::Source::verify_token) is the text that was given with the subscription.
pub const STRAVA: Provider = Provider::new("strava")
    .documented_at("https://www.skills.sh/hookdeck/webhook-skills/strava-webhooks")
    .token_in(Token::path_segment(0))
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/object_type"),
        second: &Field::Json("/aspect_type"),
        separator: ".",
    }])
    .answers_handshakes(&[Handshake::new(
        Guard::VerifyToken(Field::Query("hub.verify_token")),
        &[When::Is(Field::Query("hub.mode"), "subscribe")],
        Answer::json(&[("hub.challenge", AnswerValue::Plain(Field::Query("hub.challenge")))]),
    )])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(2))
    .retries_as(SenderRetries::Described("up to three attempts until the answer is 200"))
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(STRAVA_PAGE, &[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries])]);

const STRAVA_PAGE: &str = "https://developers.strava.com/docs/webhooks/";

const AZURE_EVENT_GRID_SIZES: &str =
    "https://github.com/MicrosoftDocs/azure-docs/blob/main/includes/event-grid-limits.md";

const AZURE_EVENT_GRID_ANSWERS: &str = "https://github.com/MicrosoftDocs/azure-docs/blob/main/articles/event-grid/delivery-and-retry.md";

const AZURE_EVENT_GRID_RETRIES: &str =
    "https://learn.microsoft.com/en-us/azure/event-grid/delivery-and-retry";

const MAILCHIMP_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/mailchimp-webhooks/references/overview.md";

const RINGCENTRAL_EVENTS: &str = "https://github.com/ringcentral/ringcentral-api-docs/blob/4f9e4739d0e37ecd12b7edd1b9785d3bcbb8e2ce/code-samples/events/extension-presence.json";

const RINGCENTRAL_HANDSHAKES: &str = "https://github.com/ringcentral/ringcentral-api-docs/blob/097261582d992d846914be2d81dad1edeb40faf6/docs/notifications/webhooks/creating-webhooks.md";

const RINGCENTRAL_RETRIES: &str = "https://github.com/ringcentral/ringcentral-api-docs/blob/698cbeae3b61635ba83a00dca57fb4354864c9a0/docs/notifications/webhooks/troubleshooting.md";
