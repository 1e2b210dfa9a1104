//! Requests as curl prints them, and as browsers copy them for it.

use super::*;

#[test]
fn the_body_stands_below_the_lines_of_the_request() {
    for (between, after) in [
        ("", ""),
        ("", "\n< HTTP/1.1 200 OK\n<\nanswer"),
        ("* upload completely sent off: 2 bytes\n", "\n* Connection #0 left intact\n"),
        ("\n* We are completely uploaded and fine\n", ""),
        ("} [2 bytes data]\n", "\r\n< HTTP/1.1 200 OK\r\n< \r\n{ [6 bytes data]\r\nanswer"),
    ] {
        for length in ["", "> Content-Length: 2\n"] {
            let text = format!("> POST / HTTP/1.1\n{length}>\n{between}{{}}{after}");

            assert_eq!(read(&text).body, "{}", "{text}");
        }
    }
}

#[test]
fn a_line_break_at_the_end_counts_if_the_length_says_so() {
    let body =
        |length: &str, end: &str| read(format!("> POST / HTTP/1.1\n{length}>\n{{}}{end}")).body;

    assert_eq!(body("> Content-Length: 2\n", "\n"), "{}");
    assert_eq!(body("> Content-Length: 3\n", "\n"), "{}\n");
    assert_eq!(body("> Content-Length: 3\n", "\n* done\n"), "{}\n");
    assert_eq!(body("", "\n"), "{}\n", "nothing says that it is not part of it");
}

#[test]
fn a_body_below_the_answer_is_taken_if_it_has_the_announced_length() {
    let below = |length: &str| {
        format!("> POST / HTTP/1.1\n{length}>\n< HTTP/1.1 401 Unauthorized\n<\n* done\n{{}}")
    };

    assert_eq!(read(below("> Content-Length: 2\n")).body, "{}");
    assert_eq!(read(below("")).body, "{}");
    assert_eq!(
        refused(below("> Content-Length: 31\n")),
        "line 4: expected the body below the `>` lines, as long as `Content-Length` says: \
         `curl -v` does not show it"
    );
}

#[test]
fn a_body_that_curl_did_not_show_is_asked_for() {
    let error = refused(captured("curl-verbose-without-body.txt"));

    assert!(error.contains("`curl -v` does not show it"), "{error}");
}

#[test]
fn a_request_without_a_body_needs_none() {
    let get = read("* Trying…\n> GET /hooks?x=1 HTTP/2\n> a: b\n> \n< HTTP/2 200 \n< \nanswer");

    assert_eq!((get.method.as_str(), get.uri.query()), ("GET", Some("x=1")));
    assert!(get.body.is_empty());
}

#[test]
fn an_error_in_the_head_names_its_line() {
    assert_eq!(
        refused("* a\n> POST / HTTP/1.1\n* b\n> no colon\n>\n"),
        "line 4: expected `Name: value`"
    );
    assert_eq!(
        refused("> POST / HTTP/1.1\n> a: b\n"),
        "line 3: expected a blank line `>` below the headers"
    );
}

#[test]
fn a_trace_in_hex_is_exact_and_one_of_text_has_its_line_breaks_back() {
    let text = "{\"id\":\"evt_1\",\"type\":\"invoice.paid\",\r\n \"data\":{\"name\":\"Cafe\",\
                \"text\":\"long enough for a second line of the dump\"}}";

    assert_eq!(read(captured("curl-trace.txt")).body, BODY);
    assert_eq!(read(captured("curl-trace-ascii.txt")).body, text);
}

#[test]
fn a_trace_holds_the_first_request_only() {
    let trace = captured("curl-trace.txt");

    assert_eq!(read([&trace[..], &trace].concat()).body, BODY);
}

#[test]
fn a_trace_with_a_gap_is_refused() {
    let trace = String::from_utf8(captured("curl-trace.txt")).unwrap();
    let gap = trace.replacen("0010: ", "0011: ", 1);
    let cut: String = trace.split_inclusive('\n').take(5).collect();

    assert_eq!(
        refused(gap),
        "line 5: expected a line `0040: …` of the dump that follows the one before"
    );
    assert!(refused(cut).starts_with("line 5: expected a line `0040: …`"));
}

#[test]
fn a_copied_command_says_what_is_sent() {
    let request = read(
        r#"curl -sS -XPUT --url https://a.example/in?x=1#top -H "X-Token: a \"b\" \$c" -H 'Empty;' \
  -H 'Accept:' -A agent/1 -u user:pw --compressed -o /dev/null --data-raw '@{}' | cat"#,
    );

    assert_eq!(
        (request.method.as_str(), request.uri.to_string()),
        ("PUT", "https://a.example/in?x=1".into())
    );
    assert_eq!(request.headers["x-token"], "a \"b\" $c");
    assert_eq!(request.headers["empty"], "");
    assert_eq!(request.headers["user-agent"], "agent/1");
    assert_eq!(request.headers["authorization"], "Basic dXNlcjpwdw==");
    assert_eq!(request.headers["content-type"], "application/x-www-form-urlencoded");
    assert!(!request.headers.contains_key("accept"));
    assert_eq!(request.body, "@{}");
}

#[test]
fn method_and_content_type_follow_from_the_data() {
    for (arguments, method, content_type, body) in [
        ("", "GET", "", ""),
        ("-d a=1 -d b=2", "POST", "application/x-www-form-urlencoded", "a=1&b=2"),
        ("-H 'content-type: text/plain' -d a", "POST", "text/plain", "a"),
        ("--json '{}'", "POST", "application/json", "{}"),
        ("-d ''", "POST", "application/x-www-form-urlencoded", ""),
    ] {
        let request = read(format!("curl a.example {arguments}"));
        let shown = request.headers.get("content-type").map_or("", |it| it.to_str().unwrap());

        assert_eq!(
            (request.method.as_str(), shown, &*request.body),
            (method, content_type, body.as_bytes())
        );
        assert_eq!(request.uri, "http://a.example/");
    }
}

#[test]
fn escapes_of_bash_are_read_and_others_refused() {
    let body = |quoted: &str| read(format!("curl a.example -d {quoted}")).body;

    assert_eq!(body(r"$'a\n\r\t\'\\\x41\u00e9\u0021\U0001f600'"), "a\n\r\t'\\Aé!😀");
    assert_eq!(body(r#""a\b\"c" "#), r#"a\b"c"#);
    assert_eq!(body(r"a\ b'c'"), "a bc");
    assert_eq!(
        refused(r"curl a.example -d $'\q'"),
        "line 1: expected an escape sequence that bash knows"
    );
    assert!(refused(r"curl a.example -d $'\ud83d\ude00'").contains("escape sequence"));
}

#[test]
fn an_error_in_a_command_names_its_line_and_never_what_was_found() {
    for (command, error) in [
        ("curl 'https://a.example", "line 1: expected a quotation mark that closes"),
        ("curl \\\n -H 'a: b'", "line 1: expected a URL among the arguments"),
        ("curl a.example \\\n -H 'hush'", "line 2: expected `Name: value`"),
        ("curl a.example b.example", "line 1: expected one URL"),
        (
            "curl a.example \\\n\\\n -d @hush.json",
            "line 3: expected the data itself, not the name of a file",
        ),
        (
            "curl a.example -F hush=1",
            "line 1: expected an option of curl that says what is sent, such as -X, -H or --data-raw",
        ),
        ("curl a.example -d", "line 1: expected a value behind the option"),
        (
            "curl ^\"https://a.example^\"",
            "line 1: expected quotation marks of a POSIX shell: copy the command as cURL (bash), not as cURL (cmd)",
        ),
    ] {
        assert_eq!(refused(command), error);
    }
}
