//! The trait of destinations.

use std::{pin::Pin, sync::Arc, time::Duration};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::{Delivery, Field, Outcome, delivery::ToEndpoint, extract::Attempt, inbox::EntryId};

/// The future of an attempt to deliver.
pub type DestinationFuture<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// A place to which kept deliveries go.
///
/// # Contract
///
/// 1. `deliver` returns [`Outcome::Done`] only once the delivery is where it is to be.
/// 2. It may be called again for the same delivery, also after it has returned `Done`: a process can end
///    before that is on record. [`DeliveryAttempt::key`] is the same each time.
/// 3. Its future may be dropped at any point, as at the end of its time limit.
/// 4. An error holds no secret: it is shown in the log.
///
/// ```
/// use std::sync::{Arc, Mutex};
/// use hookport::{Delivery, Outcome};
/// use hookport::destinations::{DeliveryAttempt, Destination, DestinationFuture};
///
/// /// Keeps the ids of what was delivered.
/// #[derive(Clone, Default)]
/// struct Ids(Arc<Mutex<Vec<String>>>);
///
/// impl Destination for Ids {
///     fn deliver<'a>(
///         &'a self,
///         delivery: &'a Delivery,
///         _: &'a DeliveryAttempt,
///     ) -> DestinationFuture<'a> {
///         Box::pin(async {
///             let Some(id) = delivery.id() else {
///                 return Outcome::dead_letter("delivery has no id");
///             };
///             match self.0.lock() {
///                 Ok(mut ids) => ids.push(id.to_owned()),
///                 Err(_) => return Outcome::retry("list cannot be used"),
///             }
///             Outcome::Done
///         })
///     }
/// }
/// # drop(Ids::default());
/// ```
pub trait Destination: Send + Sync + 'static {
    /// Brings a delivery to the destination.
    fn deliver<'a>(
        &'a self,
        delivery: &'a Delivery,
        attempt: &'a DeliveryAttempt,
    ) -> DestinationFuture<'a>;

    /// Returns how many deliveries the destination takes at a time now. The default is no limit but that of
    /// its [policy](crate::router::HandlerPolicy::concurrency).
    ///
    /// With 0 the destination pauses: its runs wait in the inbox, and use up no attempt. A worker asks
    /// before each claim, and once a second while it has nothing to do.
    fn takes_now(&self) -> usize {
        usize::MAX
    }

    /// Returns the rest of a pause that the destination makes since it fails, for the console and the metric
    /// `hookport_destination_paused`: zero if the pause is over, and the next delivery shows whether it
    /// works again. The default is that it never pauses.
    fn rest_of_pause(&self) -> Option<Duration> {
        None
    }

    /// Returns in one line where its deliveries go, as `forward https://app.example/hooks`: the console shows
    /// it, and `hookport serve` logs it. It holds no secret. The default is that it does not say.
    fn goes_to(&self) -> Option<String> {
        None
    }

    /// Returns how long an attempt may take where its [policy](crate::router::HandlerPolicy::timeout) does
    /// not say. The default is one minute.
    fn time_limit(&self) -> Duration {
        Duration::from_secs(60)
    }
}

impl<D: Destination + ?Sized> Destination for Box<D> {
    fn deliver<'a>(
        &'a self,
        delivery: &'a Delivery,
        attempt: &'a DeliveryAttempt,
    ) -> DestinationFuture<'a> {
        (**self).deliver(delivery, attempt)
    }

    fn takes_now(&self) -> usize {
        (**self).takes_now()
    }

    fn rest_of_pause(&self) -> Option<Duration> {
        (**self).rest_of_pause()
    }

    fn goes_to(&self) -> Option<String> {
        (**self).goes_to()
    }

    fn time_limit(&self) -> Duration {
        (**self).time_limit()
    }
}

impl<D: Destination + ?Sized> Destination for Arc<D> {
    fn deliver<'a>(
        &'a self,
        delivery: &'a Delivery,
        attempt: &'a DeliveryAttempt,
    ) -> DestinationFuture<'a> {
        (**self).deliver(delivery, attempt)
    }

    fn takes_now(&self) -> usize {
        (**self).takes_now()
    }

    fn rest_of_pause(&self) -> Option<Duration> {
        (**self).rest_of_pause()
    }

    fn goes_to(&self) -> Option<String> {
        (**self).goes_to()
    }

    fn time_limit(&self) -> Duration {
        (**self).time_limit()
    }
}

/// An attempt to bring a delivery to a destination.
///
/// ```
/// use hookport::destinations::DeliveryAttempt;
///
/// // For a destination that is called without an inbox.
/// let attempt = DeliveryAttempt::new("shop", "app");
/// assert_eq!((attempt.endpoint(), attempt.destination(), attempt.number()), ("shop", "app", 1));
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct DeliveryAttempt {
    endpoint: Arc<str>,
    destination: Arc<str>,
    entry: Option<EntryId>,
    attempt: Option<Attempt>,
    /// The places of the sender's credentials.
    credentials: Arc<[Field]>,
}

impl DeliveryAttempt {
    /// Makes the first attempt at a delivery that is in no inbox.
    pub fn new(endpoint: impl Into<Arc<str>>, destination: impl Into<Arc<str>>) -> Self {
        let (endpoint, destination) = (endpoint.into(), destination.into());
        Self { endpoint, destination, entry: None, attempt: None, credentials: Arc::default() }
    }

    /// Makes the attempt that a worker makes at a delivery.
    pub(super) fn of(
        delivery: &Delivery,
        destination: Arc<str>,
        credentials: Arc<[Field]>,
    ) -> Self {
        let context = delivery.context();
        let endpoint = context.get::<ToEndpoint>();
        Self {
            endpoint: endpoint.map_or_else(|| Arc::from(""), |to| Arc::clone(&to.0)),
            destination,
            entry: context.get().copied(),
            attempt: context.get().copied(),
            credentials,
        }
    }

    /// Returns the name of the endpoint in the inbox.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Returns the name of the destination.
    pub fn destination(&self) -> &str {
        &self.destination
    }

    /// Returns the number of the attempt, counted from 1 over all attempts of the destination at this
    /// delivery, those before a replay included. A claim that makes no attempt takes a number too, so that
    /// numbers can be left out.
    pub fn number(&self) -> u32 {
        self.attempt.map_or(1, Attempt::number)
    }

    /// Returns a text that is the same for each attempt of the destination at a delivery and for each replay,
    /// and no other: by it a receiver can tell that it has the delivery already.
    ///
    /// ```
    /// # use std::time::SystemTime;
    /// # use hookport::{Delivery, DeliveryParts, Trust};
    /// # let request = http::Request::new(bytes::Bytes::new());
    /// # let parts = DeliveryParts::new("acme", Trust::Signed, SystemTime::now(), request);
    /// # let delivery = Delivery::from_parts(parts, http::Extensions::new());
    /// use hookport::destinations::DeliveryAttempt;
    ///
    /// let key = DeliveryAttempt::new("shop", "app").key(&delivery);
    /// assert!(key.starts_with("msg_"));
    /// assert_ne!(key, DeliveryAttempt::new("shop", "archive").key(&delivery));
    /// ```
    pub fn key(&self, delivery: &Delivery) -> String {
        let entry = self.entry.map(|entry| entry.get().to_le_bytes()).unwrap_or_default();
        let mut hash = Sha256::new();
        for part in [
            self.endpoint.as_bytes(),
            self.destination.as_bytes(),
            &entry,
            delivery.id().unwrap_or_default().as_bytes(),
            delivery.body(),
        ] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        format!("msg_{}", HEXLOWER.encode(&hash.finalize()[..16]))
    }

    /// Returns the places of the sender's credentials.
    pub(super) fn credentials(&self) -> &[Field] {
        &self.credentials
    }

    /// Returns the entry of the delivery in the inbox, if it is in one.
    pub(super) fn entry(&self) -> Option<u64> {
        self.entry.map(EntryId::get)
    }
}
