//! Answers to handshakes that a forger could have signed for a text of his own.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use hookport::{
    ConfigError, Field, Provider, RawRequest, Verdict, VerifyError,
    scheme::{Answer, AnswerValue, Encoding, Guard, Handshake, Hash, Scheme, Signature, When},
    testing::Signer,
};
use http::Request;

const CHALLENGE: Field = Field::Json("/challenge");
const SIGNED: Answer = Answer::text(AnswerValue::hmac(CHALLENGE, Hash::Sha256, Encoding::Hex));
const ONLY_PROVED: &[Handshake] =
    &[Handshake::new(Guard::Verified, &[When::Present(CHALLENGE)], SIGNED)];

#[test]
fn a_challenge_that_its_request_does_not_prove_is_never_signed() {
    const IN_PART: Signature = Signature::hmac_sha256("x-acme").over("{header:x-id}");
    let answers =
        |schemes| Provider::new("acme").proved_by(schemes).answers_handshakes(ONLY_PROVED);
    let whole = answers(&const { [Scheme::Signature(Signature::hmac_sha256("x-acme"))] });
    let in_part = answers(&const { [Scheme::Signature(IN_PART)] });
    let either = answers(
        &const { [Scheme::Signature(Signature::hmac_sha256("x-acme")), Scheme::Signature(IN_PART)] },
    );

    assert!(whole.secret("made-up").verifier().is_ok());
    for provider in [in_part, either] {
        let refused = provider.secret("made-up").verifier().unwrap_err();
        let setting = "answers_handshakes";
        assert!(matches!(refused, ConfigError::BadPlace { setting: at, .. } if at == setting));
    }
}

#[test]
fn a_plain_hash_never_passes_for_an_hmac() {
    const PLAIN: Signature = Signature::plain_hash(Hash::Sha256, "x-plain").over("{secret}{body}");
    let provider = Provider::new("acme")
        .proved_by(
            &const { [Scheme::Signature(PLAIN), Scheme::Signature(Signature::hmac_sha256("x-mac"))] },
        )
        .answers_handshakes(ONLY_PROVED);
    let sent = Signer::new(provider, "made-up").at(now()).sign(r#"{"challenge":"abc"}"#).unwrap();
    let verifier = provider.secret("made-up").verifier().unwrap();

    match verifier.verify(&RawRequest::from(&sent), now()) {
        Err(error) => assert_eq!(error, VerifyError::SignatureMismatch),
        Ok(Verdict::Handshake(answer)) => {
            let of_challenge = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
            assert_ne!(answer.body, of_challenge, "anybody can make this one");
        }
        Ok(Verdict::Delivery(_)) => panic!("it asks"),
    }
}

#[test]
fn a_hash_of_the_url_needs_one() {
    let hash = AnswerValue::TokenHash {
        of: Field::Query("challenge_code"),
        hash: Hash::Sha256,
        encoding: Encoding::Hex,
    };
    let handshake = Handshake::new(Guard::Anyone, &[When::Method("GET")], Answer::text(hash));
    let acme = Provider::new("acme")
        .signed_with(Signature::hmac_sha256("x-acme"))
        .answers_handshakes(vec![handshake].leak());
    let source = || acme.secret("made-up").verify_token("made-up-token");

    assert_eq!(source().verifier().err(), Some(ConfigError::NoPublicUrl { provider: "acme" }));
    let whole = source().public_url("https://shop.example").verifier().unwrap();
    let asked = Request::get("/hook?challenge_code=abc").body(Bytes::new()).unwrap();
    let Ok(Verdict::Handshake(answer)) = whole.verify(&RawRequest::from(&asked), now()) else {
        panic!("it asks");
    };
    assert_eq!(answer.body.len(), 64);
    // Without the token it is not answered, and needs no URL.
    assert!(acme.secret("made-up").verifier().is_ok());
}

fn now() -> SystemTime {
    UNIX_EPOCH + std::time::Duration::from_secs(1_800_000_000)
}
