//! Senders that encrypt what they deliver.

#[cfg(feature = "inbox")]
mod inbox;
mod receiving;
mod refusals;
mod start_up;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use hookport::{
    Field, Provider, RawRequest, Source, Verdict, Verified, VerifyError,
    scheme::{Encryption, Signature},
    testing::Signer,
};
use http::Request;

/// A sender whose key is made of the secret.
const HASHED: Provider =
    signed("hashed").encrypted(&Encryption::cbc_with_secret(Field::Json("/encrypt")));

/// A sender that names its receiver.
const FOR_RECEIVER: Provider = signed("for-receiver")
    .needs_settings(&[("app-id", "the id of the app")])
    .encrypted(&Encryption::cbc_for_receiver(Field::Json("/encrypt"), "app-id"));

/// A sender that encrypts one value.
const IN_PART: Provider = signed("in-part").encrypted(&GCM.in_place_of("/data"));

const GCM: Encryption = Encryption::gcm(
    Field::Json("/data/ciphertext"),
    Field::Json("/data/nonce"),
    Field::Json("/data/with"),
);

const SIGNATURE: Signature = Signature::hmac_sha256("x-acme-signature");

const fn signed(name: &'static str) -> Provider {
    Provider::new(name)
        .signed_with(SIGNATURE)
        .names_event_in(&[Field::Json("/type")])
        .names_delivery_in(&[Field::Json("/id")])
}

const SECRET: &str = "made-up";
const KEY_OF_43: &str = "bWFkZS11cC1rZXktb2YtdGhpcnR5LXR3by1ieXRlcyE";
const KEY_OF_32: &str = "made-up-key-of-32-bytes-in-words";

/// Returns an account at a sender, and what signs for it.
fn account(provider: Provider) -> (Source, Signer) {
    let (source, signer) = (provider.secret(SECRET), Signer::new(provider, SECRET).at(now()));
    match provider.name() {
        "for-receiver" => (
            source.decryption_key(KEY_OF_43).setting("app-id", "app_1"),
            signer.decryption_key(KEY_OF_43).setting("app-id", "app_1"),
        ),
        "in-part" => (source.decryption_key(KEY_OF_32), signer.decryption_key(KEY_OF_32)),
        _ => (source, signer),
    }
}

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_700_000_000)
}

fn judge(source: &Source, request: &Request<Bytes>) -> Result<Verified, VerifyError> {
    let built = source.clone().verifier().unwrap();
    match built.verify(&RawRequest::from(request), now())? {
        Verdict::Delivery(verified) => Ok(verified),
        Verdict::Handshake(_) => panic!("it is no handshake"),
    }
}
