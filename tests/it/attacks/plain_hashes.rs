//! A plain hash holds the secret, and nothing else does. A checksum covers nothing.

use hookport::{
    ConfigError, Field, Provider, Trust, Verdict, VerifyError,
    scheme::{Algorithm, Hash, Signature},
    testing::Signer,
};

use super::target::{now, received, with_body};

const PLAIN: Signature = Signature::plain_hash(Hash::Sha256, "x-acme-signature");

#[test]
#[should_panic(expected = "a plain hash has `{secret}` in its message")]
fn a_plain_hash_without_the_secret_is_refused_when_it_is_written() {
    let _ = PLAIN.over("{body}");
}

#[test]
#[should_panic(expected = "no other signature has it")]
fn the_secret_in_the_message_of_an_hmac_is_refused_when_it_is_written() {
    let _ = Signature::hmac_sha256("x-acme-signature").over("{secret}{body}");
}

#[test]
#[should_panic(expected = "a plain hash has `{secret}` in its message")]
fn an_hmac_does_not_become_a_plain_hash_of_what_everybody_knows() {
    let _ =
        Signature::hmac_sha256("x-acme-signature").computed_with(Algorithm::Plain(Hash::Sha256));
}

#[cfg(feature = "provider-file")]
#[test]
fn a_file_with_a_plain_hash_of_the_body_alone_is_refused() {
    let file = "name = 'acme'\n[[proved-by]]\n[proved-by.signature]\nalgorithm = { plain = 'sha256' }\n\
                found-in = 'header:x-acme-signature'\n";
    let error = Provider::from_toml(file).unwrap_err().to_string();

    assert!(error.starts_with("message of provider `acme` must hold `{secret}`"), "{error}");
    assert!(Provider::from_toml(&format!("{file}over = '{{secret}}{{body}}'")).is_ok());
}

#[test]
fn a_plain_hash_is_that_of_the_secret_and_the_body() {
    let acme = Provider::new("acme").signed_with(PLAIN);
    let sent = Signer::new(acme, "made-up").sign("{}").unwrap();
    let judge = |secret: &str, request: &http::Request<bytes::Bytes>| {
        acme.secret(secret).verifier().unwrap().verify(&received(request), now())
    };

    assert!(judge("made-up", &sent).is_ok());
    let refused = Err(VerifyError::SignatureMismatch);
    assert_eq!(judge("made-down", &sent).map(drop), refused.clone());
    assert_eq!(judge("made-up", &with_body(&sent, "[]")).map(drop), refused);
    assert!(matches!(acme.secret(" ").verifier(), Err(ConfigError::BlankSecret { .. })));
}

#[test]
fn a_signed_checksum_does_not_cover_the_body() {
    let acme = Provider::new("acme")
        .signed_with(Signature::hmac_sha256("x-acme-signature").over("{header:x-id}.{crc32:body}"));
    let sent = Signer::new(acme, "made-up").id("1").sign(r#"{"a":1}"#).unwrap();
    let verifier = acme.secret("made-up").verifier().unwrap();

    let Ok(Verdict::Delivery(delivery)) = verifier.verify(&received(&sent), now()) else {
        panic!("it is genuine")
    };
    assert_eq!(delivery.trust(), Trust::SignedInPart);
    assert!(!delivery.covers(Field::Json("/a")));
    assert!(delivery.covers(Field::Header("x-id")));
    let other = verifier.verify(&received(&with_body(&sent, r#"{"a":2}"#)), now());
    assert_eq!(other.map(drop), Err(VerifyError::SignatureMismatch));
}
