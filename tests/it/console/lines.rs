//! The log lines of one test.

use std::{
    cell::RefCell,
    io,
    sync::{Arc, Mutex, Once},
};

use tracing::Level;
use tracing_subscriber::{filter::Targets, fmt, layer::SubscriberExt};

/// The lines of the console on the thread of a test.
#[derive(Clone, Default)]
pub(super) struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    /// Begins to listen. All tests have one listener, since what listens in one thread alone misses lines
    /// that another thread came across first.
    pub(super) fn listen() -> Self {
        LISTENING.call_once(|| {
            let lines = fmt::layer().with_ansi(false).with_writer(|| OfThread);
            let of_console = Targets::new().with_target("hookport::console", Level::INFO);
            let listener = tracing_subscriber::registry().with(lines).with(of_console);
            tracing::subscriber::set_global_default(listener).unwrap();
        });
        let lines = Self::default();
        HEARD.set(Some(lines.clone()));
        lines
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    #[track_caller]
    pub(super) fn have(&self, line: &str) {
        let written = self.text();
        assert!(written.contains(line), "{line}: {written}");
    }
}

/// Writes to the lines of the thread that logs.
struct OfThread;

impl io::Write for OfThread {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        HEARD.with_borrow(|heard| {
            if let Some(Lines(lines)) = heard {
                lines.lock().unwrap().extend(bytes);
            }
        });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

static LISTENING: Once = Once::new();

thread_local! {
    static HEARD: RefCell<Option<Lines>> = const { RefCell::new(None) };
}
