//! The HTTP client of the exporters.

use std::{io, thread, time::Duration};

use reqwest::{blocking::Client, redirect::Policy};

use crate::{BoxError, tls_client};

/// Makes a client. It follows no redirect, which could lead the headers elsewhere.
pub(super) fn client(timeout: Duration) -> Result<Client, BoxError> {
    let tls = tls_client::trusting(tls_client::public_roots())?;
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
