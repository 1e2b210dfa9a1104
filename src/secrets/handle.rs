//! The secrets of a receiver, which may change while it runs.

use std::{
    sync::{Arc, Mutex, OnceLock, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

use super::{SecretUsage, prepared::Prepared, start, usage};
use crate::{ConfigError, Secret, Source, Verifier};

/// A handle on the secrets of a receiver: adds, retires and counts them while deliveries come.
///
/// It is that of [`ReceiveLayer::secrets`](crate::ReceiveLayer::secrets),
/// [`EventRouter::secrets`](crate::EventRouter::secrets),
/// [`Endpoint::secrets`](crate::Endpoint::secrets) or `Inbox::secrets`: keep a clone. All clones, and all
/// services of one receiver, share the secrets. Two receivers that were made of one source have a handle
/// each.
///
/// A change is prepared and checked first, and then takes effect at once for each request that comes
/// after it. A request that has begun is decided with the secrets that there were when its head came.
/// A secret that cannot be used changes nothing. Of a receiver whose secrets are found for each
/// [account](super::Accounts), nothing can be changed here.
///
/// The secrets are in the memory of this process. Put a new one where your program reads them at its
/// start too.
///
/// ```
/// use http_body_util::Full;
/// use hookport::{ReceiveLayer, Secret, providers, testing::{Signer, deliver}};
/// use tower::{Layer, service_fn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let layer = ReceiveLayer::new(providers::GITHUB.secret(Secret::new("made-up-old").named("spring")));
/// let secrets = layer.secrets();
/// let service = layer.layer(service_fn(async |_: http::Request<Full<bytes::Bytes>>| {
///     Ok::<_, std::convert::Infallible>(http::Response::new(Full::<bytes::Bytes>::default()))
/// }));
/// let by = |secret| Signer::new(providers::GITHUB, secret).sign("{}");
///
/// assert_eq!(deliver(&service, by("made-up-new")?).await.status(), 401);
/// secrets.add(Secret::new("made-up-new").named("autumn"))?;
/// assert_eq!(deliver(&service, by("made-up-new")?).await.status(), 200);
/// assert_eq!(deliver(&service, by("made-up-old")?).await.status(), 200);
///
/// assert!(secrets.retire("spring")?);
/// assert_eq!(deliver(&service, by("made-up-old")?).await.status(), 401);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Secrets(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// With accounts, the secrets of an unknown one.
    first: Arc<Prepared>,
    /// The secrets are found for each account.
    has_accounts: bool,
    /// `None` until the first change, so that who never makes one does not pay for it.
    changed: OnceLock<RwLock<Arc<Prepared>>>,
    /// Held while a change is prepared.
    changing: Mutex<()>,
}

impl Secrets {
    pub(crate) fn new(verifier: Verifier) -> Self {
        Self::of(verifier, false)
    }

    /// Makes the handle of a receiver with accounts, which changes nothing.
    pub(super) fn of_accounts(stand_in: Verifier) -> Self {
        Self::of(stand_in, true)
    }

    fn of(verifier: Verifier, has_accounts: bool) -> Self {
        let (first, changed) = (Arc::new(Prepared::new(verifier)), OnceLock::new());
        Self(Arc::new(Shared { first, has_accounts, changed, changing: Mutex::new(()) }))
    }

    /// Returns the verifier of the start, whose provider and settings no change touches.
    pub(crate) fn first(&self) -> &Verifier {
        self.0.first.verifier()
    }

    /// Returns the secrets of this moment.
    pub(crate) fn current(&self) -> Arc<Prepared> {
        match self.0.changed.get() {
            None => Arc::clone(&self.0.first),
            Some(changed) => Arc::clone(&changed.read().unwrap_or_else(PoisonError::into_inner)),
        }
    }

    /// Adds a secret as the newest one.
    ///
    /// # Errors
    ///
    /// Fails if the secret is blank or of the wrong kind, or if each account has its own. Nothing is changed
    /// then.
    pub fn add(&self, secret: impl Into<Secret>) -> Result<(), ConfigError> {
        let secret = secret.into();
        self.change(|secrets| {
            secrets.insert(0, secret);
            true
        })
        .map(drop)
    }

    /// Removes the secret with this [name](Secret::named). Returns false if there is none.
    ///
    /// # Errors
    ///
    /// Fails if it is the last one, since nothing could be proved without it, or if each account has its
    /// own. Nothing is changed then.
    pub fn retire(&self, name: &str) -> Result<bool, ConfigError> {
        self.change(|secrets| {
            let before = secrets.len();
            secrets.retain(|secret| secret.name() != Some(name));
            secrets.len() < before
        })
    }

    /// Replaces all secrets, the newest one first.
    ///
    /// # Errors
    ///
    /// Fails if there is none, if one is blank or of the wrong kind, or if each account has its own. Nothing
    /// is changed then.
    ///
    /// ```
    /// use hookport::{ConfigError, ReceiveLayer, Secret, providers};
    ///
    /// let secrets = ReceiveLayer::new(providers::STRIPE.secret("whsec_made_up_old")).secrets();
    ///
    /// secrets.set(["whsec_made_up_new", "whsec_made_up_old"].map(Secret::from))?;
    /// assert_eq!(secrets.usage().len(), 2);
    ///
    /// let refused = secrets.set([]);
    /// assert!(matches!(refused, Err(ConfigError::NoSecret { provider: "stripe" })));
    /// assert_eq!(secrets.usage().len(), 2);
    /// # Ok::<(), ConfigError>(())
    /// ```
    pub fn set(&self, secrets: impl IntoIterator<Item = Secret>) -> Result<(), ConfigError> {
        let new = secrets.into_iter().collect();
        self.change(|secrets| {
            *secrets = new;
            true
        })
        .map(drop)
    }

    /// Returns the uses of each secret by this process, the newest secret first. With accounts it is empty:
    /// see [`Accounts::usage`](super::Accounts::usage).
    pub fn usage(&self) -> Vec<SecretUsage> {
        if self.0.has_accounts { Vec::new() } else { self.current().usage() }
    }

    /// Returns the secrets that can go at the time `now`: they have proved nothing for the time `quiet`,
    /// and a newer one has proved something within it.
    ///
    /// Take a time that is longer than the sender's longest retry
    /// ([`Provider::retries`](crate::Provider::retries)). None can go before the process has seen deliveries
    /// for as long.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use hookport::{ReceiveLayer, Secret, providers};
    ///
    /// let secrets = ReceiveLayer::new(providers::GITHUB.secrets(["new", "old"].map(Secret::from))).secrets();
    ///
    /// let (now, three_days) = (SystemTime::now(), Duration::from_secs(3 * 24 * 60 * 60));
    /// assert!(secrets.retirable(now, three_days).is_empty(), "the new one has proved nothing yet");
    /// ```
    pub fn retirable(&self, now: SystemTime, quiet: Duration) -> Vec<SecretUsage> {
        usage::retirable(self.usage(), now, quiet)
    }

    /// Prepares a change of the list, and makes it. Returns what `change` returns; if that is false,
    /// there is nothing to do.
    fn change(&self, change: impl FnOnce(&mut Vec<Secret>) -> bool) -> Result<bool, ConfigError> {
        let _changing = self.0.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.current();
        if self.0.has_accounts {
            let provider = before.verifier().provider().name();
            return Err(ConfigError::SecretsOfAccounts { provider });
        }
        let mut source = before.verifier().source().clone();
        if !change(&mut source.secrets) {
            return Ok(false);
        }
        if source.secrets.is_empty() {
            return Err(ConfigError::NoSecret { provider: source.provider.name() });
        }
        // Whoever adds secrets wants them to be checked.
        let verifier = start::verifier(Source { unauthenticated: false, ..source })?;
        let after = Prepared::after(&before, Arc::new(verifier));
        self.set_current(before, after);
        Ok(true)
    }

    /// Goes on with the records of a receiver that this one takes the place of: those of the secrets that both have.
    #[cfg(feature = "inbox")]
    pub(crate) fn continue_records_of(&self, replaced: &Self) {
        if Arc::ptr_eq(&self.0, &replaced.0) || self.0.has_accounts {
            return;
        }
        let _changing = self.0.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.current();
        let after = Prepared::after(&replaced.current(), Arc::clone(before.verifier()));
        self.set_current(before, after);
    }

    fn set_current(&self, before: Arc<Prepared>, after: Prepared) {
        let changed = self.0.changed.get_or_init(|| RwLock::new(before));
        *changed.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(after);
    }
}
