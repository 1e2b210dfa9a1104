//! The message that a sender signs: an ordered list of parts of the request.

use std::{borrow::Cow, slice};

use super::{
    VerifyError, borders, crc32, escaped_path, json_string, keyed_hash::Tag,
    listed_headers::ListedHeaders, lookup::Lookup, settings::Settings, sorted_form::SortedForm,
    url::PublicUrl, url_and_fields::UrlAndFields,
};
use crate::{
    Field,
    request::{self, PreparedField},
    scheme::{Hash, HttpSignature, Jwt, Part, Signature},
};

/// The form of a message, prepared: a template is read once, at start-up.
#[derive(Debug, Default)]
pub(super) struct MessageForm {
    steps: Vec<Step>,
    /// The places of the values that have one reading.
    of_one_reading: Vec<Field>,
    /// A part takes a pass over the body.
    is_costly: bool,
    /// The body is a part.
    pub(super) has_body: bool,
    /// The fields of a form are a part.
    pub(super) has_fields: bool,
    /// The place of the timestamp, if it is a part.
    timestamp: Option<Field>,
    /// The hash that stands for the message, and the number of times that it is computed.
    hashed: Option<(Hash, u8)>,
}

#[derive(Debug)]
enum Step {
    Header(PreparedField),
    /// A value that lies elsewhere.
    Value(PreparedField),
    /// A value that may be absent, and the texts around it.
    Optional(PreparedField, [&'static str; 2]),
    /// A value that may be absent, and the text behind it.
    MaybeEmpty(PreparedField, &'static str),
    Setting(String),
    /// Parts whose order is that of their bytes.
    Sorted(Vec<Self>),
    /// The headers that the request lists.
    Listed(ListedHeaders),
    Part(Part),
}

impl MessageForm {
    pub(super) fn new(signature: &Signature, settings: &Settings) -> Self {
        let steps = signature.template.parts().map(|part| Step::new(part, signature, settings));
        let steps: Vec<_> = steps.collect();
        // The place of a time among sorted parts has no reading of its own.
        let signs_time =
            |step: &Step| matches!(step, Step::Listed(_) | Step::Part(Part::Timestamp));
        let timestamp = signature.timestamp().map(|(at, _)| at);
        let holds = |is_such: fn(Part) -> bool| {
            steps.iter().any(|step| matches!(step, Step::Part(part) if is_such(*part)))
        };
        Self {
            is_costly: steps.iter().any(Step::is_costly),
            has_body: holds(Part::holds_body),
            has_fields: holds(Part::holds_fields),
            timestamp: timestamp.filter(|_| steps.iter().any(signs_time)),
            hashed: signature.hashed_first,
            of_one_reading: borders::values_of_one_reading(signature),
            steps,
        }
    }

    /// Makes the form of what an HTTP message signature must cover. It is not the message, but covers the
    /// same values.
    pub(super) fn of_components(signature: &HttpSignature) -> Self {
        let has = |name: &str| signature.covering.contains(&name);
        let has_target =
            ["@target-uri", "@request-target", "(request-target)"].into_iter().any(has)
                || (has("@path") && has("@query"));
        // The host is the configured one, whatever the header says.
        let is_header = |name: &&&str| !name.starts_with(['@', '(']) && **name != "host";
        let headers = signature.covering.iter().filter(is_header).map(|name| Field::Header(name));
        let target = has_target.then_some(Step::Part(Part::Url));
        let steps = headers.clone().map(|at| Step::Header(at.into())).chain(target);
        Self { steps: steps.collect(), of_one_reading: headers.collect(), ..Self::default() }
    }

    /// Makes the form of what a token signs besides the body: a time in the head of the request, or its document,
    /// which is the value that the token is. It is not the message, but covers the same values. The path has two
    /// spellings, so nothing in it is covered.
    pub(super) fn of_token(jwt: &Jwt) -> Self {
        let time = jwt.time_header().map(|(name, _)| Field::Header(name));
        let steps = time.map(|at| Step::Header(at.into())).into_iter().collect();
        let of_one_reading = time.into_iter().chain(jwt.is_document().then_some(jwt.at)).collect();
        Self { steps, of_one_reading, ..Self::default() }
    }

    /// Returns whether the fields of a form are all that is signed of a body.
    pub(super) const fn signs_only_fields(&self) -> bool {
        self.has_fields && !self.has_body
    }

    /// Returns whether the value at this place is a part, with borders that nobody can move.
    pub(super) fn has_value(&self, at: Field) -> bool {
        self.of_one_reading.contains(&at)
    }

    /// Returns whether the value at this place is a part, wherever its borders are.
    pub(super) fn holds(&self, at: Field) -> bool {
        self.values().any(|place| place.at == at)
    }

    /// Returns whether the timestamp is a part, and lies at this place.
    pub(super) fn has_timestamp(&self, at: Field) -> bool {
        self.timestamp == Some(at)
    }

    /// Returns the places of all values that are signed.
    pub(super) fn places(&self) -> impl Iterator<Item = Field> {
        self.single_steps().filter_map(|step| match step {
            Step::Header(place)
            | Step::Value(place)
            | Step::Optional(place, _)
            | Step::MaybeEmpty(place, _) => Some(place.at),
            Step::Listed(_) | Step::Setting(_) | Step::Sorted(_) | Step::Part(_) => None,
        })
    }

    /// Returns the headers whose values are signed.
    pub(super) fn headers(&self) -> impl Iterator<Item = &PreparedField> {
        let places = self.single_steps().filter_map(|step| match step {
            Step::Header(place) | Step::Optional(place, _) | Step::MaybeEmpty(place, _) => {
                Some(place)
            }
            _ => None,
        });
        places.filter(|place| matches!(place.at, Field::Header(_)))
    }

    /// Returns whether there is such a part, other than the values of single places.
    pub(super) fn has(&self, is_such: impl Fn(&Part) -> bool) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Part(part) if is_such(part)))
    }

    /// Returns the places in the head of a request whose values are signed and must be there.
    pub(super) fn places_in_head(&self) -> impl Iterator<Item = &PreparedField> {
        self.values().filter(|place| place.at.is_in_head())
    }

    fn values(&self) -> impl Iterator<Item = &PreparedField> {
        self.single_steps().filter_map(|step| match step {
            Step::Header(place) | Step::Value(place) => Some(place),
            Step::Listed(headers) => Some(&headers.list),
            Step::Optional(..)
            | Step::MaybeEmpty(..)
            | Step::Setting(_)
            | Step::Sorted(_)
            | Step::Part(_) => None,
        })
    }

    /// Returns the steps, with those that are sorted one by one.
    fn single_steps(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().flat_map(|step| match step {
            Step::Sorted(steps) => &steps[..],
            step => slice::from_ref(step),
        })
    }
}

impl Step {
    fn new(part: Part, signature: &Signature, settings: &Settings) -> Self {
        match part {
            Part::Field(at @ Field::Header(_)) => Self::Header(at.into()),
            Part::Field(at) => Self::Value(at.into()),
            Part::OptionalField { at, before, after } => Self::Optional(at.into(), [before, after]),
            Part::ListedHeaders(list) => Self::Listed(ListedHeaders::new(list, signature)),
            Part::MaybeEmpty { at, until } => Self::MaybeEmpty(at.into(), until),
            Part::Setting(name) => Self::Setting(settings.value(name).to_owned()),
            Part::Sorted(sorted) => {
                let steps = sorted.parts().map(|part| Self::new(part, signature, settings));
                Self::Sorted(steps.collect())
            }
            part => Self::Part(part),
        }
    }

    const fn is_costly(&self) -> bool {
        matches!(
            self,
            Self::Value(_)
                | Self::Optional(..)
                | Self::MaybeEmpty(..)
                | Self::Listed(_)
                | Self::Sorted(_)
                | Self::Part(
                    Part::BodyHash(..)
                        | Part::BodyAsJsonString
                        | Part::BodyCrc32
                        | Part::SortedForm
                        | Part::UrlAndFields
                )
        )
    }
}

/// The message of one request: fed part by part, never joined.
///
/// Each pass over the body is made once, however many keys and URLs are tried.
pub(super) struct Message<'m, 'a> {
    form: &'m MessageForm,
    lookup: Lookup<'a>,
    timestamp: &'m [u8],
    costly: Option<Costly<'a>>,
}

/// The parts of a message that take a pass over the body.
#[derive(Default)]
struct Costly<'a> {
    /// The texts of the parts, in their order.
    texts: Vec<Cow<'a, str>>,
    /// The body as a text.
    body: &'a str,
    sorted_form: Option<SortedForm<'a>>,
    url_and_fields: Option<UrlAndFields<'a>>,
}

impl<'m, 'a> Message<'m, 'a> {
    /// Reads the parts of the message from the request.
    pub(super) fn new(
        form: &'m MessageForm,
        lookup: Lookup<'a>,
        timestamp: &'m [u8],
    ) -> Result<Self, VerifyError> {
        let costly = form.is_costly.then(|| Costly::read(form, lookup)).transpose()?;
        Ok(Self { form, lookup, timestamp, costly })
    }

    /// Returns whether the message holds the fields of a form.
    pub(super) fn has_form(&self) -> bool {
        self.costly.as_ref().is_some_and(|costly| {
            costly.sorted_form.is_some()
                || costly.url_and_fields.as_ref().is_some_and(UrlAndFields::has_form)
        })
    }

    /// Hands the message to `sink`, as it is if the sender knows this server by `url`: or the hash that is
    /// signed in its place. The secret is the one of a plain hash.
    pub(super) fn feed(
        &self,
        url: &PublicUrl,
        secret: &[u8],
        mut sink: impl FnMut(&[u8]),
    ) -> Result<(), VerifyError> {
        let Some((hash, times)) = self.form.hashed else {
            return self.feed_parts(url, secret, sink);
        };
        sink(self.hashed(hash, times, url, secret)?.as_bytes());
        Ok(())
    }

    /// Returns the hash that is signed in place of the message.
    #[cold]
    fn hashed(
        &self,
        hash: Hash,
        times: u8,
        url: &PublicUrl,
        secret: &[u8],
    ) -> Result<Tag, VerifyError> {
        let once = hash.digest_of(|sink| self.feed_parts(url, secret, sink))?;
        Ok((1..times).fold(once, |digest, _| hash.digest(digest.as_bytes())))
    }

    #[inline]
    fn feed_parts(
        &self,
        url: &PublicUrl,
        secret: &[u8],
        mut sink: impl FnMut(&[u8]),
    ) -> Result<(), VerifyError> {
        let received = self.lookup.received;
        let costly = self.costly.as_ref();
        let mut texts = costly.iter().flat_map(|costly| &costly.texts);
        for step in &self.form.steps {
            match step {
                Step::Header(place) => sink(self.lookup.required(place)?.as_bytes()),
                Step::Value(_)
                | Step::Listed(_)
                | Step::MaybeEmpty(..)
                | Step::Part(
                    Part::BodyHash(..)
                    | Part::BodyCrc32
                    | Part::Field(_)
                    | Part::OptionalField { .. }
                    | Part::ListedHeaders(_)
                    | Part::MaybeEmpty { .. }
                    | Part::Setting(_)
                    | Part::Sorted(_),
                ) => {
                    texts.next().into_iter().for_each(|text| sink(text.as_bytes()));
                }
                Step::Optional(_, [before, after]) => {
                    let found = texts.next().filter(|text| !text.is_empty());
                    let texts = found.iter().flat_map(|text| [*before, &***text, *after]);
                    texts.for_each(|text| sink(text.as_bytes()));
                }
                Step::Setting(text) => sink(text.as_bytes()),
                Step::Sorted(steps) => {
                    let mut sorted: Vec<&[u8]> = steps
                        .iter()
                        .filter_map(|step| match step {
                            Step::Setting(text) => Some(text.as_bytes()),
                            Step::Part(Part::Secret) => Some(secret),
                            Step::Part(_) => Some(self.timestamp),
                            _ => texts.next().map(|text| text.as_bytes()),
                        })
                        .collect();
                    sorted.sort_unstable();
                    sorted.into_iter().for_each(&mut sink);
                }
                Step::Part(Part::Text(text)) => sink(text.as_bytes()),
                Step::Part(Part::Timestamp) => sink(self.timestamp),
                Step::Part(Part::Secret) => sink(secret),
                Step::Part(Part::Body) => sink(received.body),
                Step::Part(Part::Method) => sink(received.method.as_str().as_bytes()),
                Step::Part(Part::Url) => url.feed(received.uri, &mut sink),
                Step::Part(Part::Host) => sink(url.host().as_bytes()),
                Step::Part(Part::PathAndQuery) => {
                    sink(url.path_and_query(received.uri).as_bytes());
                }
                Step::Part(Part::EscapedPathAndQuery) => {
                    escaped_path::feed(&url.path_and_query(received.uri), &mut sink);
                }
                Step::Part(Part::UrlAndFields) => {
                    if let Some(fields) = costly.and_then(|it| it.url_and_fields.as_ref()) {
                        fields.feed(url, received, &mut sink);
                    }
                }
                Step::Part(Part::BodyAsJsonString) => {
                    json_string::feed(costly.map_or("", |costly| costly.body), &mut sink);
                }
                Step::Part(Part::SortedForm) => {
                    if let Some(form) = costly.and_then(|costly| costly.sorted_form.as_ref()) {
                        form.feed(&mut sink);
                    }
                }
            }
        }
        Ok(())
    }

    /// Returns the whole message, for algorithms that need it in one piece.
    #[cfg(feature = "ed25519")]
    pub(super) fn joined(&self, url: &PublicUrl) -> Result<Cow<'a, [u8]>, VerifyError> {
        let body = self.lookup.received.body;
        if matches!(*self.form.steps, [Step::Part(Part::Body)]) && self.form.hashed.is_none() {
            return Ok(Cow::Borrowed(body));
        }
        let is_hashed = self.form.hashed.is_some();
        let mut joined = Vec::with_capacity(if is_hashed { 64 } else { body.len() + 256 });
        self.feed(url, &[], |part| joined.extend_from_slice(part))?;
        Ok(Cow::Owned(joined))
    }
}

impl<'a> Costly<'a> {
    fn read(form: &MessageForm, lookup: Lookup<'a>) -> Result<Self, VerifyError> {
        let mut costly = Self::default();
        for step in &form.steps {
            match step {
                Step::Value(place) => costly.texts.push(lookup.required(place)?),
                Step::Optional(place, [_, after]) | Step::MaybeEmpty(place, after) => {
                    costly.texts.push(optional(lookup, place, after)?);
                }
                Step::Part(Part::BodyHash(hash, encoding)) => {
                    let digest = hash.digest(lookup.received.body);
                    costly.texts.push(Cow::Owned(encoding.encode(digest.as_bytes())));
                }
                Step::Part(Part::BodyAsJsonString) => {
                    costly.body = request::body_text(lookup.received)?;
                }
                Step::Part(Part::BodyCrc32) => {
                    costly.texts.push(Cow::Owned(crc32::of(lookup.received.body).to_string()));
                }
                Step::Part(Part::SortedForm) => {
                    costly.sorted_form = SortedForm::of(lookup.received)?;
                }
                Step::Sorted(steps) => {
                    for step in steps {
                        if let Step::Header(place) | Step::Value(place) = step {
                            costly.texts.push(lookup.required(place)?);
                        }
                    }
                }
                Step::Listed(headers) => costly.texts.push(Cow::Owned(headers.text(lookup)?)),
                Step::Part(Part::UrlAndFields) => {
                    costly.url_and_fields = Some(UrlAndFields::of(lookup.received)?);
                }
                Step::Header(_) | Step::Setting(_) | Step::Part(_) => {}
            }
        }
        Ok(costly)
    }
}

/// Returns a value that may be absent; empty if it is.
///
/// A value that holds the text behind it is refused: it could stand for itself and for the values that
/// are signed after it.
fn optional<'a>(
    lookup: Lookup<'a>,
    place: &PreparedField,
    after: &str,
) -> Result<Cow<'a, str>, VerifyError> {
    let text = lookup.find(place)?.unwrap_or_default();
    if !after.is_empty() && [&*text, after].concat().find(after) != Some(text.len()) {
        let expected = format!("a value without `{after}`").into();
        return Err(VerifyError::Malformed { at: place.at, expected });
    }
    Ok(text)
}
