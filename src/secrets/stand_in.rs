//! A verifier for the accounts that are unknown.
//!
//! It costs what one with a secret costs, so that the time of a refusal does not tell which accounts
//! there are. Its secret is random and nobody has it; what it proves would be refused all the same.

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hasher},
};

use sha2::{Digest, Sha256};

use crate::{
    ConfigError, Secret, Source, Verifier,
    scheme::{Encoding, KeyForm, Scheme},
};

/// Makes a verifier with a random secret of the form that the provider wants.
pub(super) fn verifier(source: &Source) -> Result<Verifier, ConfigError> {
    verifier_of(source, |_| random())
}

/// Makes one for a single account. Its secret is made of the name and of `seed`, which nobody knows, so
/// that two accounts have two.
pub(super) fn verifier_for(
    source: &Source,
    seed: [u8; 32],
    account: &str,
) -> Result<Verifier, ConfigError> {
    verifier_of(source, |number| {
        let hash = Sha256::new_with_prefix(seed).chain_update(number.to_le_bytes());
        hash.chain_update(account).finalize().into()
    })
}

/// Tries one key after the other. `key` makes the one of a number.
fn verifier_of(source: &Source, key: impl Fn(u64) -> [u8; 32]) -> Result<Verifier, ConfigError> {
    let mut error = ConfigError::NoScheme { provider: source.provider.name() };
    let forms: Vec<_> = source.provider.schemes().iter().map(key_form).collect();
    for (form, number) in
        forms.into_iter().flat_map(|form| (0..TRIES).map(move |number| (form, number)))
    {
        for text in texts(form, key(number)) {
            let source = source.clone().with_only(Secret::from(text));
            match (Source { unauthenticated: false, ..source }).verifier() {
                Ok(verifier) => return Ok(verifier),
                Err(refused) => error = refused,
            }
        }
    }
    Err(error)
}

fn key_form(scheme: &Scheme) -> KeyForm {
    scheme.key_form().unwrap_or_default()
}

/// Returns secrets of a form. A public key has several kinds.
fn texts(form: KeyForm, key: [u8; 32]) -> Vec<String> {
    match form {
        KeyForm::Encoded(encoding) => vec![encoding.encode(&key)],
        KeyForm::Base64After(prefix) | KeyForm::Base64MaybeAfter(prefix) => {
            vec![prefix.replace('*', "x") + &Encoding::Base64.encode(&key)]
        }
        KeyForm::TextAfter(prefix) => vec![prefix.replace('*', "x") + &Encoding::Hex.encode(&key)],
        KeyForm::PublicKey => PUBLIC_KEYS.map(str::to_owned).into(),
        _ => vec![Encoding::Hex.encode(&key)],
    }
}

/// Returns 32 bytes that nobody can guess: the standard library seeds its hash maps with them.
pub(super) fn random() -> [u8; 32] {
    let mut hash = Sha256::new();
    for _ in 0..8 {
        hash.update(RandomState::new().build_hasher().finish().to_le_bytes());
    }
    hash.finalize().into()
}

/// Every second text of 32 bytes is a public key of Ed25519.
const TRIES: u64 = 64;

/// Public keys whose private halves were never kept: P-256, P-384, P-521, RSA, Ed25519.
const PUBLIC_KEYS: [&str; 5] = [
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/jdswaqg9v6j6efz2RpamWZKMhX4xGvLnTWJIxzy/P0YSpg3XFgc\
     Alc6K+VCllrvOD6vQMBDhk7AECv+9CB6nA==",
    "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE5F9GBCjxEpDeII4y8AR5jMNCKPiTmCjVPqVRFvo0o9rDFGTx5YggeCZf\
     iYYtDAzeg7Lql1cqwM4n3C9jild1OQ4EWIIS5NzVyXDV9UqtBJKOBB1Esp8vKwEGJ1RfzMj7",
    "MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQAldYPMLwqNAXeaaosVljE6NavZM9HzRAlazISDV++uXlS5eMwSPYGfBhH\
     ARDL+4l0T+TdePMMtv524airXkTvKp4BH4/7yiI+3gHda/8s/SC3Xo2U+VEANnA+TV8/VQgwm1lsXBO8irg7AAxz8uxHRRH1\
     mfVpJUenmUcSPfNTTSLR0Tk=",
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAl49WKCQ98NRgbKGrFrRay9GuOOxr6SoPBF9TCwMqM1rr\
     s9Pg69NQ2d+0vHHiSlv2aKHzcDh7vrFT9kfqsxbY3Q1/j5E3alMuSj/c1qN1SzBANUdR/wwSHhw0VugmdQSJXRje\
     xbJr5dzOgPioCiA8ssm+tyxnZ25guYfiezMI3KJ/SiQyo6JHY+fgEOpr/sxcKp1nFEyCKVQjPIiiIGBmQNwYranu\
     EaK80OvonmPqKy1C4Jqq1608kuA3rgWvG1aSMd9Ro9xFQqxhA2lWoSQ2MVehLREh7k8xP8d7YOBDYEK2DbuPWIXc\
     v7tsmNi9/A1nU+1EIm7qSM5mhfJ9Pi6SNQIDAQAB",
    "MCowBQYDK2VwAyEAPpeYNrN+V2OsV1B0PRcDjNv/fGYA0Q4Z9CLiyOlLtnc=",
];
