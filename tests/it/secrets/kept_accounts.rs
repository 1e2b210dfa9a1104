//! The time for which accounts are kept, and their number.

use std::{convert::Infallible, sync::Arc, time::Duration};

use bytes::Bytes;
use hookport::{
    ReceiveLayer, providers,
    testing::{HandClock, Signer, deliver},
};
use http::Response;
use http_body_util::Full;
use tower::{Layer, service_fn};

use super::{
    BODY,
    accounts::{Mood, Table, by_path, server},
    status,
};

#[tokio::test(start_paused = true)]
async fn the_pause_after_a_store_that_hangs_begins_when_it_is_given_up() {
    let table = Table::of(&[("acme", "a-secret")]);
    table.is(Mood::Silent);
    let clock = HandClock::new(1_700_000_000);
    let inner = service_fn(async |_| Ok::<_, Infallible>(Response::new(Full::<Bytes>::default())));
    let layer = ReceiveLayer::new(by_path(&table)).clock(clock.clone());
    let service = Arc::new(layer.layer(inner));
    let send = || async {
        let signer = Signer::new(providers::GITHUB, "a-secret").event("push");
        let delivery = signer.url("http://localhost/github/acme").sign(BODY).unwrap();
        deliver(&*service, delivery).await.status().as_u16()
    };

    assert_eq!(send().await, 503);
    clock.advance(Duration::from_secs(5)); // as the store had
    assert_eq!(send().await, 503);
    assert_eq!(table.calls(), 1);

    clock.advance(Duration::from_secs(1));
    table.is(Mood::Well);
    assert_eq!(send().await, 200);
}

#[tokio::test]
async fn as_many_accounts_as_was_said_stay() {
    let names: Vec<String> = (0..10).map(|number| format!("a{number}")).collect();
    let rows: Vec<_> = names.iter().map(|name| (&**name, "a-secret")).collect();
    let table = Table::of(&rows);
    let (server, _) = server(by_path(&table).at_most(10)).await;

    for _ in 0..3 {
        for name in &names {
            assert_eq!(status(&server, &format!("/github/{name}"), "a-secret").await, 200);
        }
    }
    assert_eq!(table.calls(), 10);
}

#[tokio::test]
async fn clones_share_the_accounts_also_if_their_number_was_set() {
    let table = Table::of(&[("acme", "a-secret")]);
    let accounts = by_path(&table);
    let (server, _) = server(accounts.clone().at_most(10)).await;
    assert_eq!(status(&server, "/github/acme", "a-secret").await, 200);

    assert_eq!(accounts.usage("acme")[0].deliveries, 1);
}

#[tokio::test]
async fn the_uses_of_a_secret_stay_counted_if_the_store_lost_the_account_for_a_while() {
    let table = Table::of(&[("acme", "a-secret")]);
    let accounts = by_path(&table);
    let (server, clock) = server(accounts.clone()).await;
    let secrets: [&[&str]; 3] = [&["a-secret"], &[], &["a-secret"]];
    for (secrets, expected) in secrets.into_iter().zip([200, 401, 200]) {
        table.set("acme", secrets);
        assert_eq!(status(&server, "/github/acme", "a-secret").await, expected);
        clock.advance(Duration::from_secs(61));
    }

    assert_eq!(accounts.usage("acme")[0].deliveries, 2);
}
