//! Log lines and spans, with the feature `tracing`. Without it they are checked by the compiler and
//! cost nothing.
//!
//! A field is a name, an id, a path pattern or an error: never a body and never a secret.

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
        tracing::event!(tracing::Level::$level, $($field = $value,)* $message);
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

pub(crate) use {log, span};

#[cfg(not(feature = "tracing"))]
mod off {
    /// A span that nobody sees.
    #[derive(Debug, Clone)]
    pub(crate) struct Span;

    impl Span {
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
