//! `hookport listen`, with requests over a socket.

#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, ChildStdout, Stdio},
    thread,
};

use hookport::{Provider, http_file::HttpFile, providers, testing::Signer};
use serde_json::Value;

use crate::terminal::{command, file, same_as_file};

/// A listener that ends after some requests.
struct Listening {
    child: Child,
    address: SocketAddr,
    lines: BufReader<ChildStdout>,
}

impl Listening {
    fn start(count: usize, options: &[&str]) -> Self {
        let count = count.to_string();
        let args = [&["listen", "--listen", "127.0.0.1:0", "--count", &count], options].concat();
        let mut child = command(&args)
            .env("HOOKPORT_TEST_SECRET", "made-up")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut note = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut note).unwrap();
        let address = note.trim().strip_prefix("note: listening at http://").unwrap_or(&note);
        let address = address.parse().unwrap_or_else(|_| panic!("{note}"));
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, address, lines }
    }

    /// Sends a request, and returns the head and the body of the answer.
    fn send(&self, request: &HttpFile) -> (String, String) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let mut text = format!(
            "{} {} HTTP/1.1\r\nhost: hooks.example\r\nconnection: close\r\ncontent-length: {}\r\n",
            request.method,
            request.uri,
            request.body.len()
        )
        .into_bytes();
        for (name, value) in request.headers.iter().filter(|(name, _)| *name != "host") {
            text.extend_from_slice(name.as_str().as_bytes());
            text.extend_from_slice(b": ");
            text.extend_from_slice(value.as_bytes());
            text.extend_from_slice(b"\r\n");
        }
        text.extend_from_slice(b"\r\n");
        text.extend_from_slice(&request.body);
        stream.write_all(&text).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }

    fn json(&mut self) -> Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line:?}"))
    }

    /// Waits for the end, and returns what is left of stdout.
    fn rest(mut self) -> String {
        let mut rest = String::new();
        self.lines.read_to_string(&mut rest).unwrap();
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
        rest
    }
}

fn signed(provider: Provider, path: &str, event: &str, body: &'static str) -> HttpFile {
    let signer = Signer::new(provider, "made-up").event(event).id("one");
    let mut file = HttpFile::from(signer.sign(body).unwrap());
    file.uri = path.parse().unwrap();
    file
}

const GITHUB: &str = "/github=github,secret-env=HOOKPORT_TEST_SECRET";

#[test]
fn what_comes_is_shown_with_its_diagnosis() {
    let listening = Listening::start(4, &["--endpoint", GITHUB, "--endpoint", "/acme=gitlab"]);
    let genuine = signed(providers::GITHUB, "/github", "push", "{}");
    let mut forged = genuine.clone();
    forged.body = "{ }".into();
    let mut unproved = genuine.clone();
    unproved.uri = "/acme?key=made-up".parse().unwrap();
    let mut elsewhere = genuine.clone();
    elsewhere.uri = "/else".parse().unwrap();

    let statuses: Vec<_> = [genuine, forged, unproved, elsewhere]
        .iter()
        .map(|request| listening.send(request).0.split(' ').nth(1).unwrap().to_owned())
        .collect();

    assert_eq!(statuses, ["200", "401", "200", "404"]);
    same_as_file("listen", &without_times(&listening.rest()));
}

#[test]
fn json_is_one_object_a_line() {
    let secret = file("listen-secret.txt", "made-up\n");
    let endpoint = format!("/github=github,secret-file={secret}");
    let mut listening = Listening::start(1, &["--endpoint", &endpoint, "--json"]);

    listening.send(&signed(providers::GITHUB, "/github", "push", "{}"));

    let told = listening.json();
    assert_eq!(told["judgement"]["accepted"], true, "{told}");
    assert_eq!((told["number"].as_u64(), told["status"].as_u64()), (Some(1), Some(200)));
    assert_eq!(told["judgement"]["event"], "push");
}

#[test]
fn a_handshake_is_answered() {
    let slack = "/slack=slack,secret-env=HOOKPORT_TEST_SECRET";
    let listening = Listening::start(1, &["--endpoint", slack]);
    let body = r#"{"type":"url_verification","challenge":"made-up-challenge"}"#;
    let mut request = HttpFile::from(Signer::new(providers::SLACK, "made-up").sign(body).unwrap());
    request.uri = "/slack".parse().unwrap();

    let (head, body) = listening.send(&request);

    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert_eq!(body, "made-up-challenge");
    assert!(listening.rest().contains("a handshake to be answered"));
}

#[test]
fn what_is_recorded_has_no_credentials_unless_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let hidden = folder.path().join("hidden");
    let whole = folder.path().join("whole");
    let request = signed(providers::GITHUB, "/github", "push", "{}");
    for (into, more) in [(&hidden, None), (&whole, Some("--with-secrets"))] {
        let options = ["--endpoint", GITHUB, "--record", into.to_str().unwrap()];
        let options: Vec<_> = options.into_iter().chain(more).collect();
        let listening = Listening::start(1, &options);
        listening.send(&request);
        listening.rest();
    }

    let of = |folder| {
        let file = fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
        #[cfg(unix)]
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        HttpFile::parse(&fs::read(file).unwrap()).unwrap()
    };
    let (hidden, whole) = (of(&hidden), of(&whole));
    assert_eq!(hidden.headers["x-hub-signature-256"], "hidden");
    assert_eq!(whole.headers["x-hub-signature-256"], request.headers["x-hub-signature-256"]);
    assert_eq!(whole.note("provider"), Some("github"));
    assert!(whole.note("now").is_some());
    assert_eq!(hidden.body, request.body);
}

#[test]
fn a_recorded_file_is_named_without_a_token_that_came_in_the_url() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let routal = "/routal=routal,secret-env=HOOKPORT_TEST_SECRET";
    let listening = Listening::start(1, &["--endpoint", routal, "--record", path]);

    let body = r#"{"event_id":"routal.planner.2.plan.created"}"#;
    let signer = Signer::new(providers::ROUTAL, "made-up").url("http://localhost/routal");
    let (head, _) = listening.send(&HttpFile::from(signer.sign(body).unwrap()));
    listening.rest();

    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let name = fs::read_dir(path).unwrap().next().unwrap().unwrap().file_name();
    assert!(!name.to_str().unwrap().contains("made-up"), "{name:?}");
}

#[test]
fn an_endpoint_takes_the_paths_below_it_that_no_longer_one_takes() {
    let below = "/github/acme=gitlab";
    let mut listening = Listening::start(2, &["--endpoint", GITHUB, "--endpoint", below, "--json"]);

    listening.send(&signed(providers::GITHUB, "/github/other", "push", "{}"));
    listening.send(&signed(providers::GITHUB, "/github/acme/1", "push", "{}"));

    let endpoints = [listening.json(), listening.json()].map(|told| told["endpoint"].clone());
    assert_eq!(endpoints, ["/github", "/github/acme"]);
}

#[test]
fn what_is_genuine_is_passed_on_byte_for_byte() {
    let app = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", app.local_addr().unwrap());
    let listening = Listening::start(2, &["--endpoint", GITHUB, "--forward", &url]);
    let serving = thread::spawn(move || answer_once(&app));
    let genuine = signed(providers::GITHUB, "/github?shop=1", "push", "{\"a\" : 1}");
    let mut forged = genuine.clone();
    forged.body = "{ }".into();

    assert!(listening.send(&forged).0.starts_with("HTTP/1.1 401"), "and the app is not asked");
    let (head, body) = listening.send(&genuine);

    assert!(head.starts_with("HTTP/1.1 418"), "{head}");
    assert_eq!(body, "of the app");
    let got = serving.join().unwrap();
    assert!(got.starts_with("POST /github?shop=1 HTTP/1.1\r\n"), "{got}");
    assert!(got.ends_with("\r\n\r\n{\"a\" : 1}"), "{got}");
    let signature = genuine.headers["x-hub-signature-256"].to_str().unwrap();
    assert!(got.contains(&format!("x-hub-signature-256: {signature}\r\n")), "{got}");
}

#[test]
fn a_wrong_endpoint_is_named_at_the_start() {
    for (endpoint, problem) in [
        ("stripe=stripe", "expected `/path=provider`"),
        ("/stripe=strpe", "similar: stripe"),
        ("/stripe=stripe,secret", "expected `/path=provider`"),
        ("/stripe=stripe,secret-env=HOOKPORT_TEST_UNSET", "HOOKPORT_TEST_UNSET"),
        ("/stripe=stripe,secret-file=/no/such", "cannot read `/no/such`"),
        ("/stripe=stripe,colour=red", "colour"),
    ] {
        let run = crate::terminal::hookport(&["listen", "--endpoint", endpoint, "--count", "0"]);

        assert_eq!((run.code, &*run.stdout), (2, ""), "{endpoint}: {run:?}");
        assert!(run.stderr.contains(problem), "{endpoint}: {run:?}");
    }
}

#[test]
fn a_sender_of_your_own_is_known_by_its_name() {
    let toml = "name = \"acme\"\n[[proved-by]]\ntoken.field = \"header:x-acme-token\"\n";
    let own = file("listen-acme.toml", toml);
    let options = ["--provider-file", &own, "--endpoint", "/acme=acme", "--json"];
    let mut listening = Listening::start(1, &options);

    listening.send(&HttpFile::from(http::Request::post("/acme").body("{}".into()).unwrap()));

    let told = listening.json();
    assert_eq!(told["provider"], "acme", "{told}");
}

/// Answers one request with 418, and returns it.
fn answer_once(app: &TcpListener) -> String {
    let (mut stream, _) = app.accept().unwrap();
    let mut got = Vec::new();
    let mut piece = [0; 4096];
    while !got.ends_with(b"{\"a\" : 1}") {
        let read = stream.read(&mut piece).unwrap();
        assert_ne!(read, 0, "{}", String::from_utf8_lossy(&got));
        got.extend_from_slice(&piece[..read]);
    }
    let answer = "HTTP/1.1 418 I'm a teapot\r\ncontent-length: 10\r\n\r\nof the app";
    stream.write_all(answer.as_bytes()).unwrap();
    String::from_utf8(got).unwrap()
}

/// Writes one time in the place of all.
fn without_times(text: &str) -> String {
    let is_time = |word: &str| word.len() == 20 && word.ends_with('Z') && word.contains('T');
    let line = |line: &str| -> String {
        let words = line.split(' ').map(|word| if is_time(word) { "TIME" } else { word });
        words.collect::<Vec<_>>().join(" ")
    };
    text.lines().map(|it| line(it) + "\n").collect()
}
