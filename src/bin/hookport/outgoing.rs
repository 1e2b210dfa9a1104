//! The arguments that `sign` and `send` share: those of a request that is signed.

use std::path::PathBuf;

use bytes::Bytes;
use hookport::{
    DocumentIn, Field, RawRequest,
    event::{self, Facts},
    testing::Signer,
};
use http::{HeaderMap, Method, Uri};

use crate::{
    CliError, args, decryption_keys::DecryptionKeys, input, secrets::OneSecret, settings::Settings,
};

/// A request to be signed.
#[derive(Debug, clap::Args)]
pub(crate) struct Outgoing {
    #[command(flatten)]
    sender: args::Sender,
    #[command(flatten)]
    secret: OneSecret,
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
    #[arg(value_name = "BODY_FILE")]
    body: PathBuf,
}

impl Outgoing {
    /// Reads the body.
    pub(crate) fn body(&self) -> Result<Bytes, CliError> {
        if self.secret.takes_stdin() && input::is_stdin(&self.body) {
            return Err(CliError::usage("--secret-stdin", "stdin is taken by the body `-`"));
        }
        input::bytes(&self.body)
    }

    /// Makes the signer, and writes its public key as a note if it has one.
    pub(crate) fn signer(&self, url: Option<&str>, body: &Bytes) -> Result<Signer, CliError> {
        let said = self.said_in(body);
        if self.id.is_none() || self.id != said.delivery_id {
            self.check_id()?;
        }
        let mut signer = Signer::new(self.sender.provider(), self.secret.read()?);
        for (name, value) in self.settings.all() {
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
            self.check_event()?;
            signer = signer.event(event);
        }
        for text in &self.header {
            let (name, value) = header(text)?;
            signer = signer.header(name, value);
        }
        #[cfg(feature = "ed25519")]
        if let Some(key) = signer.public_key() {
            crate::output::note(&format!("public key: {key}"));
        }
        Ok(signer)
    }

    /// Reads name and id from the body. They need not be set if they are there already.
    fn said_in(&self, body: &Bytes) -> Facts {
        let (method, uri, headers) = (Method::POST, Uri::default(), HeaderMap::new());
        let received = RawRequest { method: &method, uri: &uri, headers: &headers, body };
        let names = self.sender.provider().event_name();
        let ids = self.sender.provider().delivery_id();
        event::facts(&received, names, ids, DocumentIn::Body).unwrap_or_default()
    }

    /// Refuses an id that would be left out silently.
    fn check_id(&self) -> Result<(), CliError> {
        let places = self.sender.provider().delivery_id();
        let in_header = places.iter().any(|place| matches!(place, Field::Header(_)));
        match (&self.id, places) {
            (None, _) => Ok(()),
            (Some(_), _) if in_header => Ok(()),
            (Some(_), []) => Err(self.has_no("--id", "delivery id")),
            (Some(_), [place, ..]) => Err(CliError::usage(
                "--id",
                format!("the delivery id lies in {place}: write it there"),
            )),
        }
    }

    fn check_event(&self) -> Result<(), CliError> {
        match self.sender.provider().event_name() {
            [] => Err(self.has_no("--event", "event name")),
            _ => Ok(()),
        }
    }

    fn has_no(&self, flag: &'static str, what: &str) -> CliError {
        CliError::usage(
            flag,
            format!("no {what} is known of provider `{}`", self.sender.provider().name()),
        )
    }
}

fn header(text: &str) -> Result<(&str, &str), CliError> {
    let (name, value) = text
        .split_once(':')
        .ok_or_else(|| CliError::usage("--header", "expected `Name: value`"))?;
    Ok((name.trim(), value.trim()))
}
