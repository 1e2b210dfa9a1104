//! The TLS of HTTP clients.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore, crypto::ring};

/// Makes the TLS of a client that trusts these roots, and has no certificate of its own.
pub(crate) fn trusting(roots: RootCertStore) -> Result<ClientConfig, rustls::Error> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Returns the roots of Mozilla's list.
pub(crate) fn public_roots() -> RootCertStore {
    RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }
}
