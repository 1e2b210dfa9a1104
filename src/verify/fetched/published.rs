//! The keys of a scheme that its sender publishes.

use std::{sync::Arc, time::SystemTime};

use super::{
    FetchedError, MAX_PUBLISHED, Wanted,
    documents::{Document, Documents},
    key_set::KeySet,
};
use crate::{
    VerifyError,
    scheme::{Algorithm, KeyLocation, KeyUrls},
    verify::public_key::VerifyingKey,
};

/// The keys of one scheme that its sender publishes: where they are, and what is there of them.
#[derive(Debug)]
pub(crate) struct PublishedKeys {
    location: KeyLocation,
    algorithms: Vec<Algorithm>,
    urls: KeyUrls,
    documents: Documents,
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
        let KeyLocation::Jwks(pattern) = location;
        let urls = pattern.with_settings(setting)?;
        Ok(Self { location, algorithms, urls, documents: Documents::default() })
    }

    /// Takes a document of a URL, if it is one of this scheme's. Returns whether it is.
    pub(crate) fn take(
        &self,
        url: &str,
        document: &[u8],
        usable_until: Option<SystemTime>,
    ) -> Result<bool, FetchedError> {
        let Some(url) = self.urls.named(url) else {
            return Ok(false);
        };
        let document = match self.location {
            KeyLocation::Jwks(_) => {
                Document::Keys(Arc::new(KeySet::parse(document, &self.algorithms)?))
            }
        };
        self.documents.put(url, document, usable_until);
        Ok(true)
    }

    /// Returns whether one of the keys that fit has made a signature, as `has_signed` tells.
    ///
    /// # Errors
    ///
    /// Fails with [`VerifyError::KeyNotFetched`] if the set is not there, and with
    /// [`VerifyError::UnknownKey`] if no key in it fits.
    pub(crate) fn any(
        &self,
        wanted: Wanted<'_>,
        now: SystemTime,
        has_signed: impl FnMut(&VerifyingKey) -> bool,
    ) -> Result<bool, VerifyError> {
        let url = self.urls.only().ok_or(VerifyError::SignatureMismatch)?;
        let Some(keys) = self.documents.keys(&url, now) else {
            return Err(VerifyError::KeyNotFetched { url });
        };
        let mut fitting = keys.fitting(wanted).take(MAX_PUBLISHED).peekable();
        if fitting.peek().is_none() {
            return Err(VerifyError::UnknownKey { url });
        }
        Ok(fitting.any(has_signed))
    }
}
