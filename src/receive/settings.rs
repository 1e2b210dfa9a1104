//! Settings of receiving, which a layer and a router share.

use std::{fmt, sync::Arc, time::Duration};

use super::{Refusal, room::Room};
use crate::{Clock, Provider, SystemClock};

#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) body_limit: usize,
    pub(crate) read_timeout: Duration,
    pub(crate) unproved_limit: usize,
    /// The same for all clones.
    pub(crate) room: Arc<Room>,
    pub(crate) accept_encoded_bodies: bool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) on_refusal: Option<Arc<OnRefusal>>,
    /// The one that is shared, if there is none.
    #[cfg(feature = "fetched-keys")]
    pub(crate) key_source: Option<crate::KeySource>,
}

pub(crate) type OnRefusal = dyn Fn(&Refusal<'_>) + Send + Sync;

impl Settings {
    /// Returns the default settings for the deliveries of `provider`.
    pub(crate) fn new(provider: &Provider) -> Self {
        let body_limit = provider.longest_body().unwrap_or(0).max(LOWEST_DEFAULT_LIMIT);
        Self {
            body_limit,
            read_timeout: Duration::from_secs(10),
            unproved_limit: UNPROVED_LIMIT,
            room: Arc::new(Room::new(usize::MAX, UNPROVED_LIMIT.max(body_limit))),
            accept_encoded_bodies: false,
            clock: Arc::new(SystemClock),
            on_refusal: None,
            #[cfg(feature = "fetched-keys")]
            key_source: None,
        }
    }
}

impl Settings {
    /// Makes the room, once the limits of its bytes have changed.
    pub(crate) fn make_room(&mut self) {
        let bytes = self.unproved_limit.max(self.body_limit);
        self.room = Arc::new(Room::new(usize::MAX, bytes));
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("body_limit", &self.body_limit)
            .field("read_timeout", &self.read_timeout)
            .field("unproved_limit", &self.unproved_limit)
            .field("accept_encoded_bodies", &self.accept_encoded_bodies)
            .finish_non_exhaustive()
    }
}

/// The builder methods of whoever has `settings`, written down once. `$check` is called with the
/// name of a setting that may be zero, and `$zero` says what becomes of that.
macro_rules! settings_methods {
    ($check:path, $zero:literal) => {
        /// Sets the length of the longest body that is read, in bytes. The default is what the
        /// provider [sends at most](crate::Provider::longest_body), but never less than 2 MiB.
        ///
        /// A longer one is refused with 413: unread if `Content-Length` says so, else as soon as
        /// it has grown too long.
        /// ```
        /// use hookport::{ReceiveLayer, providers};
        /// use http::{Request, Response};
        /// use http_body_util::Full;
        /// use tower::{Layer, ServiceExt, service_fn};
        ///
        /// # #[tokio::main(flavor = "current_thread")]
        /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
        /// let service = ReceiveLayer::new(providers::GITHUB.secret("made-up"))
        ///     .body_limit(1024)
        ///     .layer(service_fn(async |_: Request<Full<bytes::Bytes>>| {
        ///         Ok::<_, std::convert::Infallible>(Response::new(Full::<bytes::Bytes>::default()))
        ///     }));
        ///
        /// let long = Request::post("/").body(Full::<bytes::Bytes>::from("a".repeat(1025)))?;
        /// assert_eq!(service.oneshot(long).await?.status(), 413, "the signature is not even looked at");
        /// # Ok(())
        /// # }
        /// ```
        ///
        #[doc = $zero]
        #[track_caller]
        pub fn body_limit(mut self, bytes: usize) -> Self {
            $check("body_limit", bytes == 0);
            self.settings.body_limit = bytes;
            self.settings.make_room();
            self
        }

        /// Sets how many bytes of bodies are held at a time while their senders are not proved. The
        /// default is 64 MiB. It is never less than the [longest body](Self::body_limit).
        ///
        /// Only bodies that have to be waited for count. If there is no more room, the slowest one
        /// gives way: it is refused with 503 and `Retry-After`, and its bytes are free. The slowest is
        /// the one that started first, where each 64 KiB that came put its start off by one second,
        /// and by two at most. So a delivery that comes at once always gets through.
        ///
        /// All services that are made of one layer share it. In a `Receiver` all endpoints share the
        /// limit of the receiver, and this one has no effect.
        ///
        /// ```
        /// use hookport::{ReceiveLayer, providers};
        ///
        /// let layer = ReceiveLayer::new(providers::SHOPIFY.secret("made-up"))
        ///     .unproved_limit(16 * 1024 * 1024);
        /// # drop(layer);
        /// ```
        ///
        #[doc = $zero]
        #[track_caller]
        pub fn unproved_limit(mut self, bytes: usize) -> Self {
            $check("unproved_limit", bytes == 0);
            self.settings.unproved_limit = bytes;
            self.settings.make_room();
            self
        }

        /// Sets how long a body may take to come. The default is ten seconds.
        ///
        /// A slower one is refused with 408.
        ///
        #[doc = $zero]
        #[track_caller]
        pub fn read_timeout(mut self, timeout: std::time::Duration) -> Self {
            $check("read_timeout", timeout.is_zero());
            self.settings.read_timeout = timeout;
            self
        }

        /// Accepts a `Content-Encoding` other than `identity`, which is refused with 415 otherwise.
        ///
        /// The body is never decompressed here: it is verified, and passed on, as it came.
        /// So it is for a sender that signs the compressed bytes, and for a payload that your code
        /// decompresses. A proxy that compresses on the way breaks the signature.
        ///
        /// ```
        /// use hookport::{ReceiveLayer, providers, testing::Signer};
        /// use http::{Request, Response};
        /// use http_body_util::Full;
        /// use tower::{Layer, ServiceExt, service_fn};
        ///
        /// # #[tokio::main(flavor = "current_thread")]
        /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
        /// let layer = ReceiveLayer::new(providers::GITHUB.secret("made-up"));
        /// let echo = service_fn(async |request: Request<Full<bytes::Bytes>>| {
        ///     Ok::<_, std::convert::Infallible>(Response::new(request.into_body()))
        /// });
        /// let compressed = Signer::new(providers::GITHUB, "made-up")
        ///     .header("content-encoding", "gzip")
        ///     .sign(&b"\x1f\x8b\x08"[..])?
        ///     .map(Full::new);
        ///
        /// let strict = layer.clone().layer(echo.clone());
        /// assert_eq!(strict.oneshot(compressed.clone()).await?.status(), 415);
        ///
        /// let lenient = layer.accept_encoded_bodies().layer(echo);
        /// assert_eq!(lenient.oneshot(compressed).await?.status(), 200);
        /// # Ok(())
        /// # }
        /// ```
        pub fn accept_encoded_bodies(mut self) -> Self {
            self.settings.accept_encoded_bodies = true;
            self
        }

        /// Sets the clock that signed times are held against. The default is
        /// [`SystemClock`](crate::SystemClock).
        pub fn clock(mut self, clock: impl crate::Clock) -> Self {
            self.settings.clock = std::sync::Arc::new(clock);
            self
        }

        /// Sets the source of the keys that the sender publishes. By default all receivers share one. See
        /// [`KeySource`](crate::KeySource) for an example.
        ///
        /// A source with documents [by hand](crate::Source::fetched) fetches nothing, unless it is
        /// given a key source here.
        #[cfg(feature = "fetched-keys")]
        pub fn key_source(mut self, keys: crate::KeySource) -> Self {
            self.settings.key_source = Some(keys);
            self
        }

        /// Sets what is called for each refused request, in the middle of answering it: it must
        /// not block. See [`Refusal`](crate::Refusal) for an example.
        pub fn on_refusal(
            mut self,
            hook: impl Fn(&crate::Refusal<'_>) + Send + Sync + 'static,
        ) -> Self {
            self.settings.on_refusal = Some(std::sync::Arc::new(hook));
            self
        }
    };
}

pub(crate) use settings_methods;

/// Few senders publish how long their bodies are. Those that say nothing send far less than this.
const LOWEST_DEFAULT_LIMIT: usize = 2 * 1024 * 1024;

/// Room for hundreds of slow senders of small bodies, and for dozens that send as much as they may.
pub(crate) const UNPROVED_LIMIT: usize = 64 * 1024 * 1024;
