//! Twilio.

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Algorithm, Encoding, Hash, Signature},
};

/// Twilio: `X-Twilio-Signature: <base64>`, HMAC-SHA-1 over the URL and the sorted form fields.
///
/// The query parameter `bodySHA256` holds the hash of a JSON body, so that the signature covers it.
/// Twilio signs the URL sometimes with a port and sometimes without it; both are tried. Needs
/// [`public_url`](crate::Source::public_url).
///
/// Twilio signs names and values as one run of text: nobody can change the text, but somebody who has
/// recorded a genuine form can send it with other borders between the fields.
///
/// | | |
/// |---|---|
/// | secret | primary *Auth Token* of the account or subaccount, on the first page of the Console |
/// | its form | 32 hexadecimal digits, used as text |
/// | freshness | none: there is no signed time |
/// | event name | the form field `EventType`, `MessageStatus`, `CallStatus` or `SmsStatus`; of a form and a query it is not [covered](crate::Verified::covers) alone, of a JSON body it is |
/// | delivery id | header `I-Twilio-Idempotency-Token`, not signed |
/// | replays | a recorded delivery is handled again under another id, for ever; with `IdempotencyKey::body()` an inbox handles it once, also with other borders between its fields |
/// | answer | 2xx; to an incoming message or call, a document of TwiML |
/// | retries | one, if the connection fails; more by the fragment of the URL (`#rc=3`), as [connection overrides](https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides) say |
/// | not published | the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Reply, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// enum TwilioEvent {
///     #[event("received")]
///     Incoming(Message),
///     #[event("delivered", "undelivered", "failed")]
///     Ended(Message),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct Message {
///     message_sid: String,
/// }
///
/// async fn on_incoming(_: Message) -> Reply {
///     Reply::xml("<Response><Message>Thank you.</Message></Response>")
/// }
///
/// async fn on_ended(message: Message) {
///     println!("{} has ended", message.message_sid);
/// }
///
/// // Twilio signs the URL that you entered.
/// let url = "https://sms.example.com/twilio";
/// let twilio = EventRouter::new(providers::TWILIO.secret("made-up").public_url(url))
///     .on(TwilioEvent::INCOMING, on_incoming)
///     .on(TwilioEvent::ENDED, on_ended)
///     .with_state(());
/// let signer = Signer::new(providers::TWILIO, "made-up").url(url);
///
/// let incoming = signer.sign("MessageSid=SM1&SmsStatus=received&Body=Hello")?;
/// assert_eq!(deliver(&twilio, incoming).await.headers()["content-type"], "text/xml; charset=utf-8");
///
/// let ended = signer.sign("MessageSid=SM2&MessageStatus=delivered")?;
/// assert_eq!(deliver(&twilio, ended).await.status(), 200);
/// assert_eq!(twilio.counts().handled, 2);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const TWILIO: Provider = TWILIO_BASE.signed_with(SIGNATURE);

/// Twilio with a shared webhook key: as [`TWILIO`], with the hash named in
/// `X-Twilio-Webhooks-Signature-Settings`; SHA-256 and SHA-1 are allowed.
///
/// | | |
/// |---|---|
/// | secret | the key that you gave to a [Webhook Setting](https://www.twilio.com/docs/usage/webhooks/webhook-settings) of the Webhooks configuration API |
/// | its form | any text, used as it is |
/// | everything else | as of [`TWILIO`](super::TWILIO) |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// enum TwilioEvent {
///     #[event("completed")]
///     Completed(Call),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct Call {
///     call_sid: String,
/// }
///
/// let url = "https://sms.example.com/twilio";
/// let twilio = EventRouter::new(providers::TWILIO_SHARED_KEY.secret("made-up").public_url(url))
///     .on(TwilioEvent::COMPLETED, async |call: Call| println!("{}", call.call_sid))
///     .with_state(());
///
/// let body = "CallSid=CA1&CallStatus=completed";
/// let signed = Signer::new(providers::TWILIO_SHARED_KEY, "made-up").url(url).sign(body)?;
/// assert_eq!(signed.headers()["x-twilio-webhooks-signature-settings"], "algorithm=HMAC_SHA256");
/// assert_eq!(deliver(&twilio, signed).await.status(), 200);
///
/// // A delivery that is signed with the auth token does not name its hash.
/// let other = Signer::new(providers::TWILIO, "made-up").url(url).sign(body)?;
/// assert_eq!(deliver(&twilio, other).await.status(), 401);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const TWILIO_SHARED_KEY: Provider = Provider { name: "twilio-shared-key", ..TWILIO_BASE }
    .signed_with(SIGNATURE.computed_with(Algorithm::HmacNamed {
        at: Field::Header("x-twilio-webhooks-signature-settings"),
        field: "algorithm",
        allowed: &[("HMAC_SHA256", Hash::Sha256), ("HMAC_SHA1", Hash::Sha1)],
    }));

const TWILIO_BASE: Provider = Provider::new("twilio")
    .documented_at("https://www.twilio.com/docs/usage/webhooks/webhooks-security")
    .also_delivers_with_get()
    .names_event_in(&[
        Field::Form("EventType"),
        Field::Form("MessageStatus"),
        Field::Form("CallStatus"),
        Field::Form("SmsStatus"),
        Field::Json("/EventType"),
        Field::Query("EventType"),
        Field::Query("MessageStatus"),
        Field::Query("CallStatus"),
        Field::Query("SmsStatus"),
    ])
    .names_delivery_in(&[Field::Header("i-twilio-idempotency-token")])
    .retries_as(SenderRetries::Described(
        "once on a failed connection; more as set in the URL's fragment (`#rc=…`)",
    ))
    .with_mismatch_hint(
        "Twilio signs with the primary auth token of the account, or subaccount, that the number \
         belongs to",
    )
    .with_notes(&[
        "The name is the first of `EventType`, `MessageStatus`, `CallStatus` and `SmsStatus` that is \
         there; an incoming message is `received`.",
        "A delivery by `GET` has the name and everything else in the query.",
        "The header with the idempotency token is not signed.",
    ])
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody]);

const SIGNATURE: Signature = Signature::hmac_sha1("x-twilio-signature")
    .encoded(Encoding::Base64)
    .over("{url}{sorted-form}")
    .body_hash_in(Field::Query("bodySHA256"), Hash::Sha256, Encoding::Hex)
    .with_or_without_port();
