//! The value that passes through every stage after the proof.

use std::{borrow::Cow, fmt, sync::Arc, time::SystemTime};

use bytes::Bytes;
use http::{Extensions, HeaderMap, Method, Request, Uri, request::Parts};

use crate::{
    DocumentIn, Item, Provider, RawRequest, Trust, Verified,
    event::Decoded,
    receive::Received,
    request::{Converted, Input},
    trace::TraceContext,
};

/// A proved delivery: what was sent, and what is known about it.
///
/// It is cheap to clone. A handler gets one by naming it as an argument, whether it runs while the
/// sender waits or from the inbox. Neither headers, body nor URL (whose path may hold a secret)
/// show in `Debug`.
///
/// ```
/// use hookport::Delivery;
///
/// async fn on_anything(event: serde_json::Value, delivery: Delivery) {
///     let id = delivery.id().unwrap_or("none");
///     println!("{} sent {event} with the id {id}", delivery.provider());
/// }
/// ```
#[derive(Clone)]
pub struct Delivery(Arc<Inner>);

struct Inner {
    parts: DeliveryParts,
    context: Extensions,
    /// The form field that holds the JSON document of the request, where bodies may be forms.
    document_in: DocumentIn,
    /// The document, if it is no JSON as it comes.
    converted: Converted,
}

/// All that is known of a delivery: what a store keeps of it.
/// A store writes and reads each field. A test of a handler makes a [`Delivery`] of them:
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use hookport::{Delivery, DeliveryParts, Trust};
///
/// /// A handler that looks at the age of an event.
/// async fn on_paid(_: serde_json::Value, delivery: Delivery) -> &'static str {
///     match delivery.sent_at() {
///         Some(sent_at) if delivery.received_at() > sent_at + Duration::from_secs(60) => "late",
///         _ => "in time",
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sent_at = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
/// let request = http::Request::post("/shop").body("{}".into())?;
/// let received_at = sent_at + Duration::from_secs(90);
/// let mut parts = DeliveryParts::new("acme", Trust::Signed, received_at, request);
/// parts.sent_at = Some(sent_at);
///
/// let delivery = Delivery::from_parts(parts, http::Extensions::new());
/// assert_eq!(on_paid(serde_json::json!({}), delivery).await, "late");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct DeliveryParts {
    /// The name of the provider.
    pub provider: Cow<'static, str>,
    /// The event's name, if the sender gave one.
    pub event_name: Option<Cow<'static, str>>,
    /// True if the event's name is under the signature.
    pub event_name_is_signed: bool,
    /// The id that the sender gave the delivery.
    pub id: Option<String>,
    /// True if the id is under the signature.
    pub id_is_signed: bool,
    /// The tenant: the account, store, project or workspace at the sender that the event is of.
    pub tenant: Option<String>,
    /// True if the tenant is under the signature.
    pub tenant_is_signed: bool,
    /// The level of proof.
    pub trust: Trust,
    /// The index of the configured secret that matched, counted from 0.
    pub secret_index: Option<usize>,
    /// The time at which the sender says it signed the delivery.
    pub sent_at: Option<SystemTime>,
    /// The time at which the last byte arrived.
    pub received_at: SystemTime,
    /// The method.
    pub method: Method,
    /// The URL that the sender asked for.
    pub uri: Uri,
    /// The headers, credentials included. The items of a batch share them.
    pub headers: Arc<HeaderMap>,
    /// The raw body; of an item of a batch, the bytes of the item.
    pub body: Bytes,
    /// The place of an item in its batch; `None` if the request is one event.
    pub item: Option<Item>,
    /// The span of the request, if a program with the feature `otlp` exports it. The spans of attempts are linked
    /// to it.
    pub trace: Option<TraceContext>,
}

/// The endpoint to which a delivery came, in the context of a handler.
#[cfg(feature = "destinations")]
#[derive(Debug, Clone)]
pub(crate) struct ToEndpoint(pub(crate) Arc<str>);

impl DeliveryParts {
    /// Makes the parts of a delivery without event name, id and tenant, for a store that reads one.
    ///
    /// Its secret and the time of its signature are not known.
    ///
    /// ```
    /// use std::time::SystemTime;
    /// use hookport::{DeliveryParts, Trust};
    ///
    /// let request = http::Request::post("/shop").body("{}".into()).expect("a request");
    /// let mut parts = DeliveryParts::new("acme", Trust::Signed, SystemTime::now(), request);
    /// parts.id = Some("evt_1".to_owned());
    ///
    /// assert_eq!(parts.uri.path(), "/shop");
    /// ```
    pub fn new(
        provider: impl Into<Cow<'static, str>>,
        trust: Trust,
        received_at: SystemTime,
        request: Request<Bytes>,
    ) -> Self {
        let (Parts { method, uri, headers, .. }, body) = request.into_parts();
        Self {
            provider: provider.into(),
            event_name: None,
            event_name_is_signed: false,
            id: None,
            id_is_signed: false,
            tenant: None,
            tenant_is_signed: false,
            trust,
            secret_index: None,
            sent_at: None,
            received_at,
            method,
            uri,
            headers: Arc::new(headers),
            body,
            item: None,
            trace: None,
        }
    }

    /// Joins what was received and proved. The event is not known yet.
    pub(crate) fn of(provider: &Provider, received: Box<Received>, verified: &Verified) -> Self {
        let received_at = received.at;
        let (head, _) = received.into_sent();
        let request = Request::from_parts(head, verified.body().clone());
        Self {
            secret_index: verified.secret_index(),
            sent_at: verified.sent_at(),
            ..Self::new(provider.name(), verified.trust(), received_at, request)
        }
    }

    /// Makes the parts of an item of this request.
    pub(crate) fn of_item(&self, item: Item) -> Self {
        Self { body: item.body().clone(), item: Some(item), ..self.clone() }
    }

    /// Returns the request, as a decoder reads it.
    pub(crate) fn received(&self) -> RawRequest<'_> {
        RawRequest {
            method: &self.method,
            uri: &self.uri,
            headers: &self.headers,
            body: &self.body,
        }
    }

    /// Returns the request or the item, as its values are looked up. `document_in` is the place
    /// of the document of the request.
    pub(crate) fn input(&self, document_in: DocumentIn) -> Input<'_> {
        match &self.item {
            Some(item) => Input::item(item, self.received(), document_in),
            None => Input::request(self.received(), document_in),
        }
    }
}

impl Delivery {
    /// Joins what was proved and decoded; the event itself is handed back.
    pub(crate) fn of<E>(
        parts: DeliveryParts,
        converted: Converted,
        provider: &Provider,
        verified: &Verified,
        decoded: Decoded<E>,
    ) -> (Self, Option<E>) {
        let is_signed = |source: Option<_>| source.is_some_and(|at| verified.covers(at));
        let delivery = DeliveryParts {
            event_name: decoded.name,
            event_name_is_signed: is_signed(decoded.name_source),
            id: decoded.delivery_id,
            id_is_signed: is_signed(decoded.id_source),
            tenant: decoded.tenant,
            tenant_is_signed: is_signed(decoded.tenant_source),
            ..parts
        };
        let (parts, document_in) = (delivery, provider.document_in());
        let inner = Inner { parts, context: Extensions::new(), document_in, converted };
        (Self(Arc::new(inner)), decoded.event)
    }

    /// Makes a delivery of what a store kept of one. Nothing is proved by this: only what was
    /// taken out of a proved delivery may be put back.
    ///
    /// `context` is what the store and the worker have for the handler, found again by
    /// [`context`](Self::context). Extractors of what lies in the body find no JSON document in a
    /// form, since the provider is not known here.
    pub fn from_parts(parts: DeliveryParts, context: Extensions) -> Self {
        Self::with_context(parts, context, DocumentIn::Body)
    }

    /// Makes a delivery whose JSON document may lie in the field of a form.
    pub(crate) fn with_context(
        parts: DeliveryParts,
        context: Extensions,
        document_in: DocumentIn,
    ) -> Self {
        Self(Arc::new(Inner { parts, context, document_in, converted: Converted::default() }))
    }

    /// All that is known of it, for a store to keep.
    pub fn parts(&self) -> &DeliveryParts {
        &self.0.parts
    }

    /// Returns what a store and its worker added for this run of the handler; empty while the
    /// sender waits. Extractors look here.
    pub fn context(&self) -> &Extensions {
        &self.0.context
    }

    /// The name of the provider, as `stripe`.
    pub fn provider(&self) -> &str {
        &self.0.parts.provider
    }

    /// The event's name; `None` if the sender gave none.
    pub fn event_name(&self) -> Option<&str> {
        self.0.parts.event_name.as_deref()
    }

    /// Returns true if the event's name is under the signature. One that is not can be changed by
    /// anyone who can replay a genuine delivery.
    pub fn event_name_is_signed(&self) -> bool {
        self.0.parts.event_name_is_signed
    }

    /// The id that the sender gave the delivery, which stays the same when it tries again; `None`
    /// if it gave none.
    pub fn id(&self) -> Option<&str> {
        self.0.parts.id.as_deref()
    }

    /// Returns true if the id is under the signature.
    pub fn id_is_signed(&self) -> bool {
        self.0.parts.id_is_signed
    }

    /// The tenant: the account, store, project or workspace *at the sender* that the event is of;
    /// `None` if the sender names none, or if its [places](crate::Provider::names_tenant_in) are not
    /// known.
    ///
    /// One endpoint may receive for many tenants. Check
    /// [`tenant_is_signed`](Self::tenant_is_signed) before you decide about access by it.
    ///
    /// ```
    /// use hookport::{Delivery, event_types::cassa_in_cloud::Receipt};
    ///
    /// async fn on_receipt(receipt: Receipt, delivery: Delivery) {
    ///     let store = delivery.tenant().unwrap_or("an unknown store");
    ///     println!("receipt {:?} of {store}", receipt.number);
    /// }
    /// # drop(on_receipt);
    /// ```
    pub fn tenant(&self) -> Option<&str> {
        self.0.parts.tenant.as_deref()
    }

    /// Returns true if the tenant is under the signature. One that is not (Shopify sends it in a header)
    /// can be changed by anyone who can replay a genuine delivery.
    pub fn tenant_is_signed(&self) -> bool {
        self.0.parts.tenant_is_signed
    }

    /// Returns how much was proved.
    pub fn trust(&self) -> Trust {
        self.0.parts.trust
    }

    /// Returns the index of the configured secret that matched: see
    /// [`Verified::secret_index`](crate::Verified::secret_index).
    pub fn secret_index(&self) -> Option<usize> {
        self.0.parts.secret_index
    }

    /// Returns when the sender says it signed the delivery, if its scheme has a time.
    pub fn sent_at(&self) -> Option<SystemTime> {
        self.0.parts.sent_at
    }

    /// Returns when the last byte arrived.
    pub fn received_at(&self) -> SystemTime {
        self.0.parts.received_at
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.0.parts.method
    }

    /// Returns the URL that the sender asked for, before any router cut a prefix off. Its path may
    /// hold a secret.
    pub fn uri(&self) -> &Uri {
        &self.0.parts.uri
    }

    /// The headers, credentials included.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.parts.headers
    }

    /// The raw body, every byte as it came; of an item of a batch, the bytes of the item.
    pub fn body(&self) -> &Bytes {
        &self.0.parts.body
    }

    /// Returns the place of this event in a request that holds many; `None` if the request is one
    /// event. See [`Provider::holds_items_at`](crate::Provider::holds_items_at).
    pub fn item(&self) -> Option<&Item> {
        self.0.parts.item.as_ref()
    }

    /// The request or the item, as its values are looked up.
    pub(crate) fn input(&self) -> Input<'_> {
        self.0.parts.input(self.0.document_in).keeping_in(&self.0.converted)
    }
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Delivery").field(self.parts()).finish()
    }
}

impl fmt::Debug for DeliveryParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeliveryParts")
            .field("provider", &self.provider)
            .field("event_name", &self.event_name)
            .field("id", &self.id)
            .field("tenant", &self.tenant)
            .field("trust", &self.trust)
            .field("secret_index", &self.secret_index)
            .field("received_at", &self.received_at)
            .finish_non_exhaustive()
    }
}
