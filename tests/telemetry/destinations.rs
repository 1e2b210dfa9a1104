//! The log lines of a destination that forwards.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::{Duration, SystemTime},
};

use axum::{Router, routing::post};
use hookport::{
    Delivery, DeliveryParts, Trust,
    destinations::{DeliveryAttempt, Destination, ForwardTo},
};
use http::{Extensions, Request, StatusCode};
use tokio::net::TcpListener;

use crate::recorder::Recorder;

/// A server that answers 500 until it is well.
async fn start_server(is_well: &Arc<AtomicBool>) -> SocketAddr {
    let is_well = Arc::clone(is_well);
    let status = move || if is_well.load(Relaxed) { 204 } else { 500 };
    let answer = move || std::future::ready(StatusCode::from_u16(status()).unwrap());
    let app = Router::new().route("/hooks", post(answer));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

#[tokio::test]
async fn a_pause_and_its_end_are_in_the_log_with_the_names_of_endpoint_and_destination() {
    let (recorder, is_well) = (Recorder::start(), Arc::<AtomicBool>::default());
    let url = format!("http://{}/hooks", start_server(&is_well).await);
    let pause = Duration::from_millis(1);
    let forward = ForwardTo::new(url).pause_after(2, pause, pause).build().unwrap();
    let request = Request::post("/shop").body("{}".into()).unwrap();
    let parts = DeliveryParts::new("acme", Trust::Signed, SystemTime::UNIX_EPOCH, request);
    let delivery = Delivery::from_parts(parts, Extensions::new());
    let attempt = DeliveryAttempt::new("shop", "app");

    drop(forward.deliver(&delivery, &attempt).await);
    assert!(recorder.events().is_empty(), "one failure is no pause");
    drop(forward.deliver(&delivery, &attempt).await);
    is_well.store(true, Relaxed);
    while forward.rest_of_pause().is_some() {
        drop(forward.deliver(&delivery, &attempt).await);
    }
    drop(forward.deliver(&delivery, &attempt).await);

    let events = recorder.events();
    let [begins, ends] = &events[..] else { panic!("{events:?}") };
    assert!(begins.starts_with("WARN message=destination pauses, its deliveries wait"), "{begins}");
    assert!(ends.starts_with("INFO message=destination goes on after a pause"), "{ends}");
    for line in [begins, ends] {
        assert!(line.contains("endpoint=shop destination=app"), "{line}");
    }
}
