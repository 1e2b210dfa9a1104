//! The keys of a scheme that its sender publishes.

use std::{sync::Arc, time::SystemTime};

use rustls_pki_types::TrustAnchor;

use super::{
    FetchedError, MAX_PUBLISHED, Wanted,
    chain::Chain,
    documents::{Document, Documents},
    key_set::KeySet,
};
use crate::{
    VerifyError,
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
            KeyLocation::Jwks(pattern) => std::slice::from_ref(pattern),
            KeyLocation::Certificate { urls, .. } => urls,
        };
        let urls = patterns.iter().map(|pattern| pattern.with_settings(&setting));
        let (urls, roots) = (urls.collect::<Result<_, _>>()?, Vec::new());
        Ok(Self { location, algorithms, urls, documents: Documents::default(), roots })
    }

    /// Sets the roots that certificates must lead to.
    pub(crate) fn trust(&mut self, roots: Vec<TrustAnchor<'static>>) {
        self.roots = roots;
    }

    /// Returns whether the location has certificates, which need roots.
    pub(crate) const fn has_certificates(&self) -> bool {
        matches!(self.location, KeyLocation::Certificate { .. })
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
            KeyLocation::Certificate { .. } => {
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
                let is_trusted = || chain.is_trusted(self.issued_to(), &self.roots, now);
                if is_signed && !is_trusted() {
                    return Err(VerifyError::UntrustedCertificate { url });
                }
                Ok(is_signed)
            }
        }
    }

    /// Returns whether a request may name its key so.
    pub(crate) fn may_be_named(&self, id: &str) -> bool {
        !self.has_certificates() || self.named(id).is_some()
    }

    fn url(&self, wanted: Wanted<'_>) -> Option<KeyUrl> {
        if self.has_certificates() {
            return self.named(wanted.id?);
        }
        self.urls.iter().find_map(KeyUrls::only)
    }

    fn named(&self, url: &str) -> Option<KeyUrl> {
        self.urls.iter().find_map(|urls| urls.named(url))
    }

    const fn issued_to(&self) -> &'static str {
        match self.location {
            KeyLocation::Certificate { issued_to, .. } => issued_to,
            KeyLocation::Jwks(_) => "",
        }
    }
}
