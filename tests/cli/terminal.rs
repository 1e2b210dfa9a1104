//! Running the binary, and comparing what it writes.

use std::{
    env, fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// The result of a run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The binary with these arguments.
pub(crate) fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hookport"));
    command.args(args).stdin(Stdio::null());
    command
}

/// Runs the binary.
pub(crate) fn hookport(args: &[&str]) -> Run {
    command(args).output().unwrap().into()
}

/// Runs the binary with this text on stdin.
pub(crate) fn hookport_reading(stdin: &str, args: &[&str]) -> Run {
    let mut command = command(args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    match child.stdin.take().unwrap().write_all(stdin.as_bytes()) {
        // What refuses its arguments need not read: it may be gone already.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        written => written.unwrap(),
    }
    child.wait_with_output().unwrap().into()
}

/// Writes a file that no other test writes; its path.
pub(crate) fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Compares with `tests/cli/<name>.txt`; with `HOOKPORT_BLESS` set, writes that file instead.
#[track_caller]
pub(crate) fn same_as_file(name: &str, written: &str) {
    let path: PathBuf =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli").join(name).with_extension("txt");
    if env::var_os("HOOKPORT_BLESS").is_some() {
        fs::write(&path, written).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), written, "{name}");
}
