//! Verification, one function for each sender.

use std::time::{SystemTime, UNIX_EPOCH};

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use http::{HeaderMap, StatusCode};

use super::mac::{self, Key};

/// `X-Hub-Signature-256: sha256=<hex>` over the body.
///
/// # Errors
///
/// Fails with the status to answer.
pub fn github(key: &Key, headers: &HeaderMap, body: &[u8]) -> Result<(), StatusCode> {
    let signature = header(headers, "x-hub-signature-256")?;
    let given = signature.strip_prefix("sha256=").and_then(from_hex).ok_or(REFUSED)?;
    accept(mac::equal(&given, &mac::of(key, &[body])))
}

/// `Stripe-Signature: t=<unix>,v1=<hex>` over `<t>.<body>`.
///
/// # Errors
///
/// Fails with the status to answer.
pub fn stripe(key: &Key, headers: &HeaderMap, body: &[u8]) -> Result<(), StatusCode> {
    let signature = header(headers, "stripe-signature")?;
    let fields = || signature.split(',').filter_map(|field| field.split_once('='));
    let (_, time) = fields().find(|(name, _)| *name == "t").ok_or(REFUSED)?;
    fresh(time)?;
    let made = mac::of(key, &[time.as_bytes(), b".", body]);
    let mut given = fields().filter(|(name, _)| *name == "v1").filter_map(|(_, v)| from_hex(v));
    accept(given.any(|given| mac::equal(&given, &made)))
}

/// `webhook-signature: v1,<base64>` over `<id>.<timestamp>.<body>`.
///
/// # Errors
///
/// Fails with the status to answer.
pub fn standard(key: &Key, headers: &HeaderMap, body: &[u8]) -> Result<(), StatusCode> {
    let id = header(headers, "webhook-id")?;
    let time = header(headers, "webhook-timestamp")?;
    let signatures = header(headers, "webhook-signature")?;
    fresh(time)?;
    let made = mac::of(key, &[id.as_bytes(), b".", time.as_bytes(), b".", body]);
    let mut given =
        signatures.split(' ').filter_map(|entry| from_base64(entry.strip_prefix("v1,")?));
    accept(given.any(|given| mac::equal(&given, &made)))
}

fn header<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<&'a str, StatusCode> {
    headers.get(name).and_then(|value| value.to_str().ok()).ok_or(REFUSED)
}

fn fresh(time: &str) -> Result<(), StatusCode> {
    let time = time.parse::<u64>().map_err(|_| REFUSED)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| REFUSED)?.as_secs();
    accept(now.abs_diff(time) <= 300)
}

fn accept(good: bool) -> Result<(), StatusCode> {
    good.then_some(()).ok_or(REFUSED)
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 {
        return None;
    }
    HEXLOWER_PERMISSIVE.decode_mut(text.as_bytes(), &mut bytes).ok()?;
    Some(bytes)
}

fn from_base64(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 33];
    if text.len() != 44 {
        return None;
    }
    let written = BASE64.decode_mut(text.as_bytes(), &mut bytes).ok()?;
    (written == 32).then(|| bytes[..32].try_into().ok()).flatten()
}

const REFUSED: StatusCode = StatusCode::UNAUTHORIZED;
