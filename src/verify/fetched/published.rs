//! The keys of a scheme that its sender publishes.

use std::{sync::Arc, time::SystemTime};

use rustls_pki_types::TrustAnchor;

use super::{
    FetchedError, MAX_PUBLISHED, Wanted,
    chain::Chain,
    documents::{Document, Documents},
    key_list::KeyList,
    key_set::KeySet,
};
use crate::{
    Field, VerifyError,
    scheme::{Algorithm, KeyLocation, KeyUrl, KeyUrls, UrlPattern},
    verify::public_key::VerifyingKey,
};

/// The keys of one scheme that its sender publishes: where they are, and what is there of them.
#[derive(Debug)]
pub(crate) struct PublishedKeys {
    location: KeyLocation,
    algorithms: Vec<Algorithm>,
    urls: Vec<KeyUrls>,
    documents: Documents,
    /// The roots that certificates must lead to.
    roots: Vec<TrustAnchor<'static>>,
}

impl PublishedKeys {
    /// Prepares the keys of a location, for these algorithms and no others.
    ///
    /// # Errors
    ///
    /// Fails with the name of a setting that the source does not have, or whose value makes no host.
    pub(crate) fn new<'s>(
        location: KeyLocation,
        algorithms: Vec<Algorithm>,
        setting: impl Fn(&str) -> Option<&'s str>,
    ) -> Result<Self, &'static str> {
        let patterns: &[UrlPattern] = match &location {
            KeyLocation::Jwks(url) | KeyLocation::KeyList { url, .. } => std::slice::from_ref(url),
            KeyLocation::Certificate { urls, .. } | KeyLocation::LoneCertificate { urls } => urls,
            KeyLocation::InToken { .. } => &[],
        };
        let urls = patterns.iter().map(|pattern| pattern.with_settings(&setting));
        let (urls, roots) = (urls.collect::<Result<_, _>>()?, Vec::new());
        Ok(Self { location, algorithms, urls, documents: Documents::default(), roots })
    }

    /// Sets the roots that certificates must lead to.
    pub(crate) fn trust(&mut self, roots: Vec<TrustAnchor<'static>>) {
        self.roots = roots;
    }

    /// Returns whether something has to be fetched.
    #[cfg(feature = "receive")]
    pub(crate) const fn is_fetched(&self) -> bool {
        !self.is_in_token()
    }

    /// Returns whether the keys come in the token.
    pub(crate) const fn is_in_token(&self) -> bool {
        matches!(self.location, KeyLocation::InToken { .. })
    }

    /// Returns whether the keys lie in certificates that lead to a root.
    pub(crate) const fn needs_roots(&self) -> bool {
        self.location.needs_roots()
    }

    /// Returns whether a request names a certificate by its URL.
    const fn is_named_by_url(&self) -> bool {
        matches!(
            self.location,
            KeyLocation::Certificate { .. } | KeyLocation::LoneCertificate { .. }
        )
    }

    /// Takes a document of a URL, if it is one of this scheme's. Returns whether it is.
    pub(crate) fn take(
        &self,
        url: &str,
        document: &[u8],
        usable_until: Option<SystemTime>,
    ) -> Result<bool, FetchedError> {
        let Some(url) = self.named(url) else {
            return Ok(false);
        };
        let algorithms = &self.algorithms;
        let document = match self.location {
            KeyLocation::Jwks(_) => Document::Keys(Arc::new(KeySet::parse(document, algorithms)?)),
            KeyLocation::KeyList { keys, id, key, .. } => {
                let list = KeyList { keys, id, key }.parse(document, algorithms)?;
                Document::Keys(Arc::new(list))
            }
            KeyLocation::Certificate { .. }
            | KeyLocation::LoneCertificate { .. }
            | KeyLocation::InToken { .. } => {
                Document::Chain(Arc::new(Chain::parse(document, algorithms)?))
            }
        };
        self.documents.put(url, document, usable_until);
        Ok(true)
    }

    /// Returns whether one of the keys that fit has made a signature, as `has_signed` tells. For a
    /// certificate, the id that is wanted is its URL.
    ///
    /// # Errors
    ///
    /// Fails with [`VerifyError::KeyNotFetched`] if the document is not there, with
    /// [`VerifyError::UnknownKey`] if no key in it fits, and with [`VerifyError::UntrustedCertificate`].
    pub(crate) fn any(
        &self,
        wanted: Wanted<'_>,
        now: SystemTime,
        mut has_signed: impl FnMut(&VerifyingKey) -> bool,
    ) -> Result<bool, VerifyError> {
        let url = self.url(wanted).ok_or(VerifyError::SignatureMismatch)?;
        match self.documents.of(&url, now) {
            None => Err(VerifyError::KeyNotFetched { url }),
            Some(Document::Keys(keys)) => {
                let mut fitting = keys.fitting(wanted).take(MAX_PUBLISHED).peekable();
                if fitting.peek().is_none() {
                    return Err(VerifyError::UnknownKey { url });
                }
                Ok(fitting.any(has_signed))
            }
            Some(Document::Chain(chain)) => {
                let is_signed = chain.key(wanted.algorithm).is_some_and(&mut has_signed);
                let is_trusted = || match self.location {
                    KeyLocation::Certificate { issued_to, .. } => {
                        chain.is_trusted(issued_to, &self.roots, now)
                    }
                    _ => chain.is_valid_at(now),
                };
                if is_signed && !is_trusted() {
                    return Err(VerifyError::UntrustedCertificate { url });
                }
                Ok(is_signed)
            }
        }
    }

    /// Returns whether the first of the certificates in a token belongs to the key that made a signature, and
    /// may be used at `now`.
    ///
    /// # Errors
    ///
    /// Fails with [`VerifyError::UntrustedChain`] if the key is right and nothing vouches for it.
    pub(crate) fn first_of(
        &self,
        certificates: Vec<Vec<u8>>,
        at: Field,
        algorithm: Algorithm,
        now: SystemTime,
        has_signed: impl FnOnce(&VerifyingKey) -> bool,
    ) -> Result<bool, VerifyError> {
        let KeyLocation::InToken { marked, issuer_marked } = self.location else {
            return Ok(false);
        };
        let expected = "three certificates in the header `x5c`".into();
        let chain = Chain::of_token(certificates, algorithm);
        let chain = chain.ok_or(VerifyError::Malformed { at, expected })?;
        let is_signed = chain.key(algorithm).is_some_and(has_signed);
        let is_trusted = || chain.is_marked_and_trusted([marked, issuer_marked], &self.roots, now);
        if is_signed && !is_trusted() {
            return Err(VerifyError::UntrustedChain { at });
        }
        Ok(is_signed)
    }

    /// Returns whether the document of a URL is there, and may be used at `now`.
    #[cfg(feature = "fetched-keys")]
    pub(crate) fn has(&self, url: &KeyUrl, now: SystemTime) -> bool {
        self.documents.of(url, now).is_some()
    }

    /// Returns whether a request may name its key so.
    pub(crate) fn may_be_named(&self, id: &str) -> bool {
        !self.is_named_by_url() || self.named(id).is_some()
    }

    fn url(&self, wanted: Wanted<'_>) -> Option<KeyUrl> {
        if self.is_named_by_url() {
            return self.named(wanted.id?);
        }
        self.urls.iter().find_map(KeyUrls::only)
    }

    fn named(&self, url: &str) -> Option<KeyUrl> {
        self.urls.iter().find_map(|urls| urls.named(url))
    }
}
