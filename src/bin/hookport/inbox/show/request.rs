//! A delivery as a `.http` file.

use std::time::UNIX_EPOCH;

use hookport::{
    Delivery,
    console::data::{self, DataError},
    http_file::{HttpFile, NoteError},
    inbox::{EntryId, InboxError},
    providers,
};
use http::Request;

use crate::{CliError, inbox::open::Opened};

/// Returns the request that a delivery came in, with the notes that `verify` and `send` read.
pub(super) async fn of(
    opened: &Opened,
    id: EntryId,
    with_secrets: bool,
) -> Result<Vec<u8>, CliError> {
    let record = opened.inbox.read(id).await.map_err(DataError::from)?;
    let delivery = record.ok_or(InboxError::UnknownEntry { entry: id })?.delivery;
    let file = HttpFile::from(request(&delivery));
    let provider = providers::find(delivery.provider());
    let file = if with_secrets { file } else { data::without_credentials(&file, provider) };
    let noted = noted(file, &delivery);
    Ok(noted.map_err(|_| CliError::usage("--http", "the event has a name of many lines"))?.write())
}

/// An event of a batch has the whole request.
fn request(delivery: &Delivery) -> Request<bytes::Bytes> {
    let body = delivery.item().map_or_else(|| delivery.body(), |item| item.batch().body());
    let mut request = Request::new(body.clone());
    request.method_mut().clone_from(delivery.method());
    request.uri_mut().clone_from(delivery.uri());
    request.headers_mut().clone_from(delivery.headers());
    request
}

fn noted(file: HttpFile, delivery: &Delivery) -> Result<HttpFile, NoteError> {
    let since_1970 = delivery.received_at().duration_since(UNIX_EPOCH).unwrap_or_default();
    let file = file.with_note("now", since_1970.as_secs().to_string())?;
    file.with_note("provider", delivery.provider())
}
