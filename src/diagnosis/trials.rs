//! Trials: the delivery is verified again with one thing undone.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Uri, header::CONTENT_TYPE};

use super::{case::Case, finding::Finding};
use crate::{
    Provider, RawRequest, Secret, Source,
    provider::Schemes,
    request,
    scheme::{Part, Scheme, Signature},
};

/// Verifies a delivery again and again with one thing undone, as often as the bound allows.
pub(super) struct Trials<'a> {
    pub(super) case: Case<'a>,
    /// The source with the one secret that is tried.
    source: Source,
    index: usize,
    bodies: HashSet<u64>,
    tried: usize,
    /// Signatures that may be computed before the next kind of mistake is tried.
    limit: usize,
}

impl<'a> Trials<'a> {
    pub(super) fn new(case: Case<'a>) -> Self {
        let source = case.source.clone();
        let bodies = HashSet::from([hash(case.body())]);
        Self { case, source, index: 0, bodies, tried: 0, limit: MOST_CHECKS }
    }

    /// Returns `true` if no more signature may be computed for this kind of mistake.
    pub(super) const fn are_spent(&self) -> bool {
        self.tried >= self.limit
    }

    /// Tries one kind of mistake with each secret. Each gets a fair share of the trials that are for
    /// secrets, and what one leaves is for those behind it.
    pub(super) fn with_each_secret(
        &mut self,
        family: fn(&mut Self) -> Option<Finding>,
    ) -> Option<Finding> {
        let count = self.case.source.secrets.len();
        (0..count).find_map(|index| {
            self.start_with(index);
            let left = MOST_OF_SECRETS.saturating_sub(self.tried);
            self.limit = self.tried + left.div_ceil(count - index);
            family(self)
        })
    }

    /// Tries one kind of mistake with all secrets at once, until `reserved` trials are left.
    pub(super) fn with_all_secrets(
        &mut self,
        reserved: usize,
        family: fn(&mut Self) -> Option<Finding>,
    ) -> Option<Finding> {
        self.source = self.case.source.clone();
        self.limit = MOST_CHECKS - reserved;
        family(self)
    }

    /// Goes on with this secret alone.
    pub(super) fn start_with(&mut self, index: usize) {
        let Some(secret) = self.case.source.secrets.get(index) else { return };
        self.index = index;
        self.source = self.case.source.clone().with_only(secret.clone());
    }

    /// Returns the secret that is tried.
    pub(super) fn secret(&self) -> Option<Secret> {
        self.source.secrets.first().cloned()
    }

    /// Returns how the secret that is tried is called in a sentence.
    pub(super) fn subject(&self) -> String {
        self.case.source.subject(self.index)
    }

    /// Returns the number of signatures that were computed.
    pub(super) const fn tried(&self) -> usize {
        self.tried
    }

    /// Returns `true` if the delivery matches under another secret.
    pub(super) fn matches_secret(&mut self, secret: Secret) -> bool {
        let source = self.source.clone().with_only(secret);
        self.accepts(source, self.case.received)
    }

    /// Returns `true` if the delivery matches under another secret, as one of another provider.
    pub(super) fn matches_provider(&mut self, provider: Provider, secret: Secret) -> bool {
        let source = Source { provider, ..self.source.clone() };
        self.accepts(source.with_only(secret), self.case.received)
    }

    /// Returns `true` if the delivery matches with another URL.
    pub(super) fn matches_url(&mut self, origin: Option<String>, uri: &Uri) -> bool {
        let provider = with_one_port(*self.source.provider());
        let source = Source { public_url: origin, provider, ..self.source.clone() };
        self.accepts(source, &RawRequest { uri, ..*self.case.received })
    }

    /// Returns `true` if the delivery matches with another body. A body that was tried before is
    /// not tried again.
    pub(super) fn matches_body(&mut self, body: Vec<u8>) -> bool {
        if !self.bodies.insert(hash(&body)) {
            return false;
        }
        let body = Bytes::from(body);
        let form = self.is_read_as_form(&body).then(|| as_form(self.case.headers()));
        let headers = form.as_ref().unwrap_or(self.case.headers());
        let received = RawRequest { headers, body: &body, ..*self.case.received };
        self.accepts(self.source.clone(), &received)
    }

    /// Returns `true` if the delivery matches when its body is read as a form.
    pub(super) fn matches_as_form(&mut self) -> bool {
        let headers = as_form(self.case.headers());
        let received = RawRequest { headers: &headers, ..*self.case.received };
        self.accepts(self.source.clone(), &received)
    }

    /// If the fields of a form are signed, a body that looks like a form is read as one.
    fn is_read_as_form(&self, body: &[u8]) -> bool {
        let mut signatures = self.case.signatures();
        signatures.any(|signature| signature.template.parts().any(Part::holds_fields))
            && request::is_form(&as_form(&HeaderMap::new()), body)
    }

    fn accepts(&mut self, source: Source, received: &RawRequest<'_>) -> bool {
        if self.case.body().len() > LARGEST_TRIED || received.body.len() > LARGEST_FORM {
            return false;
        }
        let Ok(verifier) = source.verifier() else {
            return false;
        };
        let cost = verifier.most_checks(received.uri);
        if self.tried + cost > self.limit {
            return false;
        }
        self.tried += cost;
        verifier.verify(received, self.case.now).is_ok()
    }
}

/// Leaves the port of a URL as it is, so that a trial costs one signature.
fn with_one_port(provider: Provider) -> Provider {
    match provider.schemes {
        Schemes::One(Scheme::Signature(signature)) => {
            let signature = Signature { either_port: false, ..signature };
            Provider { schemes: Schemes::One(Scheme::Signature(signature)), ..provider }
        }
        _ => provider,
    }
}

fn as_form(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    let form = HeaderValue::from_static("application/x-www-form-urlencoded");
    headers.insert(CONTENT_TYPE, form);
    headers
}

fn hash(body: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    hasher.finish()
}

/// Beyond this a body is not tried: a forger could make that work on purpose.
pub(super) const LARGEST_TRIED: usize = 256 * 1024;

/// Beyond this another form of a body is not made: indentation can make any body much longer.
pub(super) const LARGEST_FORM: usize = 4 * LARGEST_TRIED;

/// Each costs a hash over the body. A forger can ask for a diagnosis at will.
const MOST_CHECKS: usize = 32;

/// Of these, how many are for other forms of the secrets: the rest is for URL and body.
const MOST_OF_SECRETS: usize = MOST_CHECKS / 2;
