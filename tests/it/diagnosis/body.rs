//! Bodies that came with other bytes than were sent.

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use hookport::{Provider, diagnosis::Place, providers};

use super::kit::{SIGNING, changed, diagnosed, is_at, is_proved, says, signer, source};

#[test]
fn a_body_inside_of_something_else_is_taken_out() {
    let sent = r#"{"id":"evt_1","text":"it's \"é\" & 1=1"}"#;
    let again = serde_json::to_string(sent).unwrap();
    let event =
        format!(r#"{{"resource":"/","headers":{{}},"body":{again},"isBase64Encoded":false}}"#);
    let encoded =
        format!(r#"{{"body":"{}","isBase64Encoded":true}}"#, BASE64.encode(sent.as_bytes()));
    let bytes: Vec<String> = sent.bytes().map(|byte| byte.to_string()).collect();
    let numbers = bytes.join(",");
    let size = format!("{:x}", sent.len());
    let percent: String = form_urlencoded::byte_serialize(sent.as_bytes()).collect();
    let wrapped = [
        ("base64", "base64", BASE64.encode(sent.as_bytes())),
        ("base64", "base64", BASE64URL_NOPAD.encode(sent.as_bytes())),
        ("base64", "base64", format!("{}\n", BASE64.encode(sent.as_bytes()))),
        ("base64", "base64", format!("\"{}\"", BASE64.encode(sent.as_bytes()))),
        ("json_string", "JSON string", again.clone()),
        ("wrapped", "API gateway", event),
        ("wrapped", "API gateway", encoded),
        ("wrapped", "Node.js", format!(r#"{{"type":"Buffer","data":[{numbers}]}}"#)),
        ("wrapped", "Node.js", format!("[{numbers}]")),
        ("wrapped", "hex", HEXLOWER.encode(sent.as_bytes())),
        ("wrapped", "hex", format!("\\x{}", HEXLOWER.encode(sent.as_bytes()))),
        ("wrapped", "percent-encoded", percent.clone()),
        ("wrapped", "percent-encoded", format!("{percent}=")),
        ("wrapped", "HTML", sent.replace('&', "&amp;").replace('"', "&quot;")),
        ("wrapped", "backslashes", again.trim_matches('"').to_owned()),
        ("wrapped", "head of the request", format!("POST /in HTTP/1.1\r\nHost: a\r\n\r\n{sent}")),
        ("chunked", "chunk", format!("{size}\r\n{sent}\r\n0\r\n\r\n")),
        (
            "chunked",
            "chunk",
            format!(
                "5;x=y\r\n{}\r\n{:X}\r\n{}\r\n0\r\n\r\n",
                &sent[..5],
                sent.len() - 5,
                &sent[5..]
            ),
        ),
    ];
    for provider in SIGNING {
        for (cause, word, came) in &wrapped {
            let told = diagnosed(source(*provider), &changed(*provider, sent, came.clone()));
            is_proved(&told, cause, &[word], &format!("{} {came}", provider.name()));
            is_at(&told, Place::Body);
        }
    }
}

#[test]
fn a_body_that_was_wrapped_twice_or_marked_and_rewritten_is_taken_out() {
    let sent = "{\n  \"a\": 1\n}";
    let once = serde_json::to_string(sent).unwrap();
    let rows = [
        ("json_string", "and then", serde_json::to_string(&once).unwrap()),
        ("json_string", "base64", format!("{:?}", BASE64.encode(once.as_bytes()))),
        ("base64", "base64", BASE64.encode(format!("{sent}\n").as_bytes())),
        ("byte_order_mark", "line end", format!("\u{FEFF}{}\r\n", sent.replace('\n', "\r\n"))),
        ("line_ends", "zero bytes", format!("{sent}\0\0")),
    ];
    for (cause, word, came) in rows {
        let told =
            diagnosed(source(providers::STRIPE), &changed(providers::STRIPE, sent, came.clone()));
        assert!(told.is_proved() && told.to_string().contains(word), "{cause} {came}: {told}");
    }
}

#[test]
fn bytes_in_the_notation_of_python_are_read() {
    let sent = "{\"a\": \"é\",\n\"b\": 'c\\n'}";
    let came = r#"b'{"a": "\xc3\xa9",\n"b": \'c\\n\'}'"#;

    let told = diagnosed(source(providers::GITHUB), &changed(providers::GITHUB, sent, came));

    is_proved(&told, "wrapped", &["Python"], came);
}

#[test]
fn another_character_set_is_undone() {
    let sent = r#"{"t":"Café – “ß” €"}"#;
    let latin = r#"{"t":"Café ß"}"#;
    let as_latin: String = sent.bytes().map(char::from).collect();
    let bytes: Vec<u8> = latin.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let utf16: Vec<u8> = "\u{FEFF}"
        .chars()
        .chain(sent.chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = format!("\u{FEFF}{sent}");
    let rows: Vec<(Vec<u8>, Vec<u8>, &str, &str)> = vec![
        (sent.into(), as_latin.into(), "charset", "read as Latin-1"),
        (sent.into(), r#"{"t":"CafÃ© â€“ â€œÃŸâ€ â‚¬"}"#.into(), "charset", "read as Windows-1252"),
        (latin.into(), bytes.clone(), "charset", "from UTF-8 to Latin-1"),
        (bytes, latin.into(), "charset", "from Latin-1 to UTF-8"),
        (sent.into(), utf16, "charset", "UTF-16"),
        (sent.into(), marked.clone().into(), "byte_order_mark", "put in front"),
        (marked.into(), sent.into(), "byte_order_mark", "cut off"),
    ];
    for provider in [providers::GITHUB, providers::STRIPE, providers::SHOPIFY, providers::ZOOM] {
        for (sent, came, cause, word) in &rows {
            if *word == "read as Windows-1252" {
                // A quotation mark of it is a byte that Windows-1252 gives no character.
                continue;
            }
            let told = diagnosed(source(provider), &changed(provider, sent.clone(), came.clone()));
            is_proved(&told, cause, &[word], provider.name());
        }
    }
}

#[test]
fn windows_1252_is_told_from_latin_1() {
    let (sent, came) = (r#"{"t":"5 € – é"}"#, r#"{"t":"5 â‚¬ â€“ Ã©"}"#);

    let told = diagnosed(source(providers::GITHUB), &changed(providers::GITHUB, sent, came));

    is_proved(&told, "charset", &["read as Windows-1252", "written again"], came);
}

#[test]
fn line_ends_and_the_end_of_the_last_line_are_undone() {
    let lines = ["{", "  \"a\": 1", "}"];
    let forms = [
        lines.join("\n"),
        lines.join("\n") + "\n",
        lines.join("\r\n"),
        lines.join("\r\n") + "\r\n",
    ];
    for provider in [providers::GITHUB, providers::SLACK, providers::SQUARE, providers::DISCORD] {
        for sent in &forms {
            for came in forms.iter().filter(|came| *came != sent) {
                let told =
                    diagnosed(source(provider), &changed(provider, sent.clone(), came.clone()));
                is_proved(&told, "line_ends", &["line end"], &format!("{sent:?} {came:?}"));
            }
        }
        let told = diagnosed(source(provider), &changed(provider, "{}", " \n{}\n\n"));
        is_proved(&told, "line_ends", &["white space"], provider.name());
    }
}

#[test]
fn a_body_that_was_read_before_is_told_by_its_length() {
    let lengths: [(&str, &str, &str, &[&str]); 4] = [
        ("", "39", "empty", &["`Content-Length` is 39", "something read it before"]),
        ("", "", "empty", &["body is empty", "something read it before"]),
        (r#"{"a":"#, "39", "cut", &["5 of the 39 bytes"]),
        (r#"{"a":1,"b":2,"c":3}"#, "7", "longer", &["19 bytes, more than the 7"]),
    ];
    for provider in SIGNING {
        for (came, length, cause, words) in lengths {
            let mut request = changed(*provider, r#"{"sent":true}"#, came);
            if !length.is_empty() {
                request.headers_mut().insert("content-length", length.parse().unwrap());
            }
            let told = diagnosed(source(*provider), &request);
            says(&told, cause, words, provider.name());
            is_at(&told, Place::Body);
        }
    }
}

#[test]
fn compression_is_named_and_not_undone() {
    let bodies: [(&[u8], &str, &str); 5] = [
        (b"\x1F\x8B\x08\x00\x00", "gzip", "gzip"),
        (b"\x1F\x8B\x08\x00\x00", "", "gzip"),
        (b"\x28\xB5\x2F\xFD\x00", "zstd", "zstd"),
        (b"\x0B\x02\x80", "br", "br"),
        (b"\x78\x9C\x01\x02", "", "deflate"),
    ];
    for (body, coding, word) in bodies {
        let mut request = changed(providers::STRIPE, "{}", body);
        if !coding.is_empty() {
            request.headers_mut().insert("content-encoding", coding.parse().unwrap());
        }
        let told = diagnosed(source(providers::STRIPE), &request);
        says(&told, "compressed", &["compressed", word], coding);
    }
    let mut request = changed(providers::STRIPE, "packed", "{}");
    request.headers_mut().insert("content-encoding", "gzip".parse().unwrap());
    let told = diagnosed(source(providers::STRIPE), &request);
    says(&told, "compressed", &["`Content-Encoding` is gzip", "decompressed"], "plain");
}

#[test]
fn what_cannot_be_undone_is_named() {
    let bodies = [
        ("[object Object]", "object_text", "[object Object]"),
        ("undefined", "object_text", "undefined"),
        ("null", "object_text", "null"),
        ("{'a': 1, 'b': None}", "object_text", "Python"),
        ("<Buffer 7b 22 61>", "object_text", "Node.js"),
        ("map[a:1 b:2]", "object_text", "Go"),
        ("System.Byte[]", "object_text", "System.Byte[]"),
        ("{\"name\":\"Ren\u{FFFD}\u{FFFD}\"}", "replaced", "U+FFFD"),
    ];
    let senders: [Provider; 3] = [providers::SHOPIFY, providers::DISCORD, providers::SVIX];
    for provider in senders {
        for (came, cause, word) in bodies {
            let told = diagnosed(source(provider), &changed(provider, r#"{"sent":1}"#, came));
            assert!(!told.is_proved());
            says(&told, cause, &[word], came);
            is_at(&told, Place::Body);
        }
    }
}

#[test]
fn a_forgery_is_not_taken_for_an_accident() {
    for provider in SIGNING {
        let told = diagnosed(source(*provider), &changed(*provider, "{\"a\":1}", "{\"forged\":1}"));
        assert!(!told.is_proved(), "{}: {told}", provider.name());
        says(&told, "wrong_secret", &["forged"], provider.name());
    }
    let hinted = signer(providers::XERO).sign("{}").unwrap();
    let told = diagnosed(providers::XERO.secret("another"), &hinted);
    says(&told, "wrong_secret", &["wrong signatures on purpose"], "Xero");
}
