use std::{
    fmt::{Debug, Write},
    sync::{
        Arc, Condvar, Mutex, Once,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use tracing::{
    Event, Metadata, Subscriber,
    field::Visit,
    span::{Attributes, Id, Record},
    subscriber::DefaultGuard,
};

/// Writes down what hookport tells on this thread, until it is dropped.
pub(crate) struct Recorder {
    lines: Arc<Lines>,
    _listening: DefaultGuard,
}

impl Recorder {
    pub(crate) fn start() -> Self {
        ALWAYS_HEARD.call_once(|| {
            let _ = tracing::subscriber::set_global_default(Deaf);
        });
        let lines = Arc::<Lines>::default();
        let listener = Listener { lines: lines.clone(), spans: AtomicU64::new(1) };
        Self { lines, _listening: tracing::subscriber::set_default(listener) }
    }

    /// Returns a line for each span that began, each value that was recorded later and each event.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.lines.all.lock().unwrap().clone()
    }

    /// Waits for a line that holds this text: a refusal is logged by another thread.
    pub(crate) fn wait_for(&self, text: &str) {
        let lines = self.lines.all.lock().unwrap();
        let is_absent = |lines: &mut Vec<String>| !lines.iter().any(|line| line.contains(text));
        let (lines, waited) =
            self.lines.told.wait_timeout_while(lines, Duration::from_secs(30), is_absent).unwrap();
        assert!(!waited.timed_out(), "no `{text}` in {lines:?}");
    }

    /// Returns the lines of the spans of this name.
    #[cfg(feature = "metrics")]
    pub(crate) fn spans(&self, name: &str) -> Vec<String> {
        self.lines().into_iter().filter(|line| line.starts_with(name)).collect()
    }

    /// Returns the lines of the events, which begin with their level.
    pub(crate) fn events(&self) -> Vec<String> {
        let is_event = |line: &String| line.starts_with(|first: char| first.is_ascii_uppercase());
        self.lines().into_iter().filter(is_event).collect()
    }
}

/// A place in the code asks once whether somebody listens to it. Without a listener that stays, the answer may
/// be of the moment between two tests.
static ALWAYS_HEARD: Once = Once::new();

/// A listener that forgets everything.
struct Deaf;

impl Subscriber for Deaf {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn event(&self, _: &Event<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Lines {
    all: Mutex<Vec<String>>,
    told: Condvar,
}

struct Listener {
    lines: Arc<Lines>,
    spans: AtomicU64,
}

impl Listener {
    fn tell(&self, text: impl Into<String>, record: impl FnOnce(&mut dyn Visit)) {
        let mut line = Line(text.into());
        record(&mut line);
        self.lines.all.lock().unwrap().push(line.0);
        self.lines.told.notify_all();
    }
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("hookport")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.tell(span.metadata().name(), |visit| span.record(visit));
        Id::from_u64(self.spans.fetch_add(1, Relaxed))
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.tell("recorded", |visit| values.record(visit));
    }

    fn event(&self, event: &Event<'_>) {
        self.tell(event.metadata().level().as_str(), |visit| event.record(visit));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_str(&mut self, field: &tracing::field::Field, value: &str) {
        write!(self.0, " {field}={value}").unwrap();
    }

    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}
