//! A private Postgres, which lives as long as the process of the tests.

use std::{
    env,
    ffi::OsStr,
    fs,
    io::{BufRead, BufReader},
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

/// A server with a folder and a socket of its own. It stops when this is dropped, or when the process ends
/// in whatever way.
pub(crate) struct Postgres {
    /// It holds the data and the socket.
    folder: String,
    url: String,
    schemas: AtomicU32,
    /// The server stops when this is closed.
    stdin: Option<ChildStdin>,
    keeper: Child,
}

/// Tells a server to sync its writes, or not to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fsync {
    On,
    Off,
}

impl Postgres {
    /// The server that tests share.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Postgres> = OnceLock::new();
        SHARED.get_or_init(|| Self::start(Fsync::Off))
    }

    pub(crate) fn start(fsync: Fsync) -> Self {
        let fsync = match fsync {
            Fsync::On => "on",
            Fsync::Off => "off",
        };
        let mut command = as_server("sh");
        command.args(["-c", KEEPER, "keeper"]).arg(programs()).arg(fsync);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
        let mut keeper = command.spawn().expect("`sh` can be run");
        let stdout = keeper.stdout.take().expect("it has one");
        let mut folder = String::new();
        BufReader::new(stdout).read_line(&mut folder).expect("the keeper of Postgres can be read");
        let folder = folder.trim_end().to_owned();
        assert!(!folder.is_empty(), "Postgres does not start: see above");
        let url = format!("postgres://tests@localhost/postgres?host={folder}");
        let stdin = keeper.stdin.take();
        Self { folder, url, schemas: AtomicU32::new(0), stdin, keeper }
    }

    /// Stops the server as a crash does, and starts it again.
    pub(crate) fn crash_and_restart(&self) {
        self.control("restart");
    }

    /// Stops the server as a crash does.
    pub(crate) fn crash(&self) {
        self.control("stop");
    }

    /// Starts the server again that was stopped.
    pub(crate) fn start_again(&self) {
        // With `start` it would not have its settings.
        self.control("restart");
    }

    fn control(&self, command: &str) {
        let mut control = as_server(programs().join("pg_ctl"));
        control.args([command, "--mode", "immediate", "--wait", "--silent"]);
        control.args(["--pgdata", &format!("{}/data", self.folder)]);
        if command == "restart" {
            control.args(["--log", &format!("{}/log", self.folder)]);
        }
        let ended = control.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let ended = ended.status().expect("`pg_ctl` can be run");
        assert!(ended.success(), "Postgres does not {command}");
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The name of a schema that no other test has.
    pub(crate) fn new_schema(&self) -> String {
        format!("test_{}", self.schemas.fetch_add(1, Ordering::Relaxed))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.stdin.take();
        _ = self.keeper.wait();
    }
}

/// Makes a cluster, starts its server, tells its folder, and stops it when the input ends.
const KEEPER: &str = r#"
    set -e
    folder=$(mktemp -d)
    trap 'rm -rf -- "$folder"' EXIT
    "$1/initdb" --pgdata "$folder/data" --username tests --auth trust --encoding UTF8 --no-locale \
        --no-sync > "$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
    "$1/pg_ctl" --pgdata "$folder/data" --log "$folder/log" --wait \
        --options "-k $folder -c listen_addresses= -c fsync=$2 -c max_connections=400" start > /dev/null \
        || { cat "$folder/log" >&2; exit 1; }
    echo "$folder"
    cat > /dev/null
    "$1/pg_ctl" --pgdata "$folder/data" --mode immediate stop > /dev/null
"#;

/// The folder of `initdb` and `pg_ctl`, which Debian keeps out of the path.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<_> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders = folders.into_iter().rev().chain(env::split_paths(&path));
    folders.find(|folder| folder.join("initdb").exists()).expect(
        "Postgres is here: `apt-get install postgresql`. Its `initdb` is neither in the path nor in \
         /usr/lib/postgresql",
    )
}

/// A command that is run by the user of the server.
fn as_server(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir("/");
    if let Some(user) = unprivileged_user() {
        command.uid(user).gid(user);
    }
    command
}

/// The user to run as: Postgres refuses to be run by root.
fn unprivileged_user() -> Option<u32> {
    number_of("id -u").filter(|user| *user == 0)?;
    number_of("id -u nobody")
}

fn number_of(command: &str) -> Option<u32> {
    let output = Command::new("sh").args(["-c", command]).output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}
