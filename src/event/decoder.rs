//! From a delivery to a variant of the user's enum.

use std::{fmt, marker::PhantomData};

use super::{
    DecodeError, Decoded, PayloadError, Reads, Variant, WebhookEvent,
    explain::{self, pointer},
    found::{Found, Places},
    guess::{Guess, Guesser},
    pass::{Failure, Pass},
    plan::{self, Place, Plan},
    reader,
};
use crate::{
    Field, Provider, RawRequest,
    request::{self, Node, body_text, is_form},
};

/// Decodes deliveries of one sender into the event enum `E`.
///
/// It is built once, from what the provider says, and shared: it learns where the sender puts the
/// event's name. If name, id and payload lie beside each other in a JSON body, the body is parsed
/// once, straight into the variant's own type.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use hookport::event::{DecodeError, Decoder};
/// use hookport::{RawRequest, Field, WebhookEvent};
///
/// #[derive(Debug, PartialEq, WebhookEvent)]
/// #[event(payload = "/data")]
/// enum Shop {
///     #[event("order.paid")]
///     Paid(u64),
/// }
///
/// let decoder = Decoder::<Shop>::new(&[Field::Json("/type")], &[Field::Json("/id")], None);
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
    json_form_field: Option<&'static str>,
    skim: Node<Place>,
    plans: Vec<Plan>,
    guesser: Guesser,
    event: PhantomData<fn() -> E>,
}

impl<E: WebhookEvent> Decoder<E> {
    /// Builds a decoder for a sender that puts the event's name and the delivery's id at the first
    /// of the places given that has one. The enum's own [`WebhookEvent::NAME`] goes before
    /// `event_name`.
    ///
    /// `json_form_field` is the form field that holds the JSON document, for a sender that may
    /// send forms (GitHub, Slack).
    ///
    /// # Panics
    ///
    /// Panics if a JSON pointer is neither empty nor begins with `/`.
    #[track_caller]
    pub fn new(
        event_name: &'static [Field],
        delivery_id: &'static [Field],
        json_form_field: Option<&'static str>,
    ) -> Self {
        let places = Places {
            names: if E::NAME.is_empty() { event_name } else { E::NAME },
            ids: delivery_id,
        };
        for (_, pointer) in plan::pointers(places.names).chain(plan::pointers(places.ids)) {
            assert!(
                pointer.is_empty() || pointer.starts_with('/'),
                "JSON pointer `{pointer}` must begin with `/`"
            );
        }
        Self {
            json_form_field,
            skim: plan::skim(places),
            plans: Plan::all(E::VARIANTS, places),
            guesser: Guesser::new(plan::pointers(places.names).next().map(|(_, first)| first)),
            places,
            event: PhantomData,
        }
    }

    /// Builds a decoder of the deliveries of `provider`: see [`new`](Self::new).
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
        Self::new(provider.event_name(), provider.delivery_id(), provider.json_form_field())
    }

    /// Decodes one delivery.
    ///
    /// Whether the delivery is genuine is not asked here.
    ///
    /// # Errors
    ///
    /// Fails if the name or the id cannot be read, if there is no name and no variant for that, if
    /// the body is not UTF-8 or not what it should be, or if the payload is missing or is not of
    /// the variant's type.
    pub fn decode(&self, received: &RawRequest<'_>) -> Result<Decoded<E>, DecodeError> {
        let found = self.places.outside(received, self.json_form_field)?;
        if !self.is_pending(&found) {
            return self.settled(received, None, found);
        }
        match request::find_document(received, self.json_form_field)? {
            Some(document) => self.in_document(received, &document, found),
            None => self.settled(received, None, found),
        }
    }

    /// Finds the event's name, the delivery's id, and the position of the variant in
    /// [`WebhookEvent::VARIANTS`]. The payload is not read.
    ///
    /// # Errors
    ///
    /// Fails if the name or the id cannot be read, or if there is no name and no variant for that.
    pub fn identify(&self, received: &RawRequest<'_>) -> Result<Decoded<usize>, DecodeError> {
        let found = self.places.outside(received, self.json_form_field)?;
        let document = if self.is_pending(&found) {
            request::find_document(received, self.json_form_field)?
        } else {
            None
        };
        let found = match &document {
            Some(document) => self.skim(document, found)?,
            None => found,
        };
        let variant = found.variant::<E>()?;
        Ok(Decoded::new::<E>(variant, variant, found, self.places))
    }

    /// Name or id may lie in `document`.
    fn in_document<'d>(
        &self,
        received: &RawRequest<'_>,
        document: &'d str,
        found: Found<'d>,
    ) -> Result<Decoded<E>, DecodeError> {
        let Some((guess, root)) = self.guess(document, &found) else {
            let found = self.skim(document, found)?;
            return self.settled(received, Some(document), found);
        };
        let mut tried = found.clone();
        let attempt = Pass::over(document, root, guess.variant, self.places, &mut tried);
        let found = match attempt {
            Ok(_) => tried,
            Err(_) => self.skim(document, found)?,
        };
        let actual = found.variant::<E>()?;
        let resolve = |name: &str| self.resolve(name).map(|(variant, _)| variant);
        self.guesser.learn(guess, actual, document, resolve);
        if actual != Some(guess.variant) {
            return self.settled(received, Some(document), found);
        }
        let event = payload(guess.variant, attempt, document, &found)?;
        Ok(Decoded::new::<E>(Some(event), actual, found, self.places))
    }

    /// Name and id are known.
    fn settled(
        &self,
        received: &RawRequest<'_>,
        document: Option<&str>,
        found: Found<'_>,
    ) -> Result<Decoded<E>, DecodeError> {
        let actual = found.variant::<E>()?;
        let event =
            actual.map(|variant| self.read(variant, received, document, &found)).transpose()?;
        Ok(Decoded::new::<E>(event, actual, found, self.places))
    }

    fn read(
        &self,
        variant: usize,
        received: &RawRequest<'_>,
        document: Option<&str>,
        found: &Found<'_>,
    ) -> Result<E, DecodeError> {
        let Variant { reads, payload, .. } = E::VARIANTS[variant];
        if reads != Reads::Payload {
            let (name, body) = (found.name.text(), received.body);
            return E::decode(variant, reader::Raw { name, body })
                .map_err(|cause| unexpected::<E>(variant, found, PayloadError::new(cause, None)));
        }
        if let Some(document) = document {
            return self.read_json(variant, document, found);
        }
        if payload.is_empty()
            && is_form(received.headers, received.body)
            && request::find_document(received, self.json_form_field)?.is_none()
        {
            let form = body_text(received)?;
            return E::decode(variant, reader::Form(form)).map_err(|cause| {
                let error = PayloadError::new(cause, explain::in_form::<E>(variant, form));
                unexpected::<E>(variant, found, error)
            });
        }
        let document = request::document(received, self.json_form_field)?;
        self.read_json(variant, &document, found)
    }

    fn read_json(
        &self,
        variant: usize,
        document: &str,
        found: &Found<'_>,
    ) -> Result<E, DecodeError> {
        let root = self.plan(variant).map_or(&self.skim, |plan| &plan.payload);
        let attempt = Pass::over(document, root, variant, self.places, &mut Found::default());
        payload(variant, attempt, document, found)
    }

    /// Finds name and id, and passes over everything else.
    fn skim<'d>(&self, document: &'d str, mut found: Found<'d>) -> Result<Found<'d>, DecodeError> {
        match Pass::<E>::over(document, &self.skim, 0, self.places, &mut found) {
            Err(Failure::Field(cause)) => Err(cause.into()),
            _ => Ok(found),
        }
    }

    /// The variant that the document probably holds, and the tree that reads it in one pass.
    fn guess(&self, document: &str, found: &Found<'_>) -> Option<(Guess, &Node<Place>)> {
        if found.name.pending(self.places.names).is_none() {
            let (variant, root) = self.resolve(found.name.text()?)?;
            return Some((Guess::certain(variant), root));
        }
        let guess = self.guesser.guess(document, |name| Some(self.resolve(name)?.0))?;
        Some((guess, self.together(guess.variant)?))
    }

    /// The variant that `name` belongs to, if it can be read in one pass.
    fn resolve(&self, name: &str) -> Option<(usize, &Node<Place>)> {
        let variant = E::variant_of(name)?;
        Some((variant, self.together(variant)?))
    }

    fn together(&self, variant: usize) -> Option<&Node<Place>> {
        self.plan(variant)?.together.as_ref()
    }

    /// `None`: the variant has no payload.
    fn plan(&self, variant: usize) -> Option<&Plan> {
        let variant = &E::VARIANTS[variant];
        let plan = self.plans.iter().find(|plan| plan.reads(variant))?;
        (variant.reads == Reads::Payload).then_some(plan)
    }

    fn is_pending(&self, found: &Found<'_>) -> bool {
        found.name.pending(self.places.names).is_some()
            || found.id.pending(self.places.ids).is_some()
    }
}

impl<E: WebhookEvent> fmt::Debug for Decoder<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder")
            .field("event_name", &self.places.names)
            .field("delivery_id", &self.places.ids)
            .field("json_form_field", &self.json_form_field)
            .finish_non_exhaustive()
    }
}

/// Returns the result of an attempt to read the payload of `variant`.
fn payload<E: WebhookEvent>(
    variant: usize,
    attempt: Result<Option<E>, Failure>,
    document: &str,
    found: &Found<'_>,
) -> Result<E, DecodeError> {
    match attempt {
        Ok(Some(event)) => Ok(event),
        Ok(None) => Err(DecodeError::MissingPayload {
            name: found.event_name::<E>(Some(variant)).unwrap_or_default(),
            pointer: pointer(E::VARIANTS[variant].payload),
        }),
        Err(Failure::Payload(cause)) => {
            let error = PayloadError::new(cause, explain::in_document::<E>(variant, document));
            Err(unexpected::<E>(variant, found, error))
        }
        Err(Failure::Field(cause)) => Err(cause.into()),
    }
}

fn unexpected<E: WebhookEvent>(
    variant: usize,
    found: &Found<'_>,
    source: PayloadError,
) -> DecodeError {
    let name = found.event_name::<E>(Some(variant)).unwrap_or_default();
    DecodeError::Payload { name, source }
}
