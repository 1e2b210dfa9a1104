//! More than one process receives, or a deployment starts the new process before the old one ends.
//!
//! # Without an inbox
//!
//! Nothing is shared: run as many processes as you like. The same delivery can reach two of them when
//! the sender tries again, so make the handler's work idempotent.
//!
//! # With an inbox in SQLite
//!
//! Several processes of **one machine** may open the same file. A delivery that reaches both is kept
//! once; a run is claimed by one of them; if a process dies, another one takes its runs over when their
//! lease expires ([`Receiver::lease`](crate::Receiver::lease), one minute by default).
//!
//! Put the file on a local disk. SQLite's locks do not work on NFS or SMB.
//!
//! # A deployment without a gap
//!
//! 1. Start the new process on another port. `/readyz` answers 200 once its store takes writes.
//! 2. Let the proxy send new requests to the new process.
//! 3. Send SIGTERM to the old one. Its `/readyz` answers 503, open requests are answered, running
//!    handlers end within [`drain_timeout`](crate::Receiver::drain_timeout), and the rest is released
//!    for the new process.
//!
//! Both versions of your program run at the same time for a while, so:
//!
//! * Keep the names of endpoints ([`InboxEndpoint::named`](crate::InboxEndpoint::named)) and handlers
//!   ([`HandlerPolicy::named`](crate::router::HandlerPolicy::named)): waiting runs are stored under
//!   them. After renaming a function, give its old name with
//!   `HandlerPolicy::formerly`.
//! * An event that only the new version knows is `unhandled` for the old one. Deploy the new variant
//!   before the sender sends it.
//!
//! # More than one machine
//!
//! Keep the inbox in Postgres (feature `postgres`): `Receiver::open("postgres://shop@db.internal/shop")` on each
//! machine, with the same endpoints. A delivery that reaches two machines is kept once, each run is claimed by one
//! of them, and the order of an ordering key holds over all.
//!
//! Each process does all of the work, or is a receiver or a worker only, by
//! [`Receiver::role`](crate::Receiver::role): receivers stand behind the load balancer, workers need not be
//! reached by any sender.
//!
//! * A limit holds for one process: as many handlers as its [`concurrency`](crate::Receiver::concurrency) run in
//!   each. Rate limits are shared by the number of [`receivers`](crate::Receiver::receivers).
//! * A pause of an endpoint is kept in the inbox: all processes heed it within two seconds.
//! * Secrets are in the memory of each process. Where each account has its own, a
//!   [`SecretStore`](crate::secrets::SecretStore) on a database of yours is asked by all of them: a new tenant,
//!   and a changed secret, are known everywhere after
//!   [`keep_unknown`](crate::secrets::Accounts::keep_unknown) and
//!   [`keep_known`](crate::secrets::Accounts::keep_known), a minute each by default. A secret that is added by
//!   [`Secrets::add`](crate::secrets::Secrets::add) is known to that process alone: add it in each, or let each
//!   read its configuration again (`hookport serve` does at SIGHUP), before the sender signs with it.
//!
//! An inbox in SQLite is one machine. Put a receiver on each machine with a file of its own, and let the
//! load balancer send a sender's retries to any of them: handlers must then be idempotent across
//! machines, since each file only knows its own deliveries.
