//! The reasons why a document was not fetched, for the log.

use std::{io, time::Duration};

use http::StatusCode;

use crate::{BoxError, verify::FetchedError};

#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    #[error("too many documents were fetched within this minute")]
    TooMany,
    #[error("its host has no public address")]
    NoPublicAddress,
    #[error("its host cannot be found")]
    NotFound(#[source] io::Error),
    #[error("no connection to its host")]
    NoConnection(#[source] io::Error),
    #[error("its host is no name")]
    NoName,
    #[error("its server answers no request")]
    NoAnswer(#[source] hyper::Error),
    #[error("its server answers with {0}; redirects are not followed")]
    Status(StatusCode),
    #[error("its body breaks off or is too long")]
    Body(#[source] BoxError),
    #[error("it did not come within {0:?}")]
    TooSlow(Duration),
    #[error("it cannot be used: {0}")]
    Unusable(#[from] FetchedError),
}
