//! From a URL to a store.

use std::sync::Arc;

use super::ReceiverError;
use crate::{inbox::Store, stores::MemoryStore};

/// Opens the store of a URL: `memory:`, `sqlite:<path>` or `postgres://<database>`.
pub(crate) async fn store(url: &str) -> Result<Arc<dyn Store>, ReceiverError> {
    match url.split_once(':') {
        Some(("memory", "")) => Ok(Arc::new(MemoryStore::default())),
        Some(("sqlite", path)) if is_file(path) => sqlite(path).await,
        Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => postgres(url).await,
        Some((scheme, _)) => Err(ReceiverError::UnknownStore { scheme: scheme.to_owned() }),
        // What has no colon may be all secret.
        None => Err(ReceiverError::UnknownStore { scheme: String::new() }),
    }
}

/// Returns whether a text is the path of a file, and has no parameters as other URLs of databases have.
fn is_file(path: &str) -> bool {
    !path.is_empty() && !path.contains('?')
}

#[cfg(feature = "sqlite")]
async fn sqlite(path: &str) -> Result<Arc<dyn Store>, ReceiverError> {
    let path = path.strip_prefix("//").unwrap_or(path);
    let opened = crate::stores::SqliteStore::open(path).await;
    opened
        .map(|store| Arc::new(store) as Arc<dyn Store>)
        .map_err(|error| ReceiverError::Store(error.into_cause()))
}

#[cfg(not(feature = "sqlite"))]
async fn sqlite(_: &str) -> Result<Arc<dyn Store>, ReceiverError> {
    std::future::ready(Err(ReceiverError::MissingFeature { scheme: "sqlite", feature: "sqlite" }))
        .await
}

#[cfg(feature = "postgres")]
async fn postgres(url: &str) -> Result<Arc<dyn Store>, ReceiverError> {
    let opened = crate::stores::PostgresStore::open(url).await;
    opened
        .map(|store| Arc::new(store) as Arc<dyn Store>)
        .map_err(|error| ReceiverError::Store(error.into_cause()))
}

#[cfg(not(feature = "postgres"))]
async fn postgres(_: &str) -> Result<Arc<dyn Store>, ReceiverError> {
    let (scheme, feature) = ("postgres", "postgres");
    std::future::ready(Err(ReceiverError::MissingFeature { scheme, feature })).await
}
