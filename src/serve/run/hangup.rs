//! The signal that asks for the configuration to be read again.

#[cfg(unix)]
pub(super) use unix::Hangup;
#[cfg(not(unix))]
pub(super) use without::Hangup;

#[cfg(unix)]
mod unix {
    use std::io;

    use tokio::signal::unix::{Signal, SignalKind, signal};

    /// SIGHUP, waited for from the start on.
    pub(in super::super) struct Hangup(Signal);

    impl Hangup {
        pub(in super::super) fn new() -> io::Result<Self> {
            signal(SignalKind::hangup()).map(Self)
        }

        /// Waits for the next one.
        pub(in super::super) async fn next(&mut self) {
            // The stream of signals has no end.
            let _ = self.0.recv().await;
        }
    }
}

#[cfg(not(unix))]
mod without {
    use std::{future::pending, io};

    /// A signal that never comes.
    pub(in super::super) struct Hangup;

    impl Hangup {
        pub(in super::super) fn new() -> io::Result<Self> {
            Ok(Self)
        }

        /// Waits for ever.
        pub(in super::super) async fn next(&mut self) {
            pending().await
        }
    }
}
