//! Documents in which gateways and inspectors keep requests.

use super::*;

#[test]
fn the_target_of_a_lambda_event_is_what_was_asked_for() {
    for (name, target) in [
        (
            "lambda-rest-api.json",
            "https://abc123.execute-api.eu-central-1.amazonaws.com/prod/hooks?shop=a+b&tag=1&tag=2",
        ),
        (
            "lambda-http-api.json",
            "https://abc123.lambda-url.eu-central-1.on.aws/hooks?shop=a%20b&tag=1",
        ),
        ("lambda-load-balancer.json", "/hooks?shop=a%20b"),
    ] {
        assert_eq!(read(captured(name)).uri, target, "{name}");
    }
}

#[test]
fn repeated_headers_of_a_lambda_event_are_kept() {
    let event = r#"{"httpMethod":"POST","path":"/","multiValueHeaders":{"Sig":["good","bad"]},"headers":{"Sig":"bad"}}"#;
    let request = read(event);

    assert!(request.headers.get_all("sig").iter().eq(["good", "bad"]));
    for empty in ["null", "{}"] {
        let event = format!(
            r#"{{"httpMethod":"POST","path":"/","multiValueHeaders":{empty},"headers":{{"Raw":"a"}}}}"#
        );
        assert_eq!(read(event).headers["raw"], "a");
    }
}

#[test]
fn white_space_around_a_header_is_not_part_of_it() {
    let request = read(r#"{"httpMethod":"POST","path":"/","headers":{"a":" \t b c\t"}}"#);

    assert_eq!(request.headers["a"], "b c");
}

#[test]
fn an_absent_body_is_an_empty_one() {
    for body in ["", r#","body":null"#, r#","body":"""#, r#","body":"","isBase64Encoded":true"#] {
        assert_eq!(read(format!(r#"{{"httpMethod":"GET","path":"/"{body}}}"#)).body, "");
    }
}

#[test]
fn an_archive_gives_its_first_post_or_the_entry_that_was_asked_for() {
    let entry = |number| Reader::new().entry(number).read(&captured("session.har")).unwrap();

    assert_eq!(read(captured("session.har")).uri, "https://hooks.example.com/hooks");
    assert_eq!(entry(1).method, "GET");
    assert!(entry(1).headers.is_empty(), "pseudo-headers are no headers");
    assert_eq!(entry(3).body, "{}", "decoded from base64");
    assert_eq!(
        Reader::new().entry(4).read(&captured("session.har")).unwrap_err().to_string(),
        "entry 4: expected a number from 1 to 3"
    );
}

#[test]
fn a_detail_of_an_inspector_is_read_as_its_list() {
    let ngrok = r#"{"tunnel_name":"a","request":{"method":"GET","uri":"/in","headers":{"A":["b"]},"raw":"e30="}}"#;
    let webhook_site = r#"{"token_id":"a","method":"GET","url":"https://webhook.site/a?","headers":{"a":["b"]},"content":"{}"}"#;

    for capture in [ngrok, webhook_site] {
        let request = read(capture);
        assert_eq!((request.method.as_str(), &*request.body), ("GET", &b"{}"[..]));
        assert_eq!(request.headers["a"], "b");
        assert_eq!(request.uri.query(), None);
    }
}

#[test]
fn a_form_that_is_not_held_byte_for_byte_is_refused() {
    let har = r#"{"log":{"entries":[{"request":{"method":"POST","url":"/","headers":[],"postData":{"params":[{"name":"a","value":"b"}]}}}]}}"#;
    let webhook_site = r#"{"token_id":"a","method":"POST","url":"/","headers":{},"content":"","request":{"a":"b"}}"#;

    assert_eq!(
        refused(har),
        "JSON pointer `/log/entries/0/request/postData/text`: expected the body: `params` do not \
         hold it byte for byte"
    );
    assert_eq!(
        refused(webhook_site),
        "JSON pointer `/content`: expected the body: `request` does not hold it byte for byte"
    );
}

#[test]
fn an_error_names_the_pointer_and_never_what_was_found() {
    for (document, error) in [
        ("{", "line 1: expected JSON"),
        ("# now: 1\n{\n \"a\": hush}", "line 3: expected JSON"),
        (
            "{}",
            "JSON pointer ``: expected a Lambda event with `httpMethod` or `rawPath`, a HAR file \
             with `log`, or requests of ngrok or webhook.site",
        ),
        (r#"{"httpMethod":"PO ST","path":"/"}"#, "JSON pointer `/httpMethod`: expected a method"),
        (r#"{"httpMethod":"POST"}"#, "JSON pointer `/path`: expected a string"),
        (
            r#"{"httpMethod":"POST","path":"no path"}"#,
            "JSON pointer `/path`: expected a path and query, or a URL",
        ),
        (
            r#"{"httpMethod":"POST","path":"/","headers":{"a b":"hush"}}"#,
            "JSON pointer `/headers`: expected headers that HTTP allows",
        ),
        (
            r#"{"httpMethod":"POST","path":"/","headers":{"a":1}}"#,
            "JSON pointer `/headers`: expected an object of strings, or of arrays of strings",
        ),
        (
            r#"{"httpMethod":"POST","path":"/","body":"hush!","isBase64Encoded":true}"#,
            "JSON pointer `/body`: expected base64",
        ),
        (
            r#"{"httpMethod":"POST","path":"/","body":{"hush":1}}"#,
            "JSON pointer `/body`: expected a string",
        ),
        (
            r#"{"rawPath":"/","requestContext":{}}"#,
            "JSON pointer `/requestContext/http/method`: expected a string",
        ),
        (r#"{"log":{"entries":{}}}"#, "JSON pointer `/log/entries`: expected an array"),
        (
            r#"{"log":{"entries":[]}}"#,
            "JSON pointer `/log/entries`: expected a request with `POST`, or the number of another \
             one",
        ),
        (
            r#"{"tunnel_name":"a","requests":[{"request":{"method":"POST"}}]}"#,
            "JSON pointer `/requests/0/request/raw`: expected the request in base64",
        ),
    ] {
        assert_eq!(refused(document), error);
    }
}

#[test]
fn a_document_nested_too_deeply_is_refused() {
    let deep = format!("{{\"body\":{}", "[".repeat(200_000));

    assert_eq!(refused(deep), "line 1: expected JSON");
}
