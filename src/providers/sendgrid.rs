//! Twilio `SendGrid`.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Signature, TimeUnit},
};

/// Twilio `SendGrid`, Event Webhook: `X-Twilio-Email-Event-Webhook-Signature: <base64 of DER>`, ECDSA on P-256
/// over `<time><body>`. A request holds many events. Needs the feature `public-keys`.
///
/// | | |
/// |---|---|
/// | secret | *Verification Key* of the webhook, under *Settings*, *Mail Settings*, *Signed Event Webhook* |
/// | its form | a public key, which is no secret: base64 of its DER, as it is shown, or PEM |
/// | freshness | none: the SDKs compare no time; [`Source::tolerance`](crate::Source::tolerance) sets one |
/// | event name | `/event` of each event, signed |
/// | delivery id | `/sg_event_id` of each event, signed |
/// | answer | 2xx within ten seconds |
/// | retries | at increasing intervals for up to 24 hours after the event |
/// | longest body | a batch is sent when it reaches 768 kB |
/// | not published | a handshake |
///
/// ```
/// # #[cfg(not(all(feature = "macros", feature = "public-keys")))] fn main() {}
/// # #[cfg(all(feature = "macros", feature = "public-keys"))]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// enum SendGridEvent {
///     #[event("bounce")]
///     Bounce(Bounce),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Bounce {
///     email: String,
/// }
///
/// // A test signs with a private key of its own; SendGrid keeps the one of your webhook.
/// let signer = Signer::new(providers::SENDGRID, MADE_UP_KEY);
/// let verification_key = signer.public_key().ok_or("a key pair")?;
///
/// let sendgrid = EventRouter::new(providers::SENDGRID.secret(verification_key))
///     .on(SendGridEvent::BOUNCE, async |bounce: Bounce| println!("no mail to {}", bounce.email))
///     .with_state(());
///
/// let body = r#"[{"event":"processed","sg_event_id":"1"},
///     {"event":"bounce","sg_event_id":"2","email":"ann@shop.example"}]"#;
/// assert_eq!(deliver(&sendgrid, signer.sign(body)?).await.status(), 200);
/// assert_eq!(sendgrid.counts().handled, 1);
///
/// let mut changed = signer.sign(body)?;
/// *changed.body_mut() = body.replace("ann", "bob").into();
/// assert_eq!(deliver(&sendgrid, changed).await.status(), 401);
/// # Ok(())
/// # }
///
/// /// `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256`
/// const MADE_UP_KEY: &str = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQga1ArX0iPe4ojLEkeRXxb1Fa1\
///     kgKPnxMX5rlmkBKD5aWhRANCAATly/LRjVIDyAlM00fP17BZkNo1mxiHrrtrSkkiQjjdFnUT6xRSgdfj8MPO8uf6UDKc8IPPnW\
///     JaZcRrhatrC65W";
/// ```
pub const SENDGRID: Provider = Provider::new("sendgrid")
    .documented_at("https://www.npmjs.com/package/@sendgrid/eventwebhook")
    .signed_with(
        Signature::ecdsa_p256("x-twilio-email-event-webhook-signature")
            .timestamp_in(
                Field::Header("x-twilio-email-event-webhook-timestamp"),
                TimeUnit::Seconds,
            )
            .over("{timestamp}{body}"),
    )
    .holds_items_at(&[""])
    .names_event_in(&[Field::Json("/event")])
    .names_delivery_in(&[Field::Json("/sg_event_id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .with_notes(&[
        "The body has line ends between the events and behind the last one: all of them \
         are signed.",
        "SendGrid states no tolerance, and its SDKs compare no time.",
    ])
    .sends_at_most(768 * 1024)
    .retries_as(SenderRetries::Described(
        "at increasing intervals for up to 24 hours after the event",
    ))
    .does_not_publish(&[Fact::Handshake])
    .sourced(&[
        (SENDGRID_SIZES, &[Fact::LongestBody, Fact::Handshake]),
        (GUIDE, &[Fact::Answer]),
        (SENDGRID_RETRIES, &[Fact::Retries]),
    ]);

const GUIDE: &str = "https://hookdeck.com/webhooks/platforms/guide-to-sendgrid-webhooks-features-and-best-practices";

const SENDGRID_SIZES: &str = "https://github.com/sendgrid/docs/blob/main/content/docs/for-developers/tracking-events/getting-started-event-webhook.md";

const SENDGRID_RETRIES: &str = "https://github.com/sendgrid/docs/blob/main/content/docs/for-developers/tracking-events/troubleshooting.md";
