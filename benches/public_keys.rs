//! Verification with public keys: hookport against the primitive alone, which gets the message and the
//! signature as bytes.

use std::time::SystemTime;

use bytes::Bytes;
use data_encoding::BASE64;
use ed25519_dalek::VerifyingKey;
use hookport::{Provider, providers, testing::Signer};
use hookport_benches::{bench::Case, bodies, delivery::Delivery, options::Options};
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RsaKeyPair,
    RsaPublicKeyComponents, UnparsedPublicKey,
};

fn main() {
    let options = Options::from_args();
    rsa("rsa-2048-300", bodies::INVOICE.into(), &options);
    rsa("rsa-2048-25k", bodies::push(18).into(), &options);
    ecdsa("ecdsa-p256-300", bodies::INVOICE.into(), &options);
    ecdsa("ecdsa-p256-25k", bodies::push(18).into(), &options);
    ed25519("ed25519-300", bodies::INVOICE.into(), &options);
    ed25519("ed25519-25k", bodies::push(18).into(), &options);
}

fn rsa(case: &'static str, body: Bytes, options: &Options) {
    let delivery = signed(providers::WISE, RSA, body);
    let key = RsaKeyPair::from_pkcs8(&der(RSA)).expect("a key");
    let public = RsaPublicKeyComponents::<Vec<u8>>::from(key.public());
    let signature = signature(&delivery, "x-signature-sha256");
    let alone = || public.verify(&RSA_PKCS1_2048_8192_SHA256, &delivery.body, &signature);
    run(case, &delivery, || alone().expect("genuine"), options);
}

fn ecdsa(case: &'static str, body: Bytes, options: &Options) {
    let delivery = signed(providers::SENDGRID, P256, body);
    let random = ring::rand::SystemRandom::new();
    let algorithm = &ring::signature::ECDSA_P256_SHA256_ASN1_SIGNING;
    let key = EcdsaKeyPair::from_pkcs8(algorithm, &der(P256), &random).expect("a key");
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key.public_key());
    let signature = signature(&delivery, "x-twilio-email-event-webhook-signature");
    let message = message(&delivery, "x-twilio-email-event-webhook-timestamp", b"");
    run(case, &delivery, || public.verify(&message, &signature).expect("genuine"), options);
}

fn ed25519(case: &'static str, body: Bytes, options: &Options) {
    let delivery = signed(providers::TELNYX, SEED, body);
    let key = BASE64.decode(delivery.secret.as_bytes()).expect("base64");
    let public = VerifyingKey::try_from(&*key).expect("a key");
    let signature = signature(&delivery, "telnyx-signature-ed25519");
    let signature = ed25519_dalek::Signature::from_slice(&signature).expect("64 bytes");
    let message = message(&delivery, "telnyx-timestamp", b"|");
    let alone = || public.verify_strict(&message, &signature).expect("genuine");
    run(case, &delivery, alone, options);
}

fn run(
    case: &'static str,
    delivery: &Delivery,
    alone: impl FnMut() + Clone,
    options: &Options,
) {
    let verifier = delivery.source().verifier().expect("a usable source");
    let uri = Delivery::uri();
    let hookport = || {
        let received = delivery.received(&uri);
        verifier.verify(&received, SystemTime::now()).expect("genuine")
    };
    Case::new(case).against("the primitive alone", alone).add("hookport", hookport).run(options);
}

/// A delivery that is signed now with a private key.
fn signed(provider: Provider, private: &'static str, body: Bytes) -> Delivery {
    let signer = Signer::new(provider, private);
    let request = signer.sign(body.clone()).expect("a key that signs");
    let secret = signer.public_key().expect("a public half").leak();
    Delivery { provider, secret, headers: request.headers().clone(), body }
}

/// The time, a text and the body, as they are signed.
fn message(delivery: &Delivery, time: &str, between: &[u8]) -> Vec<u8> {
    [delivery.headers[time].as_bytes(), between, &delivery.body].concat()
}

fn signature(delivery: &Delivery, header: &str) -> Vec<u8> {
    BASE64.decode(delivery.headers[header].as_bytes()).expect("base64")
}

fn der(pem: &str) -> Vec<u8> {
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    BASE64.decode(base64.as_bytes()).expect("base64")
}

const RSA: &str = include_str!("../tests/keys/rsa.pem");
const P256: &str = include_str!("../tests/keys/p256.pem");
const SEED: &str = "0101010101010101010101010101010101010101010101010101010101010101";
