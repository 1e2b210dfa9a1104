//! Any body decodes or is refused, without a panic; an unknown event keeps its bytes.
//!
//! The input's first byte picks the provider that says where name and id lie, and the content type.
//!
//! Run: `cargo +nightly fuzz run decode`
#![no_main]

use std::collections::HashMap;

use hookport::{ExactNumber, RawRequest, Unknown, WebhookEvent, event::Decoder, providers};
use http::{HeaderMap, HeaderValue, Method, Uri};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data")]
enum Event {
    #[event("a")]
    Number(ExactNumber),
    #[event("b.*")]
    List(Vec<Option<String>>),
    #[event("c")]
    Map(HashMap<u8, i128>),
    #[event(other)]
    Other(Unknown),
}

fuzz_target!(|input: &[u8]| {
    let Some((pick, body)) = input.split_first() else { return };
    let provider = &providers::ALL[usize::from(*pick) % providers::ALL.len()];
    let decoder = Decoder::<Event>::new(
        provider.event_name(),
        provider.delivery_id(),
        provider.document_in(),
    );
    let mut headers = HeaderMap::new();
    // The first of the two values that name an event of GitHub.
    headers.insert("x-github-event", HeaderValue::from_static("b"));
    if *pick >= 128 {
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert("content-type", form);
    }
    let received = RawRequest {
        method: &Method::POST,
        uri: &Uri::from_static("/b.c/secret?a=1"),
        headers: &headers,
        body: &body.to_vec().into(),
    };
    // The first time it guesses, the second time it has learnt.
    for _ in 0..2 {
        if let Ok(decoded) = decoder.decode(&received)
            && let Some(Event::Other(unknown)) = decoded.event
        {
            assert_eq!(unknown.body(), received.body);
        }
    }
});
