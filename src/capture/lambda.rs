//! Events of AWS Lambda.

use form_urlencoded::byte_serialize;

use super::{CaptureError, Captured, json::Node};
use crate::http_file::Head;

/// Reads the event of one request.
pub(super) fn read(event: &Node<'_>) -> Result<Captured, CaptureError> {
    let is_base64 = event.member("isBase64Encoded").is_true();
    let body = event.member("body").body(is_base64)?;
    let head = if event.member("rawPath").is_there() { second(event)? } else { first(event)? };
    Ok(Captured { head, body })
}

/// Payload format 2.0: HTTP APIs and function URLs. Repeated headers are joined by commas.
fn second(event: &Node<'_>) -> Result<Head, CaptureError> {
    let path = event.member("rawPath");
    let query = event.member("rawQueryString");
    let query = if query.is_there() { query.text()? } else { "" };
    Ok(Head {
        method: event.member("requestContext").member("http").member("method").method()?,
        uri: path.parsed_uri(&target(event, path.text()?, query)?)?,
        headers: event.member("headers").headers()?,
    })
}

/// Payload format 1.0: REST APIs and load balancers.
fn first(event: &Node<'_>) -> Result<Head, CaptureError> {
    let method = event.member("httpMethod");
    if !method.is_there() {
        return Err(event.expected(ANY_FORM));
    }
    // The path with its stage, as the sender asked for it.
    let asked = event.member("requestContext").member("path");
    let path = if asked.is_there() { asked } else { event.member("path") };
    let mut headers = event.member("multiValueHeaders").headers()?;
    if headers.is_empty() {
        headers = event.member("headers").headers()?;
    }
    Ok(Head {
        method: method.method()?,
        uri: path.parsed_uri(&target(event, path.text()?, &query(event)?)?)?,
        headers,
    })
}

/// Path and query; a whole URL where the event says under which domain it was asked for.
fn target(event: &Node<'_>, path: &str, query: &str) -> Result<String, CaptureError> {
    let domain = event.member("requestContext").member("domainName");
    let origin =
        if domain.is_there() { format!("https://{}", domain.text()?) } else { String::new() };
    let mark = if query.is_empty() { "" } else { "?" };
    Ok(format!("{origin}{path}{mark}{query}"))
}

/// Writes the query again. A load balancer keeps parameters as they came, API Gateway decodes them.
fn query(event: &Node<'_>) -> Result<String, CaptureError> {
    let many = event.member("multiValueQueryStringParameters");
    let parameters = if many.is_there() { many } else { event.member("queryStringParameters") };
    let as_it_came = event.member("requestContext").member("elb").is_there();
    let encode = |text: &str| -> String {
        if as_it_came { text.to_owned() } else { byte_serialize(text.as_bytes()).collect() }
    };
    let mut pairs = Vec::new();
    for (name, values) in parameters.values()? {
        pairs.extend(values.iter().map(|value| format!("{}={}", encode(name), encode(value))));
    }
    Ok(pairs.join("&"))
}

const ANY_FORM: &str = "a Lambda event with `httpMethod` or `rawPath`, a HAR file with `log`, or requests of ngrok or webhook.site";
