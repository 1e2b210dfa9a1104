//! The place of a span in a distributed trace.

use std::{fmt, str::FromStr};

/// The place of a span in a distributed trace, as W3C Trace Context writes it in the header `traceparent`.
///
/// ```
/// use hookport::telemetry::TraceContext;
///
/// let text = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
/// let context: TraceContext = text.parse()?;
///
/// assert!(context.is_sampled());
/// assert_eq!(context.to_string(), text);
/// assert_eq!(TraceContext::from_bytes(context.to_bytes()), Some(context));
///
/// let nobody = "00-00000000000000000000000000000000-b7ad6b7169203331-01";
/// assert!(nobody.parse::<TraceContext>().is_err());
/// # Ok::<(), hookport::telemetry::TraceContextError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceContext {
    trace: u128,
    span: u64,
    flags: u8,
}

impl TraceContext {
    /// Makes the context of a span; `None` if the number of the trace or of the span is 0.
    pub const fn new(trace: u128, span: u64, is_sampled: bool) -> Option<Self> {
        Self::of(trace, span, if is_sampled { SAMPLED } else { 0 })
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote, for a store.
    pub fn from_bytes(bytes: [u8; 25]) -> Option<Self> {
        let (trace, rest) = bytes.split_first_chunk::<16>()?;
        let (span, flags) = rest.split_first_chunk::<8>()?;
        Self::of(u128::from_be_bytes(*trace), u64::from_be_bytes(*span), *flags.first()?)
    }

    /// Returns the number of the trace, the number of the span and the flags, for a store that keeps them.
    pub fn to_bytes(self) -> [u8; 25] {
        let mut bytes = [self.flags; 25];
        bytes[..16].copy_from_slice(&self.trace.to_be_bytes());
        bytes[16..24].copy_from_slice(&self.span.to_be_bytes());
        bytes
    }

    /// Returns the number of the trace.
    pub const fn trace(self) -> u128 {
        self.trace
    }

    /// Returns the number of the span.
    pub const fn span(self) -> u64 {
        self.span
    }

    /// Returns true if the span is one of those that are exported.
    pub const fn is_sampled(self) -> bool {
        self.flags & SAMPLED != 0
    }

    const fn of(trace: u128, span: u64, flags: u8) -> Option<Self> {
        if trace == 0 || span == 0 {
            return None;
        }
        Some(Self { trace, span, flags })
    }
}

impl FromStr for TraceContext {
    type Err = TraceContextError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read(text).ok_or(TraceContextError)
    }
}

impl fmt::Display for TraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { trace, span, flags } = self;
        write!(f, "00-{trace:032x}-{span:016x}-{flags:02x}")
    }
}

/// The error of a text that is no trace context.
///
/// ```
/// use hookport::telemetry::TraceContext;
///
/// let error = "a stranger's text".parse::<TraceContext>().unwrap_err();
/// assert_eq!(error.to_string(), "malformed trace context: expected `00-<32 hex>-<16 hex>-<2 hex>`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("malformed trace context: expected `00-<32 hex>-<16 hex>-<2 hex>`")]
pub struct TraceContextError;

fn read(text: &str) -> Option<TraceContext> {
    let is_hex = |c: char| c.is_ascii_digit() || matches!(c, 'a'..='f' | '-');
    if text.len() != LENGTH || !text.chars().all(is_hex) {
        return None;
    }
    let rest = text.strip_prefix("00-")?;
    let (trace, rest) = rest.split_at(32);
    let (span, flags) = rest.strip_prefix('-')?.split_at(16);
    TraceContext::of(
        u128::from_str_radix(trace, 16).ok()?,
        u64::from_str_radix(span, 16).ok()?,
        u8::from_str_radix(flags.strip_prefix('-')?, 16).ok()?,
    )
}

/// The length of the text, in bytes.
const LENGTH: usize = 55;

const SAMPLED: u8 = 1;
