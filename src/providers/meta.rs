//! Meta: Facebook, Messenger, Instagram, WhatsApp.

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, Grammar, Guard, Handshake, Signature, When},
};

/// Meta (Facebook, Messenger, Instagram, WhatsApp Cloud API): `X-Hub-Signature-256: sha256=<hex>`
/// over the body, keyed with the app secret.
///
/// The subscription handshake is a `GET` that shows another secret, the
/// [`verify_token`](crate::Source::verify_token).
///
/// | | |
/// |---|---|
/// | secret | *App secret*, in the App Dashboard under *App settings*, *Basic* |
/// | its form | 32 hexadecimal digits, used as text |
/// | second secret | the *Verify token* that you choose beside the URL of the webhook: [`Source::verify_token`](crate::Source::verify_token) |
/// | freshness | none: there is no signed time |
/// | events | the entries of a request, under `/entry`: one for each account |
/// | event name | `/object` of the request: `page`, `instagram`, `whatsapp_business_account`; signed |
/// | tenant | `/id` of the entry, such as a page or a WhatsApp account; signed ([source](https://developers.facebook.com/docs/graph-api/webhooks)) |
/// | delivery id | none; each message of WhatsApp has an id of its own |
/// | replays | a recorded delivery is handled again under another query; with `IdempotencyKey::body()` an inbox handles it once, until retention has removed it |
/// | answer | 200 |
/// | retries | at once, then a few times with decreasing frequency for 36 hours; WhatsApp for [7 days](https://developers.facebook.com/docs/whatsapp/cloud-api/guides/set-up-webhooks) |
/// | longest body | 3 MB, as the documentation of WhatsApp says |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// enum MetaEvent {
///     #[event("whatsapp_business_account")]
///     WhatsApp(Entry),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Entry {
///     id: String, // of the account
///     changes: Vec<Change>, // of all entries up to 1000
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Change {
///     field: String,
/// }
///
/// async fn on_whatsapp(entry: Entry) {
///     for change in entry.changes {
///         println!("{} of {} changed", change.field, entry.id);
///     }
/// }
///
/// let source = providers::META.secret("made-up").verify_token("made-up-verify-token");
/// let meta = EventRouter::new(source).on(MetaEvent::WHATS_APP, on_whatsapp).with_state(());
///
/// let body = r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages"}]}]}"#;
/// let signed = Signer::new(providers::META, "made-up").sign(body)?;
/// assert_eq!(deliver(&meta, signed).await.status(), 200);
///
/// // Meta asks this once, when you enter the URL.
/// let question = http::Request::get(
///     "/?hub.mode=subscribe&hub.verify_token=made-up-verify-token&hub.challenge=1158201444",
/// );
/// assert_eq!(deliver(&meta, question.body("".into())?).await.body(), "1158201444");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const META: Provider = Provider::new("meta")
    .documented_at("https://developers.facebook.com/docs/graph-api/webhooks/getting-started/")
    .signed_with(
        Signature::hmac_sha256("x-hub-signature-256").written_as(Grammar::Prefix("sha256=")),
    )
    .holds_items_at(&["/entry"])
    .names_event_in(&[Field::Batch("/object")])
    .names_tenant_in(&[Field::Json("/id")])
    .answers_handshakes(&[Handshake::new(
        Guard::VerifyToken(Field::Query("hub.verify_token")),
        &[When::Is(Field::Query("hub.mode"), "subscribe")],
        Answer::echo(Field::Query("hub.challenge")),
    )])
    .sends_at_most(3 * 1024 * 1024)
    .retries_as(SenderRetries::Described(
        "at once, then a few times with decreasing frequency for 36 hours; WhatsApp for 7 days",
    ))
    .also_sends(&[("x-hub-signature", "the older signature with SHA-1, which is not accepted")])
    .with_mismatch_hint(
        "Meta signs with the app secret of the app, and signs JSON whose characters beyond ASCII \
         are `\\u` escapes in lower case",
    )
    .with_notes(&[
        "One request may hold up to 1000 updates; there is no delivery id.",
        "The longest body is the limit in the documentation of WhatsApp, 3 MB.",
        "WhatsApp messages have ids of their own at `/entry/*/changes/*/value/messages/*/id`.",
    ])
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::DeliveryId]);
