//! What is logged, with the feature `tracing`: names and errors, never a body. Most of it lies in
//! the span of an attempt, which says whose it is.

#[cfg(not(feature = "tracing"))]
pub(super) use off::{ended, gave_up, left, streak};
#[cfg(feature = "tracing")]
pub(super) use on::{ended, gave_up, left, streak};

#[cfg(feature = "tracing")]
mod on {
    use crate::inbox::{Ended, StoreError};

    pub(in super::super) fn ended(ended: &Ended) {
        match ended {
            Ended::Done | Ended::Routed(_) => tracing::debug!("webhook is done"),
            Ended::Stale => tracing::debug!("webhook is stale"),
            Ended::Retry { error, .. } => tracing::warn!(error, "webhook is to be tried again"),
            Ended::Dead { error } => tracing::error!(error, "webhook is dead"),
            Ended::GivenBack => tracing::info!("webhook is given back"),
        }
    }

    pub(in super::super) fn left() {
        tracing::warn!("webhook is left to another worker: the lease is lost");
    }

    pub(in super::super) fn gave_up(error: &StoreError) {
        let error: &dyn std::error::Error = error;
        tracing::error!(error, "store did not take the end of an attempt in time");
    }

    /// Tells the first failure of several, and when the store does it again.
    pub(in super::super) fn streak(
        call: &'static str,
        fails: &mut bool,
        error: Option<&StoreError>,
    ) {
        match error {
            Some(error) if !*fails => {
                let error: &dyn std::error::Error = error;
                tracing::error!(call, error, "store fails and is asked again");
            }
            None if *fails => tracing::info!(call, "store works again"),
            _ => {}
        }
        *fails = error.is_some();
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use crate::inbox::{Ended, StoreError};

    pub(in super::super) const fn ended(_: &Ended) {}
    pub(in super::super) const fn left() {}
    pub(in super::super) const fn gave_up(_: &StoreError) {}
    pub(in super::super) const fn streak(_: &'static str, _: &mut bool, _: Option<&StoreError>) {}
}
