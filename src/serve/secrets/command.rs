//! A secret that a program prints.

use std::{path::Path, process::Stdio, time::Duration};

use tokio::{
    io::AsyncReadExt,
    process::{Child, Command},
    time::timeout,
};
use zeroize::Zeroizing;

use super::text::{LONGEST, text};

/// Runs a program in a folder, without a shell, and returns what it prints. Its errors are not shown: they
/// may hold the secret.
pub(super) async fn run(command: &[String], folder: &Path) -> Result<Zeroizing<String>, String> {
    let [program, arguments @ ..] = command else {
        return Err("names no program".to_owned());
    };
    let in_words = |problem: String| format!("program `{program}` {problem}");
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| in_words(format!("cannot be started: {error}")))?;
    match timeout(LONGEST_TIME, printed(&mut child)).await {
        Ok(printed) => printed.map_err(in_words),
        Err(_) => Err(in_words(format!("took longer than {LONGEST_TIME:?}"))),
    }
}

/// Reads what a program prints until it has ended well.
async fn printed(child: &mut Child) -> Result<Zeroizing<String>, String> {
    let mut bytes = Zeroizing::new(Vec::new());
    if let Some(output) = &mut child.stdout {
        let read = output.take(LONGEST + 1).read_to_end(&mut bytes).await;
        read.map_err(|error| format!("cannot be read: {error}"))?;
    }
    let text = text(&bytes);
    if bytes.len() as u64 > LONGEST {
        return text;
    }
    let status = child.wait().await.map_err(|error| format!("cannot be waited for: {error}"))?;
    if status.success() { text } else { Err(format!("failed: {status}")) }
}

const LONGEST_TIME: Duration = Duration::from_secs(10);
