//! Headers that are missing, malformed, or those of another sender.

use hookport::{
    Field, Provider,
    diagnosis::Place,
    providers,
    scheme::{Signature, TimeUnit},
};

use super::kit::{ORIGIN, SECRET, SIGNING, diagnosed, is_at, is_proved, now, says, signer, source};

#[test]
fn of_senders_with_the_same_headers_the_one_that_they_are_based_on_is_named() {
    for (sender, based_on) in
        [(providers::RESEND, "svix"), (providers::OPENAI, "standard-webhooks")]
    {
        let request = signer(sender).sign(BODY).unwrap();
        let told = diagnosed(source(providers::STRIPE), &request).to_string();
        assert!(told.contains(&format!("`{based_on}`")), "{}: {told}", sender.name());
    }
}

#[test]
fn the_provider_whose_headers_came_is_named() {
    for sender in SIGNING.iter().filter(|sender| sender.name() != "own") {
        for receiver in [providers::STRIPE, providers::SLACK, providers::TWILIO, providers::ZOOM] {
            if sender.name() == receiver.name() {
                continue;
            }
            let request =
                signer(*sender).event("created").sign(BODY).or_else(|_| signer(*sender).sign(BODY));
            let told = diagnosed(source(receiver), &request.unwrap());
            let case = format!("{} at {}", sender.name(), receiver.name());
            let named = match sender.name() {
                // Both send the header names of the specification; without its own event header
                // GitLab cannot be told from it.
                "gitlab" => {
                    told.to_string().contains("`gitlab`")
                        || told.to_string().contains("`standard-webhooks`")
                }
                "meta" => told.to_string().contains("`meta`"),
                name => told.to_string().contains(&format!("`{name}`")),
            };
            assert!(named, "{case}: {told}");
            says(&told, "other_sender", &["missing header"], &case);
            is_at(&told, Place::Header);
        }
    }
}

#[test]
fn a_newer_family_of_the_same_scheme_is_proved() {
    let rows = [
        (providers::SVIX, providers::STANDARD_WEBHOOKS, "`svix`"),
        (providers::SHOPIFY, providers::SHOPIFY_EVENTS, "`shopify`"),
        (providers::SHOPIFY_EVENTS, providers::SHOPIFY, "`shopify-events`"),
        (providers::STANDARD_WEBHOOKS, providers::STRIPE, "`standard-webhooks`"),
    ];
    for (sender, receiver, word) in rows {
        let told = diagnosed(source(receiver), &signer(sender).sign(BODY).unwrap());
        is_proved(&told, "other_sender", &[word, "the delivery matches"], receiver.name());
    }
}

#[test]
fn a_delivery_of_another_sender_with_the_same_header_is_told() {
    let request = signer(providers::GITHUB).event("push").sign(BODY).unwrap();
    let told = diagnosed(providers::META.secret("another"), &request);
    says(&told, "other_sender", &["`github`"], "GitHub at Meta");

    let keyed = signer(providers::TWILIO_SHARED_KEY).sign("Body=hi").unwrap();
    let told = diagnosed(providers::TWILIO.secret(SECRET).public_url(ORIGIN), &keyed);
    is_proved(&told, "other_sender", &["`twilio-shared-key`"], "shared key");
}

#[test]
fn a_sender_that_is_not_built_in_is_told_by_its_header() {
    let linear = Provider::new("linear").signed_with(Signature::hmac_sha256("linear-signature"));
    let told = diagnosed(source(providers::GITHUB), &signer(linear).sign(BODY).unwrap());
    says(&told, "other_sender", &["`linear-signature`", "another sender"], "Linear");
}

#[test]
fn an_older_header_of_the_same_sender_is_told() {
    let rows = [
        (providers::GITHUB, "x-hub-signature", "SHA-1"),
        (providers::META, "x-hub-signature", "SHA-1"),
        (providers::SQUARE, "x-square-signature", "SHA-1"),
        (providers::TWITCH, "x-hub-signature", "retired"),
        (providers::ZOOM, "authorization", "retired"),
    ];
    for (provider, header, word) in rows {
        let older = Provider::new("older").signed_with(Signature::hmac_sha1(header));
        let told = diagnosed(source(provider), &signer(older).sign(BODY).unwrap());
        says(&told, "other_header", &[&format!("only header `{header}`"), word], provider.name());
    }
}

#[test]
fn a_credential_of_another_kind_of_secret_is_told() {
    let token = hookport::testing::Signer::new(providers::GITLAB, "a token").at(now());
    let told = diagnosed(source(providers::GITLAB), &token.sign(BODY).unwrap());
    says(&told, "other_scheme", &["`x-gitlab-token`", "another kind of secret"], "token");
    is_at(&told, Place::Secret);

    let told = diagnosed(
        providers::GITLAB.secret("a token"),
        &signer(providers::GITLAB).sign(BODY).unwrap(),
    );
    says(&told, "other_scheme", &["`webhook-signature`"], "signature");
}

/// A sender that says in the body when it signed.
const TIMED: Provider = Provider::new("timed").signed_with(
    Signature::hmac_sha256("x-timed-signature")
        .timestamp_in(Field::Json("/sentAt"), TimeUnit::Milliseconds)
        .over("{body}"),
);

#[test]
fn a_body_without_its_time_is_told() {
    let mut request = signer(TIMED).sign(r#"{"sentAt":1790000000000}"#).unwrap();
    for (body, cause, words) in [
        (
            r#"{"type":"order.paid"}"#,
            "missing",
            "missing JSON pointer `/sentAt`; the body does not",
        ),
        ("type=order.paid", "unreadable", "cannot be read as JSON"),
    ] {
        *request.body_mut() = body.into();
        let told = diagnosed(source(TIMED), &request);
        says(&told, cause, &[words], body);
        is_at(&told, Place::Body);
    }
}

#[test]
fn a_time_that_is_none_is_described() {
    let mut request = signer(TIMED).sign(r#"{"sentAt":1790000000000}"#).unwrap();
    *request.body_mut() = r#"{"sentAt":"x"}"#.into();
    let told = diagnosed(source(TIMED), &request).to_string();
    assert!(told.contains("1 character of another form"), "{told}");
}

#[test]
fn a_signature_without_what_belongs_to_it_is_told() {
    for (provider, header) in [
        (providers::SLACK, "x-slack-request-timestamp"),
        (providers::STANDARD_WEBHOOKS, "webhook-id"),
        (providers::DISCORD, "x-signature-timestamp"),
        (providers::TWITCH, "twitch-eventsub-message-id"),
    ] {
        let mut request = signer(provider).sign(BODY).unwrap();
        request.headers_mut().remove(header);
        let told = diagnosed(source(provider), &request);
        says(&told, "missing", &[&format!("`{header}`"), "came without it"], provider.name());
    }
}

#[test]
fn a_header_under_another_name_is_told() {
    for name in ["http-stripe-signature", "stripe_signature", "x-original-stripe-signature"] {
        let mut request = signer(providers::STRIPE).sign(BODY).unwrap();
        let value = request.headers_mut().remove("stripe-signature").unwrap();
        request.headers_mut().insert(http::HeaderName::from_bytes(name.as_bytes()).unwrap(), value);
        let told = diagnosed(source(providers::STRIPE), &request);
        says(&told, "renamed", &[&format!("`{name}`")], name);
    }
}

#[test]
fn a_request_without_any_credential_says_what_to_check() {
    for provider in SIGNING {
        let mut request = signer(*provider).sign(BODY).unwrap();
        for name in request.headers().keys().cloned().collect::<Vec<_>>() {
            request.headers_mut().remove(name);
        }
        let told = diagnosed(source(*provider), &request);
        says(&told, "missing", &["no secret is set there"], provider.name());
    }
    let mut request = signer(providers::GITHUB).sign(BODY).unwrap();
    request.headers_mut().insert("x-hub-signature-256", "".parse().unwrap());
    says(
        &diagnosed(source(providers::GITHUB), &request),
        "empty_header",
        &["it is empty"],
        "empty",
    );
}

#[test]
fn a_malformed_credential_is_described_without_being_shown() {
    let hex = "ab".repeat(32);
    let rows: &[(Provider, &str, String, &str)] = &[
        (
            providers::GITHUB,
            "x-hub-signature-256",
            hex.clone(),
            "64 hex digits, the length of SHA-256, without `sha256=`",
        ),
        (providers::GITHUB, "x-hub-signature-256", format!("sha1={}", &hex[..40]), "`sha1=`"),
        (
            providers::GITHUB,
            "x-hub-signature-256",
            format!("sha256={}", &hex[..40]),
            "40 hex digits",
        ),
        (providers::GITHUB, "x-hub-signature-256", format!("\"sha256={hex}\""), "quotation marks"),
        (
            providers::STRIPE,
            "stripe-signature",
            format!("t=1790000000,v0={hex}"),
            "no field `v1`, but `t`, `v0`",
        ),
        (providers::STRIPE, "stripe-signature", format!("v1={hex}"), "no field `t`"),
        (providers::SHOPIFY, "x-shopify-hmac-sha256", hex.clone(), "64 hex digits"),
        (providers::CASSA_IN_CLOUD, "x-cn-signature", "q80=".repeat(7), "28 characters"),
        (providers::STANDARD_WEBHOOKS, "webhook-signature", "v1a,AAAA".into(), "`whpk_…`"),
        (providers::SLACK, "x-slack-request-timestamp", "2026-09-21T14:13:20Z".into(), "a date"),
    ];
    for (provider, header, value, word) in rows {
        let mut request = signer(*provider).sign(BODY).unwrap();
        request.headers_mut().insert(*header, value.parse().unwrap());
        let told = diagnosed(source(*provider), &request);
        says(&told, "malformed", &["expected", word], value);
        is_at(&told, Place::Header);
        assert!(!told.to_string().contains(&hex[..8]), "{told}");
    }
}

#[test]
fn a_repeated_header_is_told() {
    let mut request = signer(providers::GITHUB).sign(BODY).unwrap();
    let value = request.headers()["x-hub-signature-256"].clone();
    request.headers_mut().append("x-hub-signature-256", value);
    says(
        &diagnosed(source(providers::GITHUB), &request),
        "repeated",
        &["more than once", "proxy"],
        "twice",
    );
}

const BODY: &str = r#"{"a":1}"#;
