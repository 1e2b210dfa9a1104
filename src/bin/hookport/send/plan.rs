//! The deliveries of a run: one body, signed anew for each of them.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use hookport::testing::{SignError, Signer};
use http::Request;

use super::Args;
use crate::CliError;

/// The deliveries of a run.
pub(super) struct Plan {
    signer: Signer,
    body: Bytes,
    /// The beginning of the ids. A single delivery without a given id has the signer's own.
    id: Option<String>,
    /// The number of deliveries.
    pub(super) count: u64,
}

impl Plan {
    /// Reads everything and signs once, so that an error shows before the first delivery.
    pub(super) fn new(args: &Args) -> Result<Self, CliError> {
        let body = args.request.body()?;
        let plan = Self {
            signer: args.request.signer(Some(&args.url), &body)?,
            body,
            id: args.request.id.clone().or_else(|| (args.count > 1).then(made_up_id)),
            count: args.count,
        };
        plan.signed(0)?;
        Ok(plan)
    }

    /// Returns `nth` if there is a delivery with this number, counted from 0.
    pub(super) fn nth(&self, nth: u64) -> Option<u64> {
        (nth < self.count).then_some(nth)
    }

    /// Returns the delivery with this number, signed now.
    pub(super) fn signed(&self, nth: u64) -> Result<Request<Bytes>, SignError> {
        let signer = self.signer.clone().at(SystemTime::now());
        let signer = match &self.id {
            Some(id) if self.count > 1 => signer.id(format!("{id}-{}", nth + 1)),
            Some(id) => signer.id(id),
            None => signer,
        };
        signer.sign(self.body.clone())
    }
}

/// Makes another id for each run, so that the receiver takes no delivery for a duplicate.
fn made_up_id() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("msg_{:x}", now.as_nanos())
}
