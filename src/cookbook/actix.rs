//! A receiver in actix-web. Its `http` types are of another version, so they are converted.

use std::time::SystemTime;

use actix_web::{HttpRequest, HttpResponse, web};
use hookport::{RawRequest, Verdict, Verifier};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

/// Adds the endpoint to an app: `App::new().configure(|config| actix::routes(config, verifier))`.
pub fn routes(config: &mut web::ServiceConfig, verifier: web::Data<Verifier>) {
    config
        .app_data(verifier)
        .app_data(web::PayloadConfig::new(2 * 1024 * 1024)) // the longest body, in bytes
        .route("/stripe", web::post().to(receive));
}

/// Proves one request and answers it. `web::Bytes` is the body as it came.
async fn receive(
    verifier: web::Data<Verifier>,
    request: HttpRequest,
    body: web::Bytes,
) -> HttpResponse {
    let Some((method, uri, headers)) = converted(&request) else {
        return HttpResponse::BadRequest().finish();
    };
    let received = RawRequest { method: &method, uri: &uri, headers: &headers, body: &body };
    match verifier.verify(&received, SystemTime::now()) {
        // Decode `received` here, and do the work.
        Ok(Verdict::Delivery(_verified)) => HttpResponse::Ok().finish(),
        Ok(Verdict::Handshake(handshake)) => {
            HttpResponse::Ok().content_type("text/plain").body(handshake.body)
        }
        Err(_) => HttpResponse::Unauthorized().finish(),
    }
}

fn converted(request: &HttpRequest) -> Option<(Method, Uri, HeaderMap)> {
    let mut headers = HeaderMap::new();
    for (name, value) in request.headers() {
        let name = HeaderName::from_bytes(name.as_str().as_bytes()).ok()?;
        headers.append(name, HeaderValue::from_bytes(value.as_bytes()).ok()?);
    }
    let method = Method::from_bytes(request.method().as_str().as_bytes()).ok()?;
    Some((method, request.uri().to_string().parse().ok()?, headers))
}
