//! One delivery with all that is known of it.

use std::sync::Arc;

use bytes::Bytes;
use hookport::{
    InboxEndpoint, Provider, Receiver,
    console::data::{self, BodyForm},
    http_file::HttpFile,
    inbox::EntryId,
    scheme::Token,
    stores::MemoryStore,
};
use http::Request;

use super::kit::{PATHS, half_dead, shop_of};
use crate::kit::{Log, Running};

#[tokio::test]
async fn a_delivery_tells_its_proof_its_runs_and_their_errors() {
    let running = half_dead(&Log::default()).await;

    let dead = data::delivery(&running.inbox, EntryId::new(2)).await.unwrap();

    assert_eq!((dead.summary.state, &*dead.method, &*dead.target), ("dead", "POST", "/shop"));
    let signature = dead.headers.iter().find(|header| header.name == "x-acme-signature").unwrap();
    assert!(signature.is_hidden);
    assert_eq!(signature.value, "••• (64 bytes)");
    assert_eq!(dead.body.form, BodyForm::Json);
    assert!(dead.body.text.starts_with("{\n  \"id\": \"d2\","), "{}", dead.body.text);

    let proof = &dead.verification;
    assert_eq!(proof.proof, ["HMAC-SHA-256 in header `x-acme-signature`"]);
    assert_eq!((&proof.covers[..], proof.trust), (&["`{body}`".to_owned()][..], "signed"));
    assert_eq!(proof.secret_position, Some(1));
    let today = proof.today.as_ref().unwrap();
    assert_eq!((today.is_proved, today.secret.as_deref()), (true, Some("1")));

    let run = &dead.runs[0];
    assert!(run.handler.ends_with("ship"), "{}", run.handler);
    assert_eq!((run.state, run.attempts.len()), ("dead", 1));
    assert_eq!(run.attempts[0].error.as_deref(), Some("order 2 is unknown"));
}

#[tokio::test]
async fn every_place_of_a_credential_is_hidden() {
    let shop = shop_of(PATHS.secret("made-up-token")).with_state(Log::default());
    let receiver =
        Receiver::new(Arc::new(MemoryStore::new())).endpoint("/shop", InboxEndpoint::new(shop));
    let running = Running::without_worker(receiver);
    let request =
        Request::post("http://localhost/shop/made-up-token?access_token=abc&page=2&sig=x")
            .header("authorization", "Bearer made-up")
            .header("cookie", "a=b")
            .header("x-other-secret", "made-up")
            .header("x-plain", b"caf\xe9".as_slice())
            .body(r#"{"type":"ping"}"#.into())
            .unwrap();
    assert_eq!(running.status(request).await, 200);

    let kept = data::delivery(&running.inbox, EntryId::new(1)).await.unwrap();

    assert_eq!(
        kept.target,
        "/shop/••• (13 bytes)?access_token=••• (3 bytes)&page=2&sig=••• (1 bytes)"
    );
    for header in &kept.headers {
        assert_eq!(header.is_hidden, header.name != "x-plain", "{}", header.name);
    }
    assert_eq!(kept.headers.iter().find(|header| !header.is_hidden).unwrap().value, "caf\u{fffd}");
    let json = serde_json::to_string(&kept).unwrap();
    assert!(!json.contains("made-up"), "{json}");
}

#[tokio::test]
async fn a_delivery_whose_secret_is_gone_tells_why_it_is_not_proved_today() {
    let store = Arc::new(MemoryStore::new());
    let receiver = |secret: &'static str| {
        let shop = shop_of(crate::kit::ACME.secret(secret)).with_state(Log::default());
        Receiver::new(store.clone()).endpoint("/shop", InboxEndpoint::new(shop))
    };
    Running::without_worker(receiver(crate::kit::SECRET)).send("d1", 1).await;

    let later = Running::without_worker(receiver("another-secret"));
    let kept = data::delivery(&later.inbox, EntryId::new(1)).await.unwrap();

    let today = kept.verification.today.unwrap();
    assert!(!today.is_proved);
    assert!(today.reason.unwrap().contains("signature"));
    assert_eq!(today.diagnosis.unwrap().place, "secret");
}

#[tokio::test]
async fn a_delivery_that_is_not_there_is_an_error_that_says_so() {
    let running = half_dead(&Log::default()).await;

    let error = data::delivery(&running.inbox, EntryId::new(99)).await.unwrap_err();
    assert_eq!((error.status(), error.to_string()), (404, "no delivery 99 here".to_owned()));

    let (body, holds_credential) = data::body(&running.inbox, EntryId::new(1)).await.unwrap();
    assert_eq!((&body[..], holds_credential), (crate::kit::paid("d1", 1).as_bytes(), false));
}

/// A sender that shows its token in a parameter of a plain name.
const QUERIES: Provider = Provider::new("queries").token_in(Token::query("access"));

#[test]
fn a_credential_is_hidden_wherever_it_stands_in_a_url() {
    for (provider, uri, expected) in [
        (PATHS, "/made-up-token/in/made-up-token", "/hidden/in/hidden"),
        (PATHS, "/in/t?copy=t&t&t=1&o=ot", "/in/hidden?copy=hidden&hidden&hidden=1&o=ot"),
        (PATHS, "/m%61de-up-token/made-up-token/", "/hidden/hidden/"),
        (PATHS, "/in/made-up-token?at=a%2Fmade-up-token", "/in/hidden?at=hidden"),
        (PATHS, "/in/in/a?x=a&=b&c=&d", "/in/in/hidden?x=hidden&=b&c=&d"),
        (PATHS, "/0/in/a?session=0&km=0", "/0/in/hidden?session=hidden&km=0"),
        (
            QUERIES,
            "/made-up/in?access=made-up&access=b&c=b",
            "/hidden/in?access=hidden&access=hidden&c=hidden",
        ),
    ] {
        let request = HttpFile::from(Request::post(uri).body(Bytes::new()).unwrap());
        let shown = data::without_credentials(&request, Some(&provider));

        assert_eq!(shown.uri, expected, "{uri}");
        let target = data::target(&request.uri, Some(&provider));
        assert_eq!(target.matches("•••").count(), expected.matches("hidden").count(), "{target}");
    }
}

#[test]
fn a_header_in_which_a_proxy_has_written_the_url_is_hidden() {
    let request = Request::post("/shop/made-up-token")
        .header("x-original-uri", "/shop/made-up-token?page=2")
        .header("x-plain", "shop")
        .body(Bytes::new());

    let recorded = data::without_credentials(&request.unwrap().into(), Some(&PATHS));

    assert_eq!(recorded.headers["x-original-uri"], "hidden");
    assert_eq!(recorded.headers["x-plain"], "shop");
}
