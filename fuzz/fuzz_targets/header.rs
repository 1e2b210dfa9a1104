//! Whatever a forger writes into the headers of any provider is refused, without a panic.
//!
//! The input is a captured request (see `hookport::http_file`). Its first two bytes pick the provider.
//!
//! Run: `cargo +nightly fuzz run header`
#![no_main]

use std::{
    sync::LazyLock,
    time::{Duration, UNIX_EPOCH},
};

use hookport::{
    Provider, Verdict, Verifier,
    http_file::HttpFile,
    providers,
    scheme::{Algorithm, Scheme},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((pick, file)) = input.split_first_chunk() else { return };
    let Ok(file) = HttpFile::parse(file) else { return };
    let verifier = &VERIFIERS[usize::from(u16::from_be_bytes(*pick)) % VERIFIERS.len()];
    let (received, now) = (file.received(), UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let refused = match verifier.verify(&received, now) {
        Err(refused) => refused,
        Ok(Verdict::Handshake(_)) => return,
        // The vectors are signed with the keys of the suite.
        Ok(_) if has_public_key(verifier.provider()) => return,
        Ok(_) => panic!("nobody can guess these secrets"),
    };
    let told = verifier.diagnose(&received, now, &refused).to_string();
    for secret in ["made-up", "bWFkZS"] {
        // What the sender wrote may be told again.
        let is_sent = input.windows(secret.len()).any(|part| part == secret.as_bytes());
        assert!(is_sent || !told.contains(secret), "{told}");
    }
});

fn has_public_key(provider: &Provider) -> bool {
    provider.schemes().iter().any(|scheme| match scheme {
        Scheme::Signature(signature) => is_public(signature.algorithm()),
        Scheme::HttpSignature(signature) => is_public(signature.algorithm()),
        Scheme::Jwt(_) => true,
        _ => false,
    })
}

const fn is_public(algorithm: Algorithm) -> bool {
    !matches!(algorithm, Algorithm::Hmac(_) | Algorithm::HmacNamed { .. } | Algorithm::Plain(_))
}

static VERIFIERS: LazyLock<Vec<Verifier>> = LazyLock::new(|| {
    let proved = providers::ALL.iter().filter(|provider| !provider.schemes().is_empty());
    let verifiers = proved.map(|provider| {
        let (_, secret) = secrets::of(provider);
        let source = secrets::source(provider, secret).public_url("https://hooks.example");
        source.verifier().expect("a secret of the right form")
    });
    verifiers.collect()
});

/// The secrets of the suite, so that a form that is missing turns a test red.
#[allow(dead_code, reason = "the suite uses more of it")]
#[path = "../../tests/it/kit/secrets.rs"]
mod secrets;
