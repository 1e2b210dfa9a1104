//! Providers and sources that no receiver starts with.

use hookport::{
    ConfigError, Field, Provider, Source,
    scheme::{Encryption, Signature, Token},
};

use super::{FOR_RECEIVER, GCM, HASHED, IN_PART, KEY_OF_32, KEY_OF_43, SECRET, SIGNATURE};

fn error(source: Source) -> ConfigError {
    source.verifier().unwrap_err()
}

#[test]
fn a_ciphertext_that_is_not_signed_is_refused() {
    const WHOLE: Encryption = Encryption::cbc_with_secret(Field::Json("/encrypt"));
    const IN_PART: Encryption = GCM.in_place_of("/data");
    let acme = Provider::new("acme").encrypted(&WHOLE);
    let unsigned = [
        acme.token_in(Token::header("x-acme-token")),
        acme.signed_with(SIGNATURE.over("{header:x-acme-id}")),
        acme.encrypted(&IN_PART).signed_with(SIGNATURE.over("{json:/data/ciphertext}")),
        acme.holds_items_at(&["/events"])
            .signed_with(SIGNATURE.over("{json:/encrypt}").of_each_item()),
    ];
    for provider in unsigned {
        let error = error(provider.secret(SECRET).decryption_key(KEY_OF_32));
        let is_refused = matches!(error, ConfigError::BadPlace { setting: "encrypted", .. })
            || matches!(error, ConfigError::UnusedDecryptionKey { .. });
        assert!(is_refused, "{error}");
    }
    let in_part =
        acme.signed_with(Signature::hmac_sha256("x-acme-signature").over("{json:/encrypt}"));
    assert!(in_part.secret(SECRET).verifier().is_ok(), "all of the document is in it");
}

#[test]
fn keys_are_of_the_form_that_the_sender_gives_out() {
    for key in ["", "made-up", "made-up-key-of-33-bytes-in-words!", KEY_OF_43] {
        let error = error(IN_PART.secret(SECRET).decryption_key(KEY_OF_32).decryption_key(key));
        let expected = "a text of 32 bytes";
        assert_eq!(
            error,
            ConfigError::BadDecryptionKey { provider: "in-part", index: 1, expected }
        );
        assert!(key.is_empty() || !error.to_string().contains(key));
    }
    let with_padding = format!("{KEY_OF_43}=");
    for key in ["", KEY_OF_32, &with_padding, &KEY_OF_43.replace('W', "-")] {
        let source = FOR_RECEIVER.secret(SECRET).setting("app-id", "app_1").decryption_key(key);
        let expected = "43 characters of base64";
        let provider = "for-receiver";
        assert_eq!(error(source), ConfigError::BadDecryptionKey { provider, index: 0, expected });
    }
}

#[test]
fn a_key_is_there_where_it_is_needed_and_only_there() {
    let missing = error(IN_PART.secret(SECRET));
    assert_eq!(missing, ConfigError::NoDecryptionKey { provider: "in-part" });
    let unused = error(HASHED.secret(SECRET).decryption_key(KEY_OF_32));
    assert_eq!(unused, ConfigError::UnusedDecryptionKey { provider: "hashed" });
    let unused = error(hookport::providers::STRIPE.secret(SECRET).decryption_key(KEY_OF_32));
    assert_eq!(unused, ConfigError::UnusedDecryptionKey { provider: "stripe" });
    let unset = error(FOR_RECEIVER.secret(SECRET).decryption_key(KEY_OF_43));
    assert!(matches!(unset, ConfigError::NoSetting { name: "app-id", .. }), "{unset}");
}

#[test]
fn a_receiver_that_believes_anybody_decrypts_nothing() {
    let anyone = IN_PART.accept_without_verifying();
    let request = http::Request::post("/").body("{}".into()).unwrap();
    assert_eq!(super::judge(&anyone, &request).unwrap().body(), "{}");
}
