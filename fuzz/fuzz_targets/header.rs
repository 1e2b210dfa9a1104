//! Whatever a forger writes into the headers of any provider is refused, without a panic.
//!
//! The input is a captured request (see `hookport::http_file`); its first byte picks the provider.
//!
//! Run: `cargo +nightly fuzz run header`
#![no_main]

use std::{
    sync::LazyLock,
    time::{Duration, UNIX_EPOCH},
};

use hookport::{Secret, Verifier, http_file::HttpFile, providers};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((pick, file)) = input.split_first() else { return };
    let Ok(file) = HttpFile::parse(file) else { return };
    let verifier = &VERIFIERS[usize::from(*pick) % VERIFIERS.len()];
    let (received, now) = (file.received(), UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let refused = verifier.verify(&received, now).expect_err("nobody can guess these secrets");
    let told = verifier.diagnose(&received, now, &refused).to_string();
    for secret in ["made-up", "bWFkZS"] {
        // What the sender wrote may be told again.
        let is_sent = input.windows(secret.len()).any(|part| part == secret.as_bytes());
        assert!(is_sent || !told.contains(secret), "{told}");
    }
});

static VERIFIERS: LazyLock<Vec<Verifier>> = LazyLock::new(|| {
    let verifiers = providers::ALL.iter().map(|provider| {
        let secret = match provider.name() {
            "discord" => "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c",
            "gitlab" | "standard-webhooks" | "svix" => "whsec_bWFkZS11cC1zZWNyZXQ=",
            _ => "made-up-secret-that-no-input-holds",
        };
        let source = provider.secret(Secret::new(secret)).public_url("https://hooks.example");
        source.verifier().expect("a secret of the right kind")
    });
    verifiers.collect()
});
