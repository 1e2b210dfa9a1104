//! The arguments that `sign` and `send` share: those of a request that is signed.

use std::path::PathBuf;

use bytes::Bytes;
use hookport::{
    DocumentIn, Field, Provider, RawRequest, Secret,
    event::{self, Facts},
    testing::Signer,
};
use http::{HeaderMap, Method, Uri};

use crate::{
    CliError, args, decryption_keys::DecryptionKeys, input, secrets::OneSecret, settings::Settings,
};

/// A request to be signed. What it is signed with is required, or checked when it is needed.
#[derive(Debug, clap::Args)]
pub(crate) struct Outgoing<const REQUIRED: bool = true> {
    #[command(flatten)]
    sender: args::Sender<REQUIRED>,
    #[command(flatten)]
    secret: OneSecret<REQUIRED>,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    decryption_keys: DecryptionKeys,
    /// The delivery id, for a header (by default made up), or the same as in the body.
    #[arg(long)]
    pub(crate) id: Option<String>,
    /// The event name, for a header or the path, or the same as in the body.
    #[arg(long, value_name = "NAME")]
    event: Option<String>,
    /// A further header, `Name: value`; may be repeated.
    #[arg(long, value_name = "HEADER")]
    header: Vec<String>,
    /// The body; `-` is stdin. A body that does not look like JSON is sent as a form.
    #[arg(value_name = "BODY_FILE", required = REQUIRED)]
    body: Option<PathBuf>,
}

impl<const REQUIRED: bool> Outgoing<REQUIRED> {
    /// Reads the body.
    pub(crate) fn body(&self) -> Result<Bytes, CliError> {
        let missing = || CliError::usage("BODY_FILE", "missing: the file with the body");
        let body = self.body.as_deref().ok_or_else(missing)?;
        if self.secret.takes_stdin() && input::is_stdin(body) {
            return Err(CliError::usage("--secret-stdin", "stdin is taken by the body `-`"));
        }
        input::bytes(body)
    }

    /// Returns the sender that is given.
    pub(crate) fn given(&self) -> Option<Provider> {
        self.sender.given()
    }

    /// Returns the sender.
    pub(crate) fn provider(&self) -> Result<Provider, CliError> {
        let missing = || CliError::usage("--provider", "missing: the sender to sign as");
        self.given().ok_or_else(missing)
    }

    /// Reads the secret. Stdin has it once.
    pub(crate) fn secret(&self) -> Result<Secret, CliError> {
        self.secret.read()
    }

    /// Makes the signer.
    pub(crate) fn signer(
        &self,
        (provider, secret): (Provider, Secret),
        url: Option<&str>,
        body: &Bytes,
    ) -> Result<Signer, CliError> {
        let said = said_in(&provider, body);
        if self.id.is_none() || self.id != said.delivery_id {
            self.check_id(&provider)?;
        }
        let mut signer = Signer::new(provider, secret);
        for (name, value) in self.settings.all()? {
            signer = signer.setting(name, value);
        }
        if let Some(key) = self.decryption_keys.all()?.into_iter().next() {
            signer = signer.decryption_key(key);
        }
        if let Some(url) = url {
            input::url(url)?;
            signer = signer.url(url);
        }
        if let Some(id) = &self.id {
            signer = signer.id(id);
        }
        if let Some(event) = self.event.as_ref().filter(|event| Some(*event) != said.name.as_ref())
        {
            check_event(&provider)?;
            signer = signer.event(event);
        }
        for text in &self.header {
            let (name, value) = header(text)?;
            signer = signer.header(name, value);
        }
        Ok(signer)
    }

    /// Refuses an id that would be left out silently.
    fn check_id(&self, provider: &Provider) -> Result<(), CliError> {
        let places = provider.delivery_id();
        let in_header = places.iter().any(|place| matches!(place, Field::Header(_)));
        match (&self.id, places) {
            (None, _) => Ok(()),
            (Some(_), _) if in_header => Ok(()),
            (Some(_), []) => Err(has_no(provider, "--id", "delivery id")),
            (Some(_), [place, ..]) => Err(CliError::usage(
                "--id",
                format!("the delivery id lies in {place}: write it there"),
            )),
        }
    }
}

/// Writes the public key of a signer as a note, if it has one.
#[cfg_attr(not(feature = "ed25519"), expect(unused_variables, reason = "then it has none"))]
pub(crate) fn note_public_key(signer: &Signer) {
    #[cfg(feature = "ed25519")]
    if let Some(key) = signer.public_key() {
        crate::output::note(&format!("public key: {key}"));
    }
}

/// Reads name and id from the body. They need not be set if they are there already.
pub(crate) fn said_in(provider: &Provider, body: &Bytes) -> Facts {
    let (method, uri, headers) = (Method::POST, Uri::default(), HeaderMap::new());
    let received = RawRequest { method: &method, uri: &uri, headers: &headers, body };
    let (names, ids) = (provider.event_name(), provider.delivery_id());
    event::facts(&received, names, ids, DocumentIn::Body).unwrap_or_default()
}

fn check_event(provider: &Provider) -> Result<(), CliError> {
    match provider.event_name() {
        [] => Err(has_no(provider, "--event", "event name")),
        _ => Ok(()),
    }
}

fn has_no(provider: &Provider, flag: &'static str, what: &str) -> CliError {
    CliError::usage(flag, format!("no {what} is known of provider `{}`", provider.name()))
}

fn header(text: &str) -> Result<(&str, &str), CliError> {
    let (name, value) = text
        .split_once(':')
        .ok_or_else(|| CliError::usage("--header", "expected `Name: value`"))?;
    Ok((name.trim(), value.trim()))
}
