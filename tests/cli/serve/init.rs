//! `hookport init`, and what `serve` makes of its file.

use std::{fs, path::Path, process::Command, time::Duration};

use super::kit::{Folder, Serving, upstream};
use crate::terminal::{Run, command, same_as_file};

fn init(folder: &Path, args: &[&str]) -> Run {
    let mut init = command(&["init"]);
    init.args(args).current_dir(folder).output().unwrap().into()
}

fn served(folder: &Path) -> Command {
    let file = folder.join("hookport.toml");
    // The log lines are read as JSON.
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("log.format = 'json'\n{text}")).unwrap();
    let mut serve = command(&["serve", "--listen", "127.0.0.1:0", "--config"]);
    serve.arg(file);
    serve
}

fn lines_after<'a>(shown: &'a str, provider: &str) -> Vec<&'a str> {
    shown.lines().skip_while(|line| *line != provider).collect()
}

/// Returns what is shown behind a word, of one endpoint.
fn shown<'a>(run: &'a Run, provider: &str, word: &str) -> &'a str {
    let lines = lines_after(&run.stdout, provider);
    let line = lines.into_iter().find_map(|line| line.trim().strip_prefix(word));
    line.unwrap_or_else(|| panic!("{run:?}")).trim()
}

const FIVE: &[&str] = &[
    "--provider",
    "routal",
    "--provider",
    "rabbot",
    "--provider",
    "cargoson",
    "--provider",
    "zonos",
    "--provider",
    "cassa-in-cloud",
    "--secret-env",
    "HOOKPORT_TEST_TILL",
];

#[test]
fn a_url_shows_the_place_of_a_token_that_is_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let run = init(folder.path(), &["--provider", "routal", "--secret-env", "HOOKPORT_TEST_TILL"]);
    assert_eq!(shown(&run, "routal", "URL"), "http://127.0.0.1:8080/routal/TOKEN");
}

#[test]
fn the_five_systems_are_received_with_what_init_shows() {
    let folder = tempfile::tempdir().unwrap();
    let run = init(folder.path(), FIVE);
    assert_eq!(run.code, 0, "{run:?}");
    same_as_file("init", &without_tokens(folder.path(), &run.stdout));
    let mut serve = served(folder.path());
    serve.env("HOOKPORT_TEST_TILL", "made-up");
    let serving = Serving::start_as(serve);

    for provider in ["routal", "cargoson", "zonos"] {
        let url = shown(&run, provider, "URL").replace("EVENT", "ORDER_CREATED");
        let path = url.strip_prefix("http://127.0.0.1:8080").unwrap();
        assert_eq!(serving.post(path, &[], r#"{"event_id":"a.b","data":{}}"#), 200, "{url}");
        assert_eq!(serving.post(&format!("{path}x"), &[], "{}"), 401, "{url}");
    }
    let (name, value) = shown(&run, "rabbot", "header").split_once(": ").unwrap();
    assert_eq!(shown(&run, "rabbot", "URL"), "http://127.0.0.1:8080/rabbot/EVENT");
    assert_eq!(serving.post("/rabbot/odometer", &[(name, value)], "{}"), 200);
    assert_eq!(serving.post("/rabbot/odometer", &[], "{}"), 401);
    // HMAC-SHA-1 of `{}` under `made-up`.
    let signed = hookport::testing::Signer::new(hookport::providers::CASSA_IN_CLOUD, "made-up");
    let signed = signed.event("RECEIPT/CREATE").sign("{}").unwrap();
    let headers: Vec<_> = signed
        .headers()
        .iter()
        .filter(|(name, _)| *name != "host")
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
        .collect();
    assert_eq!(serving.post("/cassa-in-cloud", &headers, "{}"), 200);
}

/// Replaces each token that was made by the name of its file.
fn without_tokens(folder: &Path, shown: &str) -> String {
    let files = fs::read_dir(folder.join("secrets")).unwrap().map(Result::unwrap);
    files.fold(shown.to_owned(), |shown, file| {
        let token = fs::read_to_string(file.path()).unwrap();
        shown.replace(token.trim(), &format!("TOKEN-OF-{}", file.file_name().display()))
    })
}

#[cfg(unix)]
#[test]
fn secrets_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    init(folder.path(), &["--provider", "routal", "--path", "/tours"]);

    let mode =
        |path: &str| fs::metadata(folder.path().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("secrets"), mode("secrets/tours")), (0o700, 0o600));
}

#[test]
fn a_file_that_is_there_is_kept_unless_forced() {
    let folder = tempfile::tempdir().unwrap();
    let token = || fs::read_to_string(folder.path().join("secrets/routal")).unwrap();
    assert_eq!(init(folder.path(), &["--provider", "routal"]).code, 0);
    let first = token();

    let again = init(folder.path(), &["--provider", "routal"]);

    assert_eq!((again.code, token()), (1, first.clone()));
    assert!(again.stderr.contains("a file at `hookport.toml` already; `--force` replaces it"));
    assert_eq!(init(folder.path(), &["--provider", "routal", "--force"]).code, 0);
    assert_ne!(token(), first);
}

#[test]
fn secrets_of_another_file_in_the_folder_are_kept_unless_forced() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path(), &["--provider", "rabbot"]);
    let token = folder.path().join("secrets/rabbot");
    let first = fs::read(&token).unwrap();

    let second = init(folder.path(), &["--provider", "rabbot", "--config", "other.toml"]);

    assert_eq!((second.code, fs::read(&token).unwrap()), (1, first));
    assert!(second.stderr.contains("secrets"), "{second:?}");
    assert!(!folder.path().join("other.toml").exists());
}

#[test]
fn what_holds_for_each_endpoint_is_said_once() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path(), FIVE);

    let file = fs::read_to_string(folder.path().join("hookport.toml")).unwrap();

    let comments = file.lines().filter(|line| line.starts_with("#   "));
    let (mut seen, all) = (std::collections::BTreeSet::new(), comments.count());
    seen.extend(file.lines().filter(|line| line.starts_with("#   ")));
    assert_eq!(seen.len(), all, "{file}");
    assert_eq!(file.matches("replace `store-only`").count(), 1, "{file}");
    assert_eq!(file.matches("store-only = true").count(), 5, "{file}");
    assert!(
        file.contains("Deliveries are kept for 30 days, or for what `done` in `[retention]` says"),
        "{file}"
    );
}

#[test]
fn the_query_goes_on_of_a_sender_that_also_delivers_by_get() {
    let folder = tempfile::tempdir().unwrap();
    let forward = ["--forward", "http://127.0.0.1:9/"];
    let args = [&["--provider", "rabbot"], &forward[..], &["--provider", "routal"], &forward];
    init(folder.path(), &args.concat());

    let file = fs::read_to_string(folder.path().join("hookport.toml")).unwrap();

    for key in ["forward.append-query = true", "forward.method-of-sender = true"] {
        assert_eq!(file.matches(key).count(), 1, "{file}");
    }
}

#[test]
fn deliveries_are_forwarded_to_the_url_of_the_flag() {
    let (url, bodies) = upstream();
    let folder = tempfile::tempdir().unwrap();
    let run = init(folder.path(), &["--provider", "routal", "--forward", &url]);
    let serving = Serving::start_as(served(folder.path()));

    let path = shown(&run, "routal", "URL").strip_prefix("http://127.0.0.1:8080").unwrap();
    assert_eq!(serving.post(path, &[], r#"{"event_id":"a.b"}"#), 200);

    let body = bodies.recv_timeout(Duration::from_secs(60)).unwrap();
    assert_eq!(body, r#"{"event_id":"a.b"}"#);
}

#[test]
fn a_variable_that_is_to_be_set_is_named() {
    let folder = tempfile::tempdir().unwrap();

    let run = init(folder.path(), &["--provider", "stripe"]);

    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("environment variable `STRIPE_SECRET` is not set"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_written_over() {
    let all = ["hookport.toml", "secrets/console", "secrets/routal", "secrets/routal.new"];
    for place in all {
        for is_link in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let at = folder.path().join(place);
            fs::create_dir(folder.path().join("secrets")).unwrap();
            if is_link {
                std::os::unix::fs::symlink("elsewhere", &at).unwrap();
            } else {
                assert!(Command::new("mkfifo").arg(&at).status().unwrap().success());
            }
            let before = fs::symlink_metadata(&at).unwrap().file_type();

            let run = init(folder.path(), &["--provider", "routal", "--force"]);

            let is = if is_link { "a symbolic link" } else { "a device, a pipe or a socket" };
            let told = format!("error: there is {is} at `{place}`: expected");
            assert!(run.code == 2 && run.stderr.starts_with(&told), "{run:?}");
            assert_eq!(fs::symlink_metadata(&at).unwrap().file_type(), before);
            assert!(!folder.path().join("elsewhere").exists());
        }
    }
}

#[test]
fn wrong_flags_are_named() {
    for (args, problem) in [
        (&[][..], "--provider: name a sender"),
        (&["--path", "/a"], "--path: give `--provider` before it"),
        (&["--provider", "strpe"], "similar: stripe"),
        (&["--provider", "stripe", "--path", "a"], "--path: must begin with `/`"),
        (&["--provider", "routal", "--provider", "routal"], "`routal` is taken by another secret"),
        (
            &["--provider", "routal", "--path", "/console"],
            "`console` is taken by another secret: give another `--name`",
        ),
        (
            &["--provider", "routal", "--path", "/../x"],
            "must be a path of plain segments, as `/stripe`",
        ),
        (&["--provider", "asana", "--path", "/../x"], "--path: must be a path"),
        (&["--provider", "routal", "--path", "/livez"], "is the path of a health page"),
        (&["--provider", "stripe", "--secret-env", "A B"], "`env` must be the name of a variable"),
        (&["--provider", "twilio"], "--public-url: `twilio` signs its URL: give it"),
        (&["--provider", "pusher"], "--set: `pusher` needs `app-key`"),
        (&["--provider", "pusher", "--set", "app-id=1"], "--set: provider `pusher` has no setting"),
        (&["--provider", "pusher", "--set", "app-key= "], "--set: provider `pusher`"),
        (&["--provider", "routal", "--forward", "ftp://x"], "--forward: URL cannot"),
        (&["--provider", "routal", "--public-url", "ftp://x"], "public-url"),
        (&["--provider", "twilio", "--public-url", "http://x?y=1"], NO_URL),
        (&["--provider", "twilio", "--public-url", "http://a:b@x"], NO_URL),
        (&["--provider", "routal", "--inbox", "mysql:x"], "inbox"),
        (&["--provider", "routal", "--name", "a", "--name", "b"], "--name: is given twice for"),
        (
            &["--provider", "routal", "--path", "/routal", "--path", "/fleet"],
            "--path: is given twice for `routal`",
        ),
        (
            &["--provider", "pusher", "--set", "app-key=a", "--set", "app-key=b"],
            "--set: `app-key` is given twice\n",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let run = init(folder.path(), args);

        assert_eq!((run.code, fs::read_dir(folder.path()).unwrap().count()), (2, 0), "{run:?}");
        assert!(run.stderr.contains(problem), "{run:?}");
        assert!(!run.stderr.contains("github"), "it is no sender of these: {run:?}");
    }
}

const NO_URL: &str = "--public-url: is no URL of a receiver: expected `http(s)://host[:port]`";

#[test]
fn a_sender_that_brings_its_secret_has_a_file_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let run = init(folder.path(), &["--provider", "asana"]);
    assert_eq!((run.code, &*run.stderr), (0, ""));
    let serving = Serving::start_as(served(folder.path()));

    assert_eq!(serving.post("/asana", &[("x-hook-secret", "made-up-by-asana")], ""), 200);

    let kept = fs::read_to_string(folder.path().join("secrets/asana.json")).unwrap();
    assert!(kept.contains("made-up-by-asana"));
    drop(Folder(folder));
}
