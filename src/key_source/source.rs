//! The key source itself.

use std::{fmt, sync::Arc, time::SystemTime};

use tokio::sync::OwnedMutexGuard;

use super::{
    budget::Budget,
    connection::Connector,
    error::FetchError,
    slot::{Held, Slot},
    slots::Slots,
};
use crate::{Verifier, error_text::chain, log::log, scheme::KeyUrl};

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
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) url: KeyUrl,
    /// A document that is there does not have the key.
    pub(crate) newer: bool,
    pub(crate) now: SystemTime,
}

/// The result of a search for a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Obtained {
    /// The verifier has taken it.
    Taken,
    /// There is none that is newer than that of the verifier.
    NothingNewer,
    Failed,
}

impl KeySource {
    pub(super) fn new(connector: Connector) -> Self {
        Self(Arc::new(Inner { connector, slots: Slots::default(), budget: Budget::default() }))
    }

    /// Hands the document of a URL to a verifier. Fetches it first if need be.
    ///
    /// A fetch goes on if nobody waits for it any more: the next request needs the document too.
    pub(crate) async fn obtain(&self, wanted: Wanted, verifier: &Arc<Verifier>) -> Obtained {
        let mut slot = self.0.slots.of(&wanted.url).lock_owned().await;
        if let Some(held) = slot.current(wanted.newer, wanted.now) {
            return hand_on(held, &wanted, verifier);
        }
        if !slot.may_be_asked(wanted.now) {
            return serve_stale(&slot, &wanted, verifier);
        }
        let fetching = self.clone().renew(slot, wanted, Arc::clone(verifier));
        tokio::spawn(fetching).await.unwrap_or(Obtained::Failed)
    }

    /// Fetches a document, and lets the verifier look at it before it is kept.
    async fn renew(
        self,
        mut slot: OwnedMutexGuard<Slot>,
        wanted: Wanted,
        verifier: Arc<Verifier>,
    ) -> Obtained {
        match self.fetch(&slot, &wanted, &verifier).await {
            Ok(held) => {
                slot.keep(held);
                Obtained::Taken
            }
            Err(error) => {
                let error = chain(&error);
                log!(WARN, "key not fetched", url = wanted.url.as_str(), error = error);
                slot.fail(wanted.now);
                serve_stale(&slot, &wanted, &verifier)
            }
        }
    }

    /// Calls a URL once, by `GET`. Returns whether it was answered with a success.
    pub(crate) async fn call(&self, url: &KeyUrl, now: SystemTime) -> bool {
        let called = if self.0.budget.take(url, false, now) {
            self.0.connector.get(url).await
        } else {
            Err(FetchError::TooMany)
        };
        if let Err(error) = &called {
            // The URL may hold a secret.
            log!(WARN, "handshake not confirmed", host = url.host(), error = chain(error));
        }
        called.is_ok()
    }

    async fn fetch(
        &self,
        slot: &Slot,
        wanted: &Wanted,
        verifier: &Arc<Verifier>,
    ) -> Result<Held, FetchError> {
        if !self.0.budget.take(&wanted.url, slot.is_known(), wanted.now) {
            return Err(FetchError::TooMany);
        }
        let (bytes, max_age) = self.0.connector.get(&wanted.url).await?;
        let mut held = Held::new(bytes, max_age, wanted.now);
        held.give(&wanted.url, verifier)?;
        Ok(held)
    }
}

/// Hands on a document that need not be fetched, unless the verifier has it.
fn hand_on(held: &mut Held, wanted: &Wanted, verifier: &Arc<Verifier>) -> Obtained {
    if wanted.newer && held.was_given(verifier) {
        return Obtained::NothingNewer;
    }
    let has_it = !wanted.newer && verifier.has_fetched(&wanted.url, wanted.now);
    if has_it || held.give(&wanted.url, verifier).is_ok() {
        return Obtained::Taken;
    }
    Obtained::Failed
}

/// Hands on what was fetched before. It does not help a request that wants something newer.
fn serve_stale(slot: &Slot, wanted: &Wanted, verifier: &Verifier) -> Obtained {
    let stale = slot.stale(wanted.now).filter(|_| !wanted.newer);
    match stale.map(|(bytes, until)| verifier.take_fetched(&wanted.url, bytes, until)) {
        Some(Ok(())) => Obtained::Taken,
        _ => Obtained::Failed,
    }
}

impl fmt::Debug for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeySource").finish_non_exhaustive()
    }
}
