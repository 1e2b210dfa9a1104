//! A weaker, older or foreign proof never stands in for the one that is demanded.

use hookport::{
    Provider, Secret, VerifyError, providers,
    scheme::{Algorithm, Encoding, Grammar, Hash, KeyForm, Signature},
    testing::Signer,
};
use http::HeaderValue;
use sha2::{Digest, Sha256};

use super::{
    target::{SECRET, TARGETS, Target, Written, now, secret, signed, target, with_header},
    tries::{Try, all_are_refused, all_are_refused_because},
};
use crate::kit::secrets::{self, keys};

#[test]
fn a_delivery_signed_with_another_secret_is_refused_by_every_provider() {
    all_are_refused(TARGETS.iter().map(|target| {
        let other = another(target.signing);
        // A token may lie in the body.
        let body = target.body.replace(target.signing, &other);
        let signer = secrets::signer(&target.provider, other).url(super::target::URL).at(now());
        Try::new(target, "another secret", signer.sign(body).unwrap())
    }));
}

#[test]
fn the_older_sha1_header_never_replaces_a_missing_signature() {
    let legacy = Provider::new("legacy")
        .signed_with(Signature::hmac_sha1("x-hub-signature").written_as(Grammar::Prefix("sha1=")));
    let tries = ["github", "meta"].map(|name| forged(target(name), legacy, "sha1 alone"));
    all_are_refused_because(tries, |error| matches!(error, VerifyError::Missing { .. }));
}

#[test]
fn another_hash_under_the_right_header_and_label_is_refused() {
    let over_body = ["cassa-in-cloud", "github", "meta", "shopify", "shopify-events", "xero"];
    all_are_refused(over_body.into_iter().flat_map(|name| {
        let target = target(name);
        let (header, label, written) = target.header().unwrap();
        let signatures = [
            (Hash::Sha1, Signature::hmac_sha1(header)),
            (Hash::Sha256, Signature::hmac_sha256(header)),
            (Hash::Sha512, Signature::hmac_sha512(header)),
        ];
        let own = if name == "cassa-in-cloud" { Hash::Sha1 } else { Hash::Sha256 };
        let others = signatures.into_iter().filter(move |(hash, _)| *hash != own);
        others.map(move |(hash, signature)| {
            let signature = signature.written_as(Grammar::Prefix(label)).encoded(encoding(written));
            forged(target, Provider::new("forger").signed_with(signature), &format!("{hash:?}"))
        })
    }));
}

#[test]
fn a_hash_without_a_key_is_no_signature() {
    all_are_refused(signed().flat_map(|target| {
        let (header, label, written) = target.header().unwrap();
        let body = target.body.as_bytes();
        let secret = target.verifying.as_bytes();
        let keyed = [[secret, body].concat(), [body, secret].concat()];
        // To some that is the signature, and only they know the secret.
        let is_plain =
            matches!(target.signature(), Some(it) if matches!(it.algorithm(), Algorithm::Plain(_)));
        let keyed = keyed.into_iter().filter(move |_| !is_plain);
        let messages = [body.to_vec(), vec![]].into_iter().chain(keyed);
        messages.map(move |message| {
            let value = format!("{label}{}", encoded(written, &Sha256::digest(message)));
            Try::new(target, value.clone(), with_header(&target.genuine(), header, &value))
        })
    }));
}

#[test]
fn stripes_v0_proves_nothing() {
    let v0 = Provider::new("forger").signed_with(
        Signature::hmac_sha256("stripe-signature")
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v0" })
            .over("{timestamp}.{body}"),
    );
    all_are_refused([forged(target("stripe"), v0, "v0 alone")]);
}

#[test]
fn a_receiver_with_a_public_key_takes_no_hmac() {
    let target = target("standard-webhooks, Ed25519");
    let public_key = target.verifying.replace("whpk_", "whsec_");
    let mac = Signer::new(providers::STANDARD_WEBHOOKS, public_key).at(now()).sign(target.body);
    let mac = mac.unwrap();
    let relabelled = relabelled(&mac, "v1,", "v1a,");
    all_are_refused([
        Try::new(target, "HMAC keyed with the public key", mac),
        Try::new(target, "the same as v1a", relabelled),
    ]);
}

#[test]
fn a_receiver_with_a_shared_secret_takes_no_ed25519() {
    let ed25519 = target("standard-webhooks, Ed25519").genuine();
    let relabelled = relabelled(&ed25519, "v1a,", "v1,");
    all_are_refused(["standard-webhooks", "svix", "gitlab, signed"].into_iter().flat_map(|name| {
        [("v1a", &ed25519), ("v1", &relabelled)]
            .map(|(what, request)| Try::new(target(name), what, request.clone()))
    }));
}

#[test]
fn a_public_key_beside_a_secret_is_no_hmac_key() {
    let target = target("standard-webhooks, Ed25519");
    let verifier = target.source().secret(secret()).verifier().unwrap();
    let public_key = target.verifying.replace("whpk_", "whsec_");
    let mac = Signer::new(providers::STANDARD_WEBHOOKS, public_key).at(now()).sign(target.body);
    let mac = mac.unwrap();
    for request in [relabelled(&mac, "v1,", "v1a,"), mac] {
        let verdict = verifier.verify(&super::target::received(&request), now());
        assert!(verdict.is_err(), "{:?}", request.headers());
    }
}

#[test]
fn a_token_never_replaces_the_signature_that_is_configured() {
    let target = target("gitlab, signed");
    let mut shown = target.genuine();
    shown.headers_mut().remove("webhook-signature");
    shown.headers_mut().insert("x-gitlab-token", HeaderValue::from_static(SECRET));
    all_are_refused([Try::new(target, "the signing token, shown", shown)]);
}

#[test]
fn an_algorithm_that_is_not_allowed_is_refused() {
    let target = target("twilio-shared-key");
    let names = [
        "",
        "none",
        "algorithm",
        "algorithm=",
        "algorithm=none",
        "algorithm=HMAC_MD5",
        "algorithm=hmac_sha256",
        "algorithm= HMAC_SHA256",
        "algorithm=HMAC_SHA512",
        "HMAC_SHA256",
        "algorithm=HMAC_SHA256,algorithm=HMAC_SHA1",
        "algorithm=HMAC_SHA1,algorithm=HMAC_SHA256",
        "algorithm=HMAC_SHA1",
        "ALGORITHM=HMAC_SHA256",
    ];
    all_are_refused(names.map(|name| {
        let request = target.genuine();
        Try::new(target, name, with_header(&request, "x-twilio-webhooks-signature-settings", name))
    }));
}

#[test]
fn another_providers_delivery_under_the_same_secret_is_refused() {
    let shared = || TARGETS.iter().filter(|target| target.verifying == SECRET);
    all_are_refused(shared().flat_map(|from| {
        let into = shared().filter(|into| !same_on_the_wire(from, into));
        into.map(|into| Try::new(into, format!("from {}", from.name), from.genuine()))
    }));
}

/// Returns whether both prove themselves in the same way, so that nothing tells their deliveries apart.
fn same_on_the_wire(from: &Target, into: &Target) -> bool {
    // Svix takes the headers of Standard Webhooks too.
    let standard = target("standard-webhooks").wire();
    from.wire() == into.wire() || (into.name == "svix" && from.wire() == standard)
}

/// Returns a request that the sender's secret signs by the rules of `forger`.
fn forged(target: &'static Target, forger: Provider, what: &str) -> Try {
    let signer = Signer::new(forger, Secret::new(target.signing)).url(super::target::URL).at(now());
    Try::new(target, what, signer.sign(target.body).unwrap())
}

fn relabelled(
    request: &http::Request<bytes::Bytes>,
    from: &str,
    to: &str,
) -> http::Request<bytes::Bytes> {
    let value = request.headers()["webhook-signature"].to_str().unwrap().replace(from, to);
    with_header(request, "webhook-signature", &value)
}

fn encoding(written: Written) -> Encoding {
    match written {
        Written::Hex => Encoding::Hex,
        Written::Base64Url => Encoding::Base64Url,
        _ => Encoding::Base64,
    }
}

fn encoded(written: Written, bytes: &[u8]) -> String {
    match written {
        Written::Hex => data_encoding::HEXLOWER.encode(bytes),
        Written::Base64Url => data_encoding::BASE64URL_NOPAD.encode(bytes),
        _ => data_encoding::BASE64.encode(bytes),
    }
}

#[test]
fn a_base64_secret_is_not_used_as_its_text_nor_a_text_as_base64() {
    let as_text = Provider::new("forger").signed_with(
        Signature::hmac_sha256("webhook-signature")
            .key(KeyForm::Text)
            .written_as(Grammar::Versions("v1"))
            .encoded(Encoding::Base64)
            .over("{header:webhook-id}.{header:webhook-timestamp}.{body}"),
    );
    let signer = Signer::new(as_text, SECRET).header("webhook-timestamp", "1700000000");
    let request = signer.sign("{}").unwrap();
    all_are_refused(
        ["standard-webhooks", "gitlab, signed", "svix"]
            .map(|name| Try::new(target(name), "keyed with the text", request.clone())),
    );
}

/// Returns another secret of the same form.
fn another(signing: &str) -> String {
    let forms = [
        ("01".repeat(32), "02".repeat(32)),
        ("6d6164652d75702d".to_owned(), "6f746865722d6f6e".to_owned()),
        ("AQEBAQEBAQEBAQEB".to_owned(), "AgICAgICAgICAgIC".to_owned()),
        ("bWFkZS11cC1z".to_owned(), "b3RoZXItb25l".to_owned()),
        ("made-up".to_owned(), "another".to_owned()),
        (keys::RSA.to_owned(), keys::RSA_OTHER.to_owned()),
        (keys::P256.to_owned(), keys::P256_OTHER.to_owned()),
        (keys::P384.to_owned(), keys::P384_OTHER.to_owned()),
        (keys::P521.to_owned(), keys::P521_OTHER.to_owned()),
        (keys::ED25519.to_owned(), keys::ED25519_OTHER.to_owned()),
    ];
    let other = forms.iter().fold(signing.to_owned(), |text, (from, to)| text.replace(from, to));
    assert_ne!(other, signing);
    other
}
