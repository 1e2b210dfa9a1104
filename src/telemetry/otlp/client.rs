//! The HTTP client of the exporters.

use std::{io, sync::Arc, thread, time::Duration};

use reqwest::{blocking::Client, redirect::Policy};
use rustls::{ClientConfig, RootCertStore, crypto::ring};

use crate::BoxError;

/// Makes a client. It follows no redirect, which could lead the headers elsewhere.
pub(super) fn client(timeout: Duration) -> Result<Client, BoxError> {
    let tls = tls()?;
    let build = move || {
        Client::builder()
            .timeout(timeout)
            .redirect(Policy::none())
            .tls_backend_preconfigured(tls)
            .build()
    };
    // The client waits for a runtime of its own, which is forbidden inside another one.
    let made = thread::spawn(build).join().map_err(|_| io::Error::other("client panicked"))?;
    Ok(made?)
}

fn tls() -> Result<ClientConfig, rustls::Error> {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
