//! A new crate: its files, filled.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use hookport::Provider;

use super::{
    fill::Values,
    origin::Origin,
    sender,
    template::{COMMON, Template},
    trial::{self, Tried},
};
use crate::CliError;

/// A new crate, before it is written.
#[derive(Debug)]
pub(super) struct Project {
    name: String,
    template: Template,
    provider: Provider,
    /// The path and the text of each file.
    files: Vec<(&'static str, String)>,
}

impl Project {
    /// Makes the files of a crate.
    pub(super) fn new(
        name: &str,
        provider: Provider,
        template: Template,
        origin: &Origin,
    ) -> Result<Self, CliError> {
        let templates = template.files(&provider)?;
        let tried = trial::delivery(provider).ok_or_else(|| not_tried(&provider))?;
        let values = values(name, &provider, template, origin, &tried)?;
        let events = ("src/events.rs", tried.events.file);
        let all = COMMON.iter().copied().chain(templates).chain([events]);
        let files = all.map(|(path, text)| (path, values.fill(text))).collect();
        Ok(Self { name: name.to_owned(), template, provider, files })
    }

    /// Writes the files into a folder that is not there yet.
    pub(super) fn write(&self, folder: &Path) -> Result<(), CliError> {
        fs::create_dir(folder).map_err(|cause| not_made(folder, cause))?;
        for (path, text) in &self.files {
            let path = folder.join(path);
            let written = path.parent().map_or(Ok(()), fs::create_dir_all);
            written
                .and_then(|()| fs::write(&path, text))
                .map_err(|cause| unwritable(&path, cause))?;
        }
        self.format(folder);
        Ok(())
    }

    /// Returns what to do next.
    pub(super) fn farewell(&self) -> String {
        let Self { name, .. } = self;
        let variables = variables(&self.provider, self.template);
        let variables: String = variables.iter().flat_map(|(it, _)| [&**it, "=… "]).collect();
        format!(
            "wrote {name}: {}.\n\nNext:\n  cd {name}\n  cargo test\n  {variables}cargo run\n\n\
             README.md says what each variable holds, and which files to change.\n",
            self.template.purpose(),
        )
    }

    /// Formats the code, if there is a `rustfmt`. It is right without that, too.
    fn format(&self, folder: &Path) {
        let sources = self
            .files
            .iter()
            .filter(|(path, _)| Path::new(path).extension() == Some("rs".as_ref()));
        let paths = sources.map(|(path, _)| folder.join(path));
        let mut command = Command::new("rustfmt");
        command.args(["--edition", "2024"]).args(paths);
        let _ = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

fn values(
    name: &str,
    provider: &Provider,
    template: Template,
    origin: &Origin,
    tried: &Tried,
) -> Result<Values, CliError> {
    let mut values = Values::default();
    let events = &tried.events;
    values.set("name", name);
    values.set("crate", name.replace('-', "_"));
    values.set("provider", provider.name());
    values.set("path", sender::path(provider));
    values.set("purpose", template.purpose());
    values.set("event", events.event);
    values.set("key", events.key);
    values.set("payload", events.payload);
    values.set("ignore-rest", if events.has_more { ".ignore_rest()" } else { "" });
    values.set("docs", provider.docs().map(|docs| format!(": <{docs}>")).unwrap_or_default());
    set_dependencies(&mut values, provider, template, origin)?;
    set_sources(&mut values, provider, tried);
    set_page(&mut values, provider, template, origin);
    set_target(&mut values, provider, template, tried);
    Ok(values)
}

fn set_dependencies(
    values: &mut Values,
    provider: &Provider,
    template: Template,
    origin: &Origin,
) -> Result<(), CliError> {
    let from = origin.dependency()?;
    let features: Vec<_> = ["sqlite"].into_iter().chain(sender::features(provider)).collect();
    let hookport = |features: &[&str]| format!("hookport = {{ {from}, features = {features:?} }}");
    let mut dependencies = vec![hookport(&features)];
    dependencies.extend(ALWAYS.iter().map(ToString::to_string));
    dependencies.extend(template.dependencies().iter().map(ToString::to_string));
    dependencies.sort();
    let mut for_tests = vec![hookport(&["testing"])];
    for_tests.extend(FOR_TESTS.iter().map(ToString::to_string));
    for_tests.sort();
    values.set("dependencies", dependencies.join("\n"));
    values.set("dev-dependencies", for_tests.join("\n"));
    Ok(())
}

fn set_sources(values: &mut Values, provider: &Provider, tried: &Tried) {
    let Tried { events, summary, handled_body, proof, names_event, refuses_others, .. } = tried;
    let reads_secret = sender::reads_secret(provider);
    values.set("secret-import", if reads_secret { "Secret, " } else { "" });
    values.set("source-of-main", sender::source_of_main(provider));
    values.set("source-of-test", sender::source_of_test(provider, proof.as_ref()));
    values.set("body", format!("r#\"{}\"#", events.body));
    values.set(
        "handled-body",
        match handled_body {
            Some(body) => format!("br#\"{body}\"#.to_vec()"),
            None => "request.body().to_vec()".to_owned(),
        },
    );
    values.set("summary", summary.replace('"', "\\\""));
    let event = if *names_event { format!(".event({:?})", events.name) } else { String::new() };
    let settings = sender::settings_of_test(provider);
    let constant = sender::constant(provider);
    values.set(
        "delivery",
        match proof {
            Some(_) => format!(
                "let signer = Signer::new(providers::{constant}, SECRET){settings};\n    \
                 signer.url(URL){event}.at(test.now()).sign(BODY).unwrap()"
            ),
            None => "Request::post(URL).body(BODY.into()).unwrap()".to_owned(),
        },
    );
    let signs = proof.as_ref().map(|proof| proof.signs.as_str()).unwrap_or_default();
    values.set("secret", format!("{signs:?}"));
    values.set("test-argument", if proof.is_some() { "test" } else { "_" });
    values.set("signer-import", if proof.is_some() { "Signer, " } else { "" });
    values.set_condition("has-secret", proof.is_some());
    values.set_condition("has-none", proof.is_none());
    values.set_condition("signed", *refuses_others);
}

fn set_page(values: &mut Values, provider: &Provider, template: Template, origin: &Origin) {
    let variables = variables(provider, template);
    let join = |one: fn(&str) -> String| {
        let all = variables.iter().map(|(name, _)| one(name));
        all.collect::<Vec<_>>().join(" ")
    };
    let rows = variables.iter().map(|(name, holds)| format!("| `{name}` | {holds} |"));
    values.set("variables-of-a-shell", join(|name| format!("{name}=…")));
    values.set("variables-of-docker", join(|name| format!("-e {name}=…")));
    values.set("rows-of-variables", rows.collect::<Vec<_>>().join("\n"));
    values.set("facts", facts(provider));
    values.set_condition("is-a-folder", origin.is_a_folder());
}

/// Sets where the sender delivers to. Some senders name the event there, and some show the secret there.
fn set_target(values: &mut Values, provider: &Provider, template: Template, tried: &Tried) {
    let path = sender::path(provider);
    let secret = tried.proof.as_ref().map_or("", |proof| &proof.signs);
    let mut rest = tried.target.strip_prefix(&path).unwrap_or_default().to_owned();
    let mut words = Vec::new();
    for (shown, word, meaning) in [
        (tried.events.name, "EVENT", "`EVENT` is the name of the event"),
        (secret, "TOKEN", "`TOKEN` is the secret"),
        (&*secret.replace('=', "%3D"), "TOKEN", "`TOKEN` is the secret"),
    ] {
        if !shown.is_empty() && rest.contains(shown) {
            rest = rest.replace(shown, word);
            words.push(meaning);
        }
    }
    let rest = if words.is_empty() { String::new() } else { rest };
    let words = if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) };
    values.set("target", format!("`{path}{rest}`{words}"));
    values.set_condition("asks", template == Template::Answer && provider.name() == "rabbot");
}

/// Returns what a receiver has to know of the sender.
fn facts(provider: &Provider) -> String {
    let name = provider.name();
    let known = format!("`hookport providers {name}` prints what is known of the sender.");
    match provider.deadline() {
        Some(deadline) => {
            format!("{known} It waits {} seconds for an answer.", deadline.as_secs())
        }
        None => known,
    }
}

/// Returns all environment variables that must be set, with what they hold.
fn variables(provider: &Provider, template: Template) -> Vec<(String, String)> {
    let own = template.variables().iter();
    let own = own.map(|(name, holds)| ((*name).to_owned(), (*holds).to_owned()));
    sender::variables(provider).into_iter().chain(own).collect()
}

fn not_tried(provider: &Provider) -> CliError {
    let name = provider.name();
    CliError::usage(
        "--provider",
        format!(
            "a delivery of `{name}` cannot be made up here, so that no template has tests for it"
        ),
    )
}

fn not_made(folder: &Path, cause: io::Error) -> CliError {
    match cause.kind() {
        io::ErrorKind::AlreadyExists => CliError::usage(
            "NAME",
            format!("expected a folder that is not there yet: `{}` is", folder.display()),
        ),
        _ => unwritable(folder, cause),
    }
}

fn unwritable(path: &Path, cause: io::Error) -> CliError {
    CliError::WriteFile { path: PathBuf::from(path), cause }
}

const ALWAYS: &[&str] = &[
    "serde = { version = \"1\", features = [\"derive\"] }",
    "tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\", \"time\"] }",
    "tracing-subscriber = { version = \"0.3\", default-features = false, features = [\"fmt\"] }",
];

const FOR_TESTS: &[&str] = &[
    "bytes = \"1\"",
    "http = \"1\"",
    "tempfile = \"3\"",
    "tokio = { version = \"1\", features = [\"io-util\", \"net\"] }",
];
