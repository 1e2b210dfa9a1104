//! `hookport log`, `show`, `dead`, `usage` and `quarantine`.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::SystemTime,
};

use hookport::inbox::{Change, Day, EntryId, Replay, Store};

use super::kit::{Kept, at};
use crate::terminal::command;

#[test]
fn the_log_is_filtered() {
    for kept in Kept::everywhere() {
        kept.transcript(
            "log",
            &[
                "log",
                "log --failed",
                "log --endpoint stripe --event invoice.paid --state done --state dead",
                "log --trust token --tenant none",
                "log --since 2026-12-01 --until 2026-12-02 --limit 2",
                "log --sender-id evt_3 --json",
                "log --text ord_1 --json",
                "log --until 2026-12-01",
                "log --endpoint none",
                "log --endpoint none --json",
                "log --state lost",
            ],
        );
    }
}

#[test]
fn a_delivery_is_shown_without_its_credentials() {
    for kept in Kept::everywhere() {
        kept.transcript(
            "show",
            &[
                "show 2",
                "show 3",
                "show 5",
                "show 2 --json",
                "show 2 --raw",
                "show 2 --http",
                "show 2 --http --with-secrets",
                "show 4711",
                "show 2 --raw --json",
                "show two",
            ],
        );
    }
}

#[test]
fn dead_letters_are_grouped_and_replayed() {
    for kept in Kept::everywhere() {
        kept.transcript(
            "dead",
            &[
                "dead",
                "dead --endpoint shop --json",
                "dead --endpoint none",
                "dead --replay",
                "dead --replay --endpoint stripe --yes",
                "dead --replay --yes --json",
                "dead",
            ],
        );
    }
}

#[test]
fn usage_is_counted_by_day() {
    for kept in Kept::everywhere() {
        kept.with_store(async |store| {
            let day = Day::of(SystemTime::now());
            let mut tally = hookport::inbox::Tally::default();
            (tally.limited, tally.refused) = (3, 1);
            store.change(Change::Count { day, endpoint: "stripe".into(), tally }).await.unwrap();
            let mut tally = hookport::inbox::Tally::default();
            tally.refused = 2;
            store.change(Change::Count { day, endpoint: "shop".into(), tally }).await.unwrap();
            store
        });
        // What the kit keeps came on another day, wherever that lies from today.
        kept.transcript(
            "usage",
            &[
                "usage --days 1",
                "usage --days 1 --exceeded",
                "usage --days 1 --endpoint shop --json",
                "usage --days 1 --event none",
                "usage --days 0",
            ],
        );
    }
}

#[test]
fn the_quarantine_is_listed_and_emptied() {
    for kept in Kept::everywhere() {
        kept.transcript(
            "quarantine",
            &[
                "quarantine",
                "quarantine --endpoint shop",
                "quarantine --json",
                "quarantine 1",
                "quarantine 2",
                "quarantine --discard",
                "quarantine 1 --discard",
                "quarantine 1 --discard --yes --json",
                "quarantine",
                "quarantine --endpoint stripe --json",
            ],
        );
    }
}

#[test]
fn nothing_from_outside_controls_the_terminal() {
    let kept = Kept::new();
    for command in ["log", "show 2", "show 5", "dead", "quarantine 1"] {
        let run = kept.run(command);

        let unsafe_characters = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!run.stdout.contains(unsafe_characters), "{command}: {run:?}");
    }
}

#[test]
fn what_is_new_is_followed_until_ctrl_c() {
    for kept in Kept::everywhere() {
        kept.with_store(async |store| {
            let mut follower = Follower::start(&kept, &["--endpoint", "shop", "--json"]);
            assert!(follower.line().contains(r#""senderId":"ord_1","#));
            assert!(follower.line().contains(r#""senderId":"ord_2","#));
            replay(&*store, 5).await;

            let changed = follower.line();
            assert!(changed.contains(r#""id":5,"#), "{changed}");
            assert!(changed.contains(r#""state":"open""#), "{changed}");
            assert_eq!(follower.interrupt(), Some(130));
            store
        });
    }
}

async fn replay(store: &dyn Store, entry: u64) {
    let (entries, served) = (vec![EntryId::new(entry)], Vec::new());
    let change = Change::Replay { entries, runs: Replay::Failed, served, at: at(100) };
    assert_eq!(store.change(change).await.unwrap(), 1);
}

/// A `hookport log --follow` that runs.
struct Follower {
    child: Child,
    lines: BufReader<std::process::ChildStdout>,
}

impl Follower {
    fn start(kept: &Kept, options: &[&str]) -> Self {
        let args = [&["log", "--follow", "--inbox", kept.url()], options].concat();
        let mut child =
            command(&args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        line
    }

    fn interrupt(mut self) -> Option<i32> {
        let process = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &process]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}
