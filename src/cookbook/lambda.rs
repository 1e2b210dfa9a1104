//! A receiver on AWS Lambda, behind API Gateway or a Function URL.

use std::time::SystemTime;

use hookport::{RawRequest, Verdict, Verifier};
use http::StatusCode;
use lambda_http::{Body, Error, Request, RequestExt, Response, run, service_fn};

/// Serves until Lambda stops the process: the body of `main`, under `#[tokio::main]`.
///
/// # Errors
///
/// Fails if the Lambda runtime cannot be reached.
pub async fn serve(verifier: Verifier) -> Result<(), Error> {
    let verifier = &verifier;
    run(service_fn(move |request: Request| async move {
        Ok::<_, Error>(receive(verifier, &request, SystemTime::now()))
    }))
    .await
}

/// Proves one request and answers it.
pub fn receive(verifier: &Verifier, request: &Request, now: SystemTime) -> Response<Body> {
    // The body as bytes: lambda_http has decoded base64, where API Gateway used it.
    let body = request.body().as_ref().to_vec().into();
    let uri = url(request);
    let received =
        RawRequest { method: request.method(), uri: &uri, headers: request.headers(), body: &body };
    match verifier.verify(&received, now) {
        Ok(Verdict::Delivery(_verified)) => {
            // Decode `received` here, and do the work before the answer: Lambda freezes afterwards.
            status(StatusCode::OK)
        }
        Ok(Verdict::Handshake(handshake)) => {
            let mut response = status(handshake.status);
            *response.headers_mut() = handshake.headers;
            *response.body_mut() = Body::Binary(handshake.body.to_vec());
            response
        }
        Err(error) => {
            let diagnosis = verifier.diagnose(&received, now, &error);
            lambda_http::tracing::warn!(%diagnosis, "delivery refused");
            status(StatusCode::UNAUTHORIZED)
        }
    }
}

/// The path as the sender asked for it, with its query. A stage of API Gateway is part of it.
fn url(request: &Request) -> http::Uri {
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let path = format!("{}{query}", request.raw_http_path());
    path.parse().unwrap_or_else(|_| request.uri().clone())
}

fn status(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::Empty);
    *response.status_mut() = status;
    response
}
