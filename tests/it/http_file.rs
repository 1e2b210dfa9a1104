//! A request is written to a `.http` file and read from it without a loss.

use std::{fs, path::Path};

use bytes::Bytes;
use hookport::http_file::{HttpFile, NoteError};
use http::{Method, Request};

#[test]
fn a_file_is_notes_then_a_request() {
    let file = parse(b"# expect: accept\nPUT /hooks?x=1 HTTP/1.1\nHost: example.com\n\nbody");

    assert_eq!(file.note("expect"), Some("accept"));
    assert_eq!(file.method, Method::PUT);
    assert_eq!(file.uri, "/hooks?x=1");
    assert_eq!(file.headers["host"], "example.com");
    assert_eq!(file.body, "body");
}

#[test]
fn the_target_may_be_a_whole_url() {
    let file = parse(b"GET https://example.com:8443/hooks?x=1 HTTP/1.1\n\n");

    assert_eq!(file.uri.authority().unwrap(), "example.com:8443");
    assert_eq!(file.received().uri.path_and_query().unwrap(), "/hooks?x=1");
}

#[test]
fn every_byte_after_the_blank_line_is_the_body() {
    for body in [&b""[..], b"\n", b"\r\n", b"\n\n{}\r\n", b"no end", b"# a: b\n", b"\0\xff\xfe"] {
        let head = b"POST / HTTP/1.1\nA: b\n\n";

        assert_eq!(parse(&[head, body].concat()).body, body);
    }
}

#[test]
fn lines_may_end_in_crlf() {
    let file = parse(b"# now: 1\r\nPOST / HTTP/1.1\r\nA: b\r\n\r\n{\r\n}\r\n");

    assert_eq!(file.note("now"), Some("1"));
    assert_eq!(file.headers["a"], "b");
    assert_eq!(file.body, "{\r\n}\r\n");
}

#[test]
fn header_names_match_in_any_case() {
    for name in ["x-token", "X-Token", "X-TOKEN"] {
        let file = parse(format!("POST / HTTP/1.1\n{name}: t\n\n").as_bytes());

        assert_eq!(file.headers["x-token"], "t");
    }
}

#[test]
fn repeated_headers_keep_their_order() {
    let file = parse(b"POST / HTTP/1.1\nSig: good\nA: b\nsig: bad\n\n");
    let values: Vec<_> = file.headers.get_all("sig").iter().collect();

    assert_eq!(values, ["good", "bad"]);
    assert_eq!(parse(&file.write()), file);
}

#[test]
fn a_header_may_hold_bytes_that_are_no_text() {
    let file = parse(b"POST / HTTP/1.1\nSig: \xff\xe9\n\n");

    assert_eq!(file.headers["sig"].as_bytes(), b"\xff\xe9");
    assert_eq!(parse(&file.write()), file);
}

#[test]
fn white_space_around_a_header_is_not_part_of_it_but_a_note_keeps_its_own() {
    let file = parse(b"# a:  1 \nPOST / HTTP/1.1\nB: \t2 a\t \nC:3\nD: \t\n\n");

    assert_eq!(file.note("a"), Some(" 1 "));
    assert_eq!(file.headers["b"], "2 a");
    assert_eq!(file.headers["c"], "3");
    assert_eq!(file.headers["d"], "");
}

#[test]
fn the_version_may_be_another_one() {
    for version in ["HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/2.0", "HTTP/3"] {
        let file = parse(format!("POST /hooks {version}\n\n").as_bytes());

        assert_eq!(file.write(), b"POST /hooks HTTP/1.1\n\n");
    }
}

#[test]
fn pseudo_headers_may_stand_for_the_request_line() {
    let whole =
        parse(b":authority: a.example\n:path: /in?x=1\n:method: PUT\n:scheme: https\nb: c\n\n{}");
    let path = parse(b":method:POST\nb: c\n:path: /in\n\n");

    assert_eq!(
        (whole.method.as_str(), whole.uri.to_string()),
        ("PUT", "https://a.example/in?x=1".into())
    );
    assert_eq!((&whole.headers["b"], &*whole.body), (&"c".parse().unwrap(), &b"{}"[..]));
    assert_eq!((path.method.as_str(), path.uri.path()), ("POST", "/in"));
}

#[test]
fn notes_may_repeat_and_keep_their_order() {
    let file = parse(b"# secret: new\n# now: 1\n# secret: old: #2\nPOST / HTTP/1.1\n\n");

    assert!(file.notes("secret").eq(["new", "old: #2"]));
    assert_eq!(file.note("secret"), Some("new"));
    assert_eq!(file.note("reason"), None);
}

#[test]
fn an_empty_note_is_a_note() {
    for line in ["# secret:", "# secret: "] {
        let file = parse(format!("{line}\nPOST / HTTP/1.1\n\n").as_bytes());

        assert_eq!(file.note("secret"), Some(""));
        assert_eq!(parse(&file.write()), file);
    }
}

#[test]
fn a_note_that_could_not_be_read_again_is_refused() {
    for key in ["", "a:b", "a\nb", "a\r"] {
        assert_eq!(blank().with_note(key, "1").unwrap_err(), NoteError::Key);
    }
    for value in ["1\n2", "1\r"] {
        let refused = blank().with_note("now", value).unwrap_err();

        assert_eq!(refused.to_string(), "malformed note `now`: expected one line");
    }
}

#[test]
fn the_error_names_the_line_and_what_was_expected() {
    for (file, error) in [
        (&b""[..], "line 1: expected a blank line between headers and body"),
        (b"\n", "line 1: expected `METHOD target HTTP/1.1`"),
        (b"# no colon\n", "line 1: expected `# key: value` in UTF-8"),
        (b"# : 1\n", "line 1: expected `# key: value` in UTF-8"),
        (b"# a: \xff\n", "line 1: expected `# key: value` in UTF-8"),
        (b"# a: 1\rb\n", "line 1: expected `# key: value` in UTF-8"),
        (b"# a: 1\nPOST /\n", "line 2: expected `METHOD target HTTP/1.1`"),
        (b"POST / HTTP/0.9\n", "line 1: expected `METHOD target HTTP/1.1`"),
        (b":method: POST\n\n", "line 2: expected `:method` and `:path` above the blank line"),
        (
            b":status: 200\n\n",
            "line 1: expected `:method`, `:path`, `:scheme` or `:authority` with a value",
        ),
        (b"POST / HTTP/2\n:path: /\n\n", "line 2: expected `Name: value`"),
        (b"PO(ST / HTTP/1.1\n", "line 1: expected a method of letters, digits and signs"),
        (b"POST /a b HTTP/1.1\n", "line 1: expected a path and query, or a URL"),
        (b"POST / HTTP/1.1\nno colon\n", "line 2: expected `Name: value`"),
        (b"POST / HTTP/1.1\nA b: 1\n", "line 2: expected `Name: value`"),
        (b"POST / HTTP/1.1\nA: 1\0\n", "line 2: expected `Name: value`"),
        (b"POST / HTTP/1.1\nA: 1\r2\n", "line 2: expected `Name: value`"),
        (b"POST / HTTP/1.1\nA: 1\n", "line 3: expected a blank line between headers and body"),
        (b"POST / HTTP/1.1\nA: 1", "line 2: expected a blank line between headers and body"),
    ] {
        assert_eq!(HttpFile::parse(file).unwrap_err().to_string(), error);
    }
}

#[test]
fn more_headers_than_a_map_holds_are_refused() {
    let headers = (0..40_000).flat_map(|n| format!("h{n}: v\n").into_bytes());
    let file: Vec<u8> = b"POST / HTTP/1.1\n".iter().copied().chain(headers).collect();
    let refused = HttpFile::parse(&file).unwrap_err();

    assert_eq!(refused.expected(), "fewer headers");
}

#[test]
fn debug_shows_nothing_that_may_be_secret() {
    let file = parse(b"# secret: hush\nPOST /hooks/hush HTTP/1.1\nX-Token: hush\n\nhush");

    assert_eq!(format!("{file:?}"), "HttpFile { method: POST, body: 4 bytes, .. }");
}

#[test]
fn a_request_survives_being_written() {
    let request = Request::post("https://example.com/hooks")
        .header("x-token", "t")
        .body(Bytes::from_static(b"\r\n{}"))
        .unwrap();
    let file = HttpFile::from(request).with_note("now", "1").unwrap();
    let again = Request::from(parse(&file.write()));

    assert_eq!(again.uri(), "https://example.com/hooks");
    assert_eq!(again.headers()["x-token"], "t");
    assert_eq!(again.body(), "\r\n{}");
    assert_eq!(HttpFile::from(file.received()), HttpFile::from(again));
}

#[test]
fn reading_never_panics_and_writing_undoes_it() {
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    for _ in 0..20_000 {
        let mut bytes = SEED.to_vec();
        for _ in 0..=chance.below(4) {
            chance.spoil(&mut bytes);
        }
        let Ok(file) = HttpFile::parse(&bytes) else {
            continue;
        };
        assert_eq!(parse(&file.write()), file, "{}", bytes.escape_ascii());
    }
}

#[test]
fn every_vector_survives_being_written_and_read() {
    let folders =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")).unwrap();
    for folder in folders.map(|folder| folder.unwrap().path()).filter(|path| path.is_dir()) {
        for path in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
            let file = parse(&fs::read(&path).unwrap());

            assert_eq!(parse(&file.write()), file, "{}", path.display());
        }
    }
}

fn parse(file: &[u8]) -> HttpFile {
    HttpFile::parse(file).unwrap_or_else(|error| panic!("{error}: {}", file.escape_ascii()))
}

fn blank() -> HttpFile {
    HttpFile::from(Request::new(Bytes::new()))
}

/// Numbers that look like chance and are the same in every run.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    /// A byte that means something to the format, or any byte.
    fn byte(&mut self) -> u8 {
        let telling = b"\n\n\r\r:: #\t\0/A";
        let any = self.next().to_le_bytes()[3];
        telling.get(self.below(telling.len() * 2)).copied().unwrap_or(any)
    }

    /// Changes, adds or drops one byte.
    fn spoil(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len());
        match self.below(3) {
            0 => bytes[at] = self.byte(),
            1 => bytes.insert(at, self.byte()),
            _ => drop(bytes.remove(at)),
        }
    }
}

const SEED: &[u8] =
    b"# a: 1\n# b:\nPOST https://h.example/p?q HTTP/1.1\r\nA: x\na: y\nB:\n\n{}\r\n";
