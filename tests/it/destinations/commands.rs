//! Commands that get deliveries.

use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::{Duration, Instant, SystemTime},
};

use hookport::{
    Delivery, DeliveryParts, Outcome, Trust,
    destinations::{DeliveryAttempt, Destination, Filter, Meaning, RunCommand, TextTemplate},
};
use tempfile::TempDir;

use super::kit::{documented, shop, start};
use crate::kit::paid;

/// A folder with a program that is a shell script.
struct Script(TempDir);

impl Script {
    fn new(lines: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("program");
        fs::write(&path, format!("#!/bin/sh\ncd '{}'\n{lines}\n", folder.path().display()))
            .unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        Self(folder)
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("program")
    }

    fn command(&self) -> RunCommand {
        RunCommand::new(self.path())
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.path().join(file)).unwrap()
    }
}

fn delivery(body: impl Into<Vec<u8>>) -> Delivery {
    let request = http::Request::post("/shop").body(body.into().into()).unwrap();
    let mut parts = DeliveryParts::new("acme", Trust::Signed, SystemTime::UNIX_EPOCH, request);
    parts.event_name = Some("order.paid".into());
    Delivery::from_parts(parts, http::Extensions::new())
}

async fn run(command: RunCommand, body: impl Into<Vec<u8>>) -> String {
    let command = command.build().unwrap();
    let attempt = DeliveryAttempt::new("shop", "app");
    match command.deliver(&delivery(body), &attempt).await {
        Outcome::Done => "done".to_owned(),
        Outcome::Retry { error, .. } => format!("retry: {}", error.unwrap()),
        Outcome::DeadLetter { reason } => format!("dead: {reason}"),
    }
}

fn template(text: &'static str) -> TextTemplate {
    TextTemplate::parse(text).unwrap()
}

#[tokio::test]
async fn a_program_gets_its_arguments_the_body_and_what_is_known_of_the_delivery() {
    let script =
        Script::new("printf '%s\\n' \"$@\" > arguments; cat > body; env | sort > environment");
    let command = script
        .command()
        .argument(template("--id={json:/id}"))
        .argument(template("{json:/absent}"))
        .env("REASON", template("{event} it is"))
        .build()
        .unwrap();
    let running = start(shop().to("app", Filter::all(), command));

    running.send("d1", 7).await;
    running.idle().await;

    assert_eq!(script.read("arguments"), "--id=d1\n\n");
    assert_eq!(script.read("body"), paid("d1", 7));
    let environment = script.read("environment");
    let has = |line: &str| environment.lines().any(|found| found == line);
    for line in [
        "HOOKPORT_EVENT=order.paid",
        "HOOKPORT_ID=d1",
        "HOOKPORT_ENDPOINT=shop",
        "HOOKPORT_DESTINATION=app",
        "HOOKPORT_PROVIDER=acme",
        "HOOKPORT_TRUST=signed",
        "HOOKPORT_ATTEMPT=1",
        "REASON=order.paid it is",
    ] {
        assert!(has(line), "{line} in {environment}");
    }
    assert!(!environment.contains("CARGO"), "the rest is cleared: {environment}");
    let names = environment.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name);
    let own: BTreeSet<_> =
        names.filter(|name| name.starts_with("HOOKPORT_")).map(str::to_owned).collect();
    assert_eq!(own, documented("command"));
}

#[tokio::test]
async fn a_hostile_value_stays_one_argument_and_no_shell_reads_it() {
    let script = Script::new("printf '[%s]' \"$@\" > arguments; printf '%s' $# > count");
    let body = r#"{"a":"x y\n\"'; touch hacked $(touch hacked) `touch hacked` | * -rf"}"#;

    let command = script.command().argument(template("{json:/a}")).argument(template("--"));
    assert_eq!(run(command, body).await, "done");

    assert_eq!(script.read("count"), "2");
    assert_eq!(
        script.read("arguments"),
        "[x y\n\"'; touch hacked $(touch hacked) `touch hacked` | * -rf][--]"
    );
    assert!(!script.0.path().join("hacked").exists());
}

#[tokio::test]
async fn an_argument_that_cannot_be_made_is_a_dead_letter() {
    let script = Script::new("touch ran");
    let argument = || script.command().argument(template("{json:/a}"));

    assert_eq!(
        run(argument(), "no JSON").await,
        "dead: no arguments: body cannot be read as JSON: line 1 column 2"
    );
    let zero = run(argument(), r#"{"a":"\u0000"}"#).await;
    assert!(zero.starts_with("dead: command `"), "{zero}");
    let long = run(argument(), format!(r#"{{"a":"{}"}}"#, "x".repeat(4 << 20))).await;
    assert!(long.starts_with("dead: command `"), "{long}");
    assert!(!script.0.path().join("ran").exists());
}

#[tokio::test]
async fn the_exit_code_says_what_becomes_of_the_delivery() {
    for (code, expected) in [
        (0, "done"),
        (1, r"retry: command ended with exit code 1, which says: wrote\nthis"),
        (75, r"retry: command ended with exit code 75, which says: wrote\nthis"),
        (65, r"dead: command ended with exit code 65, which says: wrote\nthis"),
        (3, "done"),
    ] {
        let script = Script::new(&format!("echo out; printf 'wrote\\nthis\\n' >&2; exit {code}"));
        let command =
            script.command().exit_code(65, Meaning::DeadLetter).exit_code(3, Meaning::Done);
        assert_eq!(run(command, "").await, expected);
    }
    let script = Script::new("echo only out; kill -9 $$");
    let killed = run(script.command(), "").await;
    assert!(killed.starts_with("retry: command was ended by a signal"), "{killed}");
    assert!(killed.ends_with(": only out"), "{killed}");
}

#[tokio::test]
async fn a_program_that_is_not_there_is_tried_again() {
    let missing = run(RunCommand::new("/no/such/program"), "").await;
    assert!(
        missing.starts_with("retry: command `/no/such/program` cannot be started: "),
        "{missing}"
    );
}

#[tokio::test]
async fn a_program_that_takes_too_long_is_killed_with_all_its_children() {
    let script = Script::new("echo begun >&2; sleep 100 & echo $! > child; sleep 100");
    let command = script.command().time_limit(Duration::from_millis(500));
    let started = Instant::now();

    let outcome = run(command, "").await;

    assert_eq!(outcome, "retry: command did not end within 500ms, which says: begun");
    assert!(started.elapsed() < Duration::from_secs(20));
    assert!(is_gone(script.read("child").trim()).await, "its child lives on");
}

/// Returns whether a process ends, or waits only to be noticed.
async fn is_gone(process: &str) -> bool {
    let status = Path::new("/proc").join(process).join("stat");
    for _ in 0..200 {
        match fs::read_to_string(&status) {
            Err(_) => return true,
            Ok(text) if text.contains(") Z ") => return true,
            Ok(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
    false
}

#[tokio::test]
async fn an_attempt_that_is_dropped_kills_the_program() {
    let script = Script::new("sleep 100 & echo $! > child; mv child there; sleep 100");
    let command = script.command().build().unwrap();
    let (delivery, attempt) = (delivery(""), DeliveryAttempt::new("shop", "app"));
    let there = script.0.path().join("there");
    {
        let mut running = command.deliver(&delivery, &attempt);
        while !there.exists() {
            let step = tokio::time::timeout(Duration::from_millis(10), &mut running).await;
            assert!(step.is_err());
        }
    }

    assert!(is_gone(script.read("there").trim()).await);
}

#[tokio::test]
async fn a_program_that_reads_nothing_or_floods_its_output_does_not_hang() {
    let body = vec![b'x'; 2 << 20];
    assert_eq!(run(Script::new("exit 0").command(), body.clone()).await, "done");
    let flood = Script::new("head -c 20000000 /dev/zero | tr '\\0' x; echo the end; exit 1");
    let outcome = run(flood.command(), body).await;
    assert!(outcome.len() < 400, "{}", outcome.len());
    assert!(outcome.ends_with(r"x\nthe end") || outcome.ends_with("the end"), "{outcome}");
    let silent = Script::new("cat; exit 0");
    assert_eq!(run(silent.command().without_body(), "x").await, "done");
}

#[tokio::test]
async fn what_a_program_leaves_behind_does_not_hold_the_delivery_up() {
    let script = Script::new("sleep 3 & exit 0");
    let started = Instant::now();

    assert_eq!(run(script.command(), "").await, "done");
    assert!(started.elapsed() < Duration::from_millis(2500));
}

#[test]
fn a_command_that_cannot_be_run_is_refused() {
    for (command, problem) in [
        (RunCommand::new(""), "program must not be empty"),
        (RunCommand::new("a").time_limit(Duration::ZERO), "`time_limit` must not be zero"),
        (
            RunCommand::new("a").env("A=B", template("")),
            "`A=B` cannot be the name of a variable of the environment",
        ),
        (
            RunCommand::new("a").keeping_env([""]),
            "`` cannot be the name of a variable of the environment",
        ),
    ] {
        assert_eq!(command.build().unwrap_err().to_string(), problem);
    }
}
