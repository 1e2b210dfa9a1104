//! The audit: a log line for each log-in and each action, without secrets.

use std::{
    io,
    sync::{Arc, Mutex},
};

use super::kit::{FULL, half_dead};
use crate::kit::Log;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn each_log_in_and_each_action_is_a_line_without_secrets() {
    let lines = Lines::default();
    let writer = lines.clone();
    let listener =
        tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let _listening = tracing::subscriber::set_default(listener);
    let (mut browser, _running) = half_dead(&Log::default()).await;

    browser.other().log_in("a-wrong-token-made-up").await;
    browser.act("/deliveries/2/replay", &[("runs", "failed")]).await;
    let fields = [("action", "replay"), ("text", "cus_4711"), ("runs", "failed")];
    browser.act("/bulk", &fields).await;
    browser.submit("/log-out", &[]).await;

    let written = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    for line in [
        "an attempt to log in failed reason=\"wrong_token\"",
        "somebody has logged in role=\"full\"",
        "an action was done action=\"replay\" subject=\"delivery 2\" changed=1 role=\"full\"",
        "subject=\"text=…\"",
        "somebody has logged out",
    ] {
        assert!(written.contains(line), "{line}: {written}");
    }
    let cookie = browser.cookie.take().unwrap();
    let id = cookie.split_once('=').unwrap().1;
    for secret in [FULL, "a-wrong-token-made-up", id, "cus_4711"] {
        assert!(!written.contains(secret), "{secret}: {written}");
    }
}
