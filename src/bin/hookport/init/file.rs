//! The text of a configuration file, and the files of its secrets.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::PathBuf};

use hookport::{Provider, Secret, secrets::FileSecrets, serve};

use super::{
    Args,
    secret_files::{self, SecretFiles},
    shown,
    wanted::{Proof, Wanted},
};
use crate::CliError;

/// A configuration file that is to be written.
#[derive(Debug)]
pub(super) struct Writing {
    config: PathBuf,
    base: String,
    endpoints: Vec<Written>,
    files: SecretFiles,
    console_token: Secret,
    text: String,
}

/// An endpoint, and where its secret is.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) wanted: Wanted,
    pub(super) secret: SecretIn,
}

/// The place of a secret.
#[derive(Debug)]
pub(super) enum SecretIn {
    /// There is none.
    Nowhere,
    /// An environment variable.
    Variable(String),
    /// A file with a token that was made.
    MadeFile(String, Secret),
    /// A file with a secret that was pasted.
    PastedFile(String, Secret),
    /// A file for what the sender brings.
    Accounts(String),
}

impl Writing {
    /// Makes the text and the secrets. Nothing is written yet.
    pub(super) fn new(
        args: &Args,
        wanted: Vec<Wanted>,
        files: SecretFiles,
    ) -> Result<Self, CliError> {
        wanted.iter().try_for_each(|wanted| wanted.check(args.public_url.is_some()))?;
        check_files(&wanted)?;
        let endpoints: Result<Vec<_>, _> = wanted.into_iter().map(Written::of).collect();
        let endpoints = endpoints?;
        let base = args.public_url.clone().unwrap_or_else(|| format!("http://{}", args.listen));
        let text = text(args, &endpoints);
        let (config, console_token) = (args.config.clone(), secret_files::token()?);
        Ok(Self { config, base, endpoints, files, console_token, text })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Writes the secrets, and then the file.
    pub(super) fn write(&self) -> Result<(), CliError> {
        self.files.make()?;
        self.files.keep(CONSOLE_TOKEN, self.console_token.expose())?;
        for Written { secret, .. } in &self.endpoints {
            match secret {
                SecretIn::MadeFile(file, secret) | SecretIn::PastedFile(file, secret) => {
                    self.files.keep(file, secret.expose())?;
                }
                SecretIn::Accounts(file) => self.make_accounts(file)?,
                SecretIn::Nowhere | SecretIn::Variable(_) => {}
            }
        }
        let written = fs::write(&self.config, &self.text);
        written.map_err(|cause| secret_files::written(&self.config, cause))
    }

    /// Makes a file for the secrets that a sender brings. One that is there keeps them.
    fn make_accounts(&self, file: &str) -> Result<(), CliError> {
        let path = self.files.path(file);
        if path.exists() {
            return Ok(());
        }
        FileSecrets::create(&path).map_err(|cause| secret_files::written(&path, cause))
    }

    /// Returns what a person has to know, once.
    pub(super) fn shown(&self) -> String {
        shown::text(&self.config, &self.base, &self.endpoints)
            + &shown::console(&self.base, CONSOLE_TOKEN, &self.console_token)
    }
}

impl Written {
    fn of(wanted: Wanted) -> Result<Self, CliError> {
        let file = SecretFiles::relative(wanted.name());
        let secret = match (wanted.proof(), &wanted.secret_env, &wanted.secret) {
            (Proof::Brought, ..) => SecretIn::Accounts(format!("{file}.json")),
            (_, Some(variable), _) => SecretIn::Variable(variable.clone()),
            (_, None, Some(pasted)) => SecretIn::PastedFile(file, pasted.clone()),
            (Proof::Token, ..) => SecretIn::MadeFile(file, secret_files::token()?),
            (Proof::Secret, ..) => SecretIn::Variable(variable_of(&wanted.provider)),
            (Proof::Published | Proof::Unknown, ..) => SecretIn::Nowhere,
        };
        Ok(Self { wanted, secret })
    }

    /// Returns the table of the endpoint.
    fn table(&self) -> String {
        let Wanted { provider, path, name, forward, settings, .. } = &self.wanted;
        let mut table = String::from("\n[[endpoints]]\n");
        if let Some(page) = provider.docs() {
            let _ = writeln!(table, "# {page}");
        }
        if let Some(name) = name {
            let _ = writeln!(table, "name = {}", quoted(name));
        }
        let _ = writeln!(table, "path = {}", quoted(path));
        let _ = writeln!(table, "provider = {}", quoted(provider.name()));
        table += &self.secrets();
        for (name, value) in settings {
            let _ = writeln!(table, "settings.{} = {}", quoted(name), quoted(value));
        }
        table += OPTIONAL_COMMENT;
        for key in OPTIONAL {
            table += &optional(key);
        }
        match forward {
            None => table += STORE_ONLY,
            Some(url) => {
                table += "\n[[endpoints.destinations]]\nname = \"app\"\n";
                let _ = writeln!(table, "forward.url = {}", quoted(url));
            }
        }
        table
    }

    fn secrets(&self) -> String {
        match &self.secret {
            SecretIn::Nowhere => String::new(),
            SecretIn::Variable(name) => format!("secrets = [{{ env = {} }}]\n", quoted(name)),
            SecretIn::MadeFile(file, _) | SecretIn::PastedFile(file, _) => {
                format!("secrets = [{{ file = {} }}]\n", quoted(file))
            }
            SecretIn::Accounts(file) => format!("accounts = {{ file = {} }}\n", quoted(file)),
        }
    }
}

fn text(args: &Args, endpoints: &[Written]) -> String {
    let mut text = String::from(HEAD);
    let _ = writeln!(text, "listen = {}", quoted(&args.listen));
    let _ = writeln!(text, "inbox = {}", quoted(&args.inbox));
    match &args.public_url {
        Some(url) => {
            let _ = writeln!(text, "public-url = {}", quoted(url));
        }
        None => text += &optional("public-url"),
    }
    text += &format!("\n[console]\ntoken = {{ file = {} }}\n", quoted(CONSOLE_TOKEN));
    text += &optional("console.read-only-token");
    text += "\n[retention]\n";
    for key in ["retention.done", "retention.dead"] {
        text += &optional(key);
    }
    text + &endpoints.iter().map(Written::table).collect::<String>()
}

/// Returns a key as a comment, with its meaning.
fn optional(path: &str) -> String {
    let key = serve::keys().find(|key| key.path == path);
    key.map(|key| format!("# {}\n#   {}\n", key.example, key.meaning)).unwrap_or_default()
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// Refuses two secrets in one file.
fn check_files(wanted: &[Wanted]) -> Result<(), CliError> {
    let mut files = BTreeSet::from([CONSOLE_TOKEN.to_owned()]);
    let mut names = wanted.iter().map(Wanted::name);
    match names.find(|name| !files.insert(SecretFiles::relative(name))) {
        Some(name) => {
            let problem =
                format!("`{name}` is taken: give `--path` or `--name` behind `--provider`");
            Err(CliError::usage("--provider", problem))
        }
        None => Ok(()),
    }
}

/// The file of the console's token. No endpoint has it: `console` is the path of the console.
const CONSOLE_TOKEN: &str = "secrets/console";

fn variable_of(provider: &Provider) -> String {
    format!("{}_SECRET", provider.name().replace('-', "_").to_uppercase())
}

const HEAD: &str = "\
# Written by `hookport init`. `hookport check` says what is wrong with it, `hookport serve` receives, and
# a process that runs reads it again at SIGHUP. docs/configuration.md has all keys.

";

const OPTIONAL_COMMENT: &str = "# Further keys:\n";

const OPTIONAL: &[&str] = &[
    "endpoints[].rate-limit",
    "endpoints[].ordered-by",
    "endpoints[].deduplicated-by",
    "endpoints[].quarantine",
];

const STORE_ONLY: &str = "# Deliveries are kept, and nothing else is done with them: replace this line by a destination.\nstore-only = true\n";
