//! The key source itself.

use std::{fmt, sync::Arc, time::SystemTime};

use super::{
    budget::Budget,
    connection::Connector,
    error::FetchError,
    slot::{Held, Slot},
    slots::Slots,
};
use crate::{error_text::chain, log::log, scheme::KeyUrl, verify::FetchedError};

/// The source of the public keys that senders publish. See the [module](crate::key_source).
///
/// Clones share their documents. All receivers share one by default, so that it is only needed to
/// change what it trusts or connects to.
///
/// ```
/// use hookport::{KeySource, Provider, ReceiveLayer, scheme::{KeyLocation, Signature}};
///
/// const ACME: Provider = Provider::new("acme").signed_with(
///     Signature::ed25519("x-acme-signature").key_at(KeyLocation::jwks("https://acme.example/keys")),
/// );
///
/// // Acme's server stands in our own network.
/// let keys = KeySource::builder()
///     .connecting("acme.example", "10.0.0.7:443".parse()?)
///     .build();
/// let layer = ReceiveLayer::new(ACME.source()).key_source(keys);
/// # drop(layer);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct KeySource(Arc<Inner>);

struct Inner {
    connector: Connector,
    slots: Slots,
    budget: Budget,
}

/// The document that a request wants.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) url: &'a KeyUrl,
    /// A document that is there does not have the key.
    pub(crate) newer: bool,
    pub(crate) now: SystemTime,
}

impl KeySource {
    pub(super) fn new(connector: Connector) -> Self {
        Self(Arc::new(Inner { connector, slots: Slots::default(), budget: Budget::default() }))
    }

    /// Hands the document of a URL to `take`, with the last instant at which it may be used. Fetches it
    /// first if need be. Returns false if it cannot be had.
    pub(crate) async fn obtain(
        &self,
        wanted: Wanted<'_>,
        take: impl Fn(&[u8], SystemTime) -> Result<(), FetchedError> + Send,
    ) -> bool {
        let slot = self.0.slots.of(wanted.url);
        let mut slot = slot.lock().await;
        if let Some(held) = slot.current(wanted.newer, wanted.now) {
            return take(&held.bytes, held.usable_until).is_ok();
        }
        if !slot.may_be_asked(wanted.now) {
            return serve_stale(&slot, wanted, take);
        }
        match self.fetch(&slot, wanted, &take).await {
            Ok(held) => {
                slot.keep(held);
                true
            }
            Err(error) => {
                let error = chain(&error);
                log!(WARN, "key not fetched", url = wanted.url.as_str(), error = error);
                slot.fail(wanted.now);
                serve_stale(&slot, wanted, take)
            }
        }
    }

    /// Fetches a document, and lets `take` look at it before it is kept.
    async fn fetch(
        &self,
        slot: &Slot,
        wanted: Wanted<'_>,
        take: impl Fn(&[u8], SystemTime) -> Result<(), FetchedError>,
    ) -> Result<Held, FetchError> {
        if !self.0.budget.take(slot.is_known(), wanted.now) {
            return Err(FetchError::TooMany);
        }
        let (bytes, max_age) = self.0.connector.get(wanted.url).await?;
        let held = Held::new(bytes, max_age, wanted.now);
        take(&held.bytes, held.usable_until)?;
        Ok(held)
    }
}

/// Hands on what was fetched before. It does not help a request that wants something newer.
fn serve_stale(
    slot: &Slot,
    wanted: Wanted<'_>,
    take: impl Fn(&[u8], SystemTime) -> Result<(), FetchedError>,
) -> bool {
    let stale = slot.stale(wanted.now).filter(|_| !wanted.newer);
    stale.is_some_and(|(bytes, until)| take(bytes, until).is_ok())
}

impl fmt::Debug for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeySource").finish_non_exhaustive()
    }
}
