//! Secrets of accounts, kept for all receivers of a fleet.

use std::{convert::Infallible, pin::Pin, time::Duration};

use bytes::Bytes;
use hookport::{
    ReceiveLayer, Secret, providers,
    secrets::{Accounts, SecretStore},
    stores::postgres::{PostgresOptions, PostgresSecrets},
    testing::{Signer, deliver},
};
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use tower::{Layer, service_fn};

use crate::kit::Postgres;

#[tokio::test]
async fn an_account_that_is_added_in_one_process_is_known_to_the_receivers_of_all() {
    let [tool, here, there] = processes("github").await;
    let (here, there) = (shops(here), shops(there));
    assert_eq!(here.push("acme", "old").await, 401, "it is not there yet");

    tool.add("acme", Secret::new("old")).await.unwrap();
    assert_eq!([here.push("acme", "old").await, there.push("acme", "old").await], [200, 200]);
    assert_eq!(there.push("globex", "old").await, 401, "another account");

    tool.add("acme", Secret::new("new")).await.unwrap();
    assert_eq!([here.push("acme", "old").await, there.push("acme", "new").await], [200, 200]);

    assert!(tool.remove_older("acme").await.unwrap());
    assert_eq!([here.push("acme", "old").await, there.push("acme", "new").await], [401, 200]);

    assert!(tool.remove_account("acme").await.unwrap());
    assert_eq!(there.push("acme", "new").await, 401);
}

#[tokio::test]
async fn a_secret_that_its_sender_brings_to_one_receiver_proves_deliveries_to_all() {
    let [tool, here, there] = processes("asana").await;
    let first = |secret| Request::post("/asana").header("x-hook-secret", secret).body("".into());
    let (here, there) = (only_account(here), only_account(there));
    assert_eq!(
        here.status(first("made-up-by-a-stranger").unwrap()).await,
        401,
        "nobody expects it"
    );

    assert!(tool.add_account("").await.unwrap());
    assert_eq!(here.status(first("made-up-by-asana").unwrap()).await, 200);

    let delivery =
        Signer::new(providers::ASANA, "made-up-by-asana").sign(r#"{"events":[]}"#).unwrap();
    assert_eq!(there.status(delivery).await, 200);
    assert_eq!(there.status(first("made-up-by-a-stranger").unwrap()).await, 401);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_the_secrets_that_come_at_once_one_is_the_first() {
    let [tool, here, there] = processes("asana").await;
    tool.add_account("").await.unwrap();

    let keep = |store: &PostgresSecrets, number: u32| {
        let (store, secret) = (store.clone(), Secret::from(format!("made-up {number}")));
        tokio::spawn(async move { store.keep_first("", secret).await.unwrap() })
    };
    let keeping: Vec<_> =
        (0..8).map(|number| keep([&here, &there][number as usize % 2], number)).collect();
    let mut kept = 0;
    for keeping in keeping {
        kept += u32::from(keeping.await.unwrap());
    }

    assert_eq!(kept, 1);
    assert_eq!(tool.find("").await.unwrap().len(), 1);
    assert!(!there.keep_first("initech", Secret::new("made-up")).await.unwrap(), "nobody knows it");
    assert!(there.keep_next("", Secret::new("made-up, too")).await.unwrap());
    assert_eq!(tool.find("").await.unwrap()[0].expose(), "made-up, too", "the newest is first");
}

#[tokio::test]
async fn accounts_are_listed_for_each_endpoint_and_any_text_is_kept_as_it_is() {
    let [shops, ..] = processes("shopify").await;
    for name in ["b", "a\0\u{10fffd}", "B"] {
        shops.add(name, Secret::new("\0 made-up \u{10fffd}")).await.unwrap();
    }
    assert!(
        !shops.add("B", Secret::new("\0 made-up \u{10fffd}")).await.unwrap(),
        "it has this one"
    );
    assert!(shops.add_account("empty").await.unwrap());
    assert!(!shops.add_account("b").await.unwrap(), "it is there");
    assert!(!shops.remove_older("b").await.unwrap(), "it has one");

    assert!(shops.endpoints().await.unwrap().is_empty(), "no process has served it");
    let listed = shops.accounts().await.unwrap();
    let expected = [("B", 1), ("a\0\u{10fffd}", 1), ("b", 1), ("empty", 0)];
    assert_eq!(listed, expected.map(|(name, secrets)| (name.to_owned(), secrets)));
    let found = shops.find("a\0\u{10fffd}").await.unwrap();
    assert_eq!(found[0].expose(), "\0 made-up \u{10fffd}");
    assert!(!format!("{shops:?} {found:?}").contains("made-up"));
}

#[tokio::test]
async fn a_sender_gets_503_while_the_accounts_cannot_be_read() {
    let nowhere = PostgresOptions::at("postgres://localhost/shop?host=/nowhere&patience=1");
    let nowhere = PostgresSecrets::of_endpoint("github", &nowhere).unwrap();
    assert_eq!(shops(nowhere).push("acme", "made-up").await, 503);

    let mistyped = PostgresOptions::at("postgres://localhost/shop?schem=a");
    assert!(PostgresSecrets::of_endpoint("github", &mistyped).is_err());
}

/// The accounts of an endpoint, as three processes have them.
async fn processes(endpoint: &str) -> [PostgresSecrets; 3] {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let options = || PostgresOptions::at(server.url()).schema(&*schema);
    options().open().await.unwrap();
    [(); 3].map(|()| PostgresSecrets::of_endpoint(endpoint, &options()).unwrap())
}

/// A receiver that asks for the secrets with each request.
struct Receiver(Box<dyn Fn(Request<Bytes>) -> Answered>);

type Answered = Pin<Box<dyn Future<Output = StatusCode>>>;

fn shops(secrets: PostgresSecrets) -> Receiver {
    receiver(Accounts::by_path(providers::GITHUB.source(), "/github/{account}", secrets))
}

fn only_account(secrets: PostgresSecrets) -> Receiver {
    receiver(Accounts::one(providers::ASANA.source(), secrets))
}

fn receiver(accounts: Accounts) -> Receiver {
    let accounts = accounts.keep_known(Duration::ZERO).keep_unknown(Duration::ZERO);
    let inner = service_fn(async |_: Request<Full<Bytes>>| {
        Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
    });
    let service = ReceiveLayer::new(accounts).layer(inner);
    Receiver(Box::new(move |request| {
        let service = service.clone();
        Box::pin(async move { deliver(&service, request).await.status() })
    }))
}

impl Receiver {
    async fn status(&self, request: Request<Bytes>) -> StatusCode {
        self.0(request).await
    }

    /// Delivers a push to an account, signed with this secret.
    async fn push(&self, account: &str, secret: &str) -> StatusCode {
        let signer = Signer::new(providers::GITHUB, secret).event("push");
        let url = format!("http://localhost/github/{account}");
        self.status(signer.url(url).sign("{}").unwrap()).await
    }
}
