//! The program as a newcomer runs it.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Output, Stdio},
};

use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_quickstart");

/// The lines that it has to print of its own deliveries, in this order.
const TELLING: &[&str] = &[
    "Seven senders deliver to one receiver, http://127.0.0.1:",
    "on_paid",
    "kept before        payment_intent.succeeded            no handler runs again",
    "stale_timestamp",
    "on_push",
    "signature_mismatch",
    "on_stop",
    "on_odometer",
    "current_driver",
    r#"{"plate":"ABC1D23","driver":{"name":"Joao Lima"}}"#,
    "token_mismatch",
    "capture",
    "on_zonos",
    "on_till",
    "missing_value",
    "The inbox as its log shows",
    "1 stripe",
    "All of it as it should be.",
];

#[test]
fn it_delivers_to_itself_without_colour_and_leaves_nothing_behind() {
    let place = Place::new();

    let output = place.run(&["--once", "--port", "0"]);

    let printed = text(&output.stdout);
    assert!(output.status.success(), "{printed}{}", text(&output.stderr));
    let mut rest = &*printed;
    for line in TELLING {
        let at = rest.find(line).unwrap_or_else(|| panic!("no {line:?} in its place:\n{printed}"));
        rest = &rest[at + line.len()..];
    }
    assert!(!printed.contains('\x1b'), "nobody looks on");
    place.is_empty();
}

#[test]
fn it_can_be_run_again_on_the_same_file() {
    let place = Place::new();
    let file = place.0.path().join("kept.db");
    let run = || place.run(&["--once", "--port", "0", "--file", file.to_str().unwrap()]);

    for time in 1..=3 {
        let output = run();
        assert!(output.status.success(), "time {time}: {}", text(&output.stdout));
    }
}

#[test]
fn help_is_no_mistake_and_a_mistake_is_one() {
    let place = Place::new();

    let help = place.run(&["--help"]);
    let wrong = place.run(&["--prot", "1"]);

    assert!(help.status.success());
    assert!(text(&help.stdout).contains("--file PATH"));
    assert!(!wrong.status.success());
    assert!(text(&wrong.stderr).starts_with("quickstart: unknown option `--prot`"));
}

#[test]
fn a_port_in_use_is_said() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let place = Place::new();

    let output = place.run(&["--once", "--port", &port]);

    assert!(!output.status.success());
    let told = text(&output.stderr);
    assert!(told.contains(&format!("port {port} is in use")), "{told}");
    place.is_empty();
}

#[test]
fn the_lines_for_another_terminal_show_what_arrives_and_the_same_again_as_a_duplicate() {
    let place = Place::new();
    let mut listening = place.listen();

    let curl = listening.printed("curl");
    for arrival in ["signed, secret 1   Push: you/first-try, main", "kept before        push"] {
        let answer = shell(&curl);
        assert!(answer.contains("200 OK"), "{answer}");
        listening.shows(&["github", "200", arrival]);
    }
    let send = listening.printed("cargo run");
    for arrival in ["signed, secret 1   Paid: ", "kept before        payment_intent.succeeded"] {
        let answer = shell(&with_the_program_that_cargo_has_built(&send));
        assert!(answer.contains("1 × 200 OK"), "{answer}");
        listening.shows(&["stripe", "200", arrival]);
    }
    let forged = with_the_program_that_cargo_has_built(&send).replace("made-up-stripe", "guessed");
    assert!(shell(&forged).contains("1 × 401 Unauthorized"));
    listening.shows(&["stripe", "401", "signature_mismatch"]);

    listening.ends_at("TERM");
    place.is_empty();
}

#[test]
fn no_line_is_printed_twice() {
    let lines = || {
        let place = Place::new();
        let listening = place.listen();
        let lines = [listening.printed("curl"), listening.printed("cargo run")];
        let payment = lines[1].split_whitespace().last().map(fs::read_to_string).unwrap().unwrap();
        listening.ends_at("INT");
        place.is_empty();
        [id_in(&lines[0], "x-github-delivery: "), id_in(&payment, "\"id\": \"evt_")]
    };

    let printed: Vec<_> = (0..2).flat_map(|_| lines()).collect();

    let distinct: BTreeSet<_> = printed.iter().collect();
    assert_eq!(distinct.len(), 4, "{printed:?}");
}

/// The crates that are compiled before anything is seen: these, and the program of the line that it prints.
#[test]
fn a_newcomer_compiles_at_most_105_packages() {
    let tree = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--offline", "--locked", "--edges", "normal,build", "--prefix", "none"])
            .args(arguments)
            .current_dir(root())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let trees = [
        tree(&["--package", "quickstart"]),
        tree(&["--package", "hookport", "--no-default-features", "--features", "cli-http"]),
    ];
    let name_and_version = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let packages: BTreeSet<_> =
        trees.iter().flat_map(|tree| tree.lines()).map(name_and_version).collect();

    assert!(packages.len() <= 105, "{}: {packages:#?}", packages.len());
}

/// The folder for the temporary files of a run.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).env("TMPDIR", self.0.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Starts it, and reads until it invites.
    fn listen(&self) -> Listening {
        let mut program = self.command(&["--port", "0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(program.stdout.take().unwrap());
        let mut printed = String::new();
        while !printed.contains("Ctrl-C ends it.\n") {
            assert_ne!(lines.read_line(&mut printed).unwrap(), 0, "it ends:\n{printed}");
        }
        Listening { program, lines, printed }
    }

    fn is_empty(&self) {
        let left: Vec<_> = fs::read_dir(self.0.path()).unwrap().map(|it| it.unwrap()).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

/// A run that listens; it is killed if its test fails.
struct Listening {
    program: Child,
    lines: BufReader<ChildStdout>,
    printed: String,
}

impl Listening {
    /// The command that begins so, up to the blank line.
    fn printed(&self, beginning: &str) -> String {
        let at = self.printed.find(&format!("\n{beginning} ")).unwrap();
        self.printed[at..].trim_start().split("\n\n").next().unwrap().to_owned()
    }

    /// Waits for the next line, which has to hold these words.
    fn shows(&mut self, words: &[&str]) {
        let mut line = "\n".to_owned();
        while line == "\n" {
            line.clear();
            assert_ne!(self.lines.read_line(&mut line).unwrap(), 0, "it ends");
        }
        for word in words {
            assert!(line.contains(word), "{word}: {line}");
        }
    }

    fn ends_at(mut self, signal: &str) {
        // The `kill` of the shell: a bare Debian has no other one.
        shell(&format!("kill -s {signal} {}", self.program.id()));
        assert!(self.program.wait().unwrap().success());
        self.shows(&["Stopped. Handlers cut off: 0."]);
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn shell(line: &str) -> String {
    let output = Command::new("sh").args(["-c", line]).current_dir(root()).output().unwrap();
    assert_ne!(output.status.code(), Some(127), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// Instead of having cargo build it while other tests run.
fn with_the_program_that_cargo_has_built(line: &str) -> String {
    let build = "cargo run -q --no-default-features --features cli-http --";
    assert!(line.starts_with(build), "{line}");
    let program = Path::new(PROGRAM).with_file_name("hookport");
    let all = "`cargo test --workspace --all-features` builds it";
    assert!(program.exists(), "{} is missing: {all}", program.display());
    line.replacen(build, program.to_str().unwrap(), 1)
}

fn id_in(text: &str, before: &str) -> String {
    let (_, rest) = text.split_once(before).unwrap();
    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(*c)).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
