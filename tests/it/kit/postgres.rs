//! A private Postgres, which lives as long as the process of the tests.

use std::{
    env,
    ffi::OsStr,
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
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
    /// The port that it listens on, if it speaks TLS.
    port: u16,
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
        let socket_only = format!("-c fsync={fsync} -c listen_addresses=");
        Self::start_with(&socket_only, 5432, &[])
    }

    /// Starts one whose commits wait until a replica has them on its disk.
    pub(crate) fn start_with_synchronous_commit() -> Self {
        let options =
            "-c listen_addresses= -c synchronous_commit=on -c synchronous_standby_names=*";
        Self::start_with(options, 5432, &[])
    }

    /// Starts a streaming replica of this one.
    pub(crate) fn start_replica(&self) -> Self {
        Self::start_with("-c listen_addresses=", 5432, &[("PRIMARY", &self.folder)])
    }

    /// Makes a replica take the place of its primary.
    pub(crate) fn promote(&self) {
        self.control("promote");
    }

    /// Starts one that speaks TLS on a port of its own.
    pub(crate) fn start_with_tls(certificate: &str, key: &str) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.expect("a port is free").port();
        let options = "-c fsync=off -c listen_addresses=127.0.0.1 -c ssl=on";
        let files = [("CERTIFICATE", certificate), ("KEY", key)];
        Self::start_with(&format!("{options} -p {port}"), port, &files)
    }

    fn start_with(options: &str, port: u16, more: &[(&str, &str)]) -> Self {
        let mut command = as_server("sh");
        command.args(["-c", KEEPER, "keeper"]).arg(programs()).arg(options);
        command.envs(more.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
        let mut keeper = command.spawn().expect("`sh` can be run");
        let stdout = keeper.stdout.take().expect("it has one");
        let mut folder = String::new();
        BufReader::new(stdout).read_line(&mut folder).expect("the keeper of Postgres can be read");
        let folder = folder.trim_end().to_owned();
        assert!(!folder.is_empty(), "Postgres does not start: see above");
        let url = format!("postgres://tests@localhost:{port}/postgres?host={folder}");
        let stdin = keeper.stdin.take();
        Self { folder, url, port, schemas: AtomicU32::new(0), stdin, keeper }
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
        control
            .args([command, "--wait", "--silent", "--pgdata"])
            .arg(format!("{}/data", self.folder));
        if command != "promote" {
            control.args(["--mode", "immediate"]);
        }
        if command == "restart" {
            control.args(["--log", &format!("{}/log", self.folder)]);
        }
        let ended = control.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let ended = ended.status().expect("`pg_ctl` can be run");
        assert!(ended.success(), "Postgres does not {command}");
    }

    /// Stops all processes of the server in the middle of what they do, until they are told to go on.
    pub(crate) fn suspend(&self) {
        let postmaster = self.postmaster().expect("the server runs");
        // It starts no others then.
        signal("STOP", &[postmaster]);
        signal("STOP", &children(postmaster));
    }

    pub(crate) fn go_on(&self) {
        let Some(postmaster) = self.postmaster() else { return };
        signal("CONT", &children(postmaster));
        signal("CONT", &[postmaster]);
    }

    fn postmaster(&self) -> Option<u32> {
        let file = fs::read_to_string(format!("{}/data/postmaster.pid", self.folder)).ok()?;
        file.lines().next()?.parse().ok()
    }

    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    /// The folder of its socket.
    pub(super) fn folder(&self) -> &str {
        &self.folder
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The grants that docs/postgres.md has for `receiver` or for `worker`, to a role on a schema.
    pub(crate) fn grants(of: &str, role: &str, schema: &str) -> String {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/postgres.md");
        let page = fs::read_to_string(page).expect("the page is there");
        let blocks = page.split("```sql\n").filter_map(|rest| Some(rest.split_once("```")?.0));
        let to = format!(" TO {of};");
        let grants: String = blocks.filter(|block| block.contains(&to)).collect();
        assert!(grants.starts_with("GRANT USAGE ON SCHEMA"), "the page has them: {grants}");
        grants.replace(&to, &format!(" TO {role};")).replace("hookport", schema)
    }

    /// Returns the log of the server.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(format!("{}/log", self.folder)).expect("the log can be read")
    }

    /// The name of a schema that no other test has.
    pub(crate) fn new_schema(&self) -> String {
        format!("test_{}", self.schemas.fetch_add(1, Ordering::Relaxed))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.go_on();
        self.stdin.take();
        _ = self.keeper.wait();
    }
}

/// Makes a cluster, starts its server, tells its folder, and stops it when the input ends.
const KEEPER: &str = r#"
    set -e
    folder=$(mktemp -d)
    trap 'rm -rf -- "$folder"' EXIT
    if [ "$PRIMARY" ]; then
        "$1/pg_basebackup" --pgdata "$folder/data" --host "$PRIMARY" --username tests \
            --write-recovery-conf --checkpoint fast --no-sync
    else
        "$1/initdb" --pgdata "$folder/data" --username tests --auth trust --encoding UTF8 --no-locale \
            --no-sync
    fi > "$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
    printf %s "$CERTIFICATE" > "$folder/data/server.crt"
    (umask 077; printf %s "$KEY" > "$folder/data/server.key")
    "$1/pg_ctl" --pgdata "$folder/data" --log "$folder/log" --wait \
        --options "-k $folder -c max_connections=400 $2" start > /dev/null \
        || { cat "$folder/log" >&2; exit 1; }
    echo "$folder"
    cat > /dev/null
    "$1/pg_ctl" --pgdata "$folder/data" --mode immediate stop > /dev/null 2>&1
"#;

/// The processes that a process has started.
fn children(process: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    numbers.filter(|number| parent(*number) == Some(process)).collect()
}

fn parent(process: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // After the name, which may hold anything, and the state.
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// Sends a signal. A process may have ended meanwhile.
fn signal(signal: &str, processes: &[u32]) {
    let numbers: Vec<_> = processes.iter().map(u32::to_string).collect();
    let line = format!("kill -{signal} {} 2>/dev/null", numbers.join(" "));
    _ = Command::new("sh").args(["-c", &line]).status();
}

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
pub(super) fn as_server(program: impl AsRef<OsStr>) -> Command {
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
