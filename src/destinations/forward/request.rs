//! The request that brings a delivery to a server.

use std::{
    fmt::Write,
    iter,
    time::{SystemTime, UNIX_EPOCH},
};

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use reqwest::Url;

use super::ForwardError;
use crate::{
    Delivery, destinations::DeliveryAttempt, provider::UrlCredentials, request::percent_decode,
    verify::StandardSigner,
};

/// The server, and what it gets of a delivery.
pub(super) struct Target {
    pub(super) url: Url,
    pub(super) has_method_of_sender: bool,
    pub(super) appends_path: bool,
    pub(super) appends_query: bool,
    pub(super) chosen: Vec<HeaderName>,
    pub(super) fixed: HeaderMap,
    pub(super) signer: Option<StandardSigner>,
}

impl Target {
    pub(super) fn method(&self, delivery: &Delivery) -> Method {
        if self.has_method_of_sender { delivery.method().clone() } else { Method::POST }
    }

    /// Returns the URL for a delivery; `None` if its path leads out of that of the server.
    pub(super) fn url(&self, delivery: &Delivery, attempt: &DeliveryAttempt) -> Option<Url> {
        let mut url = self.url.clone();
        if self.appends_path {
            let own = url.path().trim_end_matches('/');
            let path = format!("{own}{}", path(delivery, attempt));
            url.set_path(&path);
            // `..` and the like would have been resolved.
            if !is_the_same(url.path(), &path) && !path.is_empty() {
                return None;
            }
        }
        if let (true, Some(query)) = (self.appends_query, delivery.uri().query()) {
            let query =
                url.query().map_or_else(|| query.to_owned(), |own| format!("{own}&{query}"));
            url.set_query(Some(&query));
        }
        Some(url)
    }

    pub(super) fn headers(
        &self,
        delivery: &Delivery,
        attempt: &DeliveryAttempt,
        now: SystemTime,
    ) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for name in [header::CONTENT_TYPE, header::CONTENT_ENCODING].iter().chain(&self.chosen) {
            replace(&mut headers, name, delivery.headers());
        }
        for name in self.fixed.keys() {
            replace(&mut headers, name, &self.fixed);
        }
        let number = attempt.number().to_string();
        let trust = delivery.trust().to_string();
        let key = attempt.key(delivery);
        for (name, value) in [
            (EVENT, delivery.event_name()),
            (ENDPOINT, Some(attempt.endpoint())),
            (PROVIDER, Some(delivery.provider())),
            (DELIVERY, delivery.id()),
            (TENANT, delivery.tenant()),
            (ATTEMPT, Some(&*number)),
            (TRUST, Some(&*trust)),
            (KEY, Some(&*key)),
        ] {
            if let Some(value) = value {
                headers.insert(name, visible(value));
            }
        }
        self.sign(delivery, &key, now, &mut headers);
        if delivery.body().is_empty() && has_body(&self.method(delivery)) {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        headers
    }

    fn sign(&self, delivery: &Delivery, id: &str, now: SystemTime, headers: &mut HeaderMap) {
        let Some(signer) = &self.signer else { return };
        let seconds = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs().to_string();
        let signature = signer.sign(id, &seconds, delivery.body());
        headers.insert(ID, visible(id));
        headers.insert(TIMESTAMP, visible(&seconds));
        headers.insert(SIGNATURE, visible(&signature));
    }
}

/// Returns whether a request with this method says how long its body is, also if it is empty: many servers answer
/// 411 otherwise.
fn has_body(method: &Method) -> bool {
    [Method::POST, Method::PUT, Method::PATCH].contains(method)
}

/// Returns the path of a delivery without the segments that are, or hold, a credential of its sender.
fn path(delivery: &Delivery, attempt: &DeliveryAttempt) -> String {
    let credentials = UrlCredentials::of_sender(delivery.uri(), attempt.credentials());
    let path = delivery.uri().path();
    let segments = path.strip_prefix('/').unwrap_or(path).split('/');
    let kept = segments.filter(|segment| !credentials.is_in(segment));
    iter::once("").chain(kept).collect::<Vec<_>>().join("/")
}

/// Returns whether two paths are the same, with their characters percent-encoded or not.
fn is_the_same(path: &str, other: &str) -> bool {
    let decoded = percent_decode(path).zip(percent_decode(other));
    path == other || decoded.is_some_and(|(path, other)| path == other)
}

/// Sets the values of a header to those that it has elsewhere.
fn replace(headers: &mut HeaderMap, name: &HeaderName, with: &HeaderMap) {
    headers.remove(name);
    for value in with.get_all(name) {
        headers.append(name.clone(), value.clone());
    }
}

/// Refuses a header that belongs to the connection, or to hookport.
pub(super) fn check_header(name: &HeaderName, is_signed: bool) -> Result<(), ForwardError> {
    if OF_CONNECTION.contains(&name.as_str()) {
        return Err(ForwardError::Header { name: name.clone() });
    }
    let is_own = OWN.contains(name) || (is_signed && OF_SIGNATURE.contains(name));
    if is_own { Err(ForwardError::OwnHeader { name: name.clone() }) } else { Ok(()) }
}

/// Returns a value of a header. `%` and bytes that are no visible ASCII are written as `%XX`.
fn visible(text: &str) -> HeaderValue {
    let mut value = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' '..=b'~' if byte != b'%' => value.push(char::from(byte)),
            _ => drop(write!(value, "%{byte:02X}")),
        }
    }
    HeaderValue::try_from(value).unwrap_or(HeaderValue::from_static(""))
}

const EVENT: HeaderName = HeaderName::from_static("hookport-event");
const ENDPOINT: HeaderName = HeaderName::from_static("hookport-endpoint");
const PROVIDER: HeaderName = HeaderName::from_static("hookport-provider");
const DELIVERY: HeaderName = HeaderName::from_static("hookport-delivery");
const TENANT: HeaderName = HeaderName::from_static("hookport-tenant");
const ATTEMPT: HeaderName = HeaderName::from_static("hookport-attempt");
const TRUST: HeaderName = HeaderName::from_static("hookport-trust");
const KEY: HeaderName = HeaderName::from_static("hookport-key");
const ID: HeaderName = HeaderName::from_static("webhook-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

const OWN: [HeaderName; 8] = [EVENT, ENDPOINT, PROVIDER, DELIVERY, TENANT, ATTEMPT, TRUST, KEY];
const OF_SIGNATURE: [HeaderName; 3] = [ID, TIMESTAMP, SIGNATURE];

const OF_CONNECTION: &[&str] = &[
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];
