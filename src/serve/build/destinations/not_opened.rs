//! A destination of a configuration that is only checked.

use crate::{
    Delivery,
    destinations::{DeliveryAttempt, Destination, DestinationFuture},
};

/// A destination that was not opened. Nothing is delivered to it.
pub(super) struct NotOpened {
    pub(super) goes_to: String,
}

impl Destination for NotOpened {
    fn deliver<'a>(&'a self, _: &'a Delivery, _: &'a DeliveryAttempt) -> DestinationFuture<'a> {
        Box::pin(std::future::pending())
    }

    fn goes_to(&self) -> Option<String> {
        Some(self.goes_to.clone())
    }
}
