//! Log lines and spans, with the feature `tracing`. Without it they are checked by the compiler and
//! cost nothing.
//!
//! A field is a name, an id, a path pattern or an error: never a body and never a secret.

#[cfg(all(feature = "tracing", feature = "inbox"))]
pub(crate) use tracing::{Instrument, Span};

/// Logs one event: a level, a message, and fields that each have a value.
macro_rules! log {
    ($level:ident, $message:literal $(, $field:ident = $value:expr)* $(,)?) => {{
        #[cfg(feature = "tracing")]
        tracing::event!(tracing::Level::$level, $($field = $value,)* $message);
        #[cfg(not(feature = "tracing"))]
        let _ = || { $(let _ = &$value;)* };
    }};
}

pub(crate) use log;

/// Makes a span: a name, fields that have a value, then the names of fields that get one later.
#[cfg(feature = "inbox")]
macro_rules! span {
    ($name:literal $(, $field:ident = $value:expr)* $(; $($later:ident),+)? $(,)?) => {{
        #[cfg(feature = "tracing")]
        {
            tracing::info_span!(
                $name,
                $($field = $value,)*
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

#[cfg(feature = "inbox")]
pub(crate) use span;

/// A span that nobody sees.
#[cfg(all(not(feature = "tracing"), feature = "inbox"))]
#[derive(Debug, Clone)]
pub(crate) struct Span;

#[cfg(all(not(feature = "tracing"), feature = "inbox"))]
impl Span {
    /// Drops the value of a field.
    pub(crate) fn record<V>(&self, _: &str, _: V) -> &Self {
        self
    }
}

/// Runs a future inside a span.
#[cfg(all(not(feature = "tracing"), feature = "inbox"))]
pub(crate) trait Instrument: Future + Sized {
    fn instrument(self, _: Span) -> Self {
        self
    }
}

#[cfg(all(not(feature = "tracing"), feature = "inbox"))]
impl<F: Future> Instrument for F {}
