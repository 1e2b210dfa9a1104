//! Delivery without a socket.

use std::{future::poll_fn, pin::pin};

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use tower_service::Service;

use crate::BoxError;

/// Delivers a request to an endpoint, an axum router or any other HTTP service, and reads the
/// answer.
///
/// ```
/// use axum::{Router, routing::post};
/// use hookport::{providers, testing::{Signer, deliver}};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let app = Router::new().route("/hooks", post(async || "seen"));
/// let request = Signer::new(providers::GITHUB, "made-up").url("http://localhost/hooks").sign("{}")?;
///
/// assert_eq!(deliver(&app, request).await.body(), "seen");
/// # Ok(())
/// # }
/// ```
///
/// # Panics
///
/// Panics if the service fails or its answer breaks off: a test can do nothing else.
pub async fn deliver<S, B>(service: &S, request: Request<Bytes>) -> Response<Bytes>
where
    S: Service<Request<Full<Bytes>>, Response = Response<B>> + Clone,
    S::Error: Into<BoxError>,
    B: Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    let mut service = service.clone();
    let answer = async {
        poll_fn(|cx| service.poll_ready(cx)).await.map_err(Into::into)?;
        let (head, body) =
            service.call(request.map(Full::new)).await.map_err(Into::into)?.into_parts();
        let body = pin!(body).collect().await.map_err(Into::into)?.to_bytes();
        Ok::<_, BoxError>(Response::from_parts(head, body))
    };
    match answer.await {
        Ok(response) => response,
        Err(error) => panic!("the service failed: {error}"),
    }
}
