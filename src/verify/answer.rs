//! Answers, made of the request that they answer.
//!
//! They must not make a receiver a signing oracle or a mirror: what is echoed or hashed is short and of
//! an alphabet without markup.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Uri, header};

use super::{
    HandshakeResponse, VerifyError, challenge::is_challenge, key::Key, keyed_hash::KeyedHash,
    lookup::Lookup, prepare::Way, settings::Settings, url::PublicUrl,
};
use crate::{
    Field, Provider, RawRequest, Secret,
    scheme::{Answer, AnswerBody, AnswerValue, Encoding, Hash},
};

/// The request that is answered, and who answers it.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) lookup: Lookup<'a>,
    pub(super) proof: Proof<'a>,
    /// Without it no value is hashed.
    pub(super) signing: Option<Signing<'a>>,
}

/// The proof of the one who asks.
#[derive(Clone, Copy)]
pub(super) enum Proof<'a> {
    None,
    Verified(Option<&'a Key>),
}

/// All that a value can be hashed with.
#[derive(Clone, Copy)]
pub(super) struct Signing<'a> {
    pub(super) ways: &'a [Way],
    pub(super) verify_token: Option<&'a Secret>,
    pub(super) url: Option<&'a PublicUrl>,
    pub(super) settings: &'a Settings,
}

impl<'a> Signing<'a> {
    /// Returns the newest key that makes HMACs with this hash.
    fn mac(self, hash: Hash) -> Option<&'a KeyedHash> {
        let ways = self.ways.iter().filter(|way| way.scheme.as_signature().is_some());
        ways.flat_map(|way| &way.keys).find_map(|key| key.key.hmac(hash))
    }
}

impl Provider {
    /// Returns the answer that the sender wants to read to this delivery, once it was taken.
    ///
    /// A router and a receiver give it themselves. It is for a [`Verifier`](crate::Verifier) alone. A header whose value is
    /// missing in the delivery is left out.
    ///
    /// ```
    /// use hookport::{Provider, RawRequest, scheme::{Answer, AnswerValue}};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .answers_with(Answer::text(AnswerValue::Fixed("success")));
    ///
    /// let delivery = http::Request::post("/acme").body("{}".into())?;
    /// let answer = ACME.answer_to(&RawRequest::from(&delivery));
    /// assert_eq!((answer.status(), &**answer.body()), (http::StatusCode::OK, &b"success"[..]));
    /// assert_eq!(answer.headers()["content-type"], "text/plain; charset=utf-8");
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn answer_to(&self, received: &RawRequest<'_>) -> http::Response<Bytes> {
        let lookup = Lookup::new(received, self.document_in());
        let asked = Asked { lookup, proof: Proof::None, signing: None };
        let answer = self.expected_answer();
        let made = answer.made_for(asked).unwrap_or_else(|_| HandshakeResponse {
            status: answer.status(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            confirm: None,
        });
        let mut response = http::Response::new(made.body);
        (*response.status_mut(), *response.headers_mut()) = (made.status, made.headers);
        response
    }
}

impl Answer {
    /// Makes the answer to a request.
    ///
    /// # Errors
    ///
    /// Fails if the request lacks a value, or has one that is not of its alphabet.
    pub(super) fn made_for(&self, asked: Asked<'_>) -> Result<HandshakeResponse, VerifyError> {
        let mut headers = HeaderMap::new();
        for (name, value) in self.headers {
            let text = value.text(asked)?;
            let name = HeaderName::from_bytes(name.as_bytes()).ok();
            // A value has visible characters only.
            if let (Some(name), Ok(text)) = (name, HeaderValue::from_str(&text)) {
                headers.insert(name, text);
            }
        }
        let (content_type, body) = match self.body {
            AnswerBody::Empty => (None, Bytes::new()),
            AnswerBody::Text(value) => {
                (Some("text/plain; charset=utf-8"), value.text(asked)?.into_owned().into())
            }
            AnswerBody::Json(members) => (Some("application/json"), json(members, asked)?.into()),
            AnswerBody::Fixed { content_type, text } => (Some(content_type), text.into()),
        };
        if let Some(Ok(content_type)) = content_type.map(HeaderValue::from_str) {
            headers.insert(header::CONTENT_TYPE, content_type);
            headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        }
        Ok(HandshakeResponse { status: self.status, headers, body, confirm: None })
    }

    /// Returns whether it holds an HMAC.
    pub(super) fn signs(&self) -> bool {
        self.values().any(|value| matches!(value, AnswerValue::Hmac { .. }))
    }
}

impl AnswerValue {
    fn text(self, asked: Asked<'_>) -> Result<Cow<'_, str>, VerifyError> {
        match self {
            Self::Fixed(text) => Ok(Cow::Borrowed(text)),
            Self::Plain(at) => asked.plain(at),
            Self::Text(at) => asked.within(at, "a short text without markup", |text| {
                text.len() <= LONGEST_TEXT && text.bytes().all(is_no_markup)
            }),
            Self::Number(at) => asked.within(at, "a number", is_number),
            Self::Hmac { of, hash, encoding, prefix } => {
                Ok(Cow::Owned(prefix.to_owned() + &asked.hmac(of, hash, encoding)?))
            }
            Self::Setting(name) => {
                Ok(asked.signing.map_or("", |signing| signing.settings.value(name)).into())
            }
            Self::Joined(values) => {
                let texts: Result<Vec<_>, _> =
                    values.iter().map(|value| value.text(asked)).collect();
                Ok(Cow::Owned(texts?.concat()))
            }
            Self::TokenHash { of, hash, encoding } => {
                asked.token_hash(of, hash, encoding).map(Cow::Owned)
            }
        }
    }
}

impl<'a> Asked<'a> {
    fn plain(self, at: Field) -> Result<Cow<'a, str>, VerifyError> {
        self.within(at, "a plain challenge", |text| is_challenge(text.as_bytes()))
    }

    fn within(
        self,
        at: Field,
        expected: &'static str,
        is_right: impl Fn(&str) -> bool,
    ) -> Result<Cow<'a, str>, VerifyError> {
        let text = self.lookup.required(&at.into())?;
        let malformed = VerifyError::Malformed { at, expected: expected.into() };
        if is_right(&text) { Ok(text) } else { Err(malformed) }
    }

    /// Returns the HMAC under the secret that proved the request, or else under the newest one.
    fn hmac(self, of: Field, hash: Hash, encoding: Encoding) -> Result<String, VerifyError> {
        let challenge = self.plain(of)?;
        let key = match self.proof {
            Proof::Verified(key) => key.and_then(|key| key.hmac(hash)),
            Proof::None => self.signing.and_then(|signing| signing.mac(hash)),
        };
        let code = key.ok_or(VerifyError::SignatureMismatch)?.code(|sink| {
            sink(challenge.as_bytes());
            Ok::<_, VerifyError>(())
        })?;
        Ok(encoding.encode(code.as_bytes()))
    }

    fn token_hash(self, of: Field, hash: Hash, encoding: Encoding) -> Result<String, VerifyError> {
        let challenge = self.plain(of)?;
        let signing = self.signing.ok_or(VerifyError::SignatureMismatch)?;
        let token = signing.verify_token.ok_or(VerifyError::NoVerifyToken { at: of })?;
        let path: Uri = self.lookup.received.uri.path().parse().unwrap_or_default();
        let digest = hash.digest_of(|mut sink| {
            sink(challenge.as_bytes());
            sink(token.expose().as_bytes());
            signing.url.into_iter().for_each(|url| url.feed(&path, &mut sink));
            Ok::<_, VerifyError>(())
        })?;
        Ok(encoding.encode(digest.as_bytes()))
    }
}

/// Writes a JSON object.
fn json(members: &[(&str, AnswerValue)], asked: Asked<'_>) -> Result<String, VerifyError> {
    let written: Result<Vec<_>, VerifyError> = members
        .iter()
        .map(|(name, value)| {
            let text = value.text(asked)?;
            let is_number = matches!(value, AnswerValue::Number(_));
            let text = if is_number { text } else { Cow::Owned(quoted(&text)) };
            Ok(format!("{}:{text}", quoted(name)))
        })
        .collect();
    Ok(format!("{{{}}}", written?.join(",")))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

pub(super) const fn is_no_markup(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && !matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\'' | b'`' | b'\\')
}

/// Returns whether JSON allows the text as a number, and each program reads the same one in it.
fn is_number(text: &str) -> bool {
    let has_zero_before = text.len() > 1 && text.starts_with('0');
    text.len() <= MOST_DIGITS && !has_zero_before && text.bytes().all(|byte| byte.is_ascii_digit())
}

const LONGEST_TEXT: usize = 512;

const MOST_DIGITS: usize = 15;
