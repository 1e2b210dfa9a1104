//! The verifier of a provider accepts the requests of its signer.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hookport::{
    Field, Provider, RawRequest, Secret, Trust, Verdict, Verified, providers,
    scheme::{Claim, Encoding, Hash, Jwt, Scheme, Signature, TimeUnit},
    testing::{SignError, Signer},
};

use crate::kit::secrets::{self, keys};

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_700_000_000)
}

fn verified(request: &http::Request<bytes::Bytes>, provider: &Provider, secret: &str) -> Verified {
    let source = secrets::source(provider, Secret::new(secret)).public_url("https://hooks.example");
    let received = RawRequest::from(request);
    match source.verifier().unwrap().verify(&received, now()) {
        Ok(Verdict::Delivery(verified)) => verified,
        other => panic!("{}: {other:?}", provider.name()),
    }
}

#[test]
fn what_is_signed_for_a_provider_is_accepted_by_its_verifier() {
    for provider in secrets::signable() {
        let (signing, verifying) = secrets::of(provider);
        let request = secrets::signer(provider, signing)
            .url("https://hooks.example/in?a=1")
            .at(now())
            .sign(secrets::ping(provider, 1_700_000_000))
            .unwrap();

        let verified = verified(&request, provider, verifying);

        let signed = !matches!(provider.schemes(), [Scheme::Token(_), ..]);
        assert_eq!(verified.secret_index(), Some(0), "{}", provider.name());
        assert_eq!(verified.trust() != Trust::Token, signed, "{}", provider.name());
    }
}

/// A sender that says in the body when it signed.
const TIMED: Provider = Provider::new("timed").signed_with(
    Signature::hmac_sha256("x-signature")
        .timestamp_in(Field::Json("/sentAt"), TimeUnit::Milliseconds)
        .over("{body}")
        .fresh_within(Duration::from_secs(60)),
);

#[test]
fn a_body_says_its_time_itself() {
    let signer = Signer::new(TIMED, "made-up").url("https://hooks.example/in");

    let request = signer.clone().sign(r#"{"sentAt":1700000000000}"#).unwrap();
    assert_eq!(verified(&request, &TIMED, "made-up").sent_at(), Some(now()));

    let untimed = signer.sign("{}").unwrap_err();
    assert_eq!(untimed, SignError::NotSettable { at: Field::Json("/sentAt"), what: "time" });
    assert_eq!(untimed.to_string(), "the time lies in JSON pointer `/sentAt`: write it there");
}

#[test]
fn a_form_is_signed_by_its_sorted_fields() {
    let request = Signer::new(providers::TWILIO, "made-up")
        .url("https://hooks.example/sms")
        .at(now())
        .sign("To=%2B1&From=%2B2&To=%2B1")
        .unwrap();

    assert_eq!(request.uri().query(), None);
    verified(&request, &providers::TWILIO, "made-up");
}

/// The body of a message that asks to confirm a subscription, in the setting that is made up for a topic.
#[cfg(feature = "public-keys")]
const CONFIRMATION: &str = r#"{"Type":"SubscriptionConfirmation","MessageId":"m1","Token":"t1",
    "TopicArn":"made-up-topic-arn","Message":"m","SubscribeURL":"https://sns.eu-west-1.amazonaws.com/?a=1",
    "Timestamp":"2023-11-14T22:13:20.000Z","SignatureVersion":"1"}"#;

#[cfg(feature = "public-keys")]
#[test]
fn the_kind_of_message_in_the_body_chooses_the_scheme() {
    let provider = &providers::AWS_SNS;
    let request = secrets::signer(provider, keys::RSA).at(now()).sign(CONFIRMATION).unwrap();

    // Nothing is signed with RSA and SHA-1, which is version 1.
    let body = CONFIRMATION.replace(r#"Version":"1""#, r#"Version":"2""#);
    assert!(request.body().ends_with(&body.as_bytes()[1..]), "{:?}", request.body());
    let verifier = secrets::source(provider, keys::RSA_PUBLIC).verifier().unwrap();
    let verdict = verifier.verify(&RawRequest::from(&request), now());
    assert!(verdict.is_ok(), "{verdict:?}");
}

#[test]
fn a_signature_is_written_into_the_document_in_a_multipart_form() {
    let form = |hash: &str| {
        format!(
            "--xy\r\nContent-Disposition: form-data; name=\"json\"\r\n\r\n{{\"event\":{{{hash}\
             \"event_time\":\"1700000000\",\"event_type\":\"account_confirmed\"}}}}\r\n--xy--\r\n"
        )
    };
    for hash in ["", r#""event_hash":"of another delivery","#] {
        let request = Signer::new(providers::DROPBOX_SIGN, "made-up")
            .header("content-type", "multipart/form-data; boundary=xy")
            .sign(form(hash))
            .unwrap();

        verified(&request, &providers::DROPBOX_SIGN, "made-up");
        assert!(request.body().ends_with(b"\r\n--xy--\r\n"), "the form stays whole");
    }
}

#[cfg(feature = "xml")]
#[test]
fn a_signature_in_a_form_replaces_that_of_another_delivery() {
    let body = secrets::ping(&providers::BRAINTREE, 1_700_000_000);
    let signer = secrets::signer(&providers::BRAINTREE, "made-up").at(now());

    let once = signer.sign(body).unwrap();
    let twice = signer.sign(once.body().clone()).unwrap();

    assert_eq!(once.body(), twice.body());
    verified(&twice, &providers::BRAINTREE, "made-up");
}

/// A receiver that wants the hash of each body, also of an empty one.
const HASHED: Provider =
    Provider::new("hashed").jwt_in(Jwt::hs256("authorization").with_claims(&[
        Claim::HashesBody("hash", Hash::Sha256, Encoding::Hex),
        Claim::IsPresent("hash"),
    ]));

#[test]
fn a_token_has_the_hash_of_an_empty_body_too() {
    let request = Signer::new(HASHED, "made-up").at(now()).sign("").unwrap();

    verified(&request, &HASHED, "made-up");
}

#[cfg(feature = "public-keys")]
#[test]
fn the_public_key_of_a_token_is_that_of_its_private_key() {
    let acme = Provider::new("acme").jwt_in(Jwt::es256("authorization"));
    let signer = Signer::new(acme, keys::P256).at(now());
    let public = signer.public_key().unwrap();

    verified(&signer.sign("{}").unwrap(), &acme, &public);
}

#[test]
fn a_private_key_signs_what_its_public_key_verifies() {
    let request = Signer::new(
        providers::STANDARD_WEBHOOKS,
        "whsk_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
    )
    .at(now())
    .sign("{}")
    .unwrap();

    let verified = verified(
        &request,
        &providers::STANDARD_WEBHOOKS,
        "whpk_iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=",
    );

    assert_eq!(verified.sent_at(), Some(now()));
}

const JSON: &str = r#"{"event":{"id":"e 1"}}"#;
const FORM: &str = "text=h%20i&a=2&a=1";

/// Templates of all words, and what they are for one request. The hashes are from Python's `hashlib`.
const MESSAGES: &[(&str, &str, &str)] = &[
    ("v0:{timestamp}:{body}", JSON, r#"v0:1700000000:{"event":{"id":"e 1"}}"#),
    ("{{{header:X-Id}}}.{header:x-id}", JSON, "{d1}.d1"),
    ("{method} {path-and-query}", JSON, "POST /in/acme?nonce=a%20b"),
    ("{url}{body}", "", "https://hooks.example/in/acme?nonce=a%20b"),
    ("{query:nonce}\n{path-segment:0}{path-segment:1}", JSON, "a b\nacmein"),
    ("{query:nonce?nonce:|;}{header:x-id?id:|;}.", JSON, "nonce:a b;id:d1;."),
    ("{query:none?none:|;}{path-segment:0}", JSON, "acme"),
    ("{escaped-path-and-query}", JSON, "/in/acme?nonce%253Da%252520b"),
    ("{url-and-fields}", FORM, "https://hooks.example/in/acme?nonce=a b.a1a2texth i"),
    ("{url-and-fields}", "", "https://hooks.example/in/acme?nonce=a b"),
    ("{listed-headers:x-list}", JSON, "x-id:d1;x-list:x-id,x-list,x-time;x-time:1700000000"),
    ("{json:/event/id}", JSON, "e 1"),
    ("{form:text}", FORM, "h i"),
    ("{sorted-form}", FORM, "a1a2texth i"),
    ("{sha1:body}", JSON, "73d0cd8fdce001fb6cc0eae2d98b3c625b557800"),
    ("{sha256:body}", JSON, "68cfcc85fd07b48d4e30a550f347f3125d7708f6f24f08cded91e92ec1a9f1ca"),
    (
        "{sha384-base64:body}",
        JSON,
        "kPgm8Ngn6ASlY+/14mHI4aoK0ATaDAJu6QeEhY6QqM9lkWu0+xrSQ6X2CkVVIu/s",
    ),
    (
        "{sha512-base64url:body}",
        JSON,
        "3xKZkKu6Ko9mZX2OSQQ_wau7_eZZ7PRDOHKDQuE-em34N27-_FfDy2v-bxBS-zLbWWTrZ5L_GN1swfKHclPNoA",
    ),
];

#[test]
fn each_word_of_a_template_stands_for_what_the_request_has() {
    const SIGNATURE: Signature = Signature::hmac_sha256("x-signature")
        .unsigned_timestamp_in(Field::Header("x-time"), TimeUnit::Seconds);
    let signed = |template: &'static str, body: &'static str| {
        let acme = Provider::new("acme").signed_with(SIGNATURE.over(template));
        let signer = Signer::new(acme, "made-up").at(now()).id("d1").header("x-id", "d1");
        let request = signer.url("https://hooks.example/in/acme?nonce=a%20b").sign(body).unwrap();
        verified(&request, &acme, "made-up");
        request.headers()["x-signature"].clone()
    };

    for (template, body, message) in MESSAGES {
        assert_eq!(signed(template, body), signed("{body}", message), "{template}");
    }
}

#[test]
fn a_path_of_the_public_url_takes_the_place_of_that_which_came() {
    let signs_path = |provider: &&Provider| {
        let mut schemes = provider.schemes().iter();
        schemes.any(|scheme| format!("{scheme:?}").contains("path-and-query"))
    };
    let mut tried = 0;
    for provider in secrets::signable().filter(signs_path) {
        let (signing, verifying) = secrets::of(provider);
        let signer = secrets::signer(provider, signing).url("https://hooks.example/out/hooks?a=1");
        let mut request = signer.at(now()).sign(secrets::ping(provider, 1_700_000_000)).unwrap();
        *request.uri_mut() = "/in?a=1".parse().unwrap();

        let source = secrets::source(provider, Secret::new(verifying));
        let source = source.public_url("https://hooks.example/out/hooks");
        let verdict = source.verifier().unwrap().verify(&RawRequest::from(&request), now());

        assert!(matches!(verdict, Ok(Verdict::Delivery(_))), "{}: {verdict:?}", provider.name());
        tried += 1;
    }
    assert!(tried > 3, "{tried}");
}
