//! The deliveries of a run: bodies or recorded requests, each signed anew unless it is sent as it is.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
#[cfg(feature = "cli")]
use hookport::Provider;
use hookport::testing::SignError;
use http::{HeaderMap, Request};

use super::{Args, parcel::Parcel};
use crate::{CliError, outgoing};

/// The deliveries of a run.
pub(super) struct Plan {
    parcels: Vec<Parcel>,
    /// The sender; `None` if requests are sent as they were recorded.
    #[cfg(feature = "cli")]
    provider: Option<Provider>,
    /// The number of times that each is sent.
    rounds: u64,
}

impl Plan {
    /// Reads everything and signs each once, so that an error shows before the first delivery.
    pub(super) fn new(args: &Args) -> Result<Self, CliError> {
        #[cfg(feature = "cli")]
        let (parcels, provider) = parcels(args)?;
        #[cfg(not(feature = "cli"))]
        let parcels = vec![of_body(args)?];
        let plan = Self {
            parcels,
            #[cfg(feature = "cli")]
            provider,
            rounds: args.count,
        };
        for parcel in &plan.parcels {
            parcel.request(0, plan.rounds)?;
        }
        Ok(plan)
    }

    /// Returns the sender; `None` if requests are sent as they were recorded.
    #[cfg(feature = "cli")]
    pub(super) const fn provider(&self) -> Option<&Provider> {
        self.provider.as_ref()
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
fn parcels(args: &Args) -> Result<(Vec<Parcel>, Option<Provider>), CliError> {
    if args.recorded.is_given() {
        return super::recorded::parcels(args);
    }
    Ok((vec![of_body(args)?], Some(args.request.provider()?)))
}

fn of_body(args: &Args) -> Result<Parcel, CliError> {
    let (provider, body) = (args.request.provider()?, args.request.body()?);
    let sender = (provider, args.request.secret()?);
    let signer = args.request.signer(sender, Some(&args.url), &body)?;
    outgoing::note_public_key(&signer);
    Ok(Parcel::Signed {
        signer: Box::new(signer),
        id: args.request.id.clone().or_else(|| (args.count > 1).then(made_up_id)),
        headers: HeaderMap::new(),
        body,
    })
}

/// Makes another id for each run, so that the receiver takes no delivery for a duplicate.
fn made_up_id() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("msg_{:x}", now.as_nanos())
}
