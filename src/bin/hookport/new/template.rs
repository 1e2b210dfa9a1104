//! The templates, and their files.

use hookport::Provider;

use crate::CliError;

/// The `main.rs` of a template, with the functions that are in each of them.
macro_rules! main_of {
    ($folder:literal) => {
        concat!(
            include_str!(concat!("templates/", $folder, "/main.rs.tmpl")),
            include_str!("templates/crate/end_of_main.rs.tmpl")
        )
    };
}

/// A kind of crate, by what it does with a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Template {
    /// A row in SQLite, exactly once.
    Save,
    /// A mail to a person, through SMTP.
    Notify,
    /// A further job, started exactly once.
    Trigger,
    /// An answer that the sender uses: JSON, a message, TwiML.
    Answer,
    /// The same delivery to another HTTP server.
    Forward,
}

/// A file of a new crate: its path, and its template.
pub(super) type File = (&'static str, &'static str);

impl Template {
    /// Returns what the crate does with a delivery, as the rest of a sentence.
    pub(super) const fn purpose(self) -> &'static str {
        match self {
            Self::Save => "each delivery is saved in SQLite, exactly once",
            Self::Notify => "each delivery is mailed to a person",
            Self::Trigger => "each delivery starts a further job, exactly once",
            Self::Answer => "the sender gets an answer that it uses",
            Self::Forward => "each delivery is passed on to another HTTP server",
        }
    }

    /// Returns the environment variables beside those of the sender, with what they hold.
    pub(super) const fn variables(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Save | Self::Trigger | Self::Answer => &[],
            Self::Notify => &[
                ("SMTP_URL", "the server of mails: `smtps://user:password@mail.example.com`"),
                ("MAIL_FROM", "the address that mails are from"),
                ("MAIL_TO", "the address that mails go to"),
            ],
            Self::Forward => &[("FORWARD_TO", "the URL that deliveries are passed on to")],
        }
    }

    /// Returns the dependencies beside those of all templates.
    pub(super) const fn dependencies(self) -> &'static [&'static str] {
        match self {
            Self::Save => &[],
            Self::Notify => &[
                "lettre = { version = \"0.11\", default-features = false, features = [\"builder\", \"ring\", \
                 \"rustls\", \"smtp-transport\", \"tokio1\", \"tokio1-rustls\", \"webpki-roots\"] }",
            ],
            Self::Trigger => &["tracing = { version = \"0.1\", default-features = false }"],
            Self::Answer => &[
                "axum = { version = \"0.8\", default-features = false, features = [\"json\", \"query\"] }",
                "serde_json = \"1\"",
                "tracing = { version = \"0.1\", default-features = false }",
            ],
            Self::Forward => &[
                "reqwest = { version = \"0.13\", default-features = false, features = [\"rustls-no-provider\"] }",
                "rustls = { version = \"0.23\", default-features = false, features = [\"ring\", \"std\", \"tls12\"] }",
                "webpki-roots = \"1\"",
            ],
        }
    }

    /// Returns the files of the crate that are of this template.
    pub(super) fn files(self, provider: &Provider) -> Result<Vec<File>, CliError> {
        Ok(match self {
            Self::Save => vec![
                ("src/main.rs", main_of!("save")),
                ("src/lib.rs", include_str!("templates/save/lib.rs.tmpl")),
                (TESTS, include_str!("templates/save/deliveries.rs.tmpl")),
            ],
            Self::Notify => vec![
                ("src/main.rs", main_of!("notify")),
                ("src/lib.rs", include_str!("templates/notify/lib.rs.tmpl")),
                (TESTS, include_str!("templates/notify/deliveries.rs.tmpl")),
                ("tests/deliveries/smtp.rs", include_str!("templates/notify/smtp.rs.tmpl")),
            ],
            Self::Trigger => vec![
                ("src/main.rs", main_of!("trigger")),
                ("src/lib.rs", include_str!("templates/trigger/lib.rs.tmpl")),
                ("src/jobs.rs", include_str!("templates/trigger/jobs.rs.tmpl")),
                (TESTS, include_str!("templates/trigger/deliveries.rs.tmpl")),
            ],
            Self::Answer => answer(provider)?,
            Self::Forward => vec![
                ("src/main.rs", main_of!("forward")),
                ("src/lib.rs", include_str!("templates/forward/lib.rs.tmpl")),
                (TESTS, include_str!("templates/forward/deliveries.rs.tmpl")),
                (
                    "tests/deliveries/upstream.rs",
                    include_str!("templates/forward/upstream.rs.tmpl"),
                ),
            ],
        })
    }
}

fn answer(provider: &Provider) -> Result<Vec<File>, CliError> {
    let (lib, tests) = match provider.name() {
        "rabbot" => (
            include_str!("templates/answer/rabbot.lib.rs.tmpl"),
            include_str!("templates/answer/rabbot.deliveries.rs.tmpl"),
        ),
        "slack" => (
            include_str!("templates/answer/slack.lib.rs.tmpl"),
            include_str!("templates/answer/slack.deliveries.rs.tmpl"),
        ),
        "twilio" => (
            include_str!("templates/answer/twilio.lib.rs.tmpl"),
            include_str!("templates/answer/twilio.deliveries.rs.tmpl"),
        ),
        name => return Err(CliError::usage("--template", not_answered(name))),
    };
    let main = main_of!("answer");
    Ok(vec![("src/main.rs", main), ("src/lib.rs", lib), (TESTS, tests)])
}

fn not_answered(name: &str) -> String {
    format!(
        "`answer` is for senders that use the answer: rabbot, slack, twilio. For `{name}` take save, notify, \
         trigger or forward"
    )
}

const TESTS: &str = "tests/deliveries/main.rs";

/// The files of every crate.
pub(super) const COMMON: &[File] = &[
    ("Cargo.toml", include_str!("templates/crate/Cargo.toml.tmpl")),
    ("Dockerfile", include_str!("templates/crate/Dockerfile.tmpl")),
    ("README.md", include_str!("templates/crate/README.md.tmpl")),
    (".gitignore", include_str!("templates/crate/gitignore.tmpl")),
    (".dockerignore", include_str!("templates/crate/dockerignore.tmpl")),
    ("tests/deliveries/kit.rs", include_str!("templates/crate/kit.rs.tmpl")),
];
