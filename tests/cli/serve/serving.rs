//! `hookport serve`: start, receive, stop.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use serde_json::{Value, json};

use super::kit::{Connection, Folder, Serving, status, upstream};
use crate::terminal::{command, hookport};

const ROUTAL: &str = "
[[endpoints]]
path = '/routal'
provider = 'routal'
secrets = [{ file = 'secret' }]
store-only = true
";

const CREATED: &str = r#"{"event_id":"routal.planner.2.plan.created","data":{"id":"1"}}"#;

#[test]
fn a_delivery_is_received_and_kept() {
    let folder = Folder::with(ROUTAL);
    let serving = Serving::start(&folder);

    assert_eq!(serving.post("/routal/made-up", &[], CREATED), 200);
    assert_eq!(serving.post("/routal/wrong", &[], CREATED), 401);
    assert_eq!(serving.post("/other", &[], CREATED), 404);
    assert!(serving.get("/readyz").ends_with("ready\n"));
    assert!(folder.path().join("hookport.db").exists(), "the inbox is beside the file");
}

#[cfg(unix)]
#[test]
fn a_limit_of_the_length_of_files_is_answered_with_503_and_the_process_lives() {
    let proof = "secrets = [{ file = 'secret' }]";
    let folder = Folder::with(&super::kit::GITHUB.replace(proof, "unauthenticated = true"));
    let hookport = command(&[]);
    let mut limited = std::process::Command::new("bash");
    limited.args(["-c", "ulimit -f 1024; exec \"$@\"", "bash"]).arg(hookport.get_program());
    limited.args(["serve", "--config"]).arg(folder.file());
    let serving = Serving::start_as(limited);
    let body = format!("{{\"a\":\"{}\"}}", "a".repeat(100_000));

    let post = |number: i32| {
        let id = number.to_string();
        let headers = [("x-github-event", "push"), ("x-github-delivery", &*id)];
        serving.post("/github", &headers, &body)
    };
    let refused = (0..50).map(post).find(|status| *status != 200);

    assert_eq!(refused, Some(503));
    assert!(serving.get("/livez").starts_with("HTTP/1.1 200"));
}

#[cfg(unix)]
#[test]
fn at_the_level_debug_each_delivery_and_each_attempt_is_a_line_without_secrets() {
    let (url, bodies) = upstream();
    let app = format!(
        "[[endpoints.destinations]]\nname = 'app'\nforward.url = '{url}?key=made-up'\n\
         forward.set-headers = {{ authorization = 'made-up' }}\n"
    );
    let config = ROUTAL.replace("store-only = true\n", &app);
    let folder = Folder::with(&format!("log.level = 'debug'\n{config}"));
    let serving = Serving::start(&folder);
    let created = CREATED.replace("{\"id\"", "{\"buyer\":\"made-up\",\"id\"");

    for _ in 0..2 {
        assert_eq!(serving.post("/routal/made-up", &[], &created), 200);
    }
    assert_eq!(bodies.recv().unwrap(), created);
    let lines = serving.lines_until_it_is_stopped();

    let line = |message: &str| {
        let of_it = |line: &&Value| line["message"] == message;
        let [line] = lines.iter().filter(of_it).collect::<Vec<_>>()[..] else {
            panic!("{message}: {lines:#?}")
        };
        assert_eq!((&line["provider"], &line["endpoint"]), (&json!("routal"), &json!("routal")));
        assert_eq!(line["event"], "routal.planner.2.plan.created", "{line}");
        line
    };
    assert_eq!(
        (&line("webhook stored")["level"], &line("webhook stored")["entry"]),
        (&json!("DEBUG"), &json!(1))
    );
    assert_eq!(line("webhook is a duplicate")["first"], "1");
    let (begins, ends) = (line("attempt begins"), line("handler done"));
    for attempt in [begins, ends] {
        assert_eq!(attempt["level"], "DEBUG");
        assert_eq!((&attempt["handler"], &attempt["attempt"]), (&json!("app"), &json!(1)));
    }
    assert!(ends["milliseconds"].as_f64().unwrap() < 60_000.0, "{ends}");
    let told = format!("{lines:?}");
    assert!(!told.contains("made-up"), "{told}");
}

#[test]
fn each_endpoint_is_logged_with_its_trust() {
    let mut start = command(&["serve", "--config"]);
    let folder = Folder::with(ROUTAL);
    let serving = Serving::start_as({
        start.arg(folder.file()).args(["--inbox", "memory:"]);
        start
    });

    assert!(!folder.path().join("hookport.db").exists());
    assert!(serving.address().starts_with("127.0.0.1:"));
}

#[test]
fn a_wrong_file_ends_the_start_with_its_mistakes() {
    let folder = Folder::with("[[endpoints]]\npth = '/a'\n");

    let run = hookport(&["serve", "--config", folder.file().to_str().unwrap()]);

    assert_eq!((run.code, &*run.stdout), (2, ""));
    assert!(run.stderr.contains("hookport.toml:4: `endpoints[0].pth`: unknown key"), "{run:?}");
    assert!(!folder.path().join("hookport.db").exists(), "nothing was opened");
}

#[test]
fn a_port_that_is_taken_ends_the_start_with_another_code() {
    let folder = Folder::with(ROUTAL);
    let serving = Serving::start(&folder);
    let file = folder.file();

    let run =
        hookport(&["serve", "--config", file.to_str().unwrap(), "--listen", serving.address()]);

    assert_eq!(run.code, 1);
    assert!(run.stderr.contains(&format!("cannot listen on `{}`: ", serving.address())), "{run:?}");
}

#[cfg(unix)]
#[test]
fn a_file_that_has_changed_is_read_again_at_a_signal() {
    let folder = Folder::with(ROUTAL);
    let serving = Serving::start(&folder);
    assert_eq!(serving.post("/tours/made-up", &[], CREATED), 404);

    folder.configure(&ROUTAL.replace("path = '/routal'", "path = '/tours'"));
    folder.put("secret", "made-up-new");
    serving.signal("HUP");
    serving.line("configuration reloaded");
    serving.soon(|| serving.post("/tours/made-up-new", &[], CREATED) == 200);

    assert_eq!(serving.post("/tours/made-up", &[], CREATED), 401, "the secret was read again");
    assert_eq!(serving.post("/routal/made-up", &[], CREATED), 404);
}

#[cfg(unix)]
#[test]
fn a_wrong_file_is_logged_at_a_signal_and_the_old_one_stays() {
    let folder = Folder::with(ROUTAL);
    let serving = Serving::start(&folder);

    folder.configure(&ROUTAL.replace("path", "pth"));
    serving.signal("HUP");

    let line = serving.line("configuration not reloaded: the old one stays");
    let problem = line["problem"].as_str().unwrap();
    assert!(problem.contains("hookport.toml:5: `endpoints[0].pth`: unknown key"), "{problem}");
    assert_eq!(serving.post("/routal/made-up", &[], CREATED), 200);
}

#[cfg(unix)]
#[test]
fn a_signal_during_the_start_is_heard_once_the_receiver_serves() {
    let program = "[ -e sent ] || { touch sent; kill -HUP $PPID; }; echo made-up";
    let secret = format!("{{ command = ['sh', '-c', '{program}'] }}");
    let folder = Folder::with(&ROUTAL.replace("{ file = 'secret' }", &secret));

    let serving = Serving::start(&folder);

    serving.line("configuration reloaded");
    assert_eq!(serving.post("/routal/made-up", &[], CREATED), 200);
}

#[cfg(unix)]
#[test]
fn a_key_that_needs_a_restart_is_named_at_a_signal() {
    let folder = Folder::with(ROUTAL);
    let serving = Serving::start(&folder);

    folder.configure(&format!("limits.max-connections = 5\n{ROUTAL}"));
    serving.signal("HUP");

    let line = serving.line("key is used at the next start only");
    assert_eq!(line["key"], "limits.max-connections");
}

#[cfg(unix)]
#[test]
fn under_load_no_request_is_dropped_while_the_file_is_read_again() {
    use std::{
        sync::atomic::{AtomicBool, Ordering::Relaxed},
        thread,
    };

    let folder = Folder::with(ROUTAL);
    let serving = Serving::start(&folder);
    let is_over = AtomicBool::new(false);
    let sent = thread::scope(|scope| {
        let sender = |number: usize| {
            let (address, is_over) = (serving.address(), &is_over);
            scope.spawn(move || {
                let mut connection = Connection::open(address);
                let mut sent = 0;
                while !is_over.load(Relaxed) {
                    let body = CREATED.replace("\"1\"", &format!("\"{number}-{sent}\""));
                    assert_eq!(connection.post("/routal/made-up", &body), 200);
                    sent += 1;
                }
                sent
            })
        };
        let senders: Vec<_> = (0..4).map(sender).collect();
        for _ in 0..5 {
            serving.signal("HUP");
            serving.line("configuration reloaded");
        }
        is_over.store(true, Relaxed);
        senders.into_iter().map(|sender| sender.join().unwrap()).sum::<usize>()
    });

    serving.signal("TERM");
    assert_eq!(serving.end(), Some(0));
    let kept = kept(&folder.path().join("hookport.db"));
    assert_eq!(kept, sent, "each 2xx is in the inbox");
}

/// Returns how many deliveries an inbox has.
#[cfg(unix)]
fn kept(file: &std::path::Path) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = hookport::stores::SqliteStore::open(file).await.unwrap();
        let inbox = hookport::inbox::Inbox::new(std::sync::Arc::new(store));
        inbox
            .usage(1)
            .await
            .unwrap()
            .iter()
            .map(|day| usize::try_from(day.tally.received).unwrap())
            .sum()
    })
}

#[cfg(unix)]
#[test]
fn a_request_that_is_open_is_answered_before_the_end() {
    let folder = Folder::with(ROUTAL);
    let serving = Serving::start(&folder);
    let mut open = TcpStream::connect(serving.address()).unwrap();
    let length = CREATED.len();
    write!(open, "POST /routal/made-up HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\nExpect: 100-continue\r\n\r\n").unwrap();
    // The receiver has begun with it.
    let mut head = [0; 25];
    open.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 100 Continue\r\n\r\n");

    serving.signal("TERM");
    open.write_all(CREATED.as_bytes()).unwrap();
    let mut answer = String::new();
    open.read_to_string(&mut answer).unwrap();

    assert_eq!(status(&answer), 200);
    assert_eq!(serving.end(), Some(0));
}

#[test]
fn a_file_with_five_hundred_endpoints_starts() {
    let endpoint = |number: usize| {
        ROUTAL.replace("/routal", &format!("/routal-{number}"))
            + "ordered-by = 'json:/data/id'\nrate-limit = '100/s'\nquarantine = 10\n"
    };
    let config: String = (0..500).map(endpoint).collect();
    let folder = Folder::with(&config);

    let serving = Serving::start(&folder);

    assert_eq!(serving.post("/routal-499/made-up", &[], CREATED), 200);
}

#[test]
fn a_secret_of_a_handshake_that_can_be_none_is_logged_as_that() {
    let folder = Folder::with(
        "inbox = 'memory:'\n[[endpoints]]\npath = '/asana'\nprovider = 'asana'\n\
         accounts = { file = 'asana.json' }\nstore-only = true\n",
    );
    folder.put("asana.json", "{\"\":[]}");
    let serving = Serving::start(&folder);

    assert_eq!(serving.post("/asana", &[("x-hook-secret", "made-up")], ""), 401);
    let refused = serving.line("webhook refused");
    assert_eq!(refused["reason"], "secret_unusable", "{refused}");
    assert!(refused["error"].as_str().unwrap().contains("shorter than 8 characters"), "{refused}");
    assert!(!refused.to_string().contains("made-up"), "{refused}");

    assert_eq!(serving.post("/asana", &[("x-hook-secret", "made-up-and-long")], ""), 200);
    assert_eq!(serving.post("/asana", &[("x-hook-secret", "another-and-long")], ""), 401);
    assert_eq!(serving.line("webhook refused")["reason"], "secret_not_expected");
}
