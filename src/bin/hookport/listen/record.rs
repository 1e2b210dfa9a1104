//! Requests as files.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use hookport::{Provider, console::data, http_file::HttpFile};

use super::{delivery::Delivery, endpoint::Endpoint};
use crate::{CliError, notes::noted, own_file::for_its_owner, words};

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
        let provider = endpoint.map(|endpoint| endpoint.source.provider());
        let hidden = data::without_credentials(&delivery.request, provider);
        let time = words::time(delivery.at).replace([':', '-'], "");
        let name = format!("{time}-{:04}{}.http", delivery.number, in_name(&hidden));
        let request = if self.with_secrets { delivery.request.clone() } else { hidden };
        let file =
            noted(request, delivery.at, provider.map(Provider::name)).map_err(io::Error::other)?;
        let mut out = for_its_owner().create_new(true).open(self.folder.join(&name))?;
        io::Write::write_all(&mut out, &file.write())?;
        Ok(name)
    }
}

/// Returns the path in the form of a part of a name.
fn in_name(request: &HttpFile) -> String {
    let path = request.uri.path().chars().take(LONGEST_PATH);
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    path.map(plain).collect::<String>().trim_end_matches('-').to_owned()
}

const LONGEST_PATH: usize = 40;
