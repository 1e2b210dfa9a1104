//! The accounts that are attacked: each provider, with a secret and what its requests look like.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use hookport::{
    Provider, RawRequest, Secret, Source, Verdict, Verifier, VerifyError, providers,
    scheme::{Grammar, Scheme},
    testing::Signer,
};
use http::{HeaderValue, Request};

/// One account at a provider.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) provider: Provider,
    /// The secret that the sender signs with.
    pub(crate) signing: &'static str,
    /// The source that the receiver is configured with.
    pub(crate) verifying: &'static str,
    pub(crate) shown: Shown,
    /// Headers besides the credential that are signed and must be there.
    pub(crate) signed_headers: &'static [&'static str],
    /// The header that carries the timestamp alone.
    pub(crate) time_header: Option<&'static str>,
    pub(crate) body: &'static str,
}

/// The place of the credential.
#[derive(Clone, Copy)]
pub(crate) enum Shown {
    /// In a header, behind a label.
    Header { name: &'static str, label: &'static str, written: Written },
    /// In the last segment of the path.
    Path,
}

/// The form of the credential.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    Hex,
    Base64,
    Token,
}

impl Target {
    pub(crate) fn source(&self) -> Source {
        self.provider.secret(self.verifying).public_url(ORIGIN)
    }

    pub(crate) fn verifier(&self) -> Verifier {
        self.source().verifier().unwrap()
    }

    pub(crate) fn signer(&self) -> Signer {
        Signer::new(self.provider, self.signing).url(URL).at(now())
    }

    /// A request as the provider sends it.
    pub(crate) fn genuine(&self) -> Request<Bytes> {
        self.signer().sign(self.body).unwrap()
    }

    pub(crate) fn judge(&self, request: &Request<Bytes>) -> Result<Verdict, VerifyError> {
        let (verifier, received) = (self.verifier(), received(request));
        let judged = verifier.verify(&received, now());
        if let Err(error) = verifier.check_head(&received.head(), now()) {
            assert_eq!(judged.as_ref().err(), Some(&error), "{}: the head alone", self.name);
        }
        judged
    }

    /// Returns why the head of a request is refused before its body is there.
    pub(crate) fn judge_head(&self, request: &Request<Bytes>) -> Result<(), VerifyError> {
        self.verifier().check_head(&received(request).head(), now())
    }

    /// Returns whether a signature covers the body. One that covers a part of the request only has
    /// attacks of its own, in `optional_parts`.
    pub(crate) fn is_signed(&self) -> bool {
        !self.is_token() && self.provider != providers::MERCADO_PAGO
    }

    pub(crate) fn is_token(&self) -> bool {
        matches!(self.shown, Shown::Path | Shown::Header { written: Written::Token, .. })
    }

    pub(crate) fn is_timed(&self) -> bool {
        self.time_header.is_some() || self.provider == providers::STRIPE
    }

    /// Returns the text between two signatures, if the header is a list of them without a time.
    pub(crate) fn separator(&self) -> Option<&'static str> {
        let Some(Scheme::Signature(signature)) = self.provider.schemes().first() else {
            return None;
        };
        match signature.grammar() {
            Grammar::List { separator, .. } => Some(separator),
            _ => None,
        }
    }

    /// The header of the credential, its label and how it is written; `None` for a path.
    pub(crate) fn header(&self) -> Option<(&'static str, &'static str, Written)> {
        match self.shown {
            Shown::Header { name, label, written } => Some((name, label, written)),
            Shown::Path => None,
        }
    }
}

pub(crate) fn received(request: &Request<Bytes>) -> RawRequest<'_> {
    RawRequest::from(request)
}

pub(crate) fn now() -> SystemTime {
    at(NOW)
}

pub(crate) fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

pub(crate) fn secret() -> Secret {
    Secret::new(SECRET)
}

/// The target of this name.
pub(crate) fn target(name: &str) -> &'static Target {
    TARGETS.iter().find(|target| target.name == name).unwrap()
}

pub(crate) fn signed() -> impl Iterator<Item = &'static Target> {
    TARGETS.iter().filter(|target| target.is_signed())
}

/// The request, with the value of its credential (label and all) rewritten.
pub(crate) fn with_header(
    request: &Request<Bytes>,
    name: &'static str,
    value: &str,
) -> Request<Bytes> {
    let mut changed = request.clone();
    changed.headers_mut().insert(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    changed
}

pub(crate) fn with_body(request: &Request<Bytes>, body: impl Into<Bytes>) -> Request<Bytes> {
    let mut changed = request.clone();
    *changed.body_mut() = body.into();
    changed
}

pub(crate) fn with_uri(request: &Request<Bytes>, uri: &str) -> Request<Bytes> {
    let mut changed = request.clone();
    *changed.uri_mut() = uri.parse().unwrap();
    changed
}

#[test]
fn every_provider_is_attacked() {
    for provider in providers::ALL {
        assert!(TARGETS.iter().any(|target| target.provider == *provider), "{}", provider.name());
    }
}

#[test]
fn every_target_accepts_its_genuine_request() {
    for target in TARGETS {
        assert!(target.judge(&target.genuine()).is_ok(), "{}", target.name);
    }
}

pub(crate) const NOW: u64 = 1_700_000_000;
pub(crate) const ORIGIN: &str = "https://hooks.example";
pub(crate) const URL: &str = "https://hooks.example/in?a=1";
/// Text to most providers, base64 after a prefix to some.
pub(crate) const SECRET: &str = "whsec_bWFkZS11cC1zZWNyZXQ=";
const TOKEN: &str = "made-up-token";
const JSON: &str = r#"{"type":"ping","id":"evt_1","amount":1.0,"name":"é","list":[1,2]}"#;
const FORM: &str = "To=%2B1555&From=%2B1666&Body=hi+there";

pub(crate) const TARGETS: &[Target] = &[
    path("cargoson", providers::CARGOSON),
    header("cassa-in-cloud", providers::CASSA_IN_CLOUD, "x-cn-signature", "", Written::Hex),
    header("cronofy", providers::CRONOFY, "cronofy-hmac-sha256", "", Written::Base64),
    Target {
        signing: "0101010101010101010101010101010101010101010101010101010101010101",
        verifying: "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c",
        ..header("discord", providers::DISCORD, "x-signature-ed25519", "", Written::Hex)
            .timed("x-signature-timestamp", &["x-signature-timestamp"])
    },
    header("easypost", providers::EASYPOST, "x-hmac-signature", "hmac-sha256-hex=", Written::Hex),
    header("github", providers::GITHUB, "x-hub-signature-256", "sha256=", Written::Hex),
    Target {
        signing: TOKEN,
        verifying: TOKEN,
        ..header("gitlab", providers::GITLAB, "x-gitlab-token", "", Written::Token)
    },
    header("gitlab, signed", providers::GITLAB, "webhook-signature", "v1,", Written::Base64)
        .timed("webhook-timestamp", &["webhook-id", "webhook-timestamp"]),
    header(
        "mercado-pago",
        providers::MERCADO_PAGO,
        "x-signature",
        "ts=1700000000,v1=",
        Written::Hex,
    ),
    header("meta", providers::META, "x-hub-signature-256", "sha256=", Written::Hex),
    header("orb", providers::ORB, "x-orb-signature", "v1=", Written::Hex)
        .timed("x-orb-timestamp", &["x-orb-timestamp"]),
    header("rabbot", providers::RABBOT, "authorization", "Bearer ", Written::Token),
    path("routal", providers::ROUTAL),
    header("shopify", providers::SHOPIFY, "x-shopify-hmac-sha256", "", Written::Base64),
    header("shopify-events", providers::SHOPIFY_EVENTS, "shopify-hmac-sha256", "", Written::Base64),
    header("slack", providers::SLACK, "x-slack-signature", "v0=", Written::Hex)
        .timed("x-slack-request-timestamp", &["x-slack-request-timestamp"]),
    header("square", providers::SQUARE, "x-square-hmacsha256-signature", "", Written::Base64),
    header(
        "standard-webhooks",
        providers::STANDARD_WEBHOOKS,
        "webhook-signature",
        "v1,",
        Written::Base64,
    )
    .timed("webhook-timestamp", &["webhook-id", "webhook-timestamp"]),
    Target {
        signing: "whsk_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
        verifying: "whpk_iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=",
        ..header(
            "standard-webhooks, Ed25519",
            providers::STANDARD_WEBHOOKS,
            "webhook-signature",
            "v1a,",
            Written::Base64,
        )
        .timed("webhook-timestamp", &["webhook-id", "webhook-timestamp"])
    },
    header("stripe", providers::STRIPE, "stripe-signature", "t=1700000000,v1=", Written::Hex),
    header("svix", providers::SVIX, "svix-signature", "v1,", Written::Base64)
        .timed("svix-timestamp", &["svix-id", "svix-timestamp"]),
    Target {
        body: r#"{"update_id":1,"message":{}}"#,
        ..header(
            "telegram",
            providers::TELEGRAM,
            "x-telegram-bot-api-secret-token",
            "",
            Written::Token,
        )
    },
    header("twilio", providers::TWILIO, "x-twilio-signature", "", Written::Base64),
    Target {
        body: FORM,
        ..header("twilio, form", providers::TWILIO, "x-twilio-signature", "", Written::Base64)
    },
    Target {
        signed_headers: &["x-twilio-webhooks-signature-settings"],
        ..header(
            "twilio-shared-key",
            providers::TWILIO_SHARED_KEY,
            "x-twilio-signature",
            "",
            Written::Base64,
        )
    },
    header(
        "twitch",
        providers::TWITCH,
        "twitch-eventsub-message-signature",
        "sha256=",
        Written::Hex,
    )
    .timed(
        "twitch-eventsub-message-timestamp",
        &["twitch-eventsub-message-id", "twitch-eventsub-message-timestamp"],
    ),
    header("workos", providers::WORKOS, "workos-signature", "t=1700000000000, v1=", Written::Hex),
    header("xero", providers::XERO, "x-xero-signature", "", Written::Base64),
    path("zonos", providers::ZONOS),
    header("zoom", providers::ZOOM, "x-zm-signature", "v0=", Written::Hex)
        .timed("x-zm-request-timestamp", &["x-zm-request-timestamp"]),
];

const fn header(
    target: &'static str,
    provider: Provider,
    name: &'static str,
    label: &'static str,
    written: Written,
) -> Target {
    Target { shown: Shown::Header { name, label, written }, ..path(target, provider) }
}

const fn path(name: &'static str, provider: Provider) -> Target {
    Target {
        name,
        provider,
        signing: SECRET,
        verifying: SECRET,
        shown: Shown::Path,
        signed_headers: &[],
        time_header: None,
        body: JSON,
    }
}

impl Target {
    const fn timed(mut self, header: &'static str, signed: &'static [&'static str]) -> Self {
        self.time_header = Some(header);
        self.signed_headers = signed;
        self
    }
}
