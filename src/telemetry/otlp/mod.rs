//! Export of traces and metrics by OTLP.

mod builder;
mod client;
mod error;
mod exporters;
mod recorder;
mod sampler;
mod started;

pub use builder::Otlp;
pub use error::OtlpError;
pub(super) use started::Started;
