//! A sender that brings a secret again, since it got no answer to the first request.

use std::{
    future::pending,
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use hookport::{
    BoxError, Field, Provider, ReceiveLayer, Secret, providers,
    scheme::{Answer, BroughtSecret, Encoding, KeyForm, Signature},
    secrets::{Accounts, MemorySecrets, SecretStore},
    testing::deliver,
};
use http_body_util::Full;
use tokio::sync::Notify;
use tower::{Layer, service_fn};

use super::{
    accounts::{Table, server as with_clock},
    brought::{SECRET, STRANGE, brings, delivers, server},
};
use crate::kit::soon;

/// A store that does something odd when it keeps a secret.
#[derive(Clone)]
struct Odd(MemorySecrets, Arc<State>);

struct State {
    keeps: Keeps,
    asked: Notify,
    may_go_on: Notify,
    times: AtomicUsize,
}

#[derive(Clone, Copy, PartialEq)]
enum Keeps {
    WithoutAnAnswer,
    WhenItMay,
    AtTheSecondTime,
}

impl Odd {
    fn new(store: &MemorySecrets, keeps: Keeps) -> Self {
        let (asked, may_go_on) = (Notify::new(), Notify::new());
        Self(store.clone(), Arc::new(State { keeps, asked, may_go_on, times: AtomicUsize::new(0) }))
    }

    async fn keep(
        &self,
        keeping: impl Future<Output = Result<bool, BoxError>>,
    ) -> Result<bool, BoxError> {
        let times = self.1.times.fetch_add(1, SeqCst);
        if self.1.keeps == Keeps::AtTheSecondTime && times == 0 {
            return Err(io::Error::other("the disk is full").into());
        }
        if self.1.keeps == Keeps::WhenItMay {
            self.1.asked.notify_one();
            self.1.may_go_on.notified().await;
        }
        let kept = keeping.await;
        if self.1.keeps == Keeps::WithoutAnAnswer {
            pending::<()>().await;
        }
        kept
    }
}

impl SecretStore for Odd {
    async fn find(&self, account: &str) -> Result<Vec<Secret>, BoxError> {
        self.0.find(account).await
    }

    async fn keep_first(&self, account: &str, secret: Secret) -> Result<bool, BoxError> {
        self.keep(self.0.keep_first(account, secret)).await
    }

    async fn keep_next(&self, account: &str, secret: Secret) -> Result<bool, BoxError> {
        self.keep(self.0.keep_next(account, secret)).await
    }
}

#[tokio::test]
async fn a_secret_that_was_kept_without_an_answer_may_come_again() {
    let store = MemorySecrets::new();
    let odd = Odd::new(&store, Keeps::WithoutAnAnswer);
    let accounts = Accounts::one(providers::ASANA.source(), odd);
    let (server, clock) = with_clock(accounts.time_to_find(Duration::from_millis(20))).await;

    assert_eq!(server.send(brings(SECRET, "/")).await, 503);
    clock.advance(Duration::from_secs(60));

    let (head, _) = server.answer(brings(SECRET, "/")).await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert!(head.contains(&format!("\r\nx-hook-secret: {SECRET}\r\n")), "{head}");
    assert_eq!(server.send(brings(STRANGE, "/")).await, 401);
    assert_eq!(store.find("").await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_sender_that_hangs_up_has_used_its_permission() {
    let store = MemorySecrets::new();
    store.set("", [Secret::new(SECRET)]);
    let odd = Odd::new(&store, Keeps::WhenItMay);
    let accounts = Accounts::one(providers::ASANA.source(), odd.clone());
    let inner = service_fn(async |_| {
        Ok::<_, std::convert::Infallible>(http::Response::new(Full::<bytes::Bytes>::default()))
    });
    let service = ReceiveLayer::new(accounts.clone()).layer(inner);
    accounts.expect_secret("");

    tokio::select! {
        answer = deliver(&service, brings("made-up-new-secret", "/")) => panic!("{answer:?}"),
        () = odd.1.asked.notified() => {}
    }
    odd.1.may_go_on.notify_one();

    soon(async {
        while store.find("").await.unwrap().len() < 2 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(deliver(&service, brings(STRANGE, "/")).await.status(), 401);
    assert_eq!(deliver(&service, brings("made-up-new-secret", "/")).await.status(), 200);
}

#[tokio::test]
async fn after_a_failure_of_the_store_only_the_same_secret_is_expected() {
    let store = MemorySecrets::new();
    store.set("", [Secret::new(SECRET)]);
    let odd = Odd::new(&store, Keeps::AtTheSecondTime);
    let accounts = Accounts::one(providers::ASANA.source(), odd);
    let (server, clock) = with_clock(accounts.clone()).await;
    accounts.expect_secret("");

    assert_eq!(server.send(brings("made-up-new-secret", "/")).await, 503);
    clock.advance(Duration::from_secs(60));

    assert_eq!(server.send(brings(STRANGE, "/")).await, 401);
    assert_eq!(server.send(brings("made-up-new-secret", "/")).await, 200);
    assert_eq!(server.send(brings(STRANGE, "/")).await, 401);
    assert_eq!(delivers(&server, providers::ASANA, "made-up-new-secret", "/").await, 200);
}

#[tokio::test]
async fn a_repetition_does_not_use_the_permission_up() {
    let store = MemorySecrets::new();
    store.set("", [Secret::new(SECRET)]);
    let accounts = Accounts::one(providers::ASANA.source(), store);
    let server = server(accounts.clone()).await;
    accounts.expect_secret("");

    assert_eq!(server.send(brings(SECRET, "/")).await, 200);
    assert_eq!(server.send(brings("made-up-new-secret", "/")).await, 200);
    assert_eq!(server.send(brings(STRANGE, "/")).await, 401);
}

#[tokio::test]
async fn a_store_is_asked_once_a_minute_whether_an_unknown_account_takes_a_secret() {
    let table = Table::of(&[("acme", SECRET)]);
    let source = providers::ASANA.source();
    let accounts = Accounts::by_path(source, "/asana/{account}", table.clone());
    let (server, clock) = with_clock(accounts).await;

    for _ in 0..5 {
        assert_eq!(server.send(brings(STRANGE, "/asana/globex")).await, 401);
        assert_eq!(server.send(brings(STRANGE, "/asana/acme")).await, 401);
    }
    assert_eq!(table.calls(), 2);

    clock.advance(Duration::from_secs(61));
    assert_eq!(server.send(brings(STRANGE, "/asana/globex")).await, 401);
    assert_eq!(table.calls(), 3);
}

#[tokio::test]
async fn a_text_that_is_no_key_is_not_kept_by_an_endpoint_that_verifies_nothing_either() {
    const ENCODED: Provider = Provider::new("encoded")
        .signed_with(Signature::hmac_sha256("x-signature").key(KeyForm::Encoded(Encoding::Base64)))
        .brings_secret(&[BroughtSecret::new(Field::Header("x-secret"), &[], Answer::empty())]);
    let store = MemorySecrets::new();
    let source = ENCODED.accept_without_verifying();
    let server = server(Accounts::one(source, store.clone())).await;
    let request = http::Request::post("/").header("x-secret", "~~no~base64~~");

    assert_eq!(server.send(request.body("{}".into()).unwrap()).await, 401);
    assert!(store.find("").await.unwrap().is_empty());
}
