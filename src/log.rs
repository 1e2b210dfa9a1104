//! Log lines and spans, with the feature `tracing`. Without it they are checked by the compiler and
//! cost nothing.
//!
//! A field is a name, an id, a path pattern or an error: never a body and never a secret. What comes
//! from outside is bounded here, so that no line can forget it.

use std::borrow::Cow;
#[cfg(all(feature = "inbox", feature = "tracing"))]
use std::time::Duration;

use crate::error_text::start_of;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::Span;
#[cfg(feature = "tracing")]
pub(crate) use tracing::Span;

#[cfg(all(feature = "inbox", not(feature = "tracing")))]
pub(crate) use off::Instrument;
#[cfg(all(feature = "inbox", feature = "tracing"))]
pub(crate) use tracing::Instrument;

/// Logs one event: a level, a message, and fields that each have a value.
macro_rules! log {
    ($level:ident, $message:literal $(, $field:ident = $value:expr)* $(,)?) => {{
        #[cfg(feature = "tracing")]
        tracing::event!(
            tracing::Level::$level,
            $($field = $crate::log::bounded!($field $value),)*
            $message
        );
        #[cfg(not(feature = "tracing"))]
        let _ = || { $(let _ = &$value;)* };
    }};
}

/// Makes a span: a name, fields that have a value, then the names of fields that get one later.
macro_rules! span {
    ($name:literal $(, $field:ident = $value:expr)* $(; $($later:ident),+)? $(,)?) => {{
        #[cfg(feature = "tracing")]
        {
            tracing::info_span!(
                $name,
                $($field = $crate::log::bounded!($field $value),)*
                $($($later = tracing::field::Empty,)+)?
            )
        }
        #[cfg(not(feature = "tracing"))]
        {
            let _ = || { $(let _ = &$value;)* };
            $crate::log::Span
        }
    }};
}

/// Bounds the value of a field that comes from outside, and rounds a duration, by the name of the field.
#[cfg(feature = "tracing")]
macro_rules! bounded {
    (event $value:expr) => {
        $crate::log::name($value).as_deref()
    };
    (delivery $value:expr) => {
        $crate::log::name($value).as_deref()
    };
    (tenant $value:expr) => {
        $crate::log::name($value).as_deref()
    };
    (account $value:expr) => {
        $crate::log::name($value).as_deref()
    };
    (reason $value:expr) => {
        &*$crate::error_text::bounded(&$value)
    };
    (milliseconds $value:expr) => {
        $crate::log::milliseconds($value)
    };
    ($field:ident $value:expr) => {
        $value
    };
}

#[cfg(feature = "tracing")]
pub(crate) use bounded;
pub(crate) use {log, span};

/// Cuts a name that comes from outside after 128 bytes, between characters, and marks the end.
pub(crate) fn name<'a>(name: Option<impl Into<Cow<'a, str>>>) -> Option<Cow<'a, str>> {
    let name = name?.into();
    if name.len() <= LONGEST_NAME {
        return Some(name);
    }
    Some(Cow::Owned(format!("{}…", start_of(&name, LONGEST_NAME))))
}

/// Rounds a duration to whole microseconds, so that a line shows few digits and no exponent.
#[cfg(all(feature = "inbox", feature = "tracing"))]
pub(crate) fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}

/// In bytes.
const LONGEST_NAME: usize = 128;

#[cfg(all(feature = "receive", not(feature = "tracing")))]
pub(crate) use off::Background;

/// A thread for work that ends in a log line: the line is of the same span, for the same listener.
#[cfg(all(feature = "receive", feature = "tracing"))]
pub(crate) struct Background {
    runtime: tokio::runtime::Handle,
    listener: tracing::Dispatch,
    span: Span,
}

#[cfg(all(feature = "receive", feature = "tracing"))]
impl Background {
    /// Returns whether somebody listens to warnings.
    pub(crate) fn is_heard() -> bool {
        tracing::enabled!(tracing::Level::WARN)
    }

    /// Returns `None` where nobody listens to warnings, or where there is no runtime.
    pub(crate) fn new() -> Option<Self> {
        if !Self::is_heard() {
            return None;
        }
        Some(Self {
            runtime: tokio::runtime::Handle::try_current().ok()?,
            listener: tracing::dispatcher::get_default(Clone::clone),
            span: Span::current(),
        })
    }

    /// Does the work on a thread that may be busy for a while.
    pub(crate) fn run(self, work: impl FnOnce() + Send + 'static) {
        let Self { runtime, listener, span } = self;
        let in_span = move || span.in_scope(work);
        drop(runtime.spawn_blocking(move || tracing::dispatcher::with_default(&listener, in_span)));
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    /// A thread that is never there.
    #[cfg(feature = "receive")]
    pub(crate) enum Background {}

    #[cfg(feature = "receive")]
    impl Background {
        /// Returns `false`: nobody listens.
        pub(crate) const fn is_heard() -> bool {
            false
        }

        /// Returns `None`: nobody listens.
        pub(crate) const fn new() -> Option<Self> {
            None
        }

        /// Does the work.
        pub(crate) fn run(self, _: impl FnOnce() + Send + 'static) {
            match self {}
        }
    }

    /// A span that nobody sees.
    #[derive(Debug, Clone)]
    pub(crate) struct Span;

    impl Span {
        /// Makes a span.
        pub(crate) const fn none() -> Self {
            Self
        }

        /// Drops the value of a field.
        pub(crate) fn record<V>(&self, _: &str, _: V) -> &Self {
            self
        }

        /// Calls a function.
        pub(crate) fn in_scope<T>(&self, function: impl FnOnce() -> T) -> T {
            let Self = self;
            function()
        }
    }

    /// Leaves a future as it is.
    #[cfg(feature = "inbox")]
    pub(crate) trait Instrument: Future + Sized {
        fn instrument(self, _: Span) -> Self {
            self
        }
    }

    #[cfg(feature = "inbox")]
    impl<F: Future> Instrument for F {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(all(feature = "inbox", feature = "tracing"))]
    fn a_duration_is_shown_in_milliseconds_with_three_digits_behind_the_point_at_most() {
        let shown = |nanos| format!("{:?}", milliseconds(Duration::from_nanos(nanos)));

        assert_eq!(shown(0), "0.0");
        assert_eq!(shown(499), "0.0");
        assert_eq!(shown(67_149), "0.067");
        assert_eq!(shown(90_061_123_456_789), "90061123.457");
    }

    #[test]
    fn a_long_name_is_cut_between_characters_and_marked() {
        let longest = "a".repeat(LONGEST_NAME);

        assert_eq!(name(None::<&str>), None);
        assert_eq!(name(Some(&*longest)).as_deref(), Some(&*longest));
        assert_eq!(name(Some(format!("{longest}b"))), Some(format!("{longest}…").into()));
        assert_eq!(name(Some("€".repeat(100))), Some(format!("{}…", "€".repeat(42)).into()));
    }
}
