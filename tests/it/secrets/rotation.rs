//! Secrets are added and retired while a server runs.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use hookport::{
    ConfigError, RawRequest, ReceiveLayer, Secret, Verdict, providers,
    secrets::{Accounts, MemorySecrets, Secrets},
    testing::{HandClock, Signer},
};
use http::{Request, Response};
use http_body::{Body, Frame};
use http_body_util::Full;
use tokio::sync::mpsc;
use tower::{Layer, Service, service_fn};

use super::{BODY, secrets, server::Server, status};
use crate::kit::soon;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn named(text: &str, name: &str) -> Secret {
    Secret::new(text).named(name)
}

async fn started(layer: ReceiveLayer) -> (Server, Secrets) {
    let secrets = layer.secrets();
    (Server::start(layer).await, secrets)
}

#[tokio::test]
async fn a_secret_is_added_and_retired_without_a_restart() {
    let layer = ReceiveLayer::new(providers::GITHUB.secret(named("old", "spring")));
    let (server, handle) = started(layer).await;

    assert_eq!(status(&server, "/", "new").await, 401);
    handle.add(named("new", "autumn")).unwrap();
    assert_eq!(status(&server, "/", "new").await, 200);
    assert_eq!(status(&server, "/", "old").await, 200);

    assert!(handle.retire("spring").unwrap());
    assert_eq!(status(&server, "/", "old").await, 401);
    assert_eq!(status(&server, "/", "new").await, 200);
    assert!(!handle.retire("spring").unwrap(), "it is gone");
}

#[tokio::test]
async fn a_change_that_cannot_be_used_changes_nothing() {
    let (server, handle) =
        started(ReceiveLayer::new(providers::STANDARD_WEBHOOKS.secret("whsec_bWFkZS11cA=="))).await;
    let refused = handle.add("no base64!").unwrap_err();
    assert!(matches!(refused, ConfigError::WrongKind { .. }), "{refused}");
    assert!(matches!(handle.set([]), Err(ConfigError::NoSecret { .. })));
    assert!(matches!(handle.set(secrets([" "])), Err(ConfigError::BlankSecret { .. })));

    let signer = Signer::new(providers::STANDARD_WEBHOOKS, "whsec_bWFkZS11cA==");
    assert_eq!(server.send(signer.sign(BODY).unwrap()).await, 200);
}

#[tokio::test]
async fn the_last_secret_cannot_be_retired() {
    let (server, handle) =
        started(ReceiveLayer::new(providers::GITHUB.secret(named("only", "one")))).await;

    assert!(matches!(handle.retire("one"), Err(ConfigError::NoSecret { .. })));
    assert_eq!(status(&server, "/", "only").await, 200);
}

#[tokio::test]
async fn a_secret_that_is_added_ends_acceptance_without_verifying() {
    let (server, handle) =
        started(ReceiveLayer::new(providers::GITHUB.accept_without_verifying())).await;
    assert_eq!(status(&server, "/", "guessed").await, 200);

    handle.add("new").unwrap();

    assert_eq!(status(&server, "/", "guessed").await, 401);
    assert_eq!(status(&server, "/", "new").await, 200);
}

#[tokio::test]
async fn a_request_in_flight_is_decided_with_the_secrets_of_its_head() {
    let layer = ReceiveLayer::new(providers::GITHUB.secret("old"));
    let handle = layer.secrets();
    let service = layer.layer(service_fn(async |_: Request<Full<Bytes>>| {
        Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
    }));
    let begin = |secret: &str| {
        let (body, coming) = mpsc::unbounded_channel();
        let request = Signer::new(providers::GITHUB, secret).event("push").sign(BODY).unwrap();
        (body, service.clone().call(request.map(|_| Coming(coming))))
    };
    let (old, new) = (begin("old"), begin("new"));

    handle.set(secrets(["new"])).unwrap();

    for ((body, answer), expected) in [(old, 200), (new, 401)] {
        body.send(Bytes::from(BODY)).unwrap();
        drop(body);
        assert_eq!(soon(answer).await.unwrap().status(), expected);
    }
}

/// A body that comes when the test sends it.
struct Coming(mpsc::UnboundedReceiver<Bytes>);

impl Body for Coming {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(cx).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}

#[tokio::test]
async fn the_uses_of_each_secret_are_counted_and_survive_a_change() {
    let clock = HandClock::new(1_700_000_000);
    let layer = ReceiveLayer::new(providers::GITHUB.secret(named("old", "spring")));
    let (server, handle) = started(layer.clock(clock.clone())).await;

    assert_eq!(status(&server, "/", "old").await, 200);
    assert_eq!(status(&server, "/", "old").await, 200);
    assert_eq!(status(&server, "/", "guessed").await, 401);
    let before = clock.time();
    clock.advance(DAY);
    handle.add("new").unwrap();
    assert_eq!(status(&server, "/", "new").await, 200);

    let [new, old] = &handle.usage()[..] else { panic!("two secrets") };
    assert_eq!((&*new.label(), new.deliveries, new.last_used), ("1", 1, Some(clock.time())));
    assert_eq!((&*old.label(), old.deliveries, old.last_used), ("spring", 2, Some(before)));
}

#[tokio::test]
async fn an_old_secret_can_go_once_only_a_newer_one_is_used() {
    let clock = HandClock::new(1_700_000_000);
    let both = [named("new", "autumn"), named("old", "spring")];
    let layer = ReceiveLayer::new(providers::GITHUB.secrets(both)).clock(clock.clone());
    let (server, handle) = started(layer).await;
    let retirable = || {
        let names = handle.retirable(clock.time(), 3 * DAY).into_iter();
        names.map(|secret| secret.label().to_string()).collect::<Vec<_>>()
    };

    assert_eq!(status(&server, "/", "old").await, 200);
    assert!(retirable().is_empty(), "the new one proves nothing");
    clock.advance(2 * DAY);
    assert_eq!(status(&server, "/", "new").await, 200);
    assert!(retirable().is_empty(), "a retry of the old one may still come");
    clock.advance(DAY);
    assert_eq!(retirable(), ["spring"]);
}

#[tokio::test]
async fn no_secret_can_go_before_the_process_has_watched_for_as_long() {
    let clock = HandClock::new(1_700_000_000);
    let both = [named("new", "autumn"), named("old", "spring")];
    let layer = ReceiveLayer::new(providers::GITHUB.secrets(both)).clock(clock.clone());
    let (server, handle) = started(layer).await;
    let retirable = || handle.retirable(clock.time(), 3 * DAY).len();

    assert_eq!(status(&server, "/", "new").await, 200);
    assert_eq!(retirable(), 0, "the process was started a moment ago");
    assert_eq!(handle.usage()[1].watched_since, Some(clock.time()));
    clock.advance(3 * DAY);
    assert_eq!(retirable(), 0, "the sender is silent");
    assert_eq!(status(&server, "/", "new").await, 200);
    assert_eq!(retirable(), 1);
}

#[tokio::test]
async fn the_handle_of_a_receiver_with_accounts_has_no_secret_and_takes_none() {
    let store = MemorySecrets::new();
    store.set("acme", [named("old", "spring")]);
    let accounts = Accounts::by_path(providers::GITHUB.source(), "/github/{account}", store);
    let layer = ReceiveLayer::new(accounts.clone());
    let (server, handle) = started(layer).await;

    let refused = handle.set(secrets(["chosen"])).unwrap_err();
    assert!(matches!(refused, ConfigError::SecretsOfAccounts { .. }), "{refused}");
    assert!(handle.usage().is_empty());
    assert_eq!(status(&server, "/github/acme", "old").await, 200);
    assert_eq!(status(&server, "/github/acme", "chosen").await, 401);
    assert_eq!(*accounts.in_memory(), ["acme".into()]);
    assert_eq!(accounts.usage("acme")[0].deliveries, 1);
}

#[test]
fn the_name_of_a_secret_is_told_and_its_text_is_not() {
    let secret = named("made-up-text", "autumn");
    assert!(!format!("{secret:?}").contains("made-up-text"));

    let github = providers::GITHUB.secret(secret).verifier().unwrap();
    let sent = Signer::new(providers::GITHUB, "made-up-text").sign(BODY).unwrap();
    let now = std::time::SystemTime::now();
    let Verdict::Delivery(verified) = github.verify(&RawRequest::from(&sent), now).unwrap() else {
        panic!("GitHub has no handshake");
    };
    assert_eq!(verified.secret_name(), Some("autumn"));
}
