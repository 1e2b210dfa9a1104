//! Settings that no delivery could pass, and waits without an end.

use std::time::Duration;

use hookport::{Provider, ReceiveLayer, providers, router::RetryPolicy};

use crate::kit::panic_of;

#[test]
fn a_limit_of_zero_is_refused_by_a_layer_and_a_provider_with_its_name() {
    let layer = || ReceiveLayer::new(providers::GITHUB.secret("made-up"));
    let acme = || Provider::new("acme");
    for (text, setting) in [
        (panic_of(|| layer().body_limit(0)).1, "body_limit"),
        (panic_of(|| layer().read_timeout(Duration::ZERO)).1, "read_timeout"),
        (panic_of(|| acme().sends_at_most(0)).1, "sends_at_most"),
        (panic_of(|| acme().waits_at_most(Duration::ZERO)).1, "waits_at_most"),
    ] {
        assert_eq!(text, format!("`{setting}` must not be zero"));
    }
}

#[test]
fn the_longest_wait_between_two_attempts_has_no_limit() {
    let forever = RetryPolicy::exponential().starting_at(Duration::MAX).up_to(Duration::MAX);

    assert_eq!(forever.wait(1, 1.0), Some(Duration::MAX));
    assert_eq!(forever.wait(1, f64::NAN), Some(Duration::MAX));
}
