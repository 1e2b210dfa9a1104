//! JSON that was parsed and written again between sender and receiver.

use hookport::{diagnosis::Place, providers};

use super::kit::{SIGNING, changed, diagnosed, is_at, is_proved, says, source};

#[test]
fn other_white_space_is_undone() {
    let compact = r#"{"id":7,"list":[1,{"a":"x, y: z"}],"none":{},"no":[]}"#;
    let two = "{\n  \"id\": 7,\n  \"list\": [\n    1,\n    {\n      \"a\": \"x, y: z\"\n    }\n  ],\n  \"none\": {},\n  \"no\": []\n}";
    let four = two.replace("  ", "    ");
    let tabs = two.replace("  ", "\t");
    let spaced = r#"{"id": 7, "list": [1, {"a": "x, y: z"}], "none": {}, "no": []}"#;
    let dos = two.replace('\n', "\r\n");
    let around = two.replace("\": ", "\" : ");
    let ended = format!("{two}\n");
    let forms = [
        ("without white space", compact),
        ("indented by two spaces", two),
        ("indented by four spaces", &four),
        ("indented by tabs", &tabs),
        ("a space after commas and colons", spaced),
        (
            "inside of brackets",
            r#"{ "id": 7, "list": [ 1, { "a": "x, y: z" } ], "none": {}, "no": [] }"#,
        ),
        ("CRLF", &dos),
        ("spaces around colons", &around),
        ("line end", &ended),
    ];
    for provider in SIGNING {
        for (says, sent) in forms {
            for (_, came) in forms {
                if sent == came || (sent == two && came == dos) || (sent == dos && came == two) {
                    continue;
                }
                let request = changed(*provider, sent.to_owned(), came.to_owned());
                let told = diagnosed(source(*provider), &request);
                assert!(told.is_proved(), "{} {came:?} for {sent:?}: {told}", provider.name());
                if told.cause() != "line_ends" {
                    is_proved(&told, "json_rewritten", &[says], provider.name());
                }
                is_at(&told, Place::Body);
            }
        }
    }
}

#[test]
fn other_escapes_are_undone() {
    let plain = "{\"t\":\"<a href='/x'>né & \u{1F600}\u{2028}</a>\",\"u\":\"a/b\"}";
    let forms = [
        ("in place of these escapes", plain.to_owned()),
        ("beyond ASCII as escapes", ascii(plain)),
        ("in upper case", upper(&ascii(plain))),
        ("`/` escaped", plain.replace('/', "\\/").replace('\u{2028}', "\\u2028")),
        ("`/` and characters beyond ASCII", ascii(&plain.replace('/', "\\/"))),
        ("`<`, `>` and `&` as escapes", html(plain)),
        ("`<`, `>`, `&` and `/` as escapes", html(&plain.replace('/', "\\/"))),
    ];
    for provider in SIGNING {
        for (says, sent) in &forms {
            for (_, came) in forms.iter().filter(|(_, came)| came != sent) {
                let request = changed(*provider, sent.clone(), came.clone());
                let told = diagnosed(source(*provider), &request);
                is_proved(&told, "json_rewritten", &[says], &format!("{} {came}", provider.name()));
            }
        }
    }
}

#[test]
fn other_white_space_and_other_escapes_together_are_undone() {
    let compact = "{\"a\":\"é/<\",\"b\":[1,2]}";
    let python = "{\"a\": \"\\u00e9/<\", \"b\": [1, 2]}";
    let php = "{\n    \"a\": \"\\u00e9\\/<\",\n    \"b\": [\n        1,\n        2\n    ]\n}";
    let go = "{\n  \"a\": \"é/\\u003c\",\n  \"b\": [\n    1,\n    2\n  ]\n}";
    let ruby = "{\n  \"a\": \"é/<\",\n  \"b\": [\n    1,\n    2\n  ]\n}";
    for (sent, came) in [
        (python, compact),
        (compact, python),
        (php, compact),
        (go, compact),
        (ruby, python),
        (compact, php),
        (php, ruby),
    ] {
        let request = changed(providers::GITHUB, sent, came);
        let told = diagnosed(source(providers::GITHUB), &request);
        is_proved(&told, "json_rewritten", &["sent "], came);
    }
}

#[test]
fn what_lies_between_the_tokens_alone_is_changed() {
    // Order, numbers, repeated members and halves of pairs stay as they came.
    let compact =
        r#"{"b":1.50,"a":1e5,"a":-0,"c":"\ud800 \u0000 \" \\ \n","d":100000000000000000000}"#;
    let pretty = compact.replace(",\"", ",\n  \"").replace("\":", "\": ").replacen('{', "{\n  ", 1);
    let pretty = pretty.replace("000}", "000\n}");
    let request = changed(providers::STRIPE, pretty, compact);

    let told = diagnosed(source(providers::STRIPE), &request);

    is_proved(&told, "json_rewritten", &["indented by two spaces"], compact);
}

#[test]
fn sorted_members_are_suspected() {
    let sent = r#"{"id":1,"type":"t","created":2,"data":{"z":1,"a":2},"livemode":false,"api":"x"}"#;
    let came = r#"{"api":"x","created":2,"data":{"a":2,"z":1},"id":1,"livemode":false,"type":"t"}"#;
    for provider in [providers::STRIPE, providers::GITHUB, providers::SHOPIFY] {
        let told = diagnosed(source(provider), &changed(provider, sent, came));
        assert!(!told.is_proved());
        says(&told, "json_sorted", &["alphabetical order", "written again"], provider.name());
        is_at(&told, Place::Body);
    }
}

#[test]
fn other_numbers_cannot_be_undone_and_that_is_told() {
    let request = changed(providers::SHOPIFY, r#"{"price":19.90}"#, r#"{"price":19.9}"#);

    let told = diagnosed(source(providers::SHOPIFY), &request);

    says(
        &told,
        "wrong_secret",
        &["wrote the JSON again", "verify the raw bytes", "client secret"],
        "numbers",
    );
}

fn ascii(text: &str) -> String {
    let escaped = |unit: u16| match u8::try_from(unit) {
        Ok(byte @ b' '..=b'~') => char::from(byte).to_string(),
        _ => format!("\\u{unit:04x}"),
    };
    text.encode_utf16().map(escaped).collect::<Vec<_>>().concat()
}

fn upper(text: &str) -> String {
    let mut parts = text.split("\\u");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |all, part| format!("{all}\\u{}{}", part[..4].to_uppercase(), &part[4..]))
}

fn html(text: &str) -> String {
    let signs = ["<", ">", "&", "\u{2028}"];
    signs.iter().fold(text.to_owned(), |text, sign| {
        let escape = format!("\\u{:04x}", u32::from(sign.chars().next().unwrap()));
        text.replace(sign, &escape)
    })
}
