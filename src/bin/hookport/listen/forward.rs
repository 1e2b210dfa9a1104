//! Requests that are passed on to an app.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use hookport::http_file::HttpFile;
use http::{Request, Response, Uri};
use tokio::task;
use ureq::tls::RootCerts;

use crate::{CliError, client::Client, end_to_end::end_to_end, input};

/// An app that gets what is genuine.
pub(super) struct Forward {
    base: Uri,
    client: Arc<Client>,
}

impl Forward {
    /// Takes the value of `--forward`.
    pub(super) fn to(url: &str) -> Result<Self, CliError> {
        let base = input::http_url("--forward", url)?;
        Ok(Self { base, client: Arc::new(Client::new(TIMEOUT, RootCerts::WebPki)) })
    }

    /// Sends the bytes and headers of a request to the app, and returns its answer.
    pub(super) async fn pass_on(&self, request: &HttpFile) -> Result<Response<Bytes>, String> {
        let mut sent = Request::new(request.body.clone());
        sent.method_mut().clone_from(&request.method);
        *sent.uri_mut() =
            input::at(&self.base, &request.uri, true).map_err(|_| "the path makes no URL")?;
        *sent.headers_mut() = end_to_end(&request.headers);
        let client = Arc::clone(&self.client);
        let passed = task::spawn_blocking(move || client.exchange(sent)).await;
        let (mut head, body) = passed.map_err(|_| "panicked")??.into_parts();
        head.headers = end_to_end(&head.headers);
        Ok(Response::from_parts(head, body))
    }
}

const TIMEOUT: Duration = Duration::from_secs(30);
