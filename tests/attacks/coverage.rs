//! What `Verified::covers` says: what a forger who replays a genuine delivery could change, and what
//! not.

use hookport::{Value, Verdict, Verified, providers};

use super::target::{TARGETS, Target, now, received, target, with_uri};

#[test]
fn what_is_signed_is_said_to_be_covered() {
    for (name, value) in SIGNED {
        assert!(verified(target(name)).covers(*value), "{name}: {value}");
    }
}

#[test]
fn what_is_not_signed_is_said_not_to_be_covered() {
    for (name, value) in UNSIGNED {
        assert!(!verified(target(name)).covers(*value), "{name}: {value}");
    }
}

#[test]
fn a_token_covers_nothing() {
    for target in TARGETS.iter().filter(|target| !target.is_signed()) {
        let provider = target.provider;
        let named = provider.event_name_places().iter().chain(provider.delivery_id_places());
        for value in named.chain([&Value::Json("/type"), &Value::Query("a"), &Value::Form("a")]) {
            assert!(!verified(target).covers(*value), "{}: {value}", target.name);
        }
    }
}

#[test]
fn a_source_that_is_not_verified_covers_nothing() {
    for provider in providers::ALL {
        let verifier = provider.accept_without_verifying().verifier().unwrap();
        let request = http::Request::post("/a/b").body("{}".into()).unwrap();
        let Ok(Verdict::Delivery(delivery)) = verifier.verify(&received(&request), now()) else {
            panic!("{}", provider.name());
        };
        for value in [Value::Json("/type"), Value::Header("host"), Value::PathSegment(0)] {
            assert!(!delivery.covers(value), "{}: {value}", provider.name());
        }
    }
}

#[test]
fn every_header_that_is_said_to_be_covered_cannot_be_changed() {
    for target in TARGETS {
        let (genuine, verified) = (target.genuine(), verified(target));
        for name in genuine.headers().keys() {
            let mut request = genuine.clone();
            request.headers_mut().insert(name, "changed".parse().unwrap());
            let name: &'static str = name.to_string().leak();
            let covered = verified.covers(Value::Header(name));
            assert!(!covered || target.judge(&request).is_err(), "{}: {name}", target.name);
        }
    }
}

#[test]
fn a_path_that_the_configured_url_replaces_is_not_covered() {
    for name in ["square", "twilio"] {
        let target = target(name);
        let verifier = target.source().public_url("https://hooks.example/in").verifier().unwrap();
        let request = with_uri(&target.genuine(), &elsewhere(target));
        let Ok(Verdict::Delivery(delivery)) = verifier.verify(&received(&request), now()) else {
            panic!("{name}: the configured path counts");
        };
        assert!(!delivery.covers(Value::PathSegment(0)), "{name}");
        assert!(delivery.covers(Value::Query("a")), "{name}");
    }
}

/// The same query under another path.
fn elsewhere(target: &Target) -> String {
    format!("/elsewhere?{}", target.genuine().uri().query().unwrap())
}

fn verified(target: &Target) -> Verified {
    match target.judge(&target.genuine()) {
        Ok(Verdict::Delivery(verified)) => verified,
        other => panic!("{}: {other:?}", target.name),
    }
}

const SIGNED: &[(&str, Value)] = &[
    ("stripe", Value::Json("/type")),
    ("stripe", Value::Json("/id")),
    ("discord", Value::Json("/event/type")),
    ("discord", Value::Header("x-signature-timestamp")),
    ("github", Value::Json("/action")),
    ("slack", Value::Form("command")),
    ("slack", Value::Header("x-slack-request-timestamp")),
    ("square", Value::Query("a")),
    ("square", Value::PathSegment(0)),
    ("standard-webhooks", Value::Header("webhook-id")),
    ("standard-webhooks, Ed25519", Value::Header("webhook-id")),
    ("svix", Value::Header("svix-id")),
    ("svix", Value::Header("svix-timestamp")),
    ("twilio", Value::Json("/EventType")),
    ("twilio, form", Value::Form("MessageStatus")),
    ("twitch", Value::Header("twitch-eventsub-message-id")),
    ("xero", Value::Fixed("events")),
    ("zoom", Value::Json("/event")),
];

const UNSIGNED: &[(&str, Value)] = &[
    ("cassa-in-cloud", Value::Header("x-cn-operation")),
    ("github", Value::Header("x-github-event")),
    ("github", Value::Header("x-github-delivery")),
    ("github", Value::HeaderPair("x-github-event", "x-github-delivery")),
    ("github", Value::Query("a")),
    ("github", Value::PathSegment(0)),
    ("gitlab, signed", Value::Header("idempotency-key")),
    ("gitlab, signed", Value::Header("x-gitlab-event")),
    ("shopify", Value::Header("x-shopify-topic")),
    ("shopify", Value::Header("x-shopify-webhook-id")),
    ("shopify-events", Value::Header("shopify-topic")),
    ("slack", Value::Header("x-slack-retry-num")),
    ("standard-webhooks", Value::Header("svix-id")),
    ("stripe", Value::Header("idempotency-key")),
    ("svix", Value::Header("webhook-id")),
    ("svix", Value::HeaderPair("svix-id", "webhook-id")),
    ("twilio", Value::Header("i-twilio-idempotency-token")),
    ("twitch", Value::Header("twitch-eventsub-message-type")),
    ("twitch", Value::Header("twitch-eventsub-subscription-type")),
];
