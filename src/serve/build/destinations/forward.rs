//! A destination that forwards to an HTTP server.

use http::{HeaderName, HeaderValue, StatusCode};

use crate::{
    destinations::{Destination, ForwardError, ForwardTo},
    error_text::chain,
    serve::{
        build::{Building, passed_on::Name, source::in_words_of_the_file},
        config::{Forward, HeaderFrom, KeyPath, Pause, Rate, Span},
        secrets::Found,
    },
};

impl Building<'_> {
    pub(super) fn forward(
        &mut self,
        (written, name): (&Forward, Name),
        timeout: Option<Span>,
        at: &KeyPath,
    ) -> Option<Box<dyn Destination>> {
        let Some(url) = &written.url else {
            self.mistake(at.clone(), "needs `url`");
            return None;
        };
        let settings = sent(ForwardTo::new(url), written);
        let settings = limited(settings, timeout, written);
        let has_first = written.pause.is_some_and(|pause| pause.first.is_some());
        if has_first && !settings.has_pauses_in_order() {
            self.mistake(at.and("pause").and("first"), "must not be longer than `longest`");
        }
        if written.connect_timeout.is_some() && !settings.has_timeouts_in_order() {
            self.mistake(at.and("connect-timeout"), "must not be longer than `timeout`");
        }
        let settings = self.with_headers(settings, written, at);
        let settings = self.with_statuses(settings, written, at);
        let (secrets, _) = self.secrets(&written.secrets, &at.and("secrets"));
        let speaks_tls = !url.starts_with("http://");
        let roots = self.roots_of_server(&written.trusted_roots, speaks_tls, at);
        let settings = roots.into_iter().fold(settings.signed_with(secrets), ForwardTo::trusting);
        match self.forwarding(name, settings) {
            Ok(made) => Some(Box::new(made)),
            Err(error) => {
                self.mistake(key_of(&error, written, at), in_words_of_the_file(&chain(&error)));
                None
            }
        }
    }

    fn with_headers(&mut self, mut to: ForwardTo, written: &Forward, at: &KeyPath) -> ForwardTo {
        let names = self.header_names(&written.headers, &at.and("headers"));
        to = to.headers(names);
        for (name, from) in &written.set_headers {
            let at = at.and("set-headers").and(name);
            let Some(value) = self.header_value(from, &at) else { continue };
            match name.parse::<HeaderName>() {
                Ok(name) => to = to.set_header(name, value),
                Err(_) => self.mistake(at, "cannot be the name of a header"),
            }
        }
        to
    }

    fn header_value(&mut self, from: &HeaderFrom, at: &KeyPath) -> Option<HeaderValue> {
        let value = match from {
            HeaderFrom::Text(text) => HeaderValue::from_str(text),
            HeaderFrom::Secret(from) => match self.secret(from, at)? {
                Found::Secret(secret, _) => HeaderValue::from_str(secret.expose()),
                Found::NotRead => return None,
            },
        };
        value.map_err(|_| self.mistake(at.clone(), "cannot be the value of a header")).ok()
    }

    fn with_statuses(&mut self, mut to: ForwardTo, written: &Forward, at: &KeyPath) -> ForwardTo {
        for (status, meaning) in &written.statuses {
            match status.parse::<StatusCode>() {
                Ok(status) => to = to.status(status, (*meaning).into()),
                Err(_) => self
                    .mistake(at.and("statuses").and(status), "is no status: expected 100 to 999"),
            }
        }
        to
    }
}

/// Sets what is sent.
fn sent(mut to: ForwardTo, written: &Forward) -> ForwardTo {
    if written.method_of_sender {
        to = to.method_of_sender();
    }
    if written.append_path {
        to = to.append_path();
    }
    if written.append_query {
        to = to.append_query();
    }
    if written.public_only { to.public_only() } else { to }
}

/// Sets how long, and how much.
fn limited(mut to: ForwardTo, timeout: Option<Span>, written: &Forward) -> ForwardTo {
    if let Some(Span(timeout)) = timeout {
        to = to.timeout(timeout);
    }
    if let Some(Span(timeout)) = written.connect_timeout {
        to = to.connect_timeout(timeout);
    }
    if let Some(Span(longest)) = written.longest_retry_after {
        to = to.longest_retry_after(longest);
    }
    if let Some(Rate(limit)) = written.rate_limit {
        to = to.rate_limit(limit);
    }
    match written.pause {
        Some(Pause { failures, first, longest }) => {
            let time = |span: Option<Span>| span.map(|span| span.0);
            to.pausing(failures.map(|count| count.0), time(first), time(longest))
        }
        None => to,
    }
}

/// Returns the key that an error is about.
fn key_of(error: &ForwardError, written: &Forward, at: &KeyPath) -> KeyPath {
    match error {
        ForwardError::Url | ForwardError::NotPublic => at.and("url"),
        ForwardError::Header { name } | ForwardError::OwnHeader { name } => {
            key_of_header(name, written, at)
        }
        ForwardError::Secret => at.and("secrets"),
        ForwardError::Authority => at.and("trusted-roots"),
        ForwardError::Zero { setting } => at.and(&setting.replace('_', "-")),
        _ => at.clone(),
    }
}

fn key_of_header(name: &HeaderName, written: &Forward, at: &KeyPath) -> KeyPath {
    let is_it = |other: &&String| other.eq_ignore_ascii_case(name.as_str());
    match written.set_headers.keys().find(is_it) {
        Some(written) => at.and("set-headers").and(written),
        None => at.and("headers"),
    }
}
