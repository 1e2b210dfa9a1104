//! The answers of `Verified::covers`: the values that a forger who replays a genuine delivery could change, and
//! not.

use std::time::SystemTime;

use hookport::{
    Field, Provider, RawRequest, Trust, Verdict, Verified, providers, scheme::Signature,
    testing::Signer,
};

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
    for target in TARGETS.iter().filter(|target| !target.is_signed() && target.jwt().is_none()) {
        let provider = target.provider;
        let named = provider.event_name().iter().chain(provider.delivery_id());
        for value in named.chain([&Field::Json("/type"), &Field::Query("a"), &Field::Form("a")]) {
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
        for value in [Field::Json("/type"), Field::Header("host"), Field::PathSegment(0)] {
            assert!(!delivery.covers(value), "{}: {value}", provider.name());
        }
    }
}

#[test]
fn every_header_that_is_said_to_be_covered_cannot_be_changed() {
    for target in TARGETS.iter() {
        let (genuine, verified) = (target.genuine(), verified(target));
        for name in genuine.headers().keys() {
            let mut request = genuine.clone();
            request.headers_mut().insert(name, "changed".parse().unwrap());
            let name: &'static str = name.to_string().leak();
            let covered = verified.covers(Field::Header(name));
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
        assert!(!delivery.covers(Field::PathSegment(0)), "{name}");
        assert_eq!(delivery.covers(Field::Query("a")), name == "square", "{name}");
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

/// The header is not signed, the body is.
const GITHUB_NAME: Field = Field::Pair {
    first: &Field::Header("x-github-event"),
    second: &Field::Json("/action"),
    separator: ".",
};

const SIGNED: &[(&str, Field)] = &[
    ("stripe", Field::Json("/type")),
    ("stripe", Field::Json("/id")),
    (
        "stripe",
        Field::Pair { first: &Field::Json("/type"), second: &Field::Json("/id"), separator: "." },
    ),
    ("discord", Field::Json("/event/type")),
    ("discord", Field::Header("x-signature-timestamp")),
    ("github", Field::Json("/action")),
    ("slack", Field::Form("command")),
    ("slack", Field::Header("x-slack-request-timestamp")),
    ("square", Field::Query("a")),
    ("square", Field::PathSegment(0)),
    ("standard-webhooks", Field::Header("webhook-id")),
    ("standard-webhooks, Ed25519", Field::Header("webhook-id")),
    ("svix", Field::Header("svix-id")),
    ("svix", Field::Header("svix-timestamp")),
    ("twilio", Field::Json("/EventType")),
    ("twitch", Field::Header("twitch-eventsub-message-id")),
    ("xero", Field::Fixed("events")),
    ("zoom", Field::Json("/event")),
];

const UNSIGNED: &[(&str, Field)] = &[
    ("cassa-in-cloud", Field::Header("x-cn-operation")),
    ("github", Field::Header("x-github-event")),
    ("github", Field::Header("x-github-delivery")),
    ("github", GITHUB_NAME),
    ("github", Field::Query("a")),
    ("github", Field::PathSegment(0)),
    ("gitlab, signed", Field::Header("idempotency-key")),
    ("gitlab, signed", Field::Header("x-gitlab-event")),
    ("shopify", Field::Header("x-shopify-topic")),
    ("shopify", Field::Header("x-shopify-webhook-id")),
    ("shopify-events", Field::Header("shopify-topic")),
    ("slack", Field::Header("x-slack-retry-num")),
    ("standard-webhooks", Field::Header("svix-id")),
    ("stripe", Field::Header("idempotency-key")),
    ("svix", Field::Header("webhook-id")),
    (
        "svix",
        Field::Pair {
            first: &Field::Header("svix-id"),
            second: &Field::Header("webhook-id"),
            separator: ".",
        },
    ),
    (
        "twitch",
        Field::Only { at: &Field::Header("twitch-eventsub-message-type"), text: "revocation" },
    ),
    ("twilio", Field::Header("i-twilio-idempotency-token")),
    ("twilio", Field::Query("a")),
    ("twilio, form", Field::Form("MessageStatus")),
    ("twilio, form", Field::Json("/EventType")),
    ("twilio, form", Field::PathSegment(0)),
    ("twilio, form", Field::Query("a")),
    ("twitch", Field::Header("twitch-eventsub-message-type")),
    ("twitch", Field::Header("twitch-eventsub-subscription-type")),
];

#[test]
fn a_signature_that_leaves_out_the_body_is_signed_in_part() {
    let trust = |template, body: &'static str| {
        let acme =
            Provider::new("acme").signed_with(Signature::hmac_sha256("x-sig").over(template));
        let sent = Signer::new(acme, "made-up").id("d1").sign(body).unwrap();
        let verifier = acme.secret("made-up").public_url("http://localhost").verifier().unwrap();
        match verifier.verify(&RawRequest::from(&sent), SystemTime::now()).unwrap() {
            Verdict::Delivery(delivery) => delivery.trust(),
            Verdict::Handshake(_) => panic!("acme has no handshake"),
        }
    };

    assert_eq!(trust("{header:x-id}", r#"{"paid":true}"#), Trust::SignedInPart);
    assert_eq!(trust("{json:/paid}", r#"{"paid":true}"#), Trust::SignedInPart);
    assert_eq!(trust("{header:x-id}{body}", r#"{"paid":true}"#), Trust::Signed);
    assert_eq!(trust("{url}{sorted-form}", "paid=true"), Trust::Signed);
    assert_eq!(trust("{url-and-fields}", "paid=true"), Trust::Signed);
    assert_eq!(trust("{header:x-id}", ""), Trust::SignedInPart, "it may have been taken away");
    assert_eq!(trust("{url}", ""), Trust::Signed, "the query is the document");
}

#[test]
fn a_body_that_is_no_form_is_refused_where_fields_are_all_that_is_signed() {
    for template in ["{url}{sorted-form}", "{url-and-fields}"] {
        let acme =
            Provider::new("acme").signed_with(Signature::hmac_sha256("x-sig").over(template));
        let verifier = acme.secret("made-up").public_url("http://localhost").verifier().unwrap();
        let judge = |body: &'static str| {
            let sent = Signer::new(acme, "made-up").sign(body).unwrap();
            verifier.verify(&RawRequest::from(&sent), SystemTime::now()).map(drop)
        };

        assert_eq!(judge("paid=true"), Ok(()));
        assert_eq!(judge(""), Ok(()));
        let refused = judge(r#"{"paid":true}"#).unwrap_err();
        assert_eq!(refused.reason(), "malformed_value", "{template}");
    }
}
