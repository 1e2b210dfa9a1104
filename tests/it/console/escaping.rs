//! Hostile names, headers and bodies are shown as text.

use hookport::{
    EventRouter, InboxEndpoint, Provider, Receiver, Unknown, WebhookEvent, inbox::EntryState,
};
use http::{HeaderValue, Request};

use super::kit::{Browser, FULL, console};
use crate::kit::Running;

const HOSTILE: &str = "<img src=x onerror=alert(1)>\"'&\u{202e}";
const SHOWN: &str = "&lt;img src=x onerror=alert(1)&gt;&quot;'&amp;<span class=\"hidden\"";

#[derive(WebhookEvent)]
#[event(name = "/type")]
enum Any {
    #[event(other)]
    Other(Unknown),
}

async fn take(_: Unknown) {}

fn anything() -> InboxEndpoint {
    EventRouter::new(
        Provider::new("anybody")
            .names_event_in(&[hookport::Field::Json("/type")])
            .accept_without_verifying(),
    )
    .on(Any::OTHER, take)
    .for_inbox(())
    .named(HOSTILE)
}

async fn with_one_delivery() -> (Browser, Running) {
    let receiver = Receiver::open("memory:").await.unwrap().endpoint("/any", anything());
    let (mut browser, running) = Browser::of(receiver, console());
    let body =
        serde_json::to_vec(&serde_json::json!({ "type": HOSTILE, HOSTILE: HOSTILE })).unwrap();
    let mut request = Request::post("http://localhost/any").body(body.into()).unwrap();
    let value = HeaderValue::from_bytes(HOSTILE.as_bytes()).unwrap();
    request.headers_mut().insert("x-hostile", value);
    assert!(running.status(request).await.is_success());
    running.comes_to(&[EntryState::Done]).await;
    browser.log_in(FULL).await;
    (browser, running)
}

#[tokio::test]
async fn no_page_holds_an_element_that_came_with_a_delivery() {
    let (browser, _running) = with_one_delivery().await;
    let name: String = form_urlencoded::byte_serialize(HOSTILE.as_bytes()).collect();

    let of_endpoint = format!("/endpoint?name={name}");
    for path in [
        "/",
        "/deliveries",
        "/deliveries/1",
        "/usage",
        "/secrets",
        "/bulk?action=replay",
        &of_endpoint,
    ] {
        let page = browser.page(path).await;
        assert!(!page.contains("<img"), "{path}: {page}");
        assert!(page.contains(SHOWN), "{path}: {page}");
    }
}

#[tokio::test]
async fn the_raw_body_is_handed_out_as_a_file_that_no_browser_opens() {
    let (browser, _running) = with_one_delivery().await;

    let answer = browser.get("/deliveries/1/body").await;

    assert_eq!(answer.headers()["content-type"], "application/octet-stream");
    assert_eq!(answer.headers()["content-disposition"], "attachment; filename=\"delivery-1.bin\"");
    assert!(answer.headers().contains_key("content-security-policy"));
    assert!(answer.body().starts_with(b"{\""));
}
