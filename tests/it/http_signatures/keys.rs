//! Keys and algorithms: the key says which algorithm it is for.

use std::time::Duration;

use hookport::{
    RawRequest, Trust, VerifyError,
    scheme::{Algorithm, Curve, EcdsaForm, Hash, HttpSignature, KeyLocation},
    testing::Signer,
};

use super::{ANY, BODY, acme, judge, now, signed, source};
use crate::kit::secrets::keys;

const COVERING: &[&str] = &["@method", "@target-uri", "content-digest"];
const DRAFT: &[&str] = &["(request-target)", "host", "date", "digest"];

/// Each algorithm with the private and the public key.
fn algorithms() -> Vec<(HttpSignature, &'static str, &'static str)> {
    let hmac = HttpSignature::hmac_sha256();
    vec![
        (hmac, "made-up", "made-up"),
        (hmac.computed_with(Algorithm::Hmac(Hash::Sha512)), "made-up", "made-up"),
        (HttpSignature::ed25519(), keys::ED25519, keys::ED25519_PUBLIC),
        (HttpSignature::ecdsa_p256(), keys::P256, keys::P256_PUBLIC),
        (
            HttpSignature::ecdsa_p256()
                .computed_with(Algorithm::Ecdsa(Curve::P384, EcdsaForm::Fixed)),
            keys::P384,
            keys::P384_PUBLIC,
        ),
        (HttpSignature::rsa_sha256(), keys::RSA, keys::RSA_PUBLIC),
        (HttpSignature::rsa_pss_sha512(), keys::RSA, keys::RSA_PUBLIC),
    ]
}

#[test]
fn every_algorithm_signs_and_verifies_in_both_forms() {
    for (scheme, private, public) in algorithms() {
        let draft = scheme.in_draft_form("authorization").covering(DRAFT);
        for scheme in [scheme.covering(COVERING), draft] {
            let scheme = scheme.fresh_within(Duration::from_secs(60));
            let signer = Signer::new(acme(scheme), private).url("https://hooks.example/in?a=1");
            let sent = signer.at(now()).sign(BODY).unwrap();
            let source = acme(scheme).secret(public).public_url("https://hooks.example");

            let proved = judge(source.clone(), &sent).unwrap();
            assert_eq!((proved.trust(), proved.sent_at()), (Trust::Signed, Some(now())));
            let verifier = source.verifier().unwrap();
            let other = RawRequest { body: &"{}".into(), ..RawRequest::from(&sent) };
            let refused = verifier.verify(&other, now()).err();
            assert_eq!(refused, Some(VerifyError::BodyHashMismatch), "{scheme:?}");
        }
    }
}

#[test]
fn a_signature_by_another_key_is_refused() {
    let others = [
        "other",
        "other",
        keys::ED25519_OTHER,
        keys::P256_OTHER,
        keys::P384_OTHER,
        keys::RSA_OTHER,
        keys::RSA_OTHER,
    ];
    for ((scheme, _, public), other) in algorithms().into_iter().zip(others) {
        let scheme = scheme.covering(COVERING);
        let signer = Signer::new(acme(scheme), other).url("https://hooks.example/in");
        let source = acme(scheme).secret(public).public_url("https://hooks.example");
        let refused = judge(source, &signer.sign(BODY).unwrap()).err();
        assert_eq!(refused, Some(VerifyError::SignatureMismatch), "{scheme:?}");
    }
}

#[test]
fn a_named_algorithm_never_decides() {
    assert!(judge(source(ANY), &signed(&[], r#"();alg="hmac-sha256""#, &[])).is_ok());
    for named in [r#""ed25519""#, r#""hmac-sha512""#, r#""none""#, r#""""#, "hmac-sha256", "1"] {
        let request = signed(&[], &format!("();alg={named}"), &[]);
        let refused = judge(source(ANY), &request).unwrap_err();
        assert_eq!(refused.reason(), "unsupported_algorithm", "{named}");
    }
}

#[test]
fn a_public_key_is_no_secret_of_an_hmac() {
    let secret = acme(ANY).secret(keys::ED25519_PUBLIC);
    assert!(secret.verifier().is_err());
    let public = HttpSignature::ed25519().covering(&["@method"]);
    assert!(acme(public).secret("made-up").verifier().is_err());
}

#[test]
fn a_signature_in_the_form_of_the_draft_names_its_key_too() {
    const URL: &str = "https://acme.example/keys";
    const SCHEME: HttpSignature = HttpSignature::ed25519()
        .in_draft_form("signature")
        .covering(&["date"])
        .key_at(KeyLocation::jwks(URL));
    // The public half of another key, five times: no more than four are tried for a request without an id.
    let key =
        |id: &str, x: &str| format!(r#"{{"kty":"OKP","crv":"Ed25519","kid":"{id}","x":"{x}"}}"#);
    let other = "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs";
    let own = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    let private = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let mut keys: Vec<_> = (0..5).map(|number| key(&number.to_string(), other)).collect();
    let document = |keys: &[String]| format!(r#"{{"keys":[{}]}}"#, keys.join(","));

    let sent = Signer::new(acme(SCHEME), private).url("https://hooks.example/in").at(now());
    let sent = sent.sign(BODY).unwrap();
    let shown = sent.headers()["signature"].to_str().unwrap();
    let (_, rest) = shown.split_once("keyId=\"").unwrap();
    let (id, _) = rest.split_once('"').unwrap();

    let unknown = judge(acme(SCHEME).source().fetched(URL, document(&keys)), &sent).unwrap_err();
    assert_eq!(unknown.reason(), "unknown_key");
    keys.push(key(id, own));
    assert!(judge(acme(SCHEME).source().fetched(URL, document(&keys)), &sent).is_ok());
}

#[test]
fn a_key_that_is_published_is_named_by_its_id() {
    const URL: &str = "https://acme.example/keys";
    const KEYS: &str = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"one",
        "x":"JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs"}]}"#;
    // The last example of RFC 9421, appendix B.2, under another id of its key.
    const SCHEME: HttpSignature =
        HttpSignature::ed25519().key_at(KeyLocation::jwks(URL)).covering(&["@method"]);
    let request = http::Request::post("/foo?param=Value&Pet=dog")
        .header("date", "Tue, 20 Apr 2021 02:07:55 GMT")
        .header("content-type", "application/json")
        .header("content-length", "18")
        .header(
            "signature-input",
            r#"sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519""#,
        )
        .header("signature", "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:");
    let request = request.body(br#"{"hello": "world"}"#.as_slice().into()).unwrap();
    let source = || acme(SCHEME).source().public_url("https://example.com");

    let unfetched = judge(source(), &request).unwrap_err();
    assert_eq!(unfetched.reason(), "key_not_fetched");
    let unknown = judge(source().fetched(URL, KEYS), &request).unwrap_err();
    assert_eq!(unknown.reason(), "unknown_key");
    let known = source().fetched(URL, KEYS.replace("one", "test-key-ed25519"));
    assert!(judge(known, &request).is_ok());
}
