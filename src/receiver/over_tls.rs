//! The note that a request came by TLS.

/// An extension of each request that came to this receiver by TLS. HTTP/1.1 itself does not tell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OverTls;
