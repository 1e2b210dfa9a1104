//! A receiver that runs in a process of its own, and requests to it.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::terminal::{Run, command, hookport};

/// A folder with a configuration file and a secret.
pub(crate) struct Folder(pub(crate) TempDir);

impl Folder {
    /// Makes a folder whose file listens on a free port and logs as JSON.
    pub(crate) fn with(config: &str) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.put("secret", "made-up\n");
        folder.configure(config);
        folder
    }

    pub(crate) fn configure(&self, config: &str) {
        self.put(
            "hookport.toml",
            &format!("listen = '127.0.0.1:0'\nlog.format = 'json'\n{config}"),
        );
    }

    pub(crate) fn put(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::Permissions::from_mode(0o600);
            fs::set_permissions(self.path().join(name), mode).unwrap();
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.path().join("hookport.toml")
    }
}

/// An endpoint that only keeps its deliveries.
pub(crate) const GITHUB: &str = "
[[endpoints]]
path = '/github'
provider = 'github'
secrets = [{ file = 'secret' }]
store-only = true
";

/// Checks the file of a folder with `hookport check`.
pub(crate) fn checked(folder: &Folder, more: &[&str]) -> Run {
    let file = folder.file();
    hookport(&[&["check", "--config", file.to_str().unwrap()], more].concat())
}

/// Checks that a file has one mistake, at a key.
#[track_caller]
pub(crate) fn refused_at(key: &str, config: &str) {
    let folder = Folder::with(config);
    folder.put("token", "made-up-full-token");

    let run = checked(&folder, &["--json"]);

    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let keys: Vec<_> = report["problems"].as_array().unwrap().iter().map(|it| &it["key"]).collect();
    assert_eq!((run.code, keys), (1, vec![&Value::from(key)]), "{config}\n{report}");
}

/// A process of `hookport serve`. It is killed when this is dropped.
pub(crate) struct Serving {
    process: Child,
    lines: Receiver<Value>,
    starting: Value,
    address: String,
}

impl Serving {
    /// Starts with the file of a folder, and waits until it listens.
    pub(crate) fn start(folder: &Folder) -> Self {
        Self::start_as(command(&["serve", "--config", folder.file().to_str().unwrap()]))
    }

    pub(crate) fn start_as(command: Command) -> Self {
        let mut serving = Self::begin(command);
        serving.starting = serving.line("starting");
        let listening = serving.line("listening");
        listening["address"].as_str().unwrap().clone_into(&mut serving.address);
        serving
    }

    /// Starts, and waits for nothing.
    pub(crate) fn begin(mut command: Command) -> Self {
        let mut process = command.stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(process.stderr.take().unwrap());
        let (send, lines) = channel();
        thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let line = serde_json::from_str(&line).unwrap_or(Value::String(line));
                if send.send(line).is_err() {
                    return;
                }
            }
        });
        let (starting, address) = (Value::Null, String::new());
        Self { process, lines, starting, address }
    }

    /// Waits for the next line with this message.
    pub(crate) fn line(&self, message: &str) -> Value {
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(60)).unwrap();
            if line["message"] == message {
                return line;
            }
        }
    }

    /// Waits until something holds.
    pub(crate) fn soon(&self, holds: impl Fn() -> bool) {
        let end = Instant::now() + Duration::from_secs(60);
        while !holds() {
            assert!(Instant::now() < end, "it never holds at {}", self.address);
            thread::yield_now();
        }
    }

    /// The line that tells the part of the work, and the inbox.
    pub(crate) fn starting(&self) -> &Value {
        &self.starting
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Sends a request, and returns its status.
    pub(crate) fn post(&self, path: &str, headers: &[(&str, &str)], body: &str) -> u16 {
        let headers: String =
            headers.iter().flat_map(|(name, value)| [name, ": ", value, "\r\n"]).collect();
        let length = body.len();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        status(&answer(&self.address, &request))
    }

    pub(crate) fn get(&self, path: &str) -> String {
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        answer(&self.address, &request)
    }

    /// Sends a signal to the process.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap().success());
    }

    /// Stops the process, and returns the lines that have not been waited for.
    pub(crate) fn lines_until_it_is_stopped(mut self) -> Vec<Value> {
        self.signal("TERM");
        self.process.wait().unwrap();
        self.lines.iter().collect()
    }

    /// Waits for the end of the process, and returns its exit code.
    pub(crate) fn end(mut self) -> Option<i32> {
        self.process.wait().unwrap().code()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts a server that answers each request with 200. Returns its URL, and the bodies that it gets.
pub(crate) fn upstream() -> (String, Receiver<String>) {
    upstream_that_begins_with(&[])
}

/// Starts a server that gives these answers first, each a status with headers, and then 200.
pub(crate) fn upstream_that_begins_with(
    first: &'static [&'static str],
) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hooks", listener.local_addr().unwrap());
    let (send, bodies) = channel();
    thread::spawn(move || {
        let answers = first.iter().copied().chain(std::iter::repeat("200 OK"));
        for (stream, answer) in listener.incoming().zip(answers) {
            let mut request = BufReader::new(stream.unwrap());
            let (mut line, mut length) = (String::new(), 0);
            while request.read_line(&mut line).unwrap() > 2 {
                if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                line.clear();
            }
            let mut body = vec![0; length];
            request.read_exact(&mut body).unwrap();
            let answer =
                format!("HTTP/1.1 {answer}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            request.get_mut().write_all(answer.as_bytes()).unwrap();
            if send.send(String::from_utf8(body).unwrap()).is_err() {
                return;
            }
        }
    });
    (url, bodies)
}

/// A connection that stays open between its requests.
pub(crate) struct Connection(BufReader<TcpStream>);

impl Connection {
    pub(crate) fn open(address: &str) -> Self {
        Self(BufReader::new(TcpStream::connect(address).unwrap()))
    }

    /// Sends a request, and returns its status. The answers have no body.
    pub(crate) fn post(&mut self, path: &str, body: &str) -> u16 {
        let length = body.len();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        self.0.get_mut().write_all(request.as_bytes()).unwrap();
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(self.0.read_line(&mut head).unwrap(), 0, "the connection is cut: {head:?}");
        }
        status(&head)
    }
}

/// Sends a request over a connection of its own, and returns the whole answer.
pub(crate) fn answer(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

pub(crate) fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).unwrap_or_else(|| panic!("{answer:?}")).parse().unwrap()
}
