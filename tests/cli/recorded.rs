//! `hookport send --recorded`: what was recorded is sent again.

use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    path::Path,
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use hookport::{
    RawRequest, Verdict, console::data, http_file::HttpFile, providers, testing::Signer,
};

use crate::terminal::hookport;

/// Takes some requests, each on a connection of its own, and answers them with 200.
fn server(count: usize) -> (String, JoinHandle<Vec<HttpFile>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let taking = thread::spawn(move || (0..count).map(|_| take(&listener)).collect());
    (url, taking)
}

fn take(listener: &TcpListener) -> HttpFile {
    let (mut stream, _) = listener.accept().unwrap();
    let (mut got, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let read = stream.read(&mut piece).unwrap();
        assert_ne!(read, 0, "{}", String::from_utf8_lossy(&got));
        got.extend_from_slice(&piece[..read]);
        if let Ok(file) = HttpFile::parse(&got)
            && got.windows(4).any(|end| end == b"\r\n\r\n")
            && file.body.len() == length(&file)
        {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                .unwrap();
            return file;
        }
    }
}

fn length(file: &HttpFile) -> usize {
    let length = file.headers.get("content-length").map(|length| length.to_str().unwrap());
    length.unwrap_or("0").parse().unwrap()
}

fn recorded(folder: &Path, name: &str, id: &str, body: &'static str) -> HttpFile {
    let signer = Signer::new(providers::GITHUB, "former-secret").event("push").id(id);
    let mut file = HttpFile::from(signer.sign(body).unwrap());
    file.uri = "/hooks/github?shop=1".parse().unwrap();
    file.headers.insert("x-shop", "7".parse().unwrap());
    fs::write(folder.join(name), file.write()).unwrap();
    file
}

#[test]
fn a_folder_is_sent_as_it_was_recorded_in_the_order_of_names() {
    let folder = tempfile::tempdir().unwrap();
    let second = recorded(folder.path(), "2.http", "two", "{\"n\" : 2}");
    let first = recorded(folder.path(), "1.http", "one", "{\"n\":1}");
    fs::write(folder.path().join(".hidden"), "no request").unwrap();
    let (url, taking) = server(2);

    let path = folder.path().to_str().unwrap();
    let run = hookport(&["send", "--recorded", path, "--as-recorded", "--url", &url]);

    assert_eq!(run.code, 0, "{run:?}");
    for (sent, was) in taking.join().unwrap().iter().zip([first, second]) {
        assert_eq!((&sent.uri, &sent.body), (&was.uri, &was.body));
        for (name, value) in was.headers.iter().filter(|(name, _)| *name != "host") {
            assert_eq!(sent.headers.get(name), Some(value), "{name}");
        }
    }
}

#[test]
fn a_recorded_request_is_signed_again_with_its_event_its_id_and_its_other_headers() {
    let folder = tempfile::tempdir().unwrap();
    recorded(folder.path(), "1.http", "one", "{\"n\":1}");
    let (url, taking) = server(1);

    let path = folder.path().join("1.http");
    let run = hookport(&[
        "send",
        "--recorded",
        path.to_str().unwrap(),
        "--provider",
        "github",
        "--secret",
        "new",
        "--url",
        &format!("{url}/elsewhere"),
    ]);

    assert_eq!(run.code, 0, "{run:?}");
    let sent = taking.join().unwrap().remove(0);
    assert_eq!((sent.uri.path(), &*sent.body), ("/elsewhere", &b"{\"n\":1}"[..]));
    assert_eq!(sent.headers["x-github-event"], "push");
    assert_eq!(sent.headers["x-github-delivery"], "one");
    assert_eq!(sent.headers["x-shop"], "7");
    let verifier = providers::GITHUB.secret("new").verifier().unwrap();
    let received: RawRequest<'_> = sent.received();
    let verdict = verifier.verify(&received, std::time::SystemTime::now());
    assert!(matches!(verdict, Ok(Verdict::Delivery(_))), "{verdict:?}");
}

#[test]
fn the_posts_of_a_har_file_are_sent_at_a_rate() {
    let folder = tempfile::tempdir().unwrap();
    let entry = |method: &str, text: &str| {
        format!(
            r#"{{"request":{{"method":"{method}","url":"https://old.example/hooks","headers":[],"postData":{{"text":"{text}"}}}}}}"#
        )
    };
    let entries = [entry("GET", ""), entry("POST", "a"), entry("POST", "b")].join(",");
    let har = folder.path().join("session.har");
    fs::write(&har, format!(r#"{{"log":{{"entries":[{entries}]}}}}"#)).unwrap();
    let (url, taking) = server(6);
    let started = Instant::now();

    let run = hookport(&[
        "send",
        "--recorded",
        har.to_str().unwrap(),
        "--as-recorded",
        "--url",
        &url,
        "--count",
        "3",
        "--rate",
        "20/s",
    ]);

    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("1 request without POST left out"), "{run:?}");
    assert!(started.elapsed() >= Duration::from_millis(250), "the sixth is due after 250 ms");
    let bodies: Vec<_> = taking.join().unwrap().into_iter().map(|sent| sent.body).collect();
    assert_eq!(bodies, ["a", "b", "a", "b", "a", "b"]);
}

#[test]
fn the_sender_that_a_recorded_request_names_signs_it() {
    let folder = tempfile::tempdir().unwrap();
    let note = |name: &str, of: &str| {
        let file = recorded(folder.path(), name, "one", "{}");
        fs::write(folder.path().join(name), file.with_note("provider", of).unwrap().write())
            .unwrap();
        folder.path().join(name).to_str().unwrap().to_owned()
    };
    let (github, own) = (note("github.http", "github"), note("own.http", "acme"));
    let (url, taking) = server(1);
    let send = |paths: &[&str]| {
        let paths = paths.iter().flat_map(|path| ["--recorded", *path]);
        let args = ["send", "--secret", "new", "--url", &url].into_iter().chain(paths);
        hookport(&args.collect::<Vec<_>>())
    };

    let named = send(&[&github]);
    let of_ones_own = send(&[&own]);
    let of_two = send(&[&github, &own]);

    assert_eq!(named.code, 0, "{named:?}");
    assert_eq!(taking.join().unwrap()[0].headers["x-github-delivery"], "one");
    assert_eq!((of_ones_own.code, of_two.code), (2, 2));
    assert!(of_ones_own.stderr.contains("--provider-file: missing: `acme`"), "{of_ones_own:?}");
    assert!(of_two.stderr.contains("--provider: missing: "), "{of_two:?}");
}

#[test]
fn credentials_that_were_not_recorded_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let whole = recorded(folder.path(), "1.http", "one", "{\"a\":\"hidden\"}");
    let hidden = data::without_credentials(&whole, Some(&providers::GITHUB));
    let sent = |file: &HttpFile| {
        let path = folder.path().join("1.http");
        fs::write(&path, file.write()).unwrap();
        let (url, taking) = server(1);
        let path = path.to_str().unwrap();
        let run = hookport(&["send", "--recorded", path, "--as-recorded", "--url", &url]);
        taking.join().unwrap();
        run
    };

    assert_eq!(sent(&whole).stderr, "");
    let run = sent(&hidden);
    assert!(run.stderr.contains("note: 1 request recorded without credentials: "), "{run:?}");
    let path = folder.path().join("1.http");
    let verify = ["verify", "--provider", "github", "--secret", "former-secret"];
    let run = hookport(&[&verify[..], &[path.to_str().unwrap()]].concat());
    assert!(run.stderr.contains("recorded without its credentials"), "{run:?}");
    assert_eq!(
        (run.code, &*run.stdout),
        (1, "refused  github\n"),
        "no diagnosis blames the sender"
    );
    let run = hookport(&[&verify[..], &["--json", path.to_str().unwrap()]].concat());
    let judged: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&*run.stderr, &judged["cause"]), ("", &"without_credentials".into()));
    assert!(judged["diagnosis"].as_str().unwrap().contains("recorded without its credentials"));
    fs::write(&path, whole.write()).unwrap();
    let run = hookport(&[&verify[..], &[path.to_str().unwrap()]].concat());
    assert_eq!((run.code, &*run.stderr), (0, ""));
}

#[test]
fn what_is_missing_to_sign_or_to_send_is_named() {
    let folder = tempfile::tempdir().unwrap();
    recorded(folder.path(), "1.http", "one", "{}");
    let path = folder.path().to_str().unwrap();
    let url = ["--url", "http://[::1]:9/"];
    for (args, named) in [
        (&["--recorded", path][..], "--provider"),
        (&["--recorded", path, "--provider", "github"], "--secret"),
        (&["--provider", "github", "--secret", "a"], "BODY_FILE"),
        (&["--as-recorded"], "--recorded"),
        (&["--recorded", "/no/such", "--as-recorded"], "/no/such"),
        (&["--recorded", path, "--as-recorded", "--secret", "a"], "--as-recorded"),
        (&["--recorded", path, "--as-recorded", "--rate", "0/s"], "--rate"),
    ] {
        let run = hookport(&[&["send"], args, &url].concat());

        assert_eq!((run.code, &*run.stdout), (2, ""), "{args:?}: {run:?}");
        assert!(run.stderr.contains(named), "{args:?}: {run:?}");
    }
}
