//! The deliveries of a run: bodies or recorded requests, each signed anew unless it is sent as it is.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use hookport::testing::{SignError, Signer};
use http::{HeaderMap, Request};

use super::Args;
use crate::CliError;

/// The deliveries of a run.
pub(super) struct Plan {
    parcels: Vec<Parcel>,
    /// The number of times that each is sent.
    rounds: u64,
}

/// The deliveries, once or many times.
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

impl Plan {
    /// Reads everything and signs each once, so that an error shows before the first delivery.
    pub(super) fn new(args: &Args) -> Result<Self, CliError> {
        let plan = Self { parcels: parcels(args)?, rounds: args.count };
        for parcel in &plan.parcels {
            parcel.request(0, plan.rounds)?;
        }
        Ok(plan)
    }

    /// Returns the number of deliveries.
    pub(super) fn count(&self) -> u64 {
        self.rounds.saturating_mul(self.parcels.len() as u64)
    }

    /// Returns the delivery with this number, counted from 0, signed now; `None` behind the last.
    pub(super) fn nth(&self, nth: u64) -> Option<Result<Request<Bytes>, SignError>> {
        if nth >= self.count() {
            return None;
        }
        let parcels = self.parcels.len() as u64;
        let parcel = self.parcels.get(usize::try_from(nth % parcels).ok()?)?;
        Some(parcel.request(nth / parcels, self.rounds))
    }
}

#[cfg(feature = "cli")]
fn parcels(args: &Args) -> Result<Vec<Parcel>, CliError> {
    if args.recorded.is_given() {
        return super::recorded::parcels(args);
    }
    Ok(vec![of_body(args)?])
}

#[cfg(not(feature = "cli"))]
fn parcels(args: &Args) -> Result<Vec<Parcel>, CliError> {
    Ok(vec![of_body(args)?])
}

fn of_body(args: &Args) -> Result<Parcel, CliError> {
    let body = args.request.body()?;
    Ok(Parcel::Signed {
        signer: Box::new(args.request.signer(Some(&args.url), &body)?),
        id: args.request.id.clone().or_else(|| (args.count > 1).then(made_up_id)),
        headers: HeaderMap::new(),
        body,
    })
}

impl Parcel {
    fn request(&self, round: u64, rounds: u64) -> Result<Request<Bytes>, SignError> {
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

/// Makes another id for each run, so that the receiver takes no delivery for a duplicate.
fn made_up_id() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("msg_{:x}", now.as_nanos())
}
