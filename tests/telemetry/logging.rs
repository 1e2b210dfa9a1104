//! What is logged of a delivery.

use std::io;

use hookport::{
    Endpoint,
    testing::{Signer, deliver},
};

use crate::{
    acme::{ACME, Order, SECRET, Shop, router},
    recorder::Recorder,
};

const PAID: &str = r#"{"id":"d1","type":"order.paid","data":{"id":7}}"#;
const UNDECODABLE: &str = r#"{"id":"d5","type":"order.paid","data":{"id":"seven"}}"#;

/// What is logged while `body`, which is signed with `secret`, is delivered to `endpoint`.
async fn logged(
    endpoint: &Endpoint<Shop>,
    secret: &'static str,
    body: &'static str,
) -> Vec<String> {
    let recorder = Recorder::start();
    let signer = Signer::new(ACME, secret).url("http://localhost/path-secret");
    deliver(endpoint, signer.sign(body).unwrap()).await;
    recorder.events()
}

async fn on_paid(order: Order) -> Result<(), io::Error> {
    if order.id == 7 { Err(io::ErrorKind::TimedOut.into()) } else { Ok(()) }
}

#[tokio::test]
async fn one_event_says_what_went_wrong_and_nothing_says_what_went_well() {
    let paid = r#"{"id":"d1","type":"order.paid","data":{"id":6}}"#;
    let endpoint = router().on(Shop::PAID, on_paid).with_state(());

    assert_eq!(logged(&endpoint, SECRET, paid).await, [""; 0]);
    assert_eq!(
        logged(&endpoint, "guessed", paid).await,
        ["WARN message=webhook refused provider=acme reason=signature_mismatch status=401"]
    );
    assert_eq!(
        logged(&endpoint, SECRET, PAID).await,
        [
            "WARN message=handler failed, sender will retry provider=acme event=order.paid delivery=d1 handler=telemetry::logging::on_paid error=timed out"
        ]
    );
    assert_eq!(
        logged(&endpoint, SECRET, UNDECODABLE).await,
        [
            "WARN message=webhook undecodable provider=acme error=event `order.paid` has an unexpected payload: expected u64 at `/data/id`, found a string (line 1 column 51)"
        ]
    );
}
