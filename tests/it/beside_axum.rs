//! axum's own names and its `State` beside those of this crate.

// All of these in one file: no name stands for two things.
#[cfg(feature = "fetched-keys")]
#[allow(unused_imports, reason = "as above")]
use hookport::KeySource;
#[cfg(feature = "inbox")]
#[allow(unused_imports, reason = "as above")]
use hookport::{InboxEndpoint, Receiver};
#[allow(unused_imports, reason = "a name that stands for two things is an error all the same")]
use {
    axum::{
        Extension, Json, Router,
        body::Body,
        extract::{FromRef, Path, Query, Request, State},
        handler::Handler,
        middleware::Next,
        response::{IntoResponse, Response},
        routing::{get, post},
    },
    hookport::{
        Batch, BoxError, Classify, Clock, ConfigError, Counts, Delivery, DeliveryParts, DocumentIn,
        Endpoint, ErrorClass, EventKey, EventRouter, ExactNumber, Fact, FactState, Failure, Field,
        FieldError, Handled, HandshakeResponse, IntoOutcome, Item, Items, Outcome, Provider,
        RawHead, RawRequest, ReceiveLayer, Refusal, Reply, ReplyError, Secret, SecretError,
        SenderRetries, Source, SystemClock, Trust, Unknown, Verdict, Verified, Verifier,
        VerifyError, WebhookEvent, XmlDocument, handler,
    },
    http::{HeaderMap, Method, StatusCode, Uri},
    serde::{Deserialize, Serialize},
    serde_json::Value,
    tower::{Layer, Service, ServiceBuilder, ServiceExt},
};

use crate::kit::{Log, Order, Shop, paid, router, signed};

/// A state whose parts axum's own derive takes out.
#[derive(Clone, FromRef)]
struct App {
    log: Log,
    name: String,
}

#[handler(state = App)]
async fn on_paid(order: Order, State(log): State<Log>, State(name): State<String>) {
    log.note(format!("{name} {}", order.id));
}

fn app() -> App {
    App { log: Log::default(), name: "shop".to_owned() }
}

fn paid_to(app: &App) -> Endpoint<Shop> {
    router().on(Shop::PAID, on_paid).with_state(app.clone())
}

#[tokio::test]
async fn parts_of_axums_derive_are_given_while_the_sender_waits() {
    let app = app();

    let response = paid_to(&app).oneshot(signed(paid("d1", 7)).map(Body::from)).await.unwrap();

    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert_eq!(app.log.taken(), ["shop 7"]);
}

#[cfg(feature = "inbox")]
#[tokio::test]
async fn parts_of_axums_derive_are_given_from_the_inbox() {
    use hookport::{inbox::EntryState, stores::MemoryStore};

    let app = app();
    let store = std::sync::Arc::new(MemoryStore::default());
    let running = crate::kit::Running::shop(store, paid_to(&app));

    running.send("d1", 7).await;

    running.comes_to(&[EntryState::Done]).await;
    assert_eq!(app.log.taken(), ["shop 7"]);
}

/// A name that is added at the root has to be added to the list above.
#[test]
fn every_name_of_the_root_is_tried_beside_axums() {
    let this = include_str!("beside_axum.rs");
    let root = include_str!("../../src/lib.rs");
    let exported = root.split("pub use ").skip(1).filter_map(|text| text.split(';').next());
    let words = exported.flat_map(|text| text.split(|c: char| !c.is_alphanumeric() && c != '_'));
    for name in words.filter(|word| word.starts_with(char::is_uppercase)) {
        assert!(this.contains(name), "`{name}` is not among them");
    }
}
