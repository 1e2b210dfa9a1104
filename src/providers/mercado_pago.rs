//! Mercado Pago.

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Grammar, Signature, TimeUnit},
};

/// Mercado Pago: `x-signature: ts=<time>,v1=<hex>` over `id:<data.id>;request-id:<x-request-id>;ts:<time>;`.
///
/// The signature leaves out the body, and the parts whose value is absent: ask the API for the resource
/// of `data.id` in the query, and believe nothing else of a notification.
///
/// | | |
/// |---|---|
/// | secret | *Secret signature* of the application, under *Your integrations*, *Webhooks* |
/// | its form | any text, used as it is |
/// | freshness | none: the SDKs have a window that is off unless it is asked for (npm `mercadopago` 3.6.1) |
/// | event name | `/type` in the body, not signed |
/// | delivery id | `/id` in the body, not signed |
/// | answer | 200 or 201 |
/// | not published | the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{
///     EventRouter, Field, RawRequest, Trust, Unknown, Verdict, WebhookEvent, providers,
///     testing::{Signer, deliver},
/// };
///
/// #[derive(WebhookEvent)]
/// #[event(payload = "/data")]
/// enum MercadoPagoEvent {
///     #[event("payment")]
///     Payment(Payment),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Payment {
///     id: String,
/// }
///
/// let mercado_pago = EventRouter::new(providers::MERCADO_PAGO.secret("made-up"))
///     .on(MercadoPagoEvent::PAYMENT, async |payment: Payment| println!("look up {}", payment.id))
///     .with_state(());
///
/// let body = r#"{"id":"1","type":"payment","data":{"id":"17"}}"#;
/// let url = "https://shop.example.com/mercado-pago?data.id=17&type=payment";
/// let signed = Signer::new(providers::MERCADO_PAGO, "made-up").url(url).sign(body)?;
///
/// let verifier = providers::MERCADO_PAGO.secret("made-up").verifier()?;
/// let verdict = verifier.verify(&RawRequest::from(&signed), std::time::SystemTime::now())?;
/// let Verdict::Delivery(verified) = verdict else { panic!("no handshake") };
/// assert_eq!(verified.trust(), Trust::SignedInPart);
/// assert!(verified.covers(Field::Query("data.id")) && !verified.covers(Field::Json("/data/id")));
///
/// assert_eq!(deliver(&mercado_pago, signed).await.status(), 200);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const MERCADO_PAGO: Provider = Provider::new("mercado-pago")
    .documented_at(MERCADO_PAGO_DOCS)
    .signed_with(
        Signature::hmac_sha256("x-signature")
            .written_as(Grammar::Fields { separator: ",", timestamp: "ts", signature: "v1" })
            .timestamp_in(Field::Header("x-signature"), TimeUnit::SecondsOrMilliseconds)
            .over("{query:data.id?id:|;}{header:x-request-id?request-id:|;}ts:{timestamp};"),
    )
    .names_event_in(&[Field::Json("/type"), Field::Query("type")])
    .names_delivery_in(&[Field::Json("/id")])
    .with_mismatch_hint("notifications of QR codes are not signed")
    .with_notes(&[
        "The body is not signed: look up the resource of `data.id` in the query.",
        "Whether an id with letters is signed in lower case is disputed between the documentation and \
         the SDKs; hookport takes it as it came.",
    ]).expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("five, from 5 minutes to 4 days after the first dispatch"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(MERCADO_PAGO_RETRIES, &[Fact::Retries]), (MERCADO_PAGO_HANDSHAKES, &[Fact::Handshake])]);

const MERCADO_PAGO_RETRIES: &str =
    "https://www.mercadopago.com.ar/developers/en/guides/notifications/webhooks/";

const MERCADO_PAGO_HANDSHAKES: &str =
    "https://www.mercadopago.com.mx/developers/es/docs/your-integrations/notifications/webhooks.md";

const MERCADO_PAGO_DOCS: &str =
    "https://www.mercadopago.com.mx/developers/en/docs/your-integrations/notifications/webhooks";
