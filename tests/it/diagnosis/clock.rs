//! Times that are too far from now.

use hookport::{
    Field, Provider,
    diagnosis::Place,
    providers,
    scheme::{Signature, TimeUnit},
};
use std::time::Duration;

use super::kit::{NOW, SECRET, at, diagnosed_at, is_at, says, signer, source};

const TIMED: &[Provider] = &[
    providers::DISCORD,
    providers::SLACK,
    providers::STANDARD_WEBHOOKS,
    providers::STRIPE,
    providers::SVIX,
    providers::TWITCH,
    providers::ZOOM,
];

#[test]
fn an_old_delivery_is_told_from_a_clock_that_is_off() {
    for provider in TIMED {
        for (now, word) in [
            (NOW + 90_000, "an old delivery"),
            (NOW - 90_000, "this machine's clock"),
            (NOW + 7200, "that is 2 h: a local time"),
            (NOW - 19 * 60, "seems to be slow"),
        ] {
            let request = signer(*provider).sign("{}").unwrap();
            let told = diagnosed_at(&source(*provider), &request, at(now));
            says(&told, "clock", &["more than the allowed", word], provider.name());
            is_at(&told, Place::Clock);
        }
    }
}

#[test]
fn a_time_in_another_unit_is_told() {
    let own = |unit| {
        let signature = Signature::hmac_sha256("x-own-signature")
            .timestamp_in(Field::Header("x-own-time"), unit)
            .over("{timestamp}{body}")
            .fresh_within(Duration::from_secs(300));
        Provider::new("own").signed_with(signature)
    };
    let (seconds, millis) = (own(TimeUnit::Seconds), own(TimeUnit::Milliseconds));
    for (sender, receiver, word) in
        [(millis, seconds, "in milliseconds"), (seconds, millis, "in seconds")]
    {
        let request = signer(sender).sign("{}").unwrap();
        let told = diagnosed_at(&receiver.secret(SECRET), &request, at(NOW));
        says(&told, "time_unit", &[word], word);
    }
}
