//! Decoding a delivery into a variant of the user's enum.

#[cfg(feature = "receive")]
use std::char::REPLACEMENT_CHARACTER;
use std::{borrow::Cow, fmt, marker::PhantomData};

use super::{
    DecodeError, Decoded, PayloadError, Reads, Variant, WebhookEvent,
    explain::{self, pointer},
    found::{Found, Known, Places},
    guess::{Guess, Guesser},
    name::Name,
    notes::Notes,
    outside::Outside,
    pass::{Failure, Pass},
    plan::{self, Place, Plans},
    reader,
};
use crate::{
    DocumentIn, Field, FieldError, Item, Provider, RawRequest,
    request::{Converted, Input, Node, walk},
};

/// Decodes deliveries of one sender into the event enum `E`.
///
/// A decoder is built once for a provider, and then shared: it learns the position of the event's
/// name in the documents of the sender. If name and id lie beside the payload in a JSON body, or
/// are members of it, the body is parsed once, directly into the variant's own type.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use hookport::event::{DecodeError, Decoder};
/// use hookport::{DocumentIn, RawRequest, Field, WebhookEvent};
///
/// #[derive(Debug, PartialEq, WebhookEvent)]
/// #[event(payload = "/data")]
/// enum Shop {
///     #[event("order.paid")]
///     Paid(u64),
/// }
///
/// let decoder = Decoder::<Shop>::new(&[Field::Json("/type")], &[Field::Json("/id")], DocumentIn::Body);
/// let decode = |body: &'static str| {
///     decoder.decode(&RawRequest {
///         method: &http::Method::POST,
///         uri: &http::Uri::from_static("/"),
///         headers: &http::HeaderMap::new(),
///         body: &body.into(),
///     })
/// };
///
/// let decoded = decode(r#"{"id":"e1","data":42,"type":"order.paid"}"#)?;
/// assert_eq!(decoded.event, Some(Shop::Paid(42)));
/// assert_eq!(decoded.delivery_id.as_deref(), Some("e1"));
///
/// let unnamed = decode(r#"{"id":"e2","type":"order.lost"}"#)?;
/// assert_eq!(unnamed.event, None);
///
/// let refused = decode(r#"{"data":"many","type":"order.paid"}"#);
/// assert!(matches!(refused, Err(DecodeError::Payload { .. })));
/// # }
/// # Ok::<(), hookport::event::DecodeError>(())
/// ```
pub struct Decoder<E> {
    places: Places,
    outside: Outside,
    document_in: DocumentIn,
    skim: Node<Place>,
    plans: Plans,
    guesser: Guesser,
    event: PhantomData<fn() -> E>,
}

impl<E: WebhookEvent> Decoder<E> {
    /// Builds a decoder that looks for the event's name and the delivery's id at these places, the
    /// first place first. The enum's own [`WebhookEvent::NAME`] replaces `event_name`.
    ///
    /// `document_in` is the place of the JSON document, where it is not always the body (GitHub, Slack).
    ///
    /// # Panics
    ///
    /// Panics if a JSON pointer is neither empty nor begins with `/`.
    #[track_caller]
    pub fn new(
        event_name: &'static [Field],
        delivery_id: &'static [Field],
        document_in: DocumentIn,
    ) -> Self {
        Self::at(
            Places { names: event_name, ids: delivery_id, tenants: &[] },
            Vec::new(),
            document_in,
        )
    }

    #[track_caller]
    fn at(places: Places, tokens: Vec<Field>, document_in: DocumentIn) -> Self {
        let names = if E::NAME.is_empty() { places.names } else { E::NAME };
        let places = Places { names, ..places };
        for (_, pointer) in plan::pointers(places) {
            assert!(
                pointer.is_empty() || pointer.starts_with('/'),
                "JSON pointer `{pointer}` must begin with `/`"
            );
        }
        Self {
            document_in,
            skim: plan::skim(places),
            plans: Plans::new(E::VARIANTS, places),
            guesser: Guesser::new(places.names),
            outside: Outside::of(places, tokens),
            places,
            event: PhantomData,
        }
    }

    /// Builds a decoder of the deliveries of `provider`, which finds their tenants too: see
    /// [`new`](Self::new). Of a provider whose
    /// requests hold many events, a delivery is one of these: see [`decode_item`](Self::decode_item).
    ///
    /// # Panics
    ///
    /// Panics if a JSON pointer of the provider is neither empty nor begins with `/`.
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// use hookport::{WebhookEvent, event::Decoder, providers};
    ///
    /// #[derive(WebhookEvent)]
    /// enum Push {
    ///     #[event("push")]
    ///     Pushed(serde_json::Value),
    /// }
    ///
    /// let decoder = Decoder::<Push>::of(&providers::GITHUB);
    /// # drop(decoder);
    /// # }
    /// ```
    #[track_caller]
    pub fn of(provider: &Provider) -> Self {
        let (names, ids, tenants) =
            (provider.event_name(), provider.delivery_id(), provider.tenant());
        let places = Places { names, ids, tenants };
        Self::at(places, provider.tokens_in_url(), provider.document_in())
    }

    /// Decodes one delivery.
    ///
    /// The signature is not checked here: see [`Verifier`](crate::Verifier).
    ///
    /// # Errors
    ///
    /// Fails if the name or the id cannot be read, if there is no name and no variant without a
    /// name, if the body is not UTF-8 or has another format, or if the payload is missing or is not
    /// of the variant's type.
    pub fn decode(&self, received: &RawRequest<'_>) -> Result<Decoded<E>, DecodeError> {
        let converted = Converted::default();
        let input = Input::request(*received, self.document_in).keeping_in(&converted);
        self.decode_input(&input)
    }

    /// Decodes one event of a request that holds many. `request` is the whole request:
    /// [`items`](super::items) splits it.
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode).
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// use hookport::{Field, Provider, RawRequest, WebhookEvent, event::{Decoder, items}};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .holds_items_at(&["/orders"])
    ///     .names_event_in(&[Field::Json("/state")]);
    ///
    /// #[derive(Debug, PartialEq, WebhookEvent)]
    /// #[event(payload = "/number")]
    /// enum Order {
    ///     #[event("paid")]
    ///     Paid(u64),
    /// }
    ///
    /// let body = r#"{"orders":[{"state":"paid","number":7},{"state":"paid","number":8}]}"#.into();
    /// let (method, uri, headers) =
    ///     (http::Method::POST, http::Uri::from_static("/"), http::HeaderMap::new());
    /// let request = RawRequest { method: &method, uri: &uri, headers: &headers, body: &body };
    ///
    /// let decoder = Decoder::<Order>::of(&ACME);
    /// let mut events = Vec::new();
    /// for item in items(&request, &ACME)?.expect("Acme sends batches") {
    ///     events.extend(decoder.decode_item(&item, &request)?.event);
    /// }
    /// assert_eq!(events, [Order::Paid(7), Order::Paid(8)]);
    /// # }
    /// # Ok::<(), hookport::event::DecodeError>(())
    /// ```
    pub fn decode_item(
        &self,
        item: &Item,
        request: &RawRequest<'_>,
    ) -> Result<Decoded<E>, DecodeError> {
        self.decode_input(&Input::item(item, *request, self.document_in))
    }

    pub(crate) fn decode_input(&self, input: &Input<'_>) -> Result<Decoded<E>, DecodeError> {
        let mut found = Found::default();
        self.outside.find(input, &mut found)?;
        match self.pending_document(input, &found)? {
            Some(document) => self.in_document(input, &document, found),
            None => self.settled(input, None, found.known(self.places)),
        }
    }

    /// Finds the event's name, the delivery's id, its tenant, and the position of the variant in
    /// [`WebhookEvent::VARIANTS`]. The payload is not read.
    ///
    /// # Errors
    ///
    /// Fails if the name or the id cannot be read, or if there is no name and no variant without a
    /// name.
    pub fn identify(&self, received: &RawRequest<'_>) -> Result<Decoded<usize>, DecodeError> {
        let converted = Converted::default();
        let input = Input::request(*received, self.document_in).keeping_in(&converted);
        self.identify_input(&input)
    }

    pub(crate) fn identify_input(&self, input: &Input<'_>) -> Result<Decoded<usize>, DecodeError> {
        let mut found = Found::default();
        self.outside.find(input, &mut found)?;
        let document = self.pending_document(input, &found)?;
        let found = match &document {
            Some(document) => self.skim(document, found)?,
            None => found,
        };
        let known = found.known(self.places);
        let variant = known.variant::<E>()?;
        Ok(Decoded::new::<E>(variant, variant, known))
    }

    /// Returns the name of an event that cannot be decoded; `None` if it cannot be read either. A body that is not
    /// UTF-8 may have a name that is.
    #[cfg(feature = "receive")]
    pub(crate) fn readable_name(&self, input: &Input<'_>) -> Option<String> {
        self.name_in(input).or_else(|| {
            let Cow::Owned(text) = String::from_utf8_lossy(input.received.body) else {
                return None;
            };
            let body = text.into();
            let name = self.name_in(&input.with_body(&body));
            name.filter(|name| !name.contains(REPLACEMENT_CHARACTER))
        })
    }

    #[cfg(feature = "receive")]
    fn name_in(&self, input: &Input<'_>) -> Option<String> {
        let find = |place| {
            let found = Name::find(place, input).ok().flatten();
            found.filter(|name| !self.outside.is_token(name.text(), input))
        };
        self.places.names.iter().find_map(find).map(|name| name.into_text().into_owned())
    }

    /// Decodes a delivery whose name, id or tenant may lie in `document`.
    fn in_document<'d>(
        &self,
        input: &Input<'d>,
        document: &'d str,
        mut found: Found<'d>,
    ) -> Result<Decoded<E>, DecodeError> {
        let Some((guess, root)) = self.guess(document, &found) else {
            let found = self.skim(document, found)?;
            return self.settled(input, Some(document), found.known(self.places));
        };
        let mut event = None;
        let mut pass = Pass::new(guess.variant, self.places, &mut found, &mut event);
        let attempt = pass.over(document, root);
        if attempt.is_err() {
            found = Found::default();
            self.outside.find(input, &mut found)?;
            found = self.skim(document, found)?;
        }
        let known = found.known(self.places);
        let actual = known.variant::<E>()?;
        if !guess.is_as_expected(actual) {
            let readable = |variant| self.together(variant).is_some();
            self.guesser.learn::<E>(actual, known.name.as_ref(), document, readable);
        }
        if attempt.is_ok() && event.is_some() && actual == Some(guess.variant) {
            return Ok(Decoded::new::<E>(event, actual, known));
        }
        self.settled(input, Some(document), known)
    }

    /// Decodes a delivery whose name, id and tenant are known.
    fn settled(
        &self,
        input: &Input<'_>,
        document: Option<&str>,
        known: Known<'_>,
    ) -> Result<Decoded<E>, DecodeError> {
        let actual = known.variant::<E>()?;
        let event =
            actual.map(|variant| self.read(variant, input, document, &known)).transpose()?;
        Ok(Decoded::new::<E>(event, actual, known))
    }

    fn read(
        &self,
        variant: usize,
        input: &Input<'_>,
        document: Option<&str>,
        known: &Known<'_>,
    ) -> Result<E, DecodeError> {
        let Variant { reads, payload, .. } = E::VARIANTS[variant];
        if reads != Reads::Payload {
            let (name, body) = (known.name.as_ref().map(Name::text), input.received.body);
            return E::decode(variant, reader::Raw { name, body })
                .map_err(|cause| unexpected::<E>(variant, known, PayloadError::new(cause, None)));
        }
        if let Some(document) = document {
            return self.read_json(variant, document, known);
        }
        if payload.is_empty()
            && let Some(form) = input.find_form()?
        {
            return E::decode(variant, reader::Form(form)).map_err(|cause| {
                let error = PayloadError::new(cause, explain::in_form::<E>(variant, form));
                unexpected::<E>(variant, known, error)
            });
        }
        let document = input.document()?;
        self.read_json(variant, &document, known)
    }

    fn read_json(
        &self,
        variant: usize,
        document: &str,
        known: &Known<'_>,
    ) -> Result<E, DecodeError> {
        let root = self.plans.of(variant).map_or(&self.skim, |plan| &plan.payload);
        let (mut found, mut event) = (Found::default(), None);
        let mut pass = Pass::new(variant, self.places, &mut found, &mut event);
        let attempt = pass.over(document, root);
        payload(variant, attempt.map(|()| event), document, known)
    }

    /// Finds name, id and tenant, and skips everything else. If only a tenant may lie in the document,
    /// a malformed document has none; one that was found outside of it stays.
    fn skim<'d>(&self, document: &'d str, mut found: Found<'d>) -> Result<Found<'d>, DecodeError> {
        let is_needed = found.awaits_name_or_id(self.places);
        let mut notes = Notes::new(self.places, &mut found);
        match walk(document, &self.skim, &mut notes) {
            Ok(()) => Ok(found),
            Err(cause) if is_needed => Err(notes.take_error(&cause).into()),
            Err(_) => {
                Ok(Found { tenant: found.tenant.outside_of_document(self.places.tenants), ..found })
            }
        }
    }

    /// Returns the variant that the document probably holds, and the tree that reads it in one
    /// pass.
    fn guess(&self, document: &str, found: &Found<'_>) -> Option<(Guess, &Node<Place>)> {
        let guess = if found.awaits_name(self.places) {
            let readable = |variant| self.together(variant).is_some();
            self.guesser.guess::<E>(document, found.awaited_second(self.places), readable)?
        } else {
            Guess::certain(found.name(self.places)?.variant::<E>()?)
        };
        Some((guess, self.together(guess.variant)?))
    }

    fn together(&self, variant: usize) -> Option<&Node<Place>> {
        self.plans.of(variant)?.together.as_ref()
    }

    /// Returns the document if name, id or tenant may lie in it. If only a tenant may, a body without a
    /// document is no error.
    fn pending_document<'d>(
        &self,
        input: &Input<'d>,
        found: &Found<'_>,
    ) -> Result<Option<Cow<'d, str>>, FieldError> {
        let find = || input.find_document();
        if found.awaits_name_or_id(self.places) {
            return find();
        }
        Ok(found.awaits_tenant(self.places).then(find).and_then(Result::ok).flatten())
    }
}

impl<E: WebhookEvent> fmt::Debug for Decoder<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder")
            .field("event_name", &self.places.names)
            .field("delivery_id", &self.places.ids)
            .field("tenant", &self.places.tenants)
            .field("document_in", &self.document_in)
            .finish_non_exhaustive()
    }
}

/// Returns the result of an attempt to read the payload of `variant`.
fn payload<E: WebhookEvent>(
    variant: usize,
    attempt: Result<Option<E>, Failure>,
    document: &str,
    known: &Known<'_>,
) -> Result<E, DecodeError> {
    match attempt {
        Ok(Some(event)) => Ok(event),
        Ok(None) => Err(DecodeError::MissingPayload {
            name: known.event_name::<E>(Some(variant)).unwrap_or_default(),
            pointer: pointer(E::VARIANTS[variant].payload),
        }),
        Err(Failure::Payload(cause)) => {
            let error = PayloadError::new(cause, explain::in_document::<E>(variant, document));
            Err(unexpected::<E>(variant, known, error))
        }
        Err(Failure::Field(cause)) => Err(cause.into()),
    }
}

fn unexpected<E: WebhookEvent>(
    variant: usize,
    known: &Known<'_>,
    source: PayloadError,
) -> DecodeError {
    let name = known.event_name::<E>(Some(variant)).unwrap_or_default();
    DecodeError::Payload { name, source }
}
