//! A request that is being signed.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri, header};

use super::{
    super::{
        VerifyError,
        lookup::Lookup,
        message::{Message, MessageForm},
        url::PublicUrl,
    },
    SignError, Signer, SigningKey,
    body::{Unsigned, with_value},
};
use crate::{
    DocumentIn, Field, RawRequest, request,
    scheme::{
        Algorithm, Encoding, Grammar, Hash, Part, Requirement, Scheme, Signature, Token, TokenPlace,
    },
};

/// A request that is being signed.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) method: Method,
    pub(super) origin: String,
    path: String,
    query: Vec<String>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) id: String,
    pub(super) document_in: DocumentIn,
}

impl Draft {
    pub(super) fn new(signer: &Signer, body: Bytes) -> Result<Self, SignError> {
        let uri: Uri = signer.url.parse().map_err(|_| SignError::BadUrl)?;
        let (scheme, authority) = uri.scheme_str().zip(uri.authority()).ok_or(SignError::BadUrl)?;
        let mut draft = Self {
            method: signer.method.clone(),
            origin: format!("{scheme}://{authority}"),
            path: uri.path().to_owned(),
            query: uri.query().map(str::to_owned).into_iter().collect(),
            headers: HeaderMap::new(),
            id: signer.id.clone().unwrap_or_else(|| default_id(signer, &body)),
            document_in: signer.provider.document_in().of_credentials(),
            body,
        };
        draft.set(header::HOST.as_str(), authority.as_str())?;
        draft.set(header::CONTENT_TYPE.as_str(), draft.content_type())?;
        draft.name_event(signer)?;
        draft.name_delivery(signer)?;
        for (name, value) in &signer.headers {
            draft.set(name, value)?;
        }
        for (name, example) in signer.provider.example_headers {
            if !draft.headers.contains_key(*name) {
                draft.set(name, example)?;
            }
        }
        Ok(draft)
    }

    /// A body that looks like neither JSON nor XML is a form, as senders of both send it.
    fn content_type(&self) -> &'static str {
        match self.body.trim_ascii_start().first() {
            Some(b'{' | b'[' | b'"') | None => "application/json",
            Some(b'<') => "text/xml",
            Some(_) => "application/x-www-form-urlencoded",
        }
    }

    fn name_event(&mut self, signer: &Signer) -> Result<(), SignError> {
        let Some(event) = &signer.event else {
            return Ok(());
        };
        let fits = |at: &&Field| !matches!(at, Field::Only { text, .. } if text != event);
        let place = signer.provider.event_name().iter().find(fits);
        place.map_or(Ok(()), |at| self.write_name(*at, event))
    }

    fn write_name(&mut self, at: Field, name: &str) -> Result<(), SignError> {
        match at {
            Field::Header(header) if HeaderValue::from_str(name).is_ok() => self.set(header, name),
            Field::PathSegment(_) if request::is_segment(name) => {
                self.append_segment(name);
                Ok(())
            }
            Field::Header(_) | Field::PathSegment(_) => {
                Err(SignError::BadEvent { at, name: name.to_owned() })
            }
            Field::Only { at, text } => self.write_name(*at, text),
            Field::Pair { first, second, separator } => match name.split_once(separator) {
                Some((left, right)) => {
                    self.write_name(*first, left)?;
                    self.write_name(*second, right)
                }
                None => self.write_name(*first, name),
            },
            at if self.find(at)?.as_deref() == Some(name) => Ok(()),
            at => Err(SignError::EventNotSettable { at, name: name.to_owned() }),
        }
    }

    /// Returns how many of the texts that a scheme asks for are others than the request has already.
    pub(super) fn contradictions(&self, scheme: &Scheme) -> usize {
        let Scheme::Signature(signature) = scheme else { return 0 };
        let contradicts = |required: &&Requirement| {
            let found = self.find(required.at()).ok().flatten();
            found.is_some_and(|found| match required {
                Requirement::Is(_, text) => found != *text,
                Requirement::IsOneOf(_, texts) => !texts.contains(&&*found),
                _ => false,
            })
        };
        signature.requirements.iter().filter(contradicts).count()
    }

    /// Returns the text that the request has there already.
    fn find(&self, at: Field) -> Result<Option<String>, SignError> {
        let uri = self.uri()?;
        let found = at.find(&self.received(&uri), self.document_in);
        Ok(found.ok().flatten().map(Into::into))
    }

    fn name_delivery(&mut self, signer: &Signer) -> Result<(), SignError> {
        let places = signer.provider.delivery_id();
        let header = places.iter().find_map(|at| match at {
            Field::Header(name) => Some(*name),
            _ => None,
        });
        let id = self.id.clone();
        header.map_or(Ok(()), |name| self.set(name, &id))
    }

    pub(super) fn show(&mut self, token: Token, signer: &Signer) -> Result<(), SignError> {
        // A token is shown as it is: that is the scheme.
        let text = signer.secret.expose();
        match token.place {
            TokenPlace::Bearer => self.set("authorization", &format!("Bearer {text}")),
            TokenPlace::Basic => {
                let credentials = Encoding::Base64.encode(text.as_bytes());
                self.set("authorization", &format!("Basic {credentials}"))
            }
            TokenPlace::Field(at) => self.show_value(at, text, "token"),
            TokenPlace::EachItem(at) => {
                self.change_items(signer, at, "token", |item| item.show_value(at, text, "token"))
            }
        }
    }

    pub(super) fn sign(
        &mut self,
        signature: &Signature,
        key: &SigningKey,
        signer: &Signer,
    ) -> Result<(), SignError> {
        if signature.of_each_item {
            return self.sign_items(signature, key, signer);
        }
        let text = self.timestamp(signature, signer)?;
        self.put_signed_parts(signature)?;
        self.put_required(signature, signer)?;
        self.list_headers(signature)?;
        let bytes = self.signature(signature, key, &text, signer)?;
        let bytes = signature.encoding.encode(&bytes);
        let written = match (signature.grammar.key(), self.entries_beside(signature)) {
            (Some(key), _) => signature.grammar.write(&bytes, &text, signer.settings.value(key)),
            (None, others) => signature.grammar.write_among(&others, &bytes, &text),
        };
        self.put(signature.at, &written, "signature")
    }

    /// Signs each event.
    fn sign_items(
        &mut self,
        signature: &Signature,
        key: &SigningKey,
        signer: &Signer,
    ) -> Result<(), SignError> {
        let alone = Signature { of_each_item: false, ..*signature };
        self.change_items(signer, signature.at, "signature", |item| item.sign(&alone, key, signer))
    }

    /// Changes each event, the last one first: the places of those before it stay.
    fn change_items(
        &mut self,
        signer: &Signer,
        at: Field,
        what: &'static str,
        change: impl Fn(&mut Self) -> Result<(), SignError>,
    ) -> Result<(), SignError> {
        let uri = self.uri()?;
        let items = signer.provider.split(&self.received(&uri));
        for item in items.map_err(VerifyError::from)?.unwrap_or_default().iter().rev() {
            let range = item.range().cloned();
            let range = range.ok_or(SignError::NotSettable { at, what })?;
            let mut draft = Self { body: item.body().clone(), ..self.clone() };
            change(&mut draft)?;
            let (before, behind) = (&self.body[..range.start], &self.body[range.end..]);
            self.body = [before, &draft.body, behind].concat().into();
        }
        Ok(())
    }

    /// Puts in the time, and returns its text. A body says its time itself.
    fn timestamp(&mut self, signature: &Signature, signer: &Signer) -> Result<String, SignError> {
        let Some((at, unit)) = signature.timestamp() else {
            return Ok(String::new());
        };
        let text = unit.write(signer.at);
        if matches!(signature.grammar, Grammar::Fields { .. }) {
            return Ok(text);
        }
        match at {
            Field::Header(_) | Field::Query(_) | Field::PathSegment(_) => {
                self.put(at, &text, "time").map(|()| text)
            }
            at => self.find(at)?.ok_or(SignError::NotSettable { at, what: "time" }),
        }
    }

    /// Returns the signed entries that the header of the signature has already.
    fn entries_beside(&self, signature: &Signature) -> String {
        let is_beside = |part| match part {
            Part::Field(Field::HeaderEntry { header, .. }) => Field::Header(header) == signature.at,
            _ => false,
        };
        let text = match signature.at {
            Field::Header(name) if signature.template.parts().any(is_beside) => {
                self.headers.get(name)
            }
            _ => None,
        };
        text.and_then(|text| text.to_str().ok()).unwrap_or_default().to_owned()
    }

    /// Puts in what the message is made of and nobody has set: ids, the hash of the body, the name
    /// of the algorithm.
    fn put_signed_parts(&mut self, signature: &Signature) -> Result<(), SignError> {
        for part in signature.template.single_parts() {
            if let Part::Field(Field::Header(name))
            | Part::OptionalField { at: Field::Header(name), .. } = part
                && !self.headers.contains_key(name)
            {
                let id = self.id.clone();
                self.set(name, &id)?;
            }
            if let Part::Field(Field::HeaderEntry { header, name }) = part {
                let shown = self.headers.get(header).and_then(|text| text.to_str().ok());
                let shown = shown.unwrap_or_default();
                if request::entry(shown, b',', name).is_none() {
                    let others = if shown.is_empty() { "" } else { ", " };
                    let text = format!("{shown}{others}{name}={}", self.id);
                    self.set(header, &text)?;
                }
            }
        }
        if let Some((at, hash, encoding)) = signature.body_hash
            && !self.body.is_empty()
            && !request::is_form(&self.headers, &self.body)
        {
            let hash = hash.digest(&self.body);
            self.put(at, &encoding.encode(hash.as_bytes()), "hash of the body")?;
        }
        if let Algorithm::HmacNamed { at, field, allowed: [(name, _), ..] } = signature.algorithm {
            self.put(at, &format!("{field}={name}"), "name of the algorithm")?;
        }
        Ok(())
    }

    /// Lists the headers of the sender's own, where the request says which of its headers are signed.
    fn list_headers(&mut self, signature: &Signature) -> Result<(), SignError> {
        for part in signature.template.parts() {
            if let Part::ListedHeaders(list) = part {
                self.set(list, "")?;
                let own = self.headers.keys().map(HeaderName::as_str);
                let mut own: Vec<_> = own.filter(|name| name.starts_with("x-")).collect();
                own.sort_unstable();
                let own = own.join(",");
                self.set(list, &own)?;
            }
        }
        Ok(())
    }

    /// Puts in the values that must be shown beside the signature.
    fn put_required(&mut self, signature: &Signature, signer: &Signer) -> Result<(), SignError> {
        signature.requirements.iter().try_for_each(|required| match *required {
            Requirement::Is(at, text) => self.show_value(at, text, "required value"),
            Requirement::IsOneOf(at, texts) => {
                let found = self.find(at)?;
                let text = texts.iter().find(|text| found.as_deref() == Some(text));
                let text = text.or(texts.first());
                text.map_or(Ok(()), |text| self.show_value(at, text, "required value"))
            }
            Requirement::Lacks(..) | Requirement::IsBase64(_) => Ok(()),
            Requirement::IsSetting(at, name) => {
                self.show_value(at, signer.settings.value(name), "required value")
            }
        })
    }

    /// Writes a value, unless the body says it already.
    fn show_value(&mut self, at: Field, value: &str, what: &'static str) -> Result<(), SignError> {
        if self.find(at)?.as_deref() == Some(value) {
            return Ok(());
        }
        self.put(at, value, what)
    }

    fn signature(
        &self,
        signature: &Signature,
        key: &SigningKey,
        timestamp: &str,
        signer: &Signer,
    ) -> Result<Vec<u8>, SignError> {
        let uri = self.uri()?;
        let received = self.received(&uri);
        let lookup = Lookup::new(&received, self.document_in);
        let url = PublicUrl::parse(&self.origin).ok_or(SignError::BadUrl)?;
        let form = MessageForm::new(signature, &signer.settings);
        key.sign(signature, &Message::new(&form, lookup, timestamp.as_bytes())?, &url)
    }

    pub(super) fn into_request(self) -> Result<Request<Bytes>, SignError> {
        let uri = self.uri()?;
        let mut request = Request::new(self.body);
        *request.method_mut() = self.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        Ok(request)
    }

    pub(super) fn received<'a>(&'a self, uri: &'a Uri) -> RawRequest<'a> {
        RawRequest { method: &self.method, uri, headers: &self.headers, body: &self.body }
    }

    pub(super) fn uri(&self) -> Result<Uri, SignError> {
        let mut text = format!("{}{}", self.origin, self.path);
        for (n, pair) in self.query.iter().enumerate() {
            text.push(if n == 0 { '?' } else { '&' });
            text.push_str(pair);
        }
        text.parse().map_err(|_| SignError::BadUrl)
    }

    pub(super) fn put(
        &mut self,
        at: Field,
        text: &str,
        what: &'static str,
    ) -> Result<(), SignError> {
        match at {
            Field::Header(name) => self.set(name, text),
            Field::Query(name) => {
                self.query.push(format!("{name}={text}"));
                Ok(())
            }
            Field::PathSegment(_) => {
                self.append_segment(text);
                Ok(())
            }
            at => {
                let (headers, body, document_in) = (&self.headers, &self.body, self.document_in);
                let unsigned = Unsigned { headers, body, document_in };
                let body = with_value(&unsigned, at, text);
                self.body = body.ok_or(SignError::NotSettable { at, what })?.into();
                Ok(())
            }
        }
    }

    fn append_segment(&mut self, segment: &str) {
        let end = format!("/{segment}");
        if !self.path.ends_with(&end) {
            self.path.truncate(self.path.trim_end_matches('/').len());
            self.path.push_str(&end);
        }
    }

    pub(super) fn set(&mut self, name: &str, value: &str) -> Result<(), SignError> {
        let bad = || SignError::BadHeader { name: name.to_owned() };
        let header: HeaderName = name.parse().map_err(|_| bad())?;
        let value = HeaderValue::from_str(value).map_err(|_| bad())?;
        self.headers.insert(header, value);
        Ok(())
    }
}

/// An id that is the same for the same body at the same time.
fn default_id(signer: &Signer, body: &[u8]) -> String {
    let seed = [body, format!("{:?}", signer.at).as_bytes()].concat();
    let digest = Hash::Sha256.digest(&seed);
    format!("msg_{}", Encoding::Hex.encode(&digest.as_bytes()[..12]))
}
