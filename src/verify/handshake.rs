//! Handshakes: requests by which a sender tests an endpoint, answered without any handler.
//!
//! Whatever can be asked of a proved sender is. What all others are told has no effect and no markup.

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header};
use memchr::memmem;

use super::{
    HandshakeResponse, VerifyError,
    answer::{Asked, Proof, Signing},
    fingerprint::Fingerprint,
    lookup::Lookup,
    settings::Settings,
};
use crate::{
    DocumentIn, Field, Provider, RawRequest, Verifier, request,
    scheme::{Confirmation, Guard, Handshake, KeyUrl, UrlPattern, When},
};

impl Verifier {
    /// Returns the answer to a request, if it is a handshake or a probe.
    pub(super) fn answer(
        &self,
        received: &RawRequest<'_>,
        proof: Proof<'_>,
    ) -> Result<Option<HandshakeResponse>, VerifyError> {
        let (provider, token) = (self.provider(), self.verify_token.as_ref());
        let may_ask = |handshake: &&Handshake| match (handshake.guard, proof) {
            (Guard::Verified, Proof::Verified(_)) => true,
            (Guard::VerifyToken(_) | Guard::Anyone, Proof::None) => {
                received.body.len() <= LONGEST_PROBE
            }
            _ => false,
        };
        let mut handshakes = provider.handshakes().iter().filter(may_ask);
        let Some(handshake) = handshakes.find(|it| it.is_asked(provider, received)) else {
            let is_probe = matches!(proof, Proof::None) && self.is_probe(received);
            return Ok(is_probe.then(|| HandshakeResponse::to_probe(self)));
        };
        handshake.check_token(provider, received, token)?;
        let lookup = lookup(provider, received);
        let verify_token = self.source().verify_token.as_ref();
        let (ways, url, settings) = (self.ways(), self.urls.first(), &self.source().settings);
        let signing = Signing { ways, verify_token, url, settings };
        let asked = Asked { lookup, proof, signing: Some(signing) };
        let confirm = handshake.confirm(lookup, &self.source().settings)?;
        handshake.answer.made_for(asked).map(|answer| Some(HandshakeResponse { confirm, ..answer }))
    }

    /// Returns whether a request with this head may be a handshake or a probe, whose sender proves
    /// nothing. Its body may say that it is none.
    ///
    /// # Errors
    ///
    /// Fails if it is a handshake by its head alone, and shows another verify token.
    pub(super) fn may_be_handshake(&self, head: &RawRequest<'_>) -> Result<bool, VerifyError> {
        let (provider, token) = (self.provider(), self.verify_token.as_ref());
        let may_be = |handshake: &&Handshake| handshake.may_be_asked(provider, head);
        let Some(handshake) = provider.handshakes().iter().find(may_be) else {
            return Ok(self.is_probe(head));
        };
        if handshake.is_in_head() {
            handshake.check_token(provider, head, token)?;
        }
        Ok(true)
    }

    /// Returns whether this only asks whether somebody is there.
    fn is_probe(&self, received: &RawRequest<'_>) -> bool {
        self.probes_with(received.method)
            && received.body.len() <= LONGEST_PROBE
            && request::announced_length(received.headers) <= LONGEST_PROBE as u64
    }

    fn probes_with(&self, method: &Method) -> bool {
        let asks = matches!(*method, Method::HEAD | Method::GET | Method::OPTIONS);
        self.source().answers_probes && asks && !self.provider().delivers_with(method)
    }

    /// Returns whether deliveries, handshakes or probes come with this method.
    #[cfg(feature = "receive")]
    pub(crate) fn uses(&self, method: &Method) -> bool {
        self.provider().uses(method) || self.probes_with(method)
    }

    /// Returns the methods of deliveries, handshakes and probes, as `Allow` lists them.
    pub(crate) fn allowed_methods(&self) -> String {
        let provider = self.provider();
        let known =
            [Method::GET, Method::HEAD, Method::OPTIONS, Method::POST, Method::PUT, Method::DELETE];
        let is_used = |method: &&Method| provider.delivers_with(method) || self.probes_with(method);
        let used = known.iter().filter(is_used).map(Method::as_str);
        let handshakes =
            provider.handshakes().iter().filter_map(|it| it.method().map(|name| name as &str));
        let mut methods: Vec<&str> = used.chain(handshakes).collect();
        methods.sort_unstable();
        methods.dedup();
        methods.join(", ")
    }
}

impl Provider {
    /// Returns whether a receiver signs challenges for everybody.
    pub(super) fn signs_for_anyone(&self) -> bool {
        let signs =
            |handshake: &Handshake| handshake.guard != Guard::Verified && handshake.answer.signs();
        self.handshakes().iter().any(signs)
    }

    /// Returns whether a verified request with this method may be a handshake, and is no delivery.
    pub(super) fn asks_with(&self, method: &Method) -> bool {
        let asks = |handshake: &Handshake| {
            handshake.guard == Guard::Verified && handshake.method() == Some(method.as_str())
        };
        self.handshakes().iter().any(asks)
    }
}

impl Handshake {
    /// Returns whether a request with this head may be this handshake, and needs no proof.
    fn may_be_asked(&self, provider: &Provider, head: &RawRequest<'_>) -> bool {
        let admits = match self.guard {
            Guard::Verified => false,
            Guard::VerifyToken(_) | Guard::Anyone => {
                request::announced_length(head.headers) <= LONGEST_PROBE as u64
            }
        };
        admits
            && self.has_method_of(provider, head)
            && self.when.iter().all(|when| when.may_hold(provider, head))
    }

    /// Returns the URL to call, if the receiver confirms by a call.
    fn confirm(
        &self,
        lookup: Lookup<'_>,
        settings: &Settings,
    ) -> Result<Option<KeyUrl>, VerifyError> {
        let Some(Confirmation { at, urls, .. }) = self.confirmation else {
            return Ok(None);
        };
        let text = lookup.credential(&at.into())?;
        let of = |pattern: &UrlPattern| {
            pattern.with_settings(|name| settings.find(name)).ok()?.named(&text)
        };
        let url = urls.iter().find_map(of);
        url.map(Some).ok_or(VerifyError::KeyUrlNotAllowed { at })
    }

    /// Returns whether the head of a request tells that it is this handshake.
    fn is_in_head(&self) -> bool {
        let shown = match self.guard {
            Guard::VerifyToken(at) => at.is_in_head(),
            Guard::Anyone | Guard::Verified => false,
        };
        shown && self.when.iter().all(When::is_in_head)
    }

    fn has_method_of(&self, provider: &Provider, received: &RawRequest<'_>) -> bool {
        match self.method() {
            Some(method) => received.method == method,
            None => provider.delivers_with(received.method),
        }
    }

    /// Returns `true` if the request is this handshake, whoever sent it.
    pub(crate) fn is_asked(&self, provider: &Provider, received: &RawRequest<'_>) -> bool {
        self.has_method_of(provider, received)
            && self.when.iter().all(|when| when.holds(provider, received))
    }

    fn check_token(
        &self,
        provider: &Provider,
        received: &RawRequest<'_>,
        configured: Option<&Fingerprint>,
    ) -> Result<(), VerifyError> {
        let Guard::VerifyToken(at) = self.guard else {
            return Ok(());
        };
        let shown = lookup(provider, received).required(&at.into())?;
        let token = configured.ok_or(VerifyError::NoVerifyToken { at })?;
        token
            .matches(&Fingerprint::of(shown.as_bytes()))
            .then_some(())
            .ok_or(VerifyError::VerifyTokenMismatch { at })
    }
}

impl When {
    /// Returns whether a request with this head may hold this.
    pub(super) fn may_hold(self, provider: &Provider, head: &RawRequest<'_>) -> bool {
        match self {
            Self::OnlyFields(_) => request::is_form(head.headers, head.body),
            _ => !self.is_in_head() || self.holds(provider, head),
        }
    }

    const fn is_in_head(&self) -> bool {
        match self {
            Self::Is(at, _) | Self::Present(at) | Self::Absent(at) | Self::IsHex(at, ..) => {
                at.is_in_head()
            }
            Self::Method(_) => true,
            Self::OnlyFields(_) | Self::OnlyMembers(_) => false,
        }
    }

    pub(super) fn holds(self, provider: &Provider, received: &RawRequest<'_>) -> bool {
        match self {
            // Most bodies do not hold the text at all: they need not be walked for it.
            Self::Is(Field::Json(_), text) if lacks(provider, received.body, text) => false,
            Self::Is(at, text) => provider.text(at, received).as_deref() == Some(text),
            Self::Present(at) => provider.text(at, received).is_some_and(|text| !text.is_empty()),
            Self::Absent(at) => provider.text(at, received).is_none(),
            Self::IsHex(at, least, most) => provider.text(at, received).is_some_and(|text| {
                let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
                (least..=most).contains(&text.len()) && text.bytes().all(is_hex)
            }),
            Self::Method(method) => received.method == method,
            Self::OnlyFields(names) => has_only_fields(received, names),
            Self::OnlyMembers(names) => request::has_only_members(received.body, names),
        }
    }
}

impl HandshakeResponse {
    fn to_probe(verifier: &Verifier) -> Self {
        let mut headers = HeaderMap::new();
        if let Ok(methods) = verifier.allowed_methods().parse() {
            headers.insert(header::ALLOW, methods);
        }
        Self { status: StatusCode::OK, headers, body: Bytes::new(), confirm: None }
    }
}

fn lookup<'a>(provider: &Provider, received: &'a RawRequest<'a>) -> Lookup<'a> {
    Lookup::new(received, provider.document_in())
}

/// Returns whether a glance tells that a text is no value in the document of this body: it is not there as it
/// is, and nothing there can be another spelling of it.
fn lacks(provider: &Provider, body: &[u8], text: &str) -> bool {
    let is_document =
        !matches!(provider.document_in(), DocumentIn::Token(_)) && body.starts_with(b"{");
    // JSON has no other escape for these.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    is_document
        && text.bytes().all(is_plain)
        && memmem::find(body, text.as_bytes()).is_none()
        && memmem::find(body, b"\\u00").is_none()
}

fn has_only_fields(received: &RawRequest<'_>, names: &[&str]) -> bool {
    request::is_form(received.headers, received.body)
        && form_urlencoded::parse(received.body).all(|(name, _)| names.contains(&&*name))
}

/// Nobody can be made to read a longer body for a request that proves nothing.
pub(super) const LONGEST_PROBE: usize = 1024;
