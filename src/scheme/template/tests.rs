//! Each word, each refusal with its sentence, and a template that is read and written again.

use proptest::prelude::*;

use super::Template;
use crate::{
    Field,
    scheme::{Encoding, Hash, Part},
};

fn parts(text: &'static str) -> Vec<Part> {
    Template::parse(text).unwrap().parts().collect()
}

fn refusal(text: &'static str) -> (usize, String) {
    let error = Template::parse(text).unwrap_err();
    (error.position(), error.to_string())
}

#[test]
fn each_word_stands_for_a_part() {
    for (word, part) in [
        ("{timestamp}", Part::Timestamp),
        ("{body}", Part::Body),
        ("{method}", Part::Method),
        ("{crc32:body}", Part::BodyCrc32),
        ("{json-string:body}", Part::BodyAsJsonString),
        ("{header:X-Sign[env]}", Part::Field(Field::HeaderEntry { header: "x-sign", name: "env" })),
        ("{url}", Part::Url),
        ("{path-and-query}", Part::PathAndQuery),
        ("{sorted-form}", Part::SortedForm),
        ("{escaped-path-and-query}", Part::EscapedPathAndQuery),
        ("{url-and-fields}", Part::UrlAndFields),
        ("{listed-headers:x-list}", Part::ListedHeaders("x-list")),
        ("{header:X-Acme-Id}", Part::Field(Field::Header("x-acme-id"))),
        ("{query:ñ:a b}", Part::Field(Field::Query("ñ:a b"))),
        ("{form:text}", Part::Field(Field::Form("text"))),
        ("{json:/event/a:b}", Part::Field(Field::Json("/event/a:b"))),
        ("{path-segment:0}", Part::Field(Field::PathSegment(0))),
        ("{path-segment:120}", Part::Field(Field::PathSegment(120))),
        ("{sha1:body}", Part::BodyHash(Hash::Sha1, Encoding::Hex)),
        ("{sha256:body}", Part::BodyHash(Hash::Sha256, Encoding::Hex)),
        ("{sha384-base64:body}", Part::BodyHash(Hash::Sha384, Encoding::Base64)),
        ("{sha512-base64url:body}", Part::BodyHash(Hash::Sha512, Encoding::Base64Url)),
    ] {
        assert_eq!(parts(word), [part], "{word}");
    }
    assert_eq!(parts("{secret}{body}"), [Part::Secret, Part::Body]);
    assert_eq!(parts("{host}{body}"), [Part::Host, Part::Body]);
    assert_eq!(parts("{setting:app-id-2}{body}"), [Part::Setting("app-id-2"), Part::Body]);
}

#[test]
fn everything_else_is_text() {
    const HEADER: Part = Part::Field(Field::Header("a"));
    let text = Part::Text;

    assert_eq!(
        parts("v0:{timestamp}:{body}"),
        [text("v0:"), Part::Timestamp, text(":"), Part::Body]
    );
    assert_eq!(parts("{header:a}{header:a}"), [HEADER, HEADER]);
    assert_eq!(parts("é\n{body}\r\n"), [text("é\n"), Part::Body, text("\r\n")]);
    assert_eq!(parts("{body}timestamp:"), [Part::Body, text("timestamp:")]);
}

#[test]
fn a_brace_that_is_written_twice_is_one_brace() {
    let text = Part::Text;

    assert_eq!(parts("{{{body}}}"), [text("{"), Part::Body, text("}")]);
    assert_eq!(parts(r#"{{"a":{body}}}"#), [text("{"), text(r#""a":"#), Part::Body, text("}")]);
    assert_eq!(parts("a{{b}}c{body}"), [text("a{"), text("b}"), text("c"), Part::Body]);
    assert_eq!(parts("{{{{{body}"), [text("{"), text("{"), Part::Body]);
}

#[test]
fn an_unknown_word_is_refused_with_the_known_ones() {
    let words = ": the words are `{timestamp}`, `{body}`, `{secret}`, `{method}`, `{url}`, `{host}`, \
                 `{path-and-query}`, `{escaped-path-and-query}`, `{sorted-form}`, `{url-and-fields}`, `{sorted:WORD|WORD}`, \
                  `{listed-headers:NAME}`, `{header:NAME}`, `{header:NAME[ENTRY]}`, \
                 `{query:NAME}`, `{form:NAME}`, `{json:/POINTER}`, `{path-segment:N}`, `{setting:NAME}`, `{crc32:body}`, \
                 `{json-string:body}`, `{HASH:body}`, `{HASH-base64:body}` and `{HASH-base64url:body}`, where HASH is \
                 `sha1`, `sha256`, `sha384` or `sha512`; an optional value is \
                 `{header:NAME?BEFORE|AFTER}`, one that may be empty `{header:NAME?}`";
    for (text, at, word) in [
        ("v0:{moment}:{body}", 3, "{moment}"),
        ("{body}.{}", 7, "{}"),
        ("{Body}", 0, "{Body}"),
        ("{ body }", 0, "{ body }"),
        ("{header}", 0, "{header}"),
        ("{cookie:a}", 0, "{cookie:a}"),
        ("{timestamp:body}", 0, "{timestamp:body}"),
        ("{md5:body}", 0, "{md5:body}"),
        ("{sha256-hex:body}", 0, "{sha256-hex:body}"),
        ("{sha256:url}", 0, "{sha256:url}"),
        ("{body}é{ü:}", 8, "{ü:}"),
        ("{sorted:timestamp}", 0, "{sorted:timestamp}"),
        ("{sorted:secret|setting:a}", 0, "{sorted:secret|setting:a}"),
        ("{sorted:secret|body}", 0, "{sorted:secret|body}"),
        ("{sorted:secret||timestamp}", 0, "{sorted:secret||timestamp}"),
    ] {
        let sentence = format!("unknown word `{word}`, at byte {at} of template `{text}`{words}");
        assert_eq!(refusal(text), (at, sentence));
    }
}

#[test]
fn a_brace_without_the_other_one_is_refused() {
    for (text, at, mistake) in [
        ("{body", 0, "`{` without its `}`"),
        ("{timestamp}.{", 12, "`{` without its `}`"),
        ("{time{body}", 0, "`{` without its `}`"),
        ("{body}}", 6, "`}` without its `{`"),
        ("a}{body}", 1, "`}` without its `{`"),
        ("{{body}", 6, "`}` without its `{`"),
    ] {
        let sentence = format!(
            "{mistake}, at byte {at} of template `{text}`: a brace that is signed is written twice"
        );
        assert_eq!(refusal(text), (at, sentence));
    }
}

#[test]
fn a_template_that_takes_nothing_of_the_request_is_refused() {
    for text in ["", "v0:", "{{body}}", "{setting:app-id}.", "{secret}", "{host}"] {
        let sentence = format!(
            "no word for a part of the request, in template `{text}`: anyone could repeat such a \
             signature"
        );
        assert_eq!(refusal(text), (0, sentence));
    }
}

#[test]
fn a_text_or_the_end_follows_a_value_that_may_be_empty() {
    let at = Field::Query("id");
    assert_eq!(parts("{query:id?}:{body}")[0], Part::MaybeEmpty { at, until: ":" });
    assert_eq!(parts("{body}{query:id?}")[1], Part::MaybeEmpty { at, until: "" });
    let (position, sentence) = refusal("{query:id?}{body}");
    assert_eq!(position, 0);
    assert!(sentence.starts_with("a value that may be empty, without a text behind it, at byte 0"));
}

#[test]
fn an_optional_value_has_a_text_on_each_side() {
    assert_eq!(
        parts("{query:data.id?id:|;}ts:{timestamp};")[0],
        Part::OptionalField { at: Field::Query("data.id"), before: "id:", after: ";" }
    );
    for (text, texts) in [
        ("{query:id?id:}", "id:"),
        ("{query:id?|;}", "|;"),
        ("{query:id?id:|}", "id:|"),
        ("{query:id?a|b|c}", "a|b|c"),
    ] {
        let sentence = format!(
            "`?{texts}` without a text on each side of one `|`, at byte 0 of template `{text}`: `|` \
             stands for the value, and the texts tell where it ends"
        );
        assert_eq!(refusal(text), (0, sentence));
    }
    for text in ["{query:?a|b}", "{header:X Bad?a|b}", "{sha256:body?a|b}"] {
        assert!(Template::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_name_that_nothing_can_have_is_refused() {
    for (text, mistake) in [
        ("{header:X Bad}", "`X Bad` cannot be the name of a header"),
        ("{header:}", "`` cannot be the name of a header"),
        ("{header:ä}", "`ä` cannot be the name of a header"),
        ("{header:a:b}", "`a:b` cannot be the name of a header"),
        ("{json:type}", "JSON pointer `type` without its first `/`"),
        ("{json:}", "JSON pointer `` without its first `/`"),
        ("{query:}", "word `{query:}` without a name"),
        ("{form:}", "word `{form:}` without a name"),
    ] {
        let sentence = format!("{mistake}, at byte 0 of template `{text}`");
        assert_eq!(refusal(text), (0, sentence));
    }
    for name in ["", "-", "a-", "-a", "a--b", "App-Id", "app_id", "a b", "é"] {
        let text = format!("{{body}}{{setting:{name}}}").leak();
        let sentence = format!(
            "`{name}` cannot be the name of a setting, at byte 6 of template `{text}`: it is in \
             kebab-case"
        );
        assert_eq!(refusal(text), (6, sentence));
    }
    for number in ["", "-1", "01", "1000", "x", "1 "] {
        let text = format!("{{body}}{{path-segment:{number}}}").leak();
        let sentence = format!(
            "`{number}` is no number of a segment, at byte 6 of template `{text}`: \
             `{{path-segment:0}}` is the last one"
        );
        assert_eq!(refusal(text), (6, sentence));
    }
}

#[test]
fn each_header_name_that_a_request_can_have_is_one_here() {
    for byte in 0..=u8::MAX {
        let name = char::from(byte).to_string();
        if matches!(byte, b'{' | b'}') {
            continue;
        }
        let text = format!("{{header:{name}}}").leak();
        let is_known = name.parse::<http::HeaderName>().is_ok();
        assert_eq!(Template::parse(text).is_ok(), is_known, "{byte}");
    }
}

#[test]
fn an_overlong_text_is_not_repeated() {
    let long = format!("{{{}}}", "é".repeat(5_000)).leak();
    let (at, sentence) = refusal(long);

    assert_eq!(at, 0);
    assert!(sentence.starts_with("unknown word `…`, at byte 0 of template `…`: the words are"));
}

/// Writes a part as a template has it.
fn written(part: Part) -> String {
    let word = match part {
        Part::Text(text) => return text.replace('{', "{{").replace('}', "}}"),
        Part::Timestamp => "timestamp".to_owned(),
        Part::Body => "body".to_owned(),
        Part::Method => "method".to_owned(),
        Part::Secret => "secret".to_owned(),
        Part::Host => "host".to_owned(),
        Part::Sorted(sorted) => {
            let words = sorted.parts().map(written).collect::<Vec<_>>().join("|");
            format!("sorted:{}", words.replace(['{', '}'], ""))
        }
        Part::BodyCrc32 => "crc32:body".to_owned(),
        Part::BodyAsJsonString => "json-string:body".to_owned(),
        Part::Url => "url".to_owned(),
        Part::PathAndQuery => "path-and-query".to_owned(),
        Part::SortedForm => "sorted-form".to_owned(),
        Part::UrlAndFields => "url-and-fields".to_owned(),
        Part::EscapedPathAndQuery => "escaped-path-and-query".to_owned(),
        Part::ListedHeaders(list) => format!("listed-headers:{list}"),
        Part::Field(Field::Header(name)) => format!("header:{name}"),
        Part::Field(Field::HeaderEntry { header, name }) => format!("header:{header}[{name}]"),
        Part::Field(Field::Query(name)) => format!("query:{name}"),
        Part::Field(Field::Form(name)) => format!("form:{name}"),
        Part::Field(Field::Json(pointer)) => format!("json:{pointer}"),
        Part::Field(Field::PathSegment(segment)) => format!("path-segment:{segment}"),
        Part::Field(at) => panic!("no word for {at}"),
        Part::OptionalField { at, before, after } => {
            let field = written(Part::Field(at));
            format!("{}?{before}|{after}", &field[1..field.len() - 1])
        }
        Part::MaybeEmpty { at, .. } => {
            let field = written(Part::Field(at));
            format!("{}?", &field[1..field.len() - 1])
        }
        Part::Setting(name) => format!("setting:{name}"),
        Part::BodyHash(hash, encoding) => {
            let hash = format!("{hash:?}").to_lowercase();
            match encoding {
                Encoding::Hex => format!("{hash}:body"),
                encoding => format!("{hash}-{encoding:?}:body").to_lowercase(),
            }
        }
    };
    format!("{{{word}}}")
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(WORDS),
        2 => prop::sample::select(&["{{", "}}", ".", "v0:", "é", "\n"][..]),
        1 => prop::sample::select(&["{", "}", ":", "{header:a b}", "{x}"][..]),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

const WORDS: &[&str] = &[
    "{timestamp}",
    "{body}",
    "{method}",
    "{secret}",
    "{host}",
    "{crc32:body}",
    "{json-string:body}",
    "{sorted:secret|timestamp|query:nonce}",
    "{header:x-a[b]}",
    "{url}",
    "{path-and-query}",
    "{sorted-form}",
    "{header:X-Id}",
    "{query:a b}",
    "{form:é}",
    "{json:/a/0}",
    "{path-segment:12}",
    "{header:x-id?id:|;}",
    "{json:/a?é|\n}",
    "{setting:app-id}",
    "{sha1:body}",
    "{sha384-base64:body}",
    "{sha512-base64url:body}",
];

proptest! {
    #[test]
    fn the_parts_of_a_template_written_back_are_the_template(text in pieces()) {
        let text: &'static str = text.leak();
        if let Ok(template) = Template::parse(text) {
            prop_assert_eq!(template.parts().map(written).collect::<String>(), text);
            prop_assert_eq!(template.to_string(), text);
        }
    }

    #[test]
    fn no_text_is_read_past_its_end_or_between_two_bytes(text in "[{}:?|a-z/é0-9]{0,40}") {
        let length = text.len();
        if let Err(error) = Template::parse(text.leak()) {
            prop_assert!(error.position() <= length);
        }
    }
}
