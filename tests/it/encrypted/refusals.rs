//! Requests whose signature is right, and whose ciphertext is not.

use bytes::Bytes;
use data_encoding::BASE64;
use hookport::{
    Field, Provider, Source, VerifyError, providers,
    testing::{Signer, deliver},
};
use http::{Request, StatusCode};
use proptest::prelude::*;

use super::{FOR_RECEIVER, HASHED, IN_PART, SECRET, SIGNATURE, account, judge, now};

const BODY: &str = r#"{"type":"order.paid","data":{"order":7}}"#;

/// Signs a body as it is: the sender is genuine, what it encrypts with is not.
fn signed_as_it_is(body: impl Into<Bytes>) -> Request<Bytes> {
    let plain = Provider::new("plain").signed_with(SIGNATURE);
    Signer::new(plain, SECRET).at(now()).sign(body).unwrap()
}

fn ciphertext(provider: Provider) -> Vec<u8> {
    let sent = account(provider).1.sign(BODY).unwrap();
    let body: serde_json::Value = serde_json::from_slice(sent.body()).unwrap();
    let text = body.pointer("/encrypt").or(body.pointer("/data/ciphertext")).unwrap();
    BASE64.decode(text.as_str().unwrap().as_bytes()).unwrap()
}

/// Returns a request with this ciphertext, whose other values are right.
fn with(provider: Provider, ciphertext: &[u8]) -> Request<Bytes> {
    let text = BASE64.encode(ciphertext);
    if provider.name() != "in-part" {
        return signed_as_it_is(format!(r#"{{"encrypt":"{text}"}}"#));
    }
    let sent = account(provider).1.sign(BODY).unwrap();
    let mut body: serde_json::Value = serde_json::from_slice(sent.body()).unwrap();
    body["data"]["ciphertext"] = text.into();
    signed_as_it_is(body.to_string())
}

fn undecryptable(provider: Provider) -> VerifyError {
    VerifyError::Undecryptable { at: provider.encryption().unwrap().place() }
}

#[test]
fn a_ciphertext_of_every_other_length_is_refused_in_one_way() {
    for provider in [HASHED, FOR_RECEIVER, IN_PART] {
        let (source, right) = (account(provider).0, ciphertext(provider));
        assert!(judge(&source, &with(provider, &right)).is_ok());
        for length in 1..right.len() {
            let refused = judge(&source, &with(provider, &right[..length])).err();
            assert_eq!(refused, Some(undecryptable(provider)), "{} {length}", provider.name());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 256 }))]

    #[test]
    fn any_ciphertext_is_refused_in_one_way_or_read(
        which in 0..3_usize, bytes in prop::collection::vec(any::<u8>(), 1..200),
    ) {
        let provider = [HASHED, FOR_RECEIVER, IN_PART][which];
        if let Err(refused) = judge(&account(provider).0, &with(provider, &bytes)) {
            prop_assert_eq!(refused, undecryptable(provider));
        }
    }

    #[test]
    fn a_ciphertext_with_one_other_bit_is_refused_or_says_something_else(
        which in 0..3_usize, at in any::<prop::sample::Index>(), bit in 0..8_u8,
    ) {
        let provider = [HASHED, FOR_RECEIVER, IN_PART][which];
        let mut bytes = ciphertext(provider);
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        match judge(&account(provider).0, &with(provider, &bytes)) {
            Ok(verified) => {
                prop_assert!(provider.name() != "in-part", "its tag tells");
                prop_assert!(provider.name() == "for-receiver" || verified.body() != BODY);
            }
            Err(refused) => prop_assert_eq!(refused, undecryptable(provider)),
        }
    }
}

#[test]
fn a_message_for_another_receiver_is_refused() {
    let (_, signer) = account(FOR_RECEIVER);
    let sent = signer.setting("app-id", "app_2").sign(BODY).unwrap();
    assert_eq!(judge(&account(FOR_RECEIVER).0, &sent).err(), Some(undecryptable(FOR_RECEIVER)));
}

#[test]
fn a_signed_body_without_a_ciphertext_is_no_delivery() {
    for (provider, at) in [(HASHED, "/encrypt"), (IN_PART, "/data/ciphertext")] {
        let refused = judge(&account(provider).0, &signed_as_it_is(BODY)).err();
        assert_eq!(refused, Some(VerifyError::Missing { at: Field::Json(at) }));
    }
}

#[test]
fn the_key_is_made_of_the_secret_that_has_signed() {
    let both = HASHED.secret("made-up-new").secret(SECRET);
    let old = account(HASHED).1.sign(BODY).unwrap();
    assert_eq!(judge(&both, &old).unwrap().secret_index(), Some(1));

    // Signed with one secret, and encrypted with another one.
    let mixed = Signer::new(HASHED, "made-up-new").at(now()).sign(BODY).unwrap();
    let mixed = signed_as_it_is(mixed.into_body());
    assert_eq!(judge(&both, &mixed).err(), Some(undecryptable(HASHED)));
}

#[test]
fn an_older_key_still_opens() {
    let (_, signer) = account(IN_PART);
    let source = |keys: &[&'static str]| {
        keys.iter().fold(IN_PART.secret(SECRET), |source, key| Source::decryption_key(source, *key))
    };
    let sent = signer.sign(BODY).unwrap();
    let new = "made-up-key-of-32-bytes-in-verse";

    assert!(judge(&source(&[new, super::KEY_OF_32]), &sent).is_ok());
    assert_eq!(judge(&source(&[new]), &sent).err(), Some(undecryptable(IN_PART)));
}

#[tokio::test]
async fn whatever_is_wrong_the_sender_gets_the_same_answer() {
    let layer = hookport::ReceiveLayer::new(account(HASHED).0);
    let inside = tower::service_fn(async |_: Request<http_body_util::Full<Bytes>>| {
        Ok::<_, std::convert::Infallible>(http::Response::new(
            http_body_util::Full::<Bytes>::default(),
        ))
    });
    let layered = tower::Layer::layer(&layer, inside);
    let mut padding = ciphertext(HASHED);
    let before_last = padding.len() - 17;
    padding[before_last] ^= 0x40;
    let wrong = [
        with(HASHED, &padding),
        with(HASHED, &padding[..40]),
        with(HASHED, b"short"),
        signed_as_it_is(r#"{"encrypt":"no base64"}"#),
        signed_as_it_is(BODY),
        Signer::new(HASHED, "guessed").at(now()).sign(BODY).unwrap(),
    ];

    let mut answers = Vec::new();
    for request in wrong {
        let answer = deliver(&layered, request).await;
        answers.push(format!("{:?} {:?} {:?}", answer.status(), answer.headers(), answer.body()));
    }
    answers.dedup();

    assert_eq!(answers.len(), 1, "{answers:?}");
    assert!(answers[0].starts_with(StatusCode::UNAUTHORIZED.as_str()));
}

#[test]
fn a_request_that_is_not_signed_tells_nothing_of_what_it_encrypts() {
    let feishu = providers::FEISHU.secret(SECRET).verify_token("made-up-token");
    let signer = Signer::new(providers::FEISHU, SECRET).at(now());
    let unsigned = |body: &str| {
        let mut request = signer.sign(body.to_owned()).unwrap();
        request.headers_mut().remove("x-lark-signature");
        request
    };
    let refused = |body: &str| judge(&feishu, &unsigned(body)).err();
    let missing = refused(r#"{"header":{"event_type":"x"}}"#);

    assert_eq!(missing, Some(VerifyError::Missing { at: Field::Header("x-lark-signature") }));
    let long = format!(
        r#"{{"type":"url_verification","token":"made-up-token","note":"{}"}}"#,
        "x".repeat(1024)
    );
    assert_eq!(refused(&long), missing, "a longer body is never a handshake");
}
