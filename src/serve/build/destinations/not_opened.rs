//! A destination of a configuration that is only checked, or whose process only accepts.

use crate::{
    Delivery,
    destinations::{DeliveryAttempt, Destination, DestinationFuture},
};

/// A destination that was not opened. Nothing is delivered to it.
pub(super) struct NotOpened {
    pub(super) goes_to: Option<String>,
}

impl Destination for NotOpened {
    fn deliver<'a>(&'a self, _: &'a Delivery, _: &'a DeliveryAttempt) -> DestinationFuture<'a> {
        Box::pin(std::future::pending())
    }

    fn goes_to(&self) -> Option<String> {
        self.goes_to.clone()
    }
}
