//! Requests as files.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use hookport::{console::data, http_file::HttpFile};

use super::{delivery::Delivery, endpoint::Endpoint};
use crate::{CliError, words};

/// A folder for requests.
pub(super) struct Record {
    folder: PathBuf,
    with_secrets: bool,
}

impl Record {
    /// Makes the folder if it is not there.
    pub(super) fn into(folder: &Path, with_secrets: bool) -> Result<Self, CliError> {
        fs::create_dir_all(folder)
            .map_err(|cause| CliError::usage("--record", cause.to_string()))?;
        Ok(Self { folder: folder.to_owned(), with_secrets })
    }

    /// Writes a request, and returns the name of its file. No file is replaced.
    pub(super) fn write(
        &self,
        delivery: &Delivery,
        endpoint: Option<&Endpoint>,
    ) -> io::Result<String> {
        let time = words::time(delivery.at).replace([':', '-'], "");
        let name = format!("{time}-{:04}{}.http", delivery.number, in_name(&delivery.request));
        let file = self.shown(delivery, endpoint).map_err(io::Error::other)?;
        let mut options = fs::OpenOptions::new();
        let mut out = options.write(true).create_new(true).open(self.folder.join(&name))?;
        io::Write::write_all(&mut out, &file.write())?;
        Ok(name)
    }

    /// Returns the request with the notes that `verify` and `send` read.
    fn shown(
        &self,
        delivery: &Delivery,
        endpoint: Option<&Endpoint>,
    ) -> Result<HttpFile, hookport::http_file::NoteError> {
        let provider = endpoint.map(|endpoint| endpoint.source.provider());
        let request = if self.with_secrets {
            delivery.request.clone()
        } else {
            data::without_credentials(&delivery.request, provider)
        };
        let since_1970 = delivery.at.duration_since(UNIX_EPOCH).unwrap_or_default();
        let request = request.with_note("now", since_1970.as_secs().to_string())?;
        match provider {
            Some(provider) => request.with_note("provider", provider.name()),
            None => Ok(request),
        }
    }
}

/// Returns the path in the form of a part of a name.
fn in_name(request: &HttpFile) -> String {
    let path = request.uri.path().chars().take(LONGEST_PATH);
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    path.map(plain).collect::<String>().trim_end_matches('-').to_owned()
}

const LONGEST_PATH: usize = 40;
