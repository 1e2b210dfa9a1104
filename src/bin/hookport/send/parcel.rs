//! One delivery: signed each time, or sent as it is.

use std::time::SystemTime;

use bytes::Bytes;
use hookport::testing::{SignError, Signer};
use http::{HeaderMap, Request};

/// A delivery, sent once or many times.
pub(super) enum Parcel {
    /// It is signed anew each time.
    Signed {
        signer: Box<Signer>,
        body: Bytes,
        /// The beginning of the ids. A single delivery without a given id has the signer's own.
        id: Option<String>,
        /// The headers that are sent besides those of the signer.
        headers: HeaderMap,
    },
    /// It is sent as it is.
    #[cfg(feature = "cli")]
    AsRecorded(Request<Bytes>),
}

impl Parcel {
    /// Returns the request for a round, counted from 0.
    pub(super) fn request(&self, round: u64, rounds: u64) -> Result<Request<Bytes>, SignError> {
        let (signer, body, id, headers) = match self {
            #[cfg(feature = "cli")]
            Self::AsRecorded(request) => return Ok(request.clone()),
            Self::Signed { signer, body, id, headers } => (signer, body, id, headers),
        };
        let signer = Signer::clone(signer).at(SystemTime::now());
        let signer = match id {
            Some(id) if rounds > 1 => signer.id(format!("{id}-{}", round + 1)),
            Some(id) => signer.id(id),
            None => signer,
        };
        let mut request = signer.sign(body.clone())?;
        add_missing(request.headers_mut(), headers);
        Ok(request)
    }
}

/// Adds headers whose names are not there yet.
fn add_missing(signed: &mut HeaderMap, headers: &HeaderMap) {
    let missing: Vec<_> = headers.keys().filter(|name| !signed.contains_key(*name)).collect();
    for name in missing {
        for value in headers.get_all(name) {
            signed.append(name, value.clone());
        }
    }
}
