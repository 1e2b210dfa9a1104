//! Verification alone: hookport against other crates and against a function written by hand.

use std::time::SystemTime;

use hookport_benches::{
    bench::Case,
    bodies,
    delivery::Delivery,
    hand::{mac, verify},
    options::Options,
};
use webhook_verify::{Provider, Secret, VerifyOptions};

fn main() {
    let options = Options::from_args();
    standard("standard-300", &Delivery::invoice(), &options);
    standard("standard-25k", &Delivery::standard(bodies::push(18)), &options);
    stripe("stripe-3k", &Delivery::payment(), &options);
    github("github-10k", &Delivery::push(1), &options);
    github("github-25k", &Delivery::push(18), &options);
}

fn standard(case: &'static str, delivery: &Delivery, options: &Options) {
    let Delivery { headers, body, secret, .. } = delivery;
    let key = &mac::base64_key(secret);
    let standardwebhooks = standardwebhooks::Webhook::new(secret).expect("a key");
    let svix = svix::webhooks::Webhook::new(secret).expect("a key");
    Case::new(case)
        .against("by hand", move || verify::standard(key, headers, body).expect("genuine"))
        .add("hookport", hookport(delivery))
        .add("webhook-verify 0.1", webhook_verify(Provider::StandardWebhooks, delivery))
        .add("standardwebhooks 1.0", || standardwebhooks.verify(body, headers).expect("genuine"))
        .add("svix 2.9", || svix.verify(body, headers).expect("genuine"))
        .run(options);
}

fn stripe(case: &'static str, delivery: &Delivery, options: &Options) {
    let Delivery { headers, body, secret, .. } = delivery;
    let key = &mac::text_key(secret);
    Case::new(case)
        .against("by hand", move || verify::stripe(key, headers, body).expect("genuine"))
        .add("hookport", hookport(delivery))
        .add("webhook-verify 0.1", webhook_verify(Provider::Stripe, delivery))
        .run(options);
}

fn github(case: &'static str, delivery: &Delivery, options: &Options) {
    let Delivery { headers, body, secret, .. } = delivery;
    let key = &mac::text_key(secret);
    Case::new(case)
        .against("by hand", move || verify::github(key, headers, body).expect("genuine"))
        .add("hookport", hookport(delivery))
        .add("webhook-verify 0.1", webhook_verify(Provider::GitHub, delivery))
        .run(options);
}

fn hookport(delivery: &Delivery) -> impl FnMut() -> hookport::Verdict {
    let verifier = delivery.source().verifier().expect("a usable source");
    let uri = Delivery::uri();
    move || {
        let received = delivery.received(&uri);
        verifier.verify(&received, SystemTime::now()).expect("genuine")
    }
}

fn webhook_verify(provider: Provider, delivery: &Delivery) -> impl FnMut() {
    let secret = Secret::new(delivery.secret);
    move || {
        let options = VerifyOptions::default();
        webhook_verify::verify(provider, &delivery.headers, &delivery.body, &secret, options)
            .expect("genuine");
    }
}
