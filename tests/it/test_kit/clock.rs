//! One clock for the receiver and its endpoints.

use std::time::{Duration, UNIX_EPOCH};

use hookport::{
    EventRouter, Receiver, WebhookEvent, providers,
    testing::{HandClock, Signer, TestReceiver},
};

use super::kit::{in_memory, ships_at};
use crate::kit::{Log, Shop, paid, router, signed};

#[derive(WebhookEvent)]
enum Stripe {
    #[event("invoice.paid")]
    Paid,
}

#[tokio::test]
async fn signed_times_are_compared_with_the_clock_of_the_test() {
    let stripe = EventRouter::new(providers::STRIPE.secret("whsec_made_up"))
        .on(Stripe::PAID, async |()| ())
        .with_state(());
    let receiver = Receiver::open("memory:").await.unwrap().endpoint("/stripe", stripe);
    let test = TestReceiver::new(receiver, HandClock::new(1_700_000_000));
    let stripe = Signer::new(providers::STRIPE, "whsec_made_up").url("http://localhost/stripe");
    let request = stripe.at(test.now()).sign(r#"{"id":"evt_1","type":"invoice.paid"}"#).unwrap();

    assert_eq!(test.deliver(request.clone()).await.status(), 200);
    test.advance(Duration::from_secs(301));
    assert_eq!(test.deliver(request).await.status(), 401);
}

#[tokio::test]
async fn a_delivery_comes_at_the_time_of_the_clock() {
    let test = in_memory(ships_at(1, &Log::default()));
    test.advance(Duration::from_secs(5));
    test.deliver(signed(paid("d1", 7))).await;

    let kept = test.only_delivery().await;
    let at = UNIX_EPOCH + Duration::from_secs(1_700_000_005);
    assert_eq!(kept.record().summary.received_at, at);
}

#[tokio::test]
#[should_panic(expected = "endpoint `shop`: a clone of it is kept")]
async fn an_endpoint_that_is_kept_elsewhere_is_refused() {
    let shop = router().ignore(Shop::PAID).with_state(());
    let receiver = Receiver::open("memory:").await.unwrap().endpoint("/shop", shop.clone());

    let test = TestReceiver::new(receiver, HandClock::new(1_700_000_000));
    drop((shop, test));
}
