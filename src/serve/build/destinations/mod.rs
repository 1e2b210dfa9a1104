//! The destinations of an endpoint.

mod command;
mod forward;
mod mail;
mod not_opened;

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use http::{HeaderName, StatusCode};

use self::not_opened::NotOpened;
use super::{Building, Opening, passed_on::Name};
use crate::{
    destinations::{
        Condition, Destination, Destinations, Filter, NdjsonFile, ReplyTemplate, TextTemplate,
    },
    error_text::chain,
    inbox::{LONGEST_NAME, ROUTE},
    router::HandlerPolicy,
    serve::config::{self, KeyPath, Reply, Size, Span, kept},
};

impl Building<'_> {
    /// Adds the destinations of an endpoint.
    pub(super) fn destined(
        &mut self,
        mut made: Destinations,
        (endpoint, endpoint_name): (&config::Endpoint, &str),
        at: &KeyPath,
    ) -> Destinations {
        let written = &endpoint.destinations;
        for (index, destination) in written.iter().enumerate() {
            let at = at.and("destinations").at(index);
            let is_named = self.check_name(destination, &written[..index], written.len(), &at);
            let filter = self.filter(destination, &at);
            let policy = policy(destination, written.len());
            let before = self.mistakes.len();
            self.check_former_names(destination, &at);
            self.check_order(destination, endpoint, &at);
            self.check_retries(destination.retries, &at.and("retries"));
            let name = (endpoint_name.to_owned(), name(destination).to_owned());
            let opened = self.opened(destination, name, &at);
            if let Some(opened) = opened.filter(|_| is_named && self.mistakes.len() == before) {
                made = made.to_with(policy, filter, opened);
            }
        }
        made
    }

    fn check_former_names(&mut self, destination: &config::Destination, at: &KeyPath) {
        for (index, former) in destination.formerly.iter().enumerate() {
            if !can_be_a_name(former) {
                self.mistake(at.and("formerly").at(index), NO_NAME);
            }
        }
    }

    /// Returns true if a destination has a name of its own, or needs none; else the mistake is noted.
    fn check_name(
        &mut self,
        destination: &config::Destination,
        earlier: &[config::Destination],
        count: usize,
        at: &KeyPath,
    ) -> bool {
        let is_it = |other: &config::Destination| other.name == destination.name;
        let (at, problem) = match &destination.name {
            None if count == 1 => return true,
            None => (at.clone(), "needs `name`, as one of several destinations".to_owned()),
            Some(name) if !can_be_a_name(name) => (at.and("name"), NO_NAME.to_owned()),
            Some(name) => match earlier.iter().position(is_it) {
                None => return true,
                Some(first) => {
                    let problem =
                        format!("`{name}` is the name of `destinations[{first}]` already");
                    (at.and("name"), problem)
                }
            },
        };
        self.mistake(at, problem);
        false
    }

    /// Opens a destination; `None` with a mistake that is noted.
    fn opened(
        &mut self,
        destination: &config::Destination,
        name: Name,
        at: &KeyPath,
    ) -> Option<Box<dyn Destination>> {
        let timeout = destination.timeout.filter(|timeout| !timeout.0.is_zero());
        if timeout != destination.timeout {
            self.mistake(at.and("timeout"), "must not be zero");
        }
        if !self.config.role().works() {
            return Some(Box::new(NotOpened { goes_to: None }));
        }
        let config::Destination { forward, command, mail, ndjson, .. } = destination;
        match (forward, command, mail, ndjson) {
            (Some(forward), None, None, None) => {
                self.forward((forward, name), timeout, &at.and("forward"))
            }
            (None, Some(command), None, None) => self.command(command, timeout, &at.and("command")),
            (None, None, Some(mail), None) => self.mail(mail, timeout, &at.and("mail")),
            (None, None, None, Some(ndjson)) => self.ndjson(ndjson, &at.and("ndjson")),
            (None, None, None, None) => {
                self.mistake(at.clone(), format!("needs one of {KINDS}"));
                None
            }
            _ => {
                self.mistake(at.clone(), format!("has several of {KINDS}: each is a destination"));
                None
            }
        }
    }

    fn filter(&mut self, destination: &config::Destination, at: &KeyPath) -> Filter {
        let mut filter = Filter::all();
        if let Some(events) = &destination.events {
            match filter.clone().events(events) {
                Ok(narrower) => filter = narrower,
                Err(error) => self.mistake(at.and("events"), error.to_string()),
            }
        }
        for (index, written) in destination.when.iter().enumerate() {
            let narrower = condition(written)
                .and_then(|it| filter.clone().when(it).map_err(|error| error.to_string()));
            match narrower {
                Ok(narrower) => filter = narrower,
                Err(problem) => self.mistake(at.and("when").at(index), problem),
            }
        }
        filter
    }

    fn ndjson(&mut self, written: &config::Ndjson, at: &KeyPath) -> Option<Box<dyn Destination>> {
        let Some(path) = &written.file else {
            self.mistake(at.clone(), "needs `file`");
            return None;
        };
        self.check_rotation(written, at);
        let path = self.values.folder().join(path);
        if !path.parent().is_some_and(Path::is_dir) {
            self.mistake(at.and("file"), "lies in a folder that is not there");
            return None;
        }
        if let Some(problem) = why_no_file(&path) {
            self.mistake(at.and("file"), problem);
            return None;
        }
        let mut file = NdjsonFile::new(path);
        file = file.headers(self.header_names(&written.headers, &at.and("headers")));
        if let Some(Size(bytes)) = written.rotated_at {
            file = file.rotated_at(bytes as u64);
        }
        if written.daily {
            file = file.daily();
        }
        if let Some(files) = written.keeping {
            file = file.keeping(files.get());
        }
        match self.opening {
            Opening::Nothing => Some(Box::new(NotOpened { goes_to: Some(file.goes_to()) })),
            Opening::All { .. } => match file.open() {
                Ok(opened) => Some(Box::new(opened)),
                Err(error) => {
                    self.mistake(at.and("file"), chain(&error));
                    None
                }
            },
        }
    }

    /// Reads names of headers. One that is none is noted.
    fn header_names(&mut self, names: &[String], at: &KeyPath) -> Vec<HeaderName> {
        let mut read = Vec::new();
        for (index, name) in names.iter().enumerate() {
            match name.parse() {
                Ok(name) => read.push(name),
                Err(_) => self.mistake(at.at(index), "cannot be the name of a header"),
            }
        }
        read
    }

    /// Reads the certificates that a server must lead to.
    fn roots_of_server(
        &mut self,
        files: &[PathBuf],
        speaks_tls: bool,
        at: &KeyPath,
    ) -> Vec<String> {
        if !speaks_tls && !files.is_empty() {
            self.mistake(at.and("trusted-roots"), "has no effect at a server without TLS");
            return Vec::new();
        }
        self.roots(files, at)
    }

    /// Adds the reply of an endpoint.
    pub(super) fn replying(
        &mut self,
        made: Destinations,
        reply: Option<&Reply>,
        at: &KeyPath,
    ) -> Destinations {
        match reply.map(|reply| self.reply(reply, &at.and("reply"))) {
            Some(Some(reply)) => made.reply(reply),
            None | Some(None) => made,
        }
    }

    /// Makes the template of a reply; `None` with a mistake that is noted.
    fn reply(&mut self, reply: &Reply, at: &KeyPath) -> Option<ReplyTemplate> {
        let body = self.template(&reply.body, &at.and("body"))?;
        let content_type = reply.content_type.as_deref().unwrap_or("text/plain; charset=utf-8");
        let Ok(made) = ReplyTemplate::new(content_type, body) else {
            self.mistake(at.and("content-type"), "cannot be the value of a header");
            return None;
        };
        match reply.status.map(|status| (status, StatusCode::from_u16(status))) {
            None => Some(made),
            Some((204 | 205 | 304, _)) if !reply.body.is_empty() => {
                self.mistake(at.and("body"), "has no effect beside a `status` that has no body");
                None
            }
            Some((200..=599, Ok(status))) => Some(made.status(status)),
            Some((status, _)) => {
                let problem = format!("{status} is no final status: expected 200 to 599");
                self.mistake(at.and("status"), problem);
                None
            }
        }
    }

    /// Reads a template; `None` with a mistake that is noted.
    fn template(&mut self, text: &str, at: &KeyPath) -> Option<TextTemplate> {
        let read = kept(text)
            .and_then(|text| TextTemplate::parse(text).map_err(|error| error.to_string()));
        read.map_err(|problem| self.mistake(at.clone(), problem)).ok()
    }
}

/// Returns why a path can be that of no file, whoever opens it.
fn why_no_file(path: &Path) -> Option<String> {
    match fs::metadata(path) {
        Ok(about) if about.is_dir() => Some("is a folder: expected the path of a file".to_owned()),
        Ok(_) => None,
        Err(error) => match error.kind() {
            ErrorKind::NotFound | ErrorKind::PermissionDenied => None,
            _ => Some(format!("can be the path of no file: {error}")),
        },
    }
}

fn can_be_a_name(text: &str) -> bool {
    let is_on_a_line = !text.trim().is_empty() && !text.contains(char::is_control);
    is_on_a_line && text.len() <= LONGEST_NAME && text != ROUTE
}

fn condition(written: &config::Condition) -> Result<Condition, String> {
    let config::Condition { at, equals, one_of, like, exists, not } = written;
    let at = at.ok_or("needs `at`, the place of the value")?.0;
    let condition = match (equals, one_of, like, exists) {
        (Some(text), None, None, None) => Condition::equals(at, &text.0),
        (None, Some(texts), None, None) => {
            Condition::one_of(at, texts.iter().map(|text| text.0.as_str()))
        }
        (None, None, Some(pattern), None) => Condition::like(at, pattern),
        (None, None, None, Some(true)) => Condition::exists(at),
        (None, None, None, Some(false)) => Condition::exists(at).not(),
        (None, None, None, None) => return Err(format!("needs one of {TESTS}")),
        _ => return Err(format!("has several of {TESTS}: each is a condition")),
    };
    Ok(if *not { condition.not() } else { condition })
}

/// Returns the name of a destination. The only one of an endpoint need not have one.
fn name(destination: &config::Destination) -> &str {
    destination.name.as_deref().unwrap_or("destination")
}

/// Returns the settings of a destination. The only one of an endpoint need not have a name.
fn policy(destination: &config::Destination, count: usize) -> HandlerPolicy {
    let default = if count == 1 { "destination" } else { "" };
    let name = destination.name.clone().unwrap_or_else(|| default.to_owned());
    let mut policy = HandlerPolicy::new().named(name);
    for former in &destination.formerly {
        policy = policy.formerly(former.clone());
    }
    // The others end an attempt themselves, before the limit of the worker.
    if let (Some(Span(timeout)), Some(_)) = (destination.timeout, &destination.ndjson) {
        policy = policy.timeout(timeout);
    }
    if let Some(retries) = destination.retries {
        policy = policy.retries(retries.into());
    }
    if let Some(at_most) = destination.concurrency {
        policy = policy.concurrency(at_most.get());
    }
    if destination.out_of_order { policy.out_of_order() } else { policy }
}

const NO_NAME: &str =
    "cannot be the name of a destination: expected 1 to 128 bytes on one line, and not `(route)`";
const TESTS: &str = "`equals`, `one-of`, `like` and `exists`";
const KINDS: &str = "`forward`, `command`, `mail` and `ndjson`";
