//! Whole deliveries: the headers a sender sends, a body, and a signature made now.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use hookport::{RawRequest, Secret, providers, Provider};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use crate::{bodies, hand::mac};

/// A genuine delivery.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The sender.
    pub provider: Provider,
    /// The secret that the sender signed with.
    pub secret: &'static str,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Delivery {
    /// `invoice.paid` by Standard Webhooks, about 300 bytes.
    pub fn invoice() -> Self {
        Self::standard(bodies::INVOICE)
    }

    /// A body of a Standard Webhooks sender.
    pub fn standard(body: impl Into<Bytes>) -> Self {
        let (body, id, time) = (body.into(), "msg_2ZkKq8rV5sTdW1nBxQ9pXbE", now());
        let key = mac::base64_key(STANDARD_SECRET);
        let tag = mac::of(&key, &[id.as_bytes(), b".", time.as_bytes(), b".", &body]);
        let tag = format!("v1,{}", data_encoding::BASE64.encode(&tag));
        let signed =
            [("webhook-id", id), ("webhook-timestamp", &*time), ("webhook-signature", &*tag)];
        Self::new(&providers::STANDARD_WEBHOOKS, STANDARD_SECRET, body, &signed)
    }

    /// `payment_intent.succeeded` of Stripe, 3 KB.
    pub fn payment() -> Self {
        Self::stripe(&now())
    }

    /// The same, signed an hour ago.
    pub fn stale_payment() -> Self {
        let an_hour_ago = now().parse::<u64>().unwrap_or_default() - 3600;
        Self::stripe(&an_hour_ago.to_string())
    }

    fn stripe(time: &str) -> Self {
        let body = Bytes::from(bodies::PAYMENT_INTENT);
        let tag = mac::of(&mac::text_key(STRIPE_SECRET), &[time.as_bytes(), b".", &body]);
        let tag = format!("t={time},v1={},v0={}", hex(&tag), hex(&[7; 32]));
        Self::new(&providers::STRIPE, STRIPE_SECRET, body, &[("stripe-signature", &tag)])
    }

    /// A push to GitHub: with one commit 10 KB, with 18 25 KB.
    pub fn push(commits: usize) -> Self {
        let body = Bytes::from(bodies::push(commits));
        let tag = mac::of(&mac::text_key(GITHUB_SECRET), &[&body]);
        let signed = [
            ("x-github-event", "push"),
            ("x-github-delivery", "0f8fad5b-d9cb-469f-a165-70867728950e"),
            ("x-github-hook-id", "421337001"),
            ("x-github-hook-installation-target-id", "417001234"),
            ("x-github-hook-installation-target-type", "repository"),
            ("x-hub-signature", "sha1=7d38cdd689735b008b3c702edd92eea23791c5f6"),
            ("x-hub-signature-256", &format!("sha256={}", hex(&tag))),
        ];
        Self::new(&providers::GITHUB, GITHUB_SECRET, body, &signed)
    }

    fn new(
        provider: &Provider,
        secret: &'static str,
        body: Bytes,
        own: &[(&'static str, &str)],
    ) -> Self {
        let length = body.len().to_string();
        let common = [
            ("host", "hooks.example.com"),
            ("user-agent", "Hookshot/3e5c2d"),
            ("accept", "*/*"),
            ("content-type", "application/json"),
            ("content-length", &*length),
        ];
        let headers = common.iter().chain(own).map(|(name, value)| {
            let value = HeaderValue::from_str(value).expect("a header in visible ASCII");
            (HeaderName::from_static(name), value)
        });
        let headers = headers.collect();
        Self { provider: *provider, secret, headers, body }
    }

    /// With a signature that matches nothing.
    #[must_use]
    pub fn forged(mut self) -> Self {
        self.secret = "b3RoZXIgc2VjcmV0IG9mIHRoaXJ0eSB0d28gYnl0ZXM=";
        self
    }

    /// The request target, which is the same for all.
    pub fn uri() -> Uri {
        Uri::from_static("/hook")
    }

    /// Returns the request that hookport's functions without HTTP take.
    pub fn received<'a>(&'a self, uri: &'a Uri) -> RawRequest<'a> {
        RawRequest { method: &Method::POST, uri, headers: &self.headers, body: &self.body }
    }

    /// Returns the source that the receiver is configured with.
    pub fn source(&self) -> hookport::Source {
        self.provider.secret(Secret::new(self.secret))
    }
}

fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
    since.as_secs().to_string()
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

const STANDARD_SECRET: &str = "whsec_dGhpcnR5LXR3byBtYWRlLXVwIGJ5dGVzIGZvciB5b3U=";
const STRIPE_SECRET: &str = "whsec_made_up_of_nothing_but_letters";
const GITHUB_SECRET: &str = "made-up and long enough";
