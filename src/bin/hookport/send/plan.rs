//! What is to be sent: the same body again and again, freshly signed.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use hookport::testing::{SignError, Signer};
use http::Request;

use super::Args;
use crate::CliError;

/// What is to be sent.
pub(super) struct Plan {
    signer: Signer,
    body: Bytes,
    /// What ids begin with; the signer's own where it is one delivery without a given id.
    id: Option<String>,
    /// How many deliveries.
    pub(super) count: u64,
}

impl Plan {
    /// Reads everything and signs once, so that what cannot be signed is found before it is sent.
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

    /// `nth` if there are so many, counted from 0.
    pub(super) fn nth(&self, nth: u64) -> Option<u64> {
        (nth < self.count).then_some(nth)
    }

    /// The delivery with this number, signed now.
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

/// Another one for each run, so that the receiver takes no delivery for one it has seen.
fn made_up_id() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("msg_{:x}", now.as_nanos())
}
