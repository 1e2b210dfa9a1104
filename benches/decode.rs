//! From a body to a variant: hookport against the ways that serde offers, and against knowing the
//! type beforehand.

use hookport::{DocumentIn, event::Decoder, WebhookEvent};
use hookport::{RawRequest, Field};
use hookport_benches::{
    bench::Case,
    bodies,
    delivery::Delivery,
    events::{many, ten},
    options::Options,
    payloads::{
        github::{GithubEvent, Push},
        stripe::{Envelope, PaymentIntent},
    },
};
use http::{HeaderMap, Method, Uri};

fn main() {
    let options = Options::from_args();
    let last = bodies::PAYMENT_INTENT;
    let first = &*type_first(last);
    for (case, body) in [("type-last-10", last), ("type-first-10", first)] {
        tagged!(ten, case, body, &options);
    }
    for (case, body) in [("type-last-250", last), ("type-first-250", first)] {
        tagged!(many, case, body, &options);
    }
    wrong_guess(&options);
    for (case, commits) in [("type-in-header-10k", 1), ("type-in-header-25k", 18)] {
        named_by_header(case, commits, &options);
    }
}

/// The name lies in the body.
macro_rules! tagged {
    ($events:ident, $case:expr, $body:expr, $options:expr) => {{
        let body: &str = $body;
        let decode = hookport::<$events::Event>(body);
        Case::new($case)
            .against("serde tag", move || serde_json::from_str::<$events::Tagged>(body).unwrap())
            // The rival has text; a receiver has bytes, as has this one.
            .add("serde tag from bytes", move || {
                serde_json::from_slice::<$events::Tagged>(body.as_bytes()).unwrap()
            })
            .add("hookport", decode)
            .add("exact type known", move || exact(body.as_bytes()))
            .add("two phases", move || $events::in_two_phases(body.as_bytes()).unwrap())
            .add("Value", move || $events::through_value(body.as_bytes()).unwrap())
            .run($options);
    }};
}
use tagged;

fn stripe<E: WebhookEvent>() -> Decoder<E> {
    Decoder::new(&[Field::Json("/type")], &[Field::Json("/id")], DocumentIn::Body)
}

/// hookport, decoding `body` into `E`.
fn hookport<E: WebhookEvent>(body: &str) -> impl FnMut() -> E {
    let (decoder, body) = (stripe::<E>(), body.to_owned().into());
    let (headers, uri) = (HeaderMap::new(), Uri::from_static("/hook"));
    move || {
        let received =
            RawRequest { method: &Method::POST, uri: &uri, headers: &headers, body: &body };
        decoder.decode(&received).expect("an event").event.expect("a known event")
    }
}

/// The oracle: one parse, into the one type it can only be.
fn exact(body: &[u8]) -> Envelope<PaymentIntent> {
    let text = simdutf8::basic::from_utf8(body).expect("UTF-8");
    serde_json::from_str(text).expect("a payment")
}

/// Two documents in turn, each with a decoy at the end where the last name was found.
fn wrong_guess(options: &Options) {
    let decoy = r#""channel": "web", "type": "customer.created""#;
    let late = bodies::PAYMENT_INTENT.replace(r#""channel": "web""#, decoy);
    let early = type_first(&late);
    let pair = [late, early];
    let decoder = stripe::<ten::Event>();
    let bodies = pair.clone().map(bytes::Bytes::from);
    let (headers, uri) = (HeaderMap::new(), Uri::from_static("/hook"));
    let both = pair.clone();
    Case::new("wrong-guess")
        .against("two phases", move || {
            both.each_ref().map(|body| ten::in_two_phases(body.as_bytes()).expect("an event"))
        })
        .add("hookport", move || {
            bodies.each_ref().map(|body| {
                let received =
                    RawRequest { method: &Method::POST, uri: &uri, headers: &headers, body };
                decoder.decode(&received).expect("an event")
            })
        })
        .run(options);
}

/// The name lies in a header, as with GitHub.
fn named_by_header(case: &'static str, commits: usize, options: &Options) {
    let (delivery, uri) = (Delivery::push(commits), Delivery::uri());
    let provider = delivery.provider;
    let decoder = Decoder::<GithubEvent>::new(
        provider.event_name(),
        provider.delivery_id(),
        provider.document_in(),
    );
    let body = delivery.body.clone();
    let other = body.clone();
    Case::new(case)
        .against("from_slice", move || serde_json::from_slice::<Push>(&body).expect("a push"))
        .add("hookport", || decoder.decode(&delivery.received(&uri)).expect("an event"))
        .add("exact type known", move || {
            let text = simdutf8::basic::from_utf8(&other).expect("UTF-8");
            serde_json::from_str::<Push>(text).expect("a push")
        })
        .run(options);
}

/// The same document with `type` as its first member.
fn type_first(document: &str) -> String {
    let member = r#""type": "payment_intent.succeeded""#;
    let rest = document.replace(&format!(",\n  {member}"), "");
    rest.replacen("{\n", &format!("{{\n  {member},\n"), 1)
}
