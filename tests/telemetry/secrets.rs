//! The secrets that prove deliveries are counted, with an inbox or without.

use std::convert::Infallible;

use axum::Router;
use bytes::Bytes;
use hookport::{
    EventRouter, ReceiveLayer, Secret, WebhookEvent, providers, telemetry,
    testing::{Signer, deliver},
};
use http::{Request, Response};
use http_body_util::Full;
use metrics_util::debugging::DebuggingRecorder;
use tower::{Layer, service_fn};

#[derive(WebhookEvent)]
enum Push {
    #[event("push")]
    Pushed,
}

fn signed() -> Request<Bytes> {
    let signer = Signer::new(providers::GITHUB, "made-up").event("push");
    signer.url("http://localhost/github").sign("{}").unwrap()
}

#[tokio::test]
async fn a_layer_and_a_router_count_the_secret_that_proved_a_delivery() {
    let recorder = DebuggingRecorder::new();
    let counted = recorder.snapshotter();
    let _counting = metrics::set_default_local_recorder(&recorder);
    let source = || providers::GITHUB.secret(Secret::new("made-up").named("autumn"));
    let inner = service_fn(async |_| Ok::<_, Infallible>(Response::new(Full::<Bytes>::default())));
    let endpoint = EventRouter::new(source()).ignore(Push::PUSHED).with_state(());
    let app: Router = Router::new().route_service("/github", endpoint);

    assert_eq!(deliver(&ReceiveLayer::new(source()).layer(inner), signed()).await.status(), 200);
    assert_eq!(deliver(&app, signed()).await.status(), 200);

    let mut labels = Vec::new();
    for (key, ..) in counted.snapshot().into_vec() {
        if key.key().name() == telemetry::SECRET_LAST_USED {
            continue;
        }
        assert_eq!(key.key().name(), telemetry::SECRET_USED);
        labels.push(key.key().labels().map(|label| label.value().to_owned()).collect::<Vec<_>>());
    }
    labels.sort();
    assert_eq!(labels, [["/github", "autumn"], ["github", "autumn"]]);
}
