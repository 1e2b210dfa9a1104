//! A delivery as a `.http` file.

use hookport::{
    Delivery,
    console::data::{self, DataError},
    http_file::HttpFile,
    inbox::{EntryId, InboxError, Record},
};
use http::Request;

use crate::{CliError, inbox::open::Opened, notes::noted, output};

/// Returns the request that a delivery came in, with the notes that `verify` and `send` read.
pub(super) async fn of(
    opened: &Opened,
    id: EntryId,
    with_secrets: bool,
) -> Result<Vec<u8>, CliError> {
    let record = opened.inbox.read(id).await.map_err(DataError::from)?;
    let Record { summary, delivery, .. } = record.ok_or(InboxError::UnknownEntry { entry: id })?;
    let file = HttpFile::from(request(&delivery));
    let provider = data::provider_of(&opened.inbox, &summary.endpoint, delivery.provider());
    if provider.is_none() && !with_secrets {
        let sender = output::plain(delivery.provider());
        output::note(&format!("the sender {sender} is not known here: {ITS_CREDENTIALS}"));
    }
    let file = if with_secrets { file } else { data::without_credentials(&file, provider) };
    let noted = noted(file, delivery.received_at(), Some(delivery.provider()));
    Ok(noted.map_err(|_| CliError::usage("--http", "the event has a name of many lines"))?.write())
}

const ITS_CREDENTIALS: &str = "credentials are hidden that have a name like one. With `--config`, those of your own senders are";

/// An event of a batch has the whole request.
fn request(delivery: &Delivery) -> Request<bytes::Bytes> {
    let body = delivery.item().map_or_else(|| delivery.body(), |item| item.batch().body());
    let mut request = Request::new(body.clone());
    request.method_mut().clone_from(delivery.method());
    request.uri_mut().clone_from(delivery.uri());
    request.headers_mut().clone_from(delivery.headers());
    request
}
