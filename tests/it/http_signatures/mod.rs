//! HTTP message signatures (RFC 9421) and the draft before them.

mod coverage;
mod draft;
mod keys;
mod labels;
mod rfc9421;
mod times;
mod urls;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use hookport::{
    Provider, RawRequest, Source, Verdict, Verified, VerifyError, scheme::HttpSignature,
};
use http::Request;
use sha2::Sha256;

const SECRET: &str = "made-up";
const NOW: u64 = 1_700_000_000;
const BODY: &str = r#"{"type":"ping"}"#;
/// The digest of the body, computed by `openssl`.
const DIGEST: &str = "sha-256=:zeuXewdQlhgzXOqle0t2/j7Jxy9QEC903PurkiKOxvs=:";

/// A signature that must cover the method, and may cover anything.
const ANY: HttpSignature = HttpSignature::hmac_sha256().covering(&["@method"]);

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(NOW)
}

const fn acme(signature: HttpSignature) -> Provider {
    Provider::new("acme").http_signed_with(signature)
}

fn source(signature: HttpSignature) -> Source {
    acme(signature).secret(SECRET).public_url("https://hooks.example")
}

/// Verifies a request, and its head alone besides.
fn judge(source: Source, request: &Request<Bytes>) -> Result<Verified, VerifyError> {
    judge_at(source, request, now())
}

fn judge_at(
    source: Source,
    request: &Request<Bytes>,
    now: SystemTime,
) -> Result<Verified, VerifyError> {
    let (verifier, received) = (source.verifier().unwrap(), RawRequest::from(request));
    let judged = match verifier.verify(&received, now) {
        Ok(Verdict::Delivery(proved)) => Ok(proved),
        Ok(_) => panic!("there is no handshake"),
        Err(error) => Err(error),
    };
    if let Err(error) = verifier.check_head(&received.head(), now) {
        assert_eq!(judged.as_ref().err(), Some(&error), "the head alone");
    }
    judged
}

/// Returns the HMAC of a text that is written line by line.
fn mac(lines: &[&str]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(lines.join("\n").as_bytes());
    BASE64.encode(&mac.finalize().into_bytes())
}

/// Returns a request with these headers.
fn request(headers: &[(&str, &str)]) -> Request<Bytes> {
    let mut request = Request::post("/in?a=1&b=2");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Bytes::from_static(BODY.as_bytes())).unwrap()
}

/// Returns a request that is signed in the form of the RFC: the lines of components, and what
/// `Signature-Input` says of them. The method is the first of them, if they do not say it.
fn signed(lines: &[&str], params: &str, headers: &[(&str, &str)]) -> Request<Bytes> {
    if !params.contains("@method") {
        let lines = [&["\"@method\": POST"], lines].concat();
        let params = params.replacen('(', "(\"@method\" ", 1).replace("\" )", "\")");
        return signed(&lines, &params, headers);
    }
    let last = format!("\"@signature-params\": {params}");
    let signature = mac(&[lines, &[&*last]].concat());
    let (input, signature) = (format!("sig1={params}"), format!("sig1=:{signature}:"));
    let shown = [("signature-input", &*input), ("signature", &*signature)];
    request(&[headers, &shown].concat())
}
