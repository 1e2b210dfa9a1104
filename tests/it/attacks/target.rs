//! The accounts that are attacked: each provider, with a secret and what its requests look like.

use std::{
    sync::{LazyLock, OnceLock},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use hookport::{
    DocumentIn, Field, Items, Provider, RawRequest, Secret, Source, Verdict, Verifier, VerifyError,
    providers,
    scheme::{
        Algorithm, Claim, Encoding, Grammar, HttpSignature, HttpSignatureForm, Jwt, KeyForm, Part,
        Requirement, Scheme, Signature, TimeUnit, TokenPlace,
    },
    testing::Signer,
};
use http::{HeaderValue, Request};

use crate::kit::{credential, secrets};

/// One account at a provider.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) provider: Provider,
    /// The way of proof that its secret belongs to.
    scheme: Scheme,
    /// The secret that the sender signs with.
    pub(crate) signing: &'static str,
    /// The source that the receiver is configured with.
    pub(crate) verifying: &'static str,
    pub(crate) shown: Shown,
    /// Headers besides the credential that are signed and must be there.
    pub(crate) signed_headers: Vec<&'static str>,
    pub(crate) body: &'static str,
    /// Made once: its keys take long to read.
    judging: OnceLock<Verifier>,
}

/// The place of the credential.
#[derive(Clone, Copy)]
pub(crate) enum Shown {
    /// In a header, behind a label.
    Header { name: &'static str, label: &'static str, written: Written },
    /// In the last segment of the path.
    Path,
    /// In a member of the body.
    Body,
}

/// The form of the credential.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    Hex,
    Base64,
    Base64Url,
    Token,
}

impl Target {
    pub(crate) fn source(&self) -> Source {
        secrets::source(&self.provider, self.verifying).public_url(ORIGIN)
    }

    pub(crate) fn verifier(&self) -> Verifier {
        self.source().verifier().unwrap()
    }

    pub(crate) fn signer(&self) -> Signer {
        secrets::signer(&self.provider, self.signing).url(URL).at(now())
    }

    /// A request as the provider sends it.
    pub(crate) fn genuine(&self) -> Request<Bytes> {
        self.signer().sign(self.body).unwrap()
    }

    pub(crate) fn judge(&self, request: &Request<Bytes>) -> Result<Verdict, VerifyError> {
        let (verifier, received) = (self.judging(), received(request));
        let judged = verifier.verify(&received, now());
        if let Err(error) = verifier.check_head(&received.head(), now()) {
            assert_eq!(judged.as_ref().err(), Some(&error), "{}: the head alone", self.name);
        }
        judged
    }

    /// Returns why the head of a request is refused before its body is there.
    pub(crate) fn judge_head(&self, request: &Request<Bytes>) -> Result<(), VerifyError> {
        self.judging().check_head(&received(request).head(), now())
    }

    fn judging(&self) -> &Verifier {
        self.judging.get_or_init(|| self.verifier())
    }

    pub(crate) fn signature(&self) -> Option<&Signature> {
        match &self.scheme {
            Scheme::Signature(signature) => Some(signature),
            _ => None,
        }
    }

    pub(crate) fn jwt(&self) -> Option<&Jwt> {
        match &self.scheme {
            Scheme::Jwt(jwt) => Some(jwt),
            _ => None,
        }
    }

    pub(crate) fn http_signature(&self) -> Option<&HttpSignature> {
        match &self.scheme {
            Scheme::HttpSignature(signature) => Some(signature),
            _ => None,
        }
    }

    /// Returns whether a signature covers the URL, character by character.
    pub(crate) fn signs_url(&self) -> bool {
        let is_url = |claim: &Claim| matches!(claim, Claim::IsUrl(_) | Claim::HashesUrl(..));
        self.signature().is_some_and(|it| it.template().parts().any(|part| part == Part::Url))
            || self.jwt().is_some_and(|jwt| jwt.claims().iter().any(is_url))
            || self.http_signature().is_some_and(|it| it.covered().contains(&"@target-uri"))
    }

    /// Returns whether a signature covers the body. One that covers a part of the request only has
    /// attacks of its own, in `optional_parts`.
    pub(crate) fn is_signed(&self) -> bool {
        self.signature().is_some_and(|signature| {
            let body = |part: Part| {
                part.holds_fields()
                    || matches!(part, Part::Body | Part::BodyAsJsonString | Part::BodyHash(..))
            };
            signature.body_hash().is_some() || signature.template().parts().any(body)
        }) || self.jwt().is_some_and(Jwt::covers_body)
            || self.http_signature().is_some_and(HttpSignature::covers_body)
    }

    pub(crate) fn is_token(&self) -> bool {
        matches!(self.scheme, Scheme::Token(_))
    }

    /// The window of time; `None` if there is none, or if the body says the time, which a signer
    /// cannot set.
    pub(crate) fn tolerance(&self) -> Option<u64> {
        let tolerance = self.signature()?.tolerance()?.as_secs();
        secrets::time_member(&self.provider).is_none().then_some(tolerance)
    }

    pub(crate) fn is_timed(&self) -> bool {
        self.tolerance().is_some()
    }

    /// The header that holds the timestamp alone, and its unit.
    pub(crate) fn time_header(&self) -> Option<(&'static str, TimeUnit)> {
        let signature = self.signature()?;
        match signature.timestamp()? {
            (Field::Header(name), unit) if signature.place() != Field::Header(name) => {
                Some((name, unit))
            }
            _ => None,
        }
    }

    /// All that a delivery has on the wire, but the key.
    pub(crate) fn wire(&self) -> String {
        let Some(signature) = self.signature() else {
            return format!("{:?}", self.scheme);
        };
        let (place, grammar, template) =
            (signature.place(), signature.grammar(), signature.template());
        let (algorithm, encoding) = (signature.algorithm(), signature.encoding());
        let in_base64 =
            matches!(signature.key_form(), KeyForm::Base64After(_) | KeyForm::Base64MaybeAfter(_));
        format!("{place} {grammar:?} {template} {algorithm:?} {encoding:?} {in_base64}")
    }

    /// Returns the text between two signatures, if the header is a list of them without a time.
    pub(crate) fn separator(&self) -> Option<&'static str> {
        let Some(Scheme::Signature(signature)) = self.provider.schemes().first() else {
            return None;
        };
        match signature.grammar() {
            Grammar::List { separator, .. } => Some(separator),
            _ => None,
        }
    }

    /// The header of the credential, its label and how it is written; `None` for a path or a body.
    pub(crate) fn header(&self) -> Option<(&'static str, &'static str, Written)> {
        match self.shown {
            Shown::Header { name, label, written } => Some((name, label, written)),
            Shown::Path | Shown::Body => None,
        }
    }
}

pub(crate) fn received(request: &Request<Bytes>) -> RawRequest<'_> {
    RawRequest::from(request)
}

pub(crate) fn now() -> SystemTime {
    at(NOW)
}

pub(crate) fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

pub(crate) fn secret() -> Secret {
    Secret::new(SECRET)
}

/// The target of this name.
pub(crate) fn target(name: &str) -> &'static Target {
    TARGETS.iter().find(|target| target.name == name).unwrap()
}

pub(crate) fn signed() -> impl Iterator<Item = &'static Target> {
    TARGETS.iter().filter(|target| target.is_signed())
}

/// The request, with the value of its credential (label and all) rewritten.
pub(crate) fn with_header(
    request: &Request<Bytes>,
    name: &'static str,
    value: &str,
) -> Request<Bytes> {
    let mut changed = request.clone();
    changed.headers_mut().insert(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    changed
}

pub(crate) fn with_body(request: &Request<Bytes>, body: impl Into<Bytes>) -> Request<Bytes> {
    let mut changed = request.clone();
    *changed.body_mut() = body.into();
    changed
}

pub(crate) fn with_uri(request: &Request<Bytes>, uri: &str) -> Request<Bytes> {
    let mut changed = request.clone();
    *changed.uri_mut() = uri.parse().unwrap();
    changed
}

#[test]
fn every_provider_is_attacked() {
    for provider in providers::ALL {
        // `in_the_body` attacks the others.
        let is_here = TARGETS.iter().any(|target| target.provider == *provider);
        let is_left_out = |scheme| lies_in_body(scheme) || has_entries(scheme);
        assert!(is_here || provider.schemes().iter().any(is_left_out), "{}", provider.name());
    }
}

#[test]
fn every_target_accepts_its_genuine_request() {
    for target in TARGETS.iter() {
        assert!(target.judge(&target.genuine()).is_ok(), "{}", target.name);
    }
}

pub(crate) const NOW: u64 = 1_700_000_000;
pub(crate) const ORIGIN: &str = "https://hooks.example";
pub(crate) const URL: &str = "https://hooks.example/in?a=1";
pub(crate) use secrets::SECRET;
const JSON: &str = r#"{"type":"ping","id":"evt_1","amount":1.0,"name":"é","list":[1,2]}"#;
const FORM: &str = "To=%2B1555&From=%2B1666&Body=hi+there";

/// Each way of proof of each provider that has keys of its own, and a form where forms are signed.
pub(crate) static TARGETS: LazyLock<Vec<Target>> = LazyLock::new(|| {
    let accounts = providers::ALL.iter().flat_map(|provider| {
        let schemes = provider.schemes();
        let own = schemes.iter().enumerate().filter(|(at, scheme)| {
            !schemes[..*at].iter().any(|earlier| keys(earlier) == keys(scheme))
        });
        let in_head = own.filter(|(_, scheme)| !lies_in_body(scheme) && !has_entries(scheme));
        in_head.map(|(_, scheme)| Target::new(provider, scheme))
    });
    let form = Target {
        name: "twilio, form",
        body: FORM,
        ..Target::new(&providers::TWILIO, &providers::TWILIO.schemes()[0])
    };
    accounts.chain([form]).collect()
});

/// Returns whether other entries of its header are signed beside the signature: see `header_entries`.
fn has_entries(scheme: &Scheme) -> bool {
    matches!(scheme, Scheme::Signature(signature) if secrets::entries_beside(signature) > 0)
}

/// Returns whether the credential of a scheme lies in the body.
pub(crate) fn lies_in_body(scheme: &Scheme) -> bool {
    let at = match scheme {
        Scheme::Signature(signature) => signature.place(),
        Scheme::Jwt(jwt) => jwt.place(),
        Scheme::Token(token) => return matches!(token.place(), TokenPlace::EachItem(_)),
        _ => return false,
    };
    matches!(at, Field::Body | Field::Json(_) | Field::Form(_))
}

/// The kind of keys that a scheme has.
fn keys(scheme: &Scheme) -> Option<(Algorithm, KeyForm)> {
    match scheme {
        Scheme::Signature(signature) => Some((signature.algorithm(), signature.key_form())),
        _ => None,
    }
}

impl Target {
    fn new(provider: &Provider, scheme: &Scheme) -> Self {
        let (signing, verifying) = secrets::of_scheme(provider, scheme);
        Self {
            name: name(provider, scheme),
            provider: *provider,
            scheme: *scheme,
            signing,
            verifying,
            shown: shown(provider, scheme),
            signed_headers: signed_headers(scheme),
            body: body(provider),
            judging: OnceLock::new(),
        }
    }
}

/// The provider's name, and what tells this way of proof from its others.
fn name(provider: &Provider, scheme: &Scheme) -> &'static str {
    let tokens = provider.schemes().iter().any(|scheme| matches!(scheme, Scheme::Token(_)));
    match scheme {
        Scheme::Signature(_) if tokens => format!("{}, signed", provider.name()).leak(),
        Scheme::Signature(signature)
            if signature.algorithm() == Algorithm::Ed25519 && provider.schemes().len() > 1 =>
        {
            format!("{}, Ed25519", provider.name()).leak()
        }
        _ => provider.name(),
    }
}

fn body(provider: &Provider) -> &'static str {
    match provider.name() {
        "telegram" => r#"{"update_id":1,"message":{}}"#,
        _ if secrets::takes_forms_only(provider) => FORM,
        _ if matches!(provider.document_in(), DocumentIn::Xml(_)) => {
            secrets::ping(provider, NOW).leak()
        }
        _ if secrets::time_member(provider).or(secrets::token_member(provider)).is_some()
            || secrets::encrypted_member(provider).is_some() =>
        {
            secrets::ping(provider, NOW).leak()
        }
        _ => match provider.items() {
            Some(Items::At([pointer, ..])) => batch(pointer).leak(),
            _ => JSON,
        },
    }
}

/// A request that holds one event at this place.
fn batch(pointer: &str) -> String {
    pointer.rsplit('/').filter(|step| !step.is_empty()).fold(format!("[{JSON}]"), |inside, step| {
        if step == "*" { format!("[{inside}]") } else { format!("{{\"{step}\":{inside}}}") }
    })
}

fn shown(provider: &Provider, scheme: &Scheme) -> Shown {
    match scheme {
        Scheme::Signature(signature) => Shown::Header {
            name: header(signature.place()).unwrap(),
            label: label(signature),
            written: match signature.encoding() {
                Encoding::Hex => Written::Hex,
                Encoding::Base64Url => Written::Base64Url,
                _ => Written::Base64,
            },
        },
        Scheme::Jwt(jwt) => token_in(header(jwt.place()).unwrap(), jwt_label(jwt)),
        Scheme::HttpSignature(signature) => {
            token_in(header(signature.place()).unwrap(), http_label(provider, signature))
        }
        Scheme::Token(token) => match token.place() {
            TokenPlace::Field(Field::Header(name)) => token_in(name, ""),
            TokenPlace::Field(Field::Json(_)) => Shown::Body,
            TokenPlace::Bearer => token_in("authorization", "Bearer "),
            TokenPlace::Basic => token_in("authorization", "Basic "),
            _ => Shown::Path,
        },
        _ => unreachable!("another way of proof"),
    }
}

const fn token_in(name: &'static str, label: &'static str) -> Shown {
    Shown::Header { name, label, written: Written::Token }
}

/// The text before the signature's base64, as the signer writes it.
fn http_label(provider: &Provider, signature: &HttpSignature) -> &'static str {
    let HttpSignatureForm::Draft(name) = signature.form() else {
        return "sig=:";
    };
    let signer = secrets::signer(provider, secrets::of(provider).0);
    let sent = signer.url(URL).at(now()).sign(JSON).unwrap();
    let value = sent.headers()[name].to_str().unwrap();
    let start = credential::signed_part(provider, name, value.as_bytes()).start;
    value[..start].to_owned().leak()
}

/// The text before a token, as the signer writes it.
fn jwt_label(jwt: &Jwt) -> &'static str {
    match jwt.authorization_scheme() {
        Some(scheme) if !jwt.may_be_bare() => format!("{scheme} ").leak(),
        _ => "",
    }
}

/// The text before the signature in the header of a request that is sent now.
fn label(signature: &Signature) -> &'static str {
    match signature.grammar() {
        Grammar::Prefix(prefix) | Grammar::List { prefix, .. } => prefix,
        Grammar::Versions(version) => format!("{version},").leak(),
        Grammar::Fields { separator, timestamp, signature: name } => {
            let milliseconds = matches!(signature.timestamp(), Some((_, TimeUnit::Milliseconds)));
            let now = if milliseconds { NOW * 1000 } else { NOW };
            format!("{timestamp}={now}{separator}{name}=").leak()
        }
        _ => "",
    }
}

fn signed_headers(scheme: &Scheme) -> Vec<&'static str> {
    let signature = match scheme {
        Scheme::Signature(signature) => signature,
        Scheme::HttpSignature(http) => return http_headers(http),
        Scheme::Jwt(jwt) => return jwt.time_header().map(|(name, _)| name).into_iter().collect(),
        _ => return Vec::new(),
    };
    let parts = signature.template().single_parts().filter_map(|part| match part {
        Part::Field(at) => header(at),
        Part::ListedHeaders(list) => Some(list),
        _ => None,
    });
    let algorithm = match signature.algorithm() {
        Algorithm::HmacNamed { at, .. } => header(at),
        _ => None,
    };
    let time = signature.timestamp().and_then(|(at, _)| header(at));
    let all = parts.chain(time).chain(algorithm);
    let required = signature.requirements().iter().filter_map(|required| match required {
        Requirement::Is(at, _) | Requirement::IsSetting(at, _) => header(*at),
        _ => None,
    });
    all.chain(required).filter(|name| header(signature.place()) != Some(name)).collect()
}

/// The headers that an HTTP signature must cover. The host is the configured one.
fn http_headers(signature: &HttpSignature) -> Vec<&'static str> {
    let is_header = |name: &&&str| !name.starts_with(['@', '(']) && **name != "host";
    let covered = signature.covered().iter().filter(is_header).copied();
    let input = signature.form() == HttpSignatureForm::Rfc9421;
    covered.chain(input.then_some("signature-input")).collect()
}

fn header(at: Field) -> Option<&'static str> {
    match at {
        Field::Header(name) => Some(name),
        _ => None,
    }
}
