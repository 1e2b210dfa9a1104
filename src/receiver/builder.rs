//! The builder.

use std::{fmt, sync::Arc, time::Duration};

use ipnet::IpNet;

use super::{
    InboxEndpoint, ReceiverError, Role, address::TrustedProxies, connection::ConnectionLimits, open,
};
use crate::{
    Clock, SystemClock,
    inbox::{Duty, Inbox, Store},
    receive::UNPROVED_LIMIT,
    worker::{Retention, WorkerSettings},
};

/// Keeps deliveries, answers their senders, and runs their handlers: see the [module](super).
///
/// Settings are checked when the receiver is served or taken apart, all at once: the error names
/// each setting that is wrong.
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
#[doc = include_str!("example.txt")]
/// use std::{sync::Arc, time::Duration};
/// use hookport::{Receiver, stores::MemoryStore, testing::deliver, worker::Retention};
///
/// let month = Duration::from_secs(30 * 24 * 60 * 60);
/// let receiver = Receiver::new(Arc::new(MemoryStore::new())) // a `SqliteStore` in production
///     .endpoint("/github", github())
///     .concurrency(16)
///     .retention(Retention::new().keep_done(month).keep_dead(3 * month))
///     .drain_timeout(Duration::from_secs(10));
///
/// let app = receiver.into_parts().app; // `receiver.serve("0.0.0.0:8080")` in a program
/// assert_eq!(deliver(&app, push("d1")?).await.status(), 200);
/// assert_eq!(deliver(&app, get("/readyz")?).await.body(), "ready\n");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
#[must_use]
pub struct Receiver {
    pub(super) store: Arc<dyn Store>,
    pub(super) role: Role,
    pub(super) clock: Arc<dyn Clock>,
    /// Each with its path.
    pub(super) endpoints: Vec<(String, InboxEndpoint)>,
    pub(super) pages: Vec<Pages>,
    pub(super) worker: WorkerSettings,
    pub(super) limits: Limits,
    pub(super) proxies: TrustedProxies,
    /// Those beside what the role and the endpoints say.
    pub(super) duties: Vec<Duty>,
    #[cfg(feature = "tls")]
    pub(super) tls: Option<super::Tls>,
}

/// Pages beside the endpoints.
pub(super) type Pages = Box<dyn FnOnce(Inbox) -> axum::Router + Send>;

/// The limits of a receiver.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) receivers: usize,
    pub(super) in_flight: usize,
    pub(super) unproved: usize,
    pub(super) connections: usize,
    pub(super) connection: ConnectionLimits,
    pub(super) drain: Duration,
}

impl Receiver {
    /// Opens the store of a URL: `sqlite:<path>` with the feature `sqlite`,
    /// `postgres://<user>@<host>/<database>` with the feature `postgres`, or `memory:`, which is gone with
    /// the process.
    ///
    /// The path is that of a file, relative to the working directory or, as
    /// `sqlite:/var/lib/app.db` or `sqlite:///var/lib/app.db`, absolute. It is made if it is not
    /// there; its folder is not. A `?` is refused: there are no parameters. For other settings of the
    /// file open it by `SqliteOptions`, and take [`new`](Self::new).
    ///
    /// # Errors
    ///
    /// Fails if the URL names no store that this build knows, or if the store cannot be opened.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// use hookport::{Receiver, receiver::ReceiverError};
    ///
    /// let opened = Receiver::open("mysql://shop:made-up@localhost/shop").await;
    ///
    /// let error = opened.unwrap_err();
    /// assert!(matches!(&error, ReceiverError::UnknownStore { scheme } if scheme == "mysql"));
    /// assert!(!error.to_string().contains("made-up"), "a URL may hold a password");
    /// # }
    /// ```
    pub async fn open(url: &str) -> Result<Self, ReceiverError> {
        Ok(Self::new(open::store(url).await?))
    }

    /// Starts with a store, without endpoints. Keep a clone of the `Arc` if your handlers or tests
    /// need the store too.
    pub fn new(store: Arc<dyn Store>) -> Self {
        let limits = Limits {
            receivers: 1,
            in_flight: 512,
            unproved: UNPROVED_LIMIT,
            connections: 1024,
            connection: ConnectionLimits {
                header_timeout: Duration::from_secs(10),
                write_timeout: Duration::from_secs(10),
                requests: 10_000,
                lifetime: Duration::from_secs(60 * 60),
            },
            drain: Duration::from_secs(25),
        };
        Self {
            store,
            role: Role::Both,
            clock: Arc::new(SystemClock),
            endpoints: Vec::new(),
            pages: Vec::new(),
            worker: WorkerSettings::default(),
            limits,
            proxies: TrustedProxies::default(),
            duties: Vec::new(),
            #[cfg(feature = "tls")]
            tls: None,
        }
    }

    /// Takes the deliveries to `path`, and to whatever lies below it.
    ///
    /// The path begins with `/` and has no parameters; a `/` at its end makes no difference. The
    /// longest path wins: `/shop/west` may be an endpoint beside `/shop`. Two endpoints with one
    /// path or one name, and those of the health pages, stop the start-up.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    #[doc = include_str!("example.txt")]
    /// use hookport::{Receiver, testing::{Signer, deliver}, providers};
    ///
    /// let receiver = Receiver::open("memory:").await?.endpoint("/github", github());
    /// let app = receiver.into_parts().app;
    ///
    /// for url in ["http://localhost/github/", "http://localhost/github/tenant-7"] {
    ///     let push = Signer::new(providers::GITHUB, "made-up").url(url).event("push").sign("{}")?;
    ///     assert_eq!(deliver(&app, push).await.status(), 200);
    /// }
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub fn endpoint(
        mut self,
        path: impl Into<String>,
        inbox_endpoint: impl Into<InboxEndpoint>,
    ) -> Self {
        self.endpoints.push((path.into(), inbox_endpoint.into()));
        self
    }

    /// Serves other pages too.
    ///
    /// Its routes must not be among those of the endpoints and the health pages: axum panics at
    /// start-up then. A fallback of it answers what no endpoint does. The limits of the receiver on
    /// requests in flight and on bodies are not those of these pages. They are answered on the
    /// threads of the receiver, which [`serve_on`](Self::serve_on) tells of.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use axum::{Router, routing::get};
    /// use hookport::{Receiver, testing::deliver};
    ///
    /// let pages = Router::new().route("/version", get(async || "7"));
    /// let app = Receiver::open("memory:").await?.merge(pages).into_parts().app;
    ///
    /// let request = http::Request::get("/version").body(bytes::Bytes::new())?;
    /// assert_eq!(deliver(&app, request).await.body(), "7");
    /// # Ok(())
    /// # }
    /// ```
    pub fn merge(self, pages: axum::Router) -> Self {
        self.merge_with(|_| pages)
    }

    /// Serves other pages too, which are made with the handle of the inbox: a log, a button that
    /// replays. Apart from that, it is as [`merge`](Self::merge).
    ///
    /// The handle knows the secrets and the handlers of all endpoints of the receiver, which
    /// [`Inbox::new`] does not.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use axum::{Router, extract::State, routing::get};
    /// use hookport::{Receiver, inbox::Inbox, testing::deliver};
    ///
    /// async fn paused(State(inbox): State<Inbox>) -> String {
    ///     inbox.overview().await.map(|overview| overview.paused.join(",")).unwrap_or_default()
    /// }
    ///
    /// let receiver = Receiver::open("memory:").await?;
    /// let receiver = receiver
    ///     .merge_with(|inbox| Router::new().route("/paused", get(paused)).with_state(inbox));
    ///
    /// let request = http::Request::get("/paused").body(bytes::Bytes::new())?;
    /// assert_eq!(deliver(&receiver.into_parts().app, request).await.body(), "");
    /// # Ok(())
    /// # }
    /// ```
    pub fn merge_with(
        mut self,
        pages: impl FnOnce(Inbox) -> axum::Router + Send + 'static,
    ) -> Self {
        self.pages.push(Box::new(pages));
        self
    }

    /// Sets how many handlers run at a time, of all endpoints. The default is 64, and 0 is refused
    /// at start-up.
    ///
    /// It is the limit of one process. Runs that are beyond it wait in the store. As many as this
    /// number at most wait in memory, so that the next handler starts when one ends: see
    /// [the worker](crate::worker#concurrency).
    ///
    /// ```
    /// use std::sync::Arc;
    /// use hookport::{Receiver, receiver::ReceiverError, stores::MemoryStore};
    ///
    /// let receiver = Receiver::new(Arc::new(MemoryStore::new())).concurrency(0);
    ///
    /// let error = receiver.try_into_parts().unwrap_err();
    /// let ReceiverError::Misconfigured { problems } = error else { panic!("{error}") };
    /// assert_eq!(problems[0].to_string(), "`concurrency` must not be zero");
    /// ```
    pub fn concurrency(mut self, at_most: usize) -> Self {
        self.worker.concurrency = at_most;
        self
    }

    /// Sets how long after the death of a worker its runs are taken over: one second at least. The
    /// default is one minute.
    ///
    /// A lease is renewed after each third of it, so that a handler may take longer. A shorter one
    /// brings a run of a killed process back sooner, and costs more writes while handlers run. A
    /// worker that cannot renew, as with a store that hangs, drops its handlers in the middle, a tenth
    /// of the lease before its end and a second at most.
    ///
    /// The lease is set by the process that claims: all processes of a store may have their own.
    pub fn lease(mut self, lease: Duration) -> Self {
        self.worker.lease = lease;
        self
    }

    /// Sets how long it takes at most to notice what another process put into the store: ten
    /// milliseconds at least. The default is one second.
    ///
    /// Deliveries that this process accepts, and runs that become due, are noticed at once. A shorter interval
    /// costs the store a short transaction for each poll, also while nothing happens.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.worker.poll_interval = interval;
        self
    }

    /// Sets how long the inbox keeps what is no longer needed. The default is [`Retention::new`]:
    /// 30 days for what is done, and forever for what is dead.
    ///
    /// The worker removes it at its start and every five minutes, 100 rows at a time. Of several
    /// processes with one store, the shortest retention counts.
    pub fn retention(mut self, retention: Retention) -> Self {
        self.worker.retention = retention;
        self
    }

    /// Sets how many requests to endpoints are answered at a time; more are refused with 503 and
    /// `Retry-After`. The default is 512, and 0 is refused at start-up.
    ///
    /// A request that its head refuses takes no place. If all are taken, the slowest request whose
    /// body is still waited for gives its place to the next one, and gets 503: see
    /// [`unproved_limit`](Self::unproved_limit). A proved delivery keeps its place. So strangers who
    /// send slowly cannot hold all of them.
    pub fn max_in_flight(mut self, at_most: usize) -> Self {
        self.limits.in_flight = at_most;
        self
    }

    /// Sets how many bytes of bodies are held at a time while their senders are not proved, at all
    /// endpoints together. The default is 64 MiB, and 0 is refused at start-up. It is never less than
    /// the longest body that an endpoint takes.
    ///
    /// Only bodies that have to be waited for count. If there is no more room, the slowest one gives
    /// way: its sender gets 503 with `Retry-After`, and its bytes are free. So a delivery that comes
    /// at once always gets through: see [`EventRouter::unproved_limit`](crate::EventRouter::unproved_limit).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::Receiver;
    ///
    /// let receiver = Receiver::open("memory:").await?.unproved_limit(16 * 1024 * 1024);
    /// # drop(receiver);
    /// # Ok(())
    /// # }
    /// ```
    pub fn unproved_limit(mut self, bytes: usize) -> Self {
        self.limits.unproved = bytes;
        self
    }

    /// Sets how long open requests and running handlers have to come to an end at shutdown. The
    /// default is 25 seconds, since many a system kills what has not ended after 30.
    ///
    /// Zero cuts off requests and releases runs at once. Releasing takes up to five seconds more,
    /// and the last counts up to two.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::time::Duration;
    /// use hookport::{Receiver, worker::Drained};
    ///
    /// let receiver = Receiver::open("memory:").await?.drain_timeout(Duration::from_secs(5));
    ///
    /// let stop = std::future::ready(()); // at once
    /// assert_eq!(receiver.serve_until("127.0.0.1:0", stop).await?, Drained::default());
    /// # Ok(())
    /// # }
    /// ```
    pub fn drain_timeout(mut self, timeout: Duration) -> Self {
        self.limits.drain = timeout;
        self
    }

    /// Adds networks of proxies whose word about the address of a client is believed. There are none by
    /// default: the address of the connection is that of the client.
    ///
    /// Where a request comes from one of them, its client is the last address of `X-Forwarded-For`, or
    /// of `Forwarded` (RFC 7239), that is not a trusted proxy itself. If it has both headers, they have
    /// to tell the same, since a proxy passes on what it does not write. Where no address can be read,
    /// none is known.
    ///
    /// Name only proxies that write one of these headers, and all that follow each other. A network of
    /// all addresses is refused at start-up: each client could name any address then.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    #[doc = include_str!("example.txt")]
    /// use hookport::{InboxEndpoint, Receiver, receiver::ClientAddress, testing::deliver};
    ///
    /// let from_outside = InboxEndpoint::new(github()).allow_from(["192.0.2.0/24".parse()?]);
    /// let receiver = Receiver::open("memory:").await?.endpoint("/github", from_outside);
    /// let app = receiver.trusted_proxies(["10.0.0.0/8".parse()?]).into_parts().app;
    ///
    /// let mut request = push("d1")?;
    /// request.headers_mut().insert("x-forwarded-for", "192.0.2.7, 10.0.0.2".parse()?);
    /// request.extensions_mut().insert(ClientAddress::new("10.0.0.1".parse()?)); // of the connection
    /// assert_eq!(deliver(&app, request).await.status(), 200);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub fn trusted_proxies(mut self, networks: impl IntoIterator<Item = IpNet>) -> Self {
        self.proxies.0.add(networks);
        self
    }

    /// Sets the clock of the inbox and its workers. The default is [`SystemClock`].
    ///
    /// Signed times are held against the clock of their
    /// [endpoint](crate::EventRouter::clock), which also tells when a delivery came. Give both the
    /// same clock in a test.
    ///
    /// Leases, due times, retention and the days of [`Usage`](crate::inbox::Usage) go by it. Pauses
    /// between polls, the rate limit and the time limits of connections go by tokio's.
    ///
    /// A clock that is wrong for a while does no lasting harm: a lease or a due time that lies ahead
    /// because of it [is over](crate::inbox::CLOCK_SLACK) once the clock is right, and
    /// [retention](crate::worker::Retention#a-clock-that-is-wrong) does not believe it for a day.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::time::Duration;
    /// use hookport::{Receiver, inbox::{Change, Day, Tally}, testing::HandClock};
    ///
    /// let clock = HandClock::new(1_700_000_000);
    /// let inbox = Receiver::open("memory:").await?.clock(clock.clone()).into_parts().inbox;
    ///
    /// let (day, endpoint, mut tally) = (Day::of(clock.time()), "shop".into(), Tally::default());
    /// tally.refused = 1;
    /// inbox.store().change(Change::Count { day, endpoint, tally }).await?;
    /// assert_eq!(inbox.usage(1).await?.len(), 1);
    ///
    /// clock.advance(Duration::from_secs(24 * 60 * 60));
    /// assert!(inbox.usage(1).await?.is_empty(), "that was yesterday");
    /// # Ok(())
    /// # }
    /// ```
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }
}

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver")
            .field("store", &self.store)
            .field("role", &self.role)
            .field("endpoints", &self.endpoints)
            .field("worker", &self.worker)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
