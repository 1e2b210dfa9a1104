//! Serving until it is time to stop, then coming to an end in good order.

use std::{io, ops::ControlFlow, pin::pin};

use tokio::{
    net::{TcpListener, ToSocketAddrs},
    sync::watch,
    task::JoinSet,
};

use super::{
    Receiver, ReceiverError, Replacements, door::Door, own_runtime::OwnRuntime, parts::Assembled,
    reloads, site::Site,
};
use crate::worker::Drained;

impl Receiver {
    /// Serves on an address, as `0.0.0.0:8080`, until the process gets SIGTERM or ctrl-c; then
    /// comes to an end in good order: see [`serve_on`](Self::serve_on).
    ///
    /// A second signal does nothing. The result tells what became of the runs that were claimed.
    ///
    /// # Errors
    ///
    /// Fails if the configuration is wrong, if the address cannot be listened on, if the store gives too few
    /// rights, or if the worker ends.
    pub async fn serve(self, address: impl ToSocketAddrs) -> Result<Drained, ReceiverError> {
        let stop = stop_signal().map_err(ReceiverError::Listen)?;
        self.serve_until(address, stop).await
    }

    /// Serves on an address until `shutdown` ends, for a program that handles signals itself.
    ///
    /// # Errors
    ///
    /// As [`serve`](Self::serve).
    pub async fn serve_until(
        self,
        address: impl ToSocketAddrs,
        shutdown: impl Future<Output = ()>,
    ) -> Result<Drained, ReceiverError> {
        let assembled = self.assemble()?;
        let listener = TcpListener::bind(address).await.map_err(ReceiverError::Listen)?;
        serve(assembled.with_rights().await?, listener, shutdown, reloads().1).await
    }

    /// Serves on a listener until `shutdown` ends.
    ///
    /// Then `/readyz` answers 503, no more connections are accepted and nothing more is claimed.
    /// Open requests are answered, and handlers that run come to their end, within
    /// [`drain_timeout`](Self::drain_timeout); what has not ended by then is cut off, and given
    /// back. At last the store is [closed](crate::inbox::Store::close), also if you hold a clone of
    /// it: the file of a `SqliteStore` is whole then, and can be copied. Receivers that share a
    /// store are stopped together.
    ///
    /// Dropping the future ends everything at once: connections are cut, handlers are dropped in
    /// the middle, and their runs are claimed again when their leases have expired.
    ///
    /// # Threads
    ///
    /// Handlers run on the runtime that this is called on. Connections, the health pages, claims,
    /// renewals and retention have threads of their own, one for each core. So a handler that
    /// blocks its thread holds up the other handlers, but neither senders nor leases. A function
    /// that [replies](crate::EventRouter::reply) runs while the sender waits, on the thread of the
    /// connection, as do [pages](Self::merge): these must not block. What they spawn ends with the
    /// receiver.
    ///
    /// # Errors
    ///
    /// Fails if the configuration is wrong, if the store gives too few rights, or if the worker ends.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::Receiver;
    /// use tokio::{net::TcpListener, sync::oneshot};
    ///
    /// let listener = TcpListener::bind("127.0.0.1:0").await?; // a free port, for a test
    /// let address = listener.local_addr()?;
    /// let (stop, stopped) = oneshot::channel::<()>();
    /// let receiver = Receiver::open("memory:").await?;
    /// let serving = tokio::spawn(receiver.serve_on(listener, async { drop(stopped.await) }));
    ///
    /// tokio::net::TcpStream::connect(address).await?;
    ///
    /// drop(stop);
    /// assert_eq!(serving.await??.left, 0);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn serve_on(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()>,
    ) -> Result<Drained, ReceiverError> {
        serve(self.assemble()?.with_rights().await?, listener, shutdown, reloads().1).await
    }

    /// Serves on a listener until `shutdown` ends, as [`serve_on`](Self::serve_on), and lets other receivers take
    /// the place of this one meanwhile: see [`reloads`].
    ///
    /// The result tells of the runs of all workers that had not ended before the shutdown.
    ///
    /// # Errors
    ///
    /// Fails if the configuration is wrong, if the store gives too few rights, or if the worker ends.
    pub async fn serve_reloading(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()>,
        replacements: Replacements,
    ) -> Result<Drained, ReceiverError> {
        serve(self.assemble()?.with_rights().await?, listener, shutdown, replacements).await
    }

    /// Serves as [`serve_reloading`](Self::serve_reloading) does, once its rights were [checked](Self::check_rights).
    #[cfg(feature = "serve")]
    pub(crate) async fn serve_checked(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()>,
        replacements: Replacements,
    ) -> Result<Drained, ReceiverError> {
        serve(self.assemble()?, listener, shutdown, replacements).await
    }
}

async fn serve(
    assembled: Assembled,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
    mut replacements: Replacements,
) -> Result<Drained, ReceiverError> {
    let own = OwnRuntime::start().map_err(ReceiverError::Threads)?;
    let listener = adopted(listener, &own)?;
    let (stop, stopping) = watch::channel(false);
    let limits = assembled.limits;
    replacements.serve(&assembled.shared.store);
    let mut site = Site::open(assembled, own.handle());
    let door = Door::new(listener, site.app(), limits, stopping);
    // A set, since what is in it ends when this future is dropped.
    let mut serving = JoinSet::new();
    serving.spawn_on(door.serve(), own.handle());

    let mut shutdown = pin!(shutdown);
    let early = loop {
        tokio::select! {
            () = &mut shutdown => break None,
            ended = site.ended() => {
                if let ControlFlow::Break(ended) = ended {
                    break ended;
                }
            }
            Some(Err(panicked)) = serving.join_next() => break Some(Err(panicked)),
            Some(next) = replacements.next(), if site.has_room() => site.replace(next),
        }
    };
    site.stop();
    let _ = stop.send(true);
    serving.join_next().await;
    site.close(early).await.map_err(|error| ReceiverError::Worker(error.into()))
}

/// Takes a listener over to the runtime that is to accept from it.
fn adopted(listener: TcpListener, own: &OwnRuntime) -> Result<TcpListener, ReceiverError> {
    let _inside = own.handle().enter();
    listener.into_std().and_then(TcpListener::from_std).map_err(ReceiverError::Listen)
}

/// Returns a future that ends when the process gets SIGTERM or ctrl-c, as [`Receiver::serve`] waits for.
///
/// Signals count from now on, not only once the future is polled. A program gives it to
/// [`Receiver::serve_until`], with what it has to end itself before the receiver closes its store.
///
/// # Errors
///
/// Fails if the system lets nobody wait for signals.
///
/// ```no_run
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{Receiver, receiver::stop_signal};
///
/// let stop = stop_signal()?;
/// let ended = async {
///     stop.await;
///     // Here the jobs of the program come to their end.
/// };
/// Receiver::open("memory:").await?.serve_until("127.0.0.1:8080", ended).await?;
/// # Ok(())
/// # }
/// ```
#[cfg(unix)]
pub fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Returns a future that ends when the process gets ctrl-c, as [`Receiver::serve`] waits for.
///
/// # Errors
///
/// Never, on this system.
#[cfg(not(unix))]
pub fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    })
}
