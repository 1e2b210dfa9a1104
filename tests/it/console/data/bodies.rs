//! Bodies, as they are shown.

use std::sync::Arc;

use hookport::{
    Field, InboxEndpoint, Provider, Receiver,
    console::data::{self, BodyForm, BodyView, QuarantineQuery},
    http_file::HttpFile,
    inbox::{EntryId, Page},
    scheme::Token,
    stores::MemoryStore,
};
use http::Request;

use super::kit::shop_of;
use crate::kit::{Log, Running};

/// A sender that shows its token in a header.
const PLAIN: Provider = Provider::new("plain").token_in(Token::header("x-token"));

/// A sender that shows its token in the body.
const IN_BODY: Provider =
    Provider::new("in-body").token_in(Token::field(Field::Json("/auth/token")));

async fn shown(provider: Provider, body: impl Into<bytes::Bytes>) -> BodyView {
    let shop = shop_of(provider.secret("made-up-token")).with_state(Log::default());
    let receiver =
        Receiver::new(Arc::new(MemoryStore::new())).endpoint("/shop", InboxEndpoint::new(shop));
    let running = Running::without_worker(receiver);
    let request = Request::post("http://localhost/shop")
        .header("x-token", "made-up-token")
        .body(body.into())
        .unwrap();
    assert_eq!(running.status(request).await, 200);
    data::delivery(&running.inbox, EntryId::new(1)).await.unwrap().body
}

#[tokio::test]
async fn json_is_indented_and_its_numbers_and_order_stay() {
    let body = shown(PLAIN, r#"{"b":1.10,"a":12345678901234567890,"b":[]}"#).await;

    assert_eq!(body.form, BodyForm::Json);
    assert_eq!(body.text, "{\n  \"b\": 1.10,\n  \"a\": 12345678901234567890,\n  \"b\": []\n}");
    assert!(!body.is_cut && !body.is_hidden);
}

#[tokio::test]
async fn text_is_shown_as_it_came_and_bytes_in_hexadecimal_or_base64() {
    let cases: [(Vec<u8>, BodyForm, &str); 4] = [
        (b"a=1&b=2".to_vec(), BodyForm::Text, "a=1&b=2"),
        (b"{broken".to_vec(), BodyForm::Text, "{broken"),
        (vec![0xff, 0x00], BodyForm::Hex, "ff00"),
        (vec![0xff; 2000], BodyForm::Base64, "/////"),
    ];
    for (body, form, beginning) in cases {
        let body = shown(PLAIN, body).await;
        assert_eq!(body.form, form);
        assert!(body.text.starts_with(beginning), "{}", body.text);
    }
}

#[tokio::test]
async fn a_long_body_is_cut_between_two_characters() {
    let body = shown(PLAIN, "ä".repeat(40_000).replacen('ä', "a", 1)).await;

    assert_eq!((body.form, body.size), (BodyForm::Text, 79_999));
    assert!(body.is_cut);
    assert!(body.text.len() <= 64 * 1024 && body.text.ends_with('ä'));
}

#[tokio::test]
async fn a_token_in_the_body_is_hidden() {
    let body = shown(IN_BODY, r#"{"auth":{"token":"made-up-token"},"x":1}"#).await;

    assert!(body.is_hidden);
    assert!(
        body.text.contains("••• (13 bytes)") && !body.text.contains("made-up"),
        "{}",
        body.text
    );
}

#[tokio::test]
async fn a_member_that_only_has_the_name_of_a_credential_is_shown() {
    let members = r#"{"token":"t","password":"p"}"#;
    let body = shown(PLAIN, members).await;
    let request = Request::post("/shop").header("x-api-key", "k").body(members.into()).unwrap();
    let file = data::without_credentials(&HttpFile::from(request), None);

    assert_eq!((body.is_hidden, body.text.matches('"').count()), (false, 8));
    assert_eq!(file.body, members);
    assert_eq!(file.headers["x-api-key"], data::HIDDEN);
}

/// A sender that shows its token in each event of a batch.
const IN_EVENTS: Provider = Provider::new("in-events")
    .token_in(Token::in_each_item(Field::Json("/state")))
    .holds_items_at(&["/value"]);

#[tokio::test]
async fn a_token_in_each_event_of_a_batch_is_hidden() {
    let shop = shop_of(IN_EVENTS.secret("made-up-token")).with_state(Log::default());
    let shop = InboxEndpoint::new(shop).quarantine_at_most(10);
    let receiver = Receiver::new(Arc::new(MemoryStore::new())).endpoint("/shop", shop);
    let running = Running::without_worker(receiver);
    let events = r#"{"value":[{"state":"made-up-tokem","x":1},{"state":"made-up-tokem"}],"x":2}"#;
    let request = Request::post("http://localhost/shop").body(events.into()).unwrap();
    assert_eq!(running.status(request).await, 401);
    running
        .until(async |inbox| !inbox.quarantined("shop", Page::first(1)).await.unwrap().is_empty())
        .await;

    let page = data::quarantine(&running.inbox, &QuarantineQuery::of("shop")).await.unwrap();
    let body = &page.nodes().next().unwrap().body;
    assert!(body.is_hidden && !body.text.contains("made-up"), "{}", body.text);
    assert!(body.text.contains("\"x\": 2"), "the rest is shown: {}", body.text);

    let request = Request::post("/shop").body(events.into()).unwrap();
    let shown = data::without_credentials(&HttpFile::from(request), Some(&IN_EVENTS));
    let body = String::from_utf8_lossy(&shown.body);
    assert_eq!(body.matches("\"hidden\"").count(), 2, "{body}");
    assert!(!body.contains("made-up"), "{body}");
}
