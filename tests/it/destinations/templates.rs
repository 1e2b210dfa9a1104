//! Texts with values of a delivery in them, and replies that are made of them.

use std::{collections::BTreeSet, time::SystemTime};

use hookport::{
    Delivery, DeliveryParts, Trust,
    destinations::{Filter, ReplyTemplate, TextTemplate, TextTemplateError},
};
use http::StatusCode;

use super::kit::{Noted, documented, shop, start};
use crate::kit::{Log, paid, signed};

fn delivery(body: &'static str) -> Delivery {
    let request = http::Request::post("/shops/7?shop=north").header("x-sign", "t=1, env=live");
    let request = request.body(body.into()).unwrap();
    let mut parts = DeliveryParts::new("acme", Trust::Signed, SystemTime::UNIX_EPOCH, request);
    parts.event_name = Some("order.paid".into());
    parts.id = Some("d1".to_owned());
    Delivery::from_parts(parts, http::Extensions::new())
}

fn text(template: &'static str, body: &'static str) -> String {
    TextTemplate::parse(template).unwrap().text(&delivery(body), "shop").unwrap()
}

#[test]
fn words_stand_for_values_of_the_delivery() {
    let body = r#"{"customer":{"name":"Ann"},"total":12.50,"empty":"","none":null}"#;
    for (template, expected) in [
        ("{event} {id} {endpoint} {provider}", "order.paid d1 shop acme"),
        ("{json:/customer/name} owes {json:/total}", "Ann owes 12.50"),
        ("{header:x-sign[env]}/{query:shop}/{path-segment:0}", "live/north/7"),
        ("{{{id}}} {{event}}", "{d1} {event}"),
        ("[{tenant}][{json:/absent}][{json:/none}]", "[][][]"),
        ("{tenant?nobody} {json:/empty?n/a} {json:/total?0}", "nobody n/a 12.50"),
        ("", ""),
    ] {
        assert_eq!(text(template, body), expected, "{template}");
    }
    assert_eq!(text("{body}", body), body);
}

#[test]
fn a_template_names_the_word_that_is_wrong() {
    for template in
        ["{evnt}", "{json:id}", "{header:a b}", "{", "}", "{a{b}", "{}", "{json:}", "{fixed:a}"]
    {
        let error = TextTemplate::parse(template).unwrap_err().to_string();
        assert!(error.contains(template), "{error}");
    }
    let error = TextTemplate::parse("a {secret} b".to_owned()).unwrap_err();
    assert!(
        matches!(&error, TextTemplateError::UnknownWord { word, .. } if word == "{secret}"),
        "{error}"
    );
}

#[test]
fn the_words_of_the_documentation_are_those_of_a_template() {
    let error = TextTemplate::parse("{evnt}").unwrap_err().to_string();
    let (_, words) = error.split_once("the words are ").unwrap();
    let words = words.split('`').filter(|word| word.starts_with('{')).map(str::to_owned);

    assert_eq!(words.collect::<BTreeSet<_>>(), documented("templates"));
}

#[test]
fn a_value_that_cannot_be_read_is_an_error_and_not_an_empty_text() {
    let template = TextTemplate::parse("{json:/id?none}").unwrap();

    let error = template.text(&delivery("{\"id\":{}}"), "shop").unwrap_err();
    assert!(error.to_string().starts_with("malformed JSON pointer `/id`"), "{error}");
    assert!(template.text(&delivery("no JSON"), "shop").is_err());
}

#[tokio::test]
async fn a_reply_is_made_of_a_template_and_values_stay_values_in_it() {
    for (content_type, template, expected) in [
        ("application/json", r#"{{"said":"{json:/data/id}"}}"#, r#"{"said":"a\"<b>\n"}"#),
        ("text/html; charset=utf-8", "<p>{json:/data/id}</p>", "<p>a&quot;&lt;b&gt;\n</p>"),
        ("text/plain", "{endpoint}: {event}", "shop: order.paid"),
    ] {
        let reply = ReplyTemplate::new(content_type, TextTemplate::parse(template).unwrap());
        let reply = reply.unwrap().status(StatusCode::ACCEPTED);
        let noted = Noted(Log::default());
        let running = start(shop().reply(reply).to("app", Filter::all(), noted.clone()));

        let body = paid("d1", 1).replace(r#"{"id":1}"#, r#"{"id":"a\"<b>\n"}"#);
        let answer = running.answer(signed(body)).await;

        assert_eq!(answer.status(), StatusCode::ACCEPTED);
        assert_eq!(answer.headers()["content-type"], content_type);
        assert_eq!(answer.body(), expected);
        running.idle().await;
        assert_eq!(noted.0.notes(), ["shop/app order.paid"]);
    }
}

#[tokio::test]
async fn a_reply_that_cannot_be_made_leaves_the_plain_answer() {
    let reply = ReplyTemplate::new("text/plain", TextTemplate::parse("{json:/data}").unwrap());
    let running = start(shop().reply(reply.unwrap()));

    let answer = running.answer(signed(paid("d1", 1))).await;

    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert_eq!(running.log().await.len(), 1, "it is kept all the same");
}

#[test]
fn a_content_type_that_is_no_header_value_is_refused() {
    assert!(ReplyTemplate::new("text/plain\nx: y", TextTemplate::parse("").unwrap()).is_err());
}
