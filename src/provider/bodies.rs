//! The forms of a body: a document in a form, and many events in one request.

use super::Provider;
use crate::{FieldError, Item, Items, RawRequest, XmlDocument, request, scheme::Encryption};

impl Provider {
    /// Says that a form body holds the JSON document in this field (GitHub, Slack, Dropbox Sign).
    /// JSON pointers then refer to that document. The form may be URL-encoded or
    /// `multipart/form-data`.
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::{
    ///     EventRouter, Field, Provider, WebhookEvent, scheme::Signature, testing::{Signer, deliver},
    /// };
    ///
    /// /// `payload=%7B%22type%22%3A%22order.paid%22%2C…`
    /// const ACME: Provider = Provider::new("acme")
    ///     .signed_with(Signature::hmac_sha256("x-acme-signature"))
    ///     .holds_json_in_form_field("payload")
    ///     .names_event_in(&[Field::Json("/type")]);
    ///
    /// #[derive(WebhookEvent)]
    /// #[event(payload = "/data")]
    /// enum AcmeEvent {
    ///     #[event("order.paid")]
    ///     Paid(u64),
    /// }
    ///
    /// let acme = EventRouter::new(ACME.secret("made-up"))
    ///     .on(AcmeEvent::PAID, async |order: u64| assert_eq!(order, 7))
    ///     .with_state(());
    ///
    /// let body = "payload=%7B%22type%22%3A%22order.paid%22%2C%22data%22%3A7%7D";
    /// let signed = Signer::new(ACME, "made-up").sign(body)?; // the form is signed, as it is sent
    /// assert_eq!(deliver(&acme, signed).await.status(), 200);
    /// assert_eq!(acme.counts().handled, 1);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub const fn holds_json_in_form_field(mut self, field: &'static str) -> Self {
        self.json_form_field = Some(field);
        self
    }

    /// Says that the document is XML, which is read as JSON: see [`XmlDocument`] for how. It takes the place
    /// of JSON in the body or in a form.
    ///
    /// ```
    /// use hookport::{DocumentIn, Provider, XmlDocument};
    ///
    /// /// `payload=PG9yZGVyPjxpZD43PC9pZD48L29yZGVyPg%3D%3D`
    /// const PAYLOAD: XmlDocument = XmlDocument::in_form_field("payload").in_base64();
    /// const ACME: Provider = Provider::new("acme").holds_xml(PAYLOAD);
    ///
    /// assert_eq!(ACME.document_in(), DocumentIn::Xml(PAYLOAD));
    /// assert_eq!(ACME.document_in().to_string(), "XML as base64 in form field `payload`");
    /// ```
    pub const fn holds_xml(mut self, document: XmlDocument) -> Self {
        self.xml = Some(document);
        self
    }

    /// Says that the sender encrypts what it delivers. See [`Encryption`] for an example.
    ///
    /// Every way of proof has to be a signature that covers the ciphertext, or the provider is refused at
    /// start-up. Needs the feature `encrypted-bodies`.
    pub const fn encrypted(mut self, encryption: &'static Encryption) -> Self {
        self.encryption = Some(encryption);
        self
    }

    /// Returns the encryption of what the sender delivers, if it encrypts.
    ///
    /// ```
    /// use hookport::{Field, providers};
    ///
    /// let encryption = providers::FEISHU.encryption().expect("it encrypts");
    /// assert_eq!(encryption.place(), Field::Json("/encrypt"));
    /// assert_eq!(providers::STRIPE.encryption(), None);
    /// ```
    pub const fn encryption(&self) -> Option<&'static Encryption> {
        self.encryption
    }

    /// Says that a request holds many events, a batch, and where they lie: at the first of these JSON
    /// pointers that leads to a value. `*` stands for each element of an array, and `""` for the whole
    /// body. At the end of a pointer, each element of an array is an event, and an object is one event.
    ///
    /// Each event is a delivery of its own: with a name, an id, a payload and handlers. The fields of
    /// [`names_event_in`](Self::names_event_in) and [`names_delivery_in`](Self::names_delivery_in) are
    /// looked up in it, and so are the JSON pointers of an event enum.
    /// [`Field::Batch`](crate::Field::Batch) is a value beside the list, which all events share.
    ///
    /// An empty list is a delivery with nothing to do. A request without any list cannot be decoded,
    /// and neither can one of more than [`Items::MOST`] events. A name, an id or a tenant that the events
    /// share (a header, a query parameter, [`Field::Batch`](crate::Field::Batch)) has at most 1,024 bytes.
    ///
    /// | the body | pointer |
    /// |---|---|
    /// | `[{…}, {…}]` | `""` |
    /// | `{"events": [{…}, {…}]}` | `/events` |
    /// | `{"data": {"events": [{…}]}}` | `/data/events` |
    /// | `{"entry": [{"changes": [{…}]}, {"changes": [{…}]}]}` | `/entry/*/changes` |
    /// | `{"items": [{"Item": {…}}, {"Item": {…}}]}` | `/items/*/Item` |
    /// | a form whose field `events` holds `[{…}, {…}]` | `""`, and [`holds_json_in_form_field`](Self::holds_json_in_form_field) |
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::{
    ///     EventRouter, Field, Provider, WebhookEvent, scheme::Signature, testing::{Signer, deliver},
    /// };
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .signed_with(Signature::hmac_sha256("x-acme-signature"))
    ///     .holds_items_at(&["/events"])
    ///     .names_event_in(&[Field::Json("/type")]);
    ///
    /// #[derive(WebhookEvent)]
    /// #[event(payload = "/order")]
    /// enum AcmeEvent {
    ///     #[event("order.paid")]
    ///     Paid(u64),
    /// }
    ///
    /// let acme = EventRouter::new(ACME.secret("made-up"))
    ///     .on(AcmeEvent::PAID, async |order: u64| println!("order {order} is paid"))
    ///     .with_state(());
    ///
    /// let body = r#"{"events":[{"type":"order.paid","order":7},{"type":"order.paid","order":8}]}"#;
    /// let signed = Signer::new(ACME, "made-up").sign(body)?;
    /// assert_eq!(deliver(&acme, signed).await.status(), 200);
    /// assert_eq!(acme.counts().handled, 2);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if there is no pointer, if one is neither empty nor begins with `/`, or if one has more
    /// than eight steps; in a constant that is an error of the compiler.
    pub const fn holds_items_at(mut self, pointers: &'static [&'static str]) -> Self {
        self.items = Some(Items::at(pointers));
        self
    }

    /// Says that each line of a body is one event (JSON lines), or each element of a body that is an
    /// array: see [`holds_items_at`](Self::holds_items_at).
    ///
    /// ```
    /// use hookport::{Items, Provider};
    ///
    /// const ACME: Provider = Provider::new("acme").holds_items_in_lines();
    /// assert_eq!(ACME.items(), Some(Items::Lines));
    /// ```
    pub const fn holds_items_in_lines(mut self) -> Self {
        self.items = Some(Items::Lines);
        self
    }

    /// Splits a request into its events; `None` if the sender sends no batches, or if the request has no
    /// document.
    pub(crate) fn split(&self, received: &RawRequest<'_>) -> Result<Option<Vec<Item>>, FieldError> {
        let split = |items| request::split(received, items, self.document_in());
        self.items.map_or(Ok(None), split)
    }
}
