//! The console, and the paths of pages beside the endpoints.

use axum::{Router, response::Redirect, routing::get};

use super::Building;
use crate::{
    Receiver, console,
    serve::{
        config::{Console, KeyPath, Metrics, SecretFrom},
        secrets::Found,
    },
};

impl Building<'_> {
    /// Gives a receiver its console.
    pub(super) fn with_console(
        &mut self,
        receiver: Receiver,
        written: Option<&Console>,
    ) -> Receiver {
        let Some(written) = written else { return receiver };
        let at = KeyPath::key("console");
        let path = written.path().to_owned();
        let is_free = self.is_free(&path, &at.and("path"));
        match self.console(written, &at) {
            Some(console) if is_free => {
                let access = self.access(&console);
                receiver.merge_with(move |inbox| {
                    let to_pages = Redirect::permanent(&path);
                    Router::new()
                        .nest(&path, console.router_with(&access, inbox))
                        .route(&format!("{path}/"), get(to_pages))
                })
            }
            _ => receiver,
        }
    }

    fn console(&mut self, written: &Console, at: &KeyPath) -> Option<console::Console> {
        let Some(from) = &written.token else {
            self.mistake(at.clone(), "needs `token`: whoever has it may do everything");
            return None;
        };
        let (key, read_only_key) = (at.and("token"), at.and("read-only-token"));
        let token = self.read_token(from, &key);
        let read_only = written.read_only_token.as_ref();
        let read_only = read_only.map(|from| self.read_token(from, &read_only_key));
        let mut made = self.at_key(console::Console::new(token?), &key)?;
        if let Some(token) = read_only {
            made = self.at_key(made.read_only(token?), &read_only_key)?;
        }
        match self.config.top().public_url.as_deref() {
            Some(url) => made.public_url(url).ok(),
            None => Some(made),
        }
    }

    /// Reads a token; `None` with a mistake that is noted, and if it is not read.
    fn read_token(&mut self, from: &SecretFrom, at: &KeyPath) -> Option<crate::Secret> {
        match self.secret(from, at)? {
            Found::Secret(token, _) => Some(token),
            Found::NotRead => None,
        }
    }

    /// Notes an error at a key.
    fn at_key<T>(&mut self, made: Result<T, console::ConsoleError>, at: &KeyPath) -> Option<T> {
        made.map_err(|error| self.mistake(at.clone(), error.to_string())).ok()
    }

    /// Checks that pages can lie at a path, and that no endpoint lies there or below.
    pub(super) fn is_free(&mut self, path: &str, at: &KeyPath) -> bool {
        let is_plain = |segment: &str| {
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
            !["", ".", ".."].contains(&segment) && segment.bytes().all(allowed)
        };
        if !path.strip_prefix('/').is_some_and(|rest| rest.split('/').all(is_plain)) {
            self.mistake(at.clone(), "must be a path of plain segments, as `/console`");
            return false;
        }
        let top = self.config.top();
        let endpoints = top.endpoints.iter().filter_map(|endpoint| endpoint.path.as_deref());
        let pages = [
            Some("/livez"),
            Some("/readyz"),
            top.console.as_ref().map(Console::path),
            top.metrics.as_ref().map(Metrics::path),
        ];
        let own = path.trim_matches('/');
        let is_it = |other: &&str| {
            let below = other.trim_matches('/').strip_prefix(own);
            below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let is_taken = endpoints.chain(pages.into_iter().flatten()).filter(is_it).count() > 1;
        if is_taken {
            let problem =
                "is the path of an endpoint or of another page, or one of them lies below it";
            self.mistake(at.clone(), problem);
        }
        !is_taken
    }
}
