//! The needs of an extractor.

use std::any::{TypeId, type_name};

/// Values that only a store has, and without which an extractor always fails. Its handler can then
/// only run from an inbox.
///
/// A `Receiver` on another store does not start, and neither does an endpoint without an inbox.
/// `EventRouter::for_inbox` makes an endpoint of such handlers.
/// `Option<X>` and `Result<X, _>` need nothing.
///
/// ```
/// use hookport::{Delivery, Outcome, extract::{FromDelivery, Needs}};
///
/// /// A value that a store of your own puts into the context of a claim.
/// #[derive(Clone)]
/// struct Shard(u32);
///
/// impl<S: Sync> FromDelivery<S> for Shard {
///     type Rejection = Outcome;
///
///     fn needs() -> Needs {
///         Needs::from_store::<Self>("open the receiver on the sharded store")
///     }
///
///     async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, Outcome> {
///         delivery.context().get().cloned().ok_or_else(|| Outcome::retry("no shard"))
///     }
/// }
///
/// async fn on_order(order: serde_json::Value, shard: Shard) {
///     println!("{order} is of shard {}", shard.0);
/// }
/// # drop(on_order);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Needs(Vec<Need>);

/// A type that a store must put into the context of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Need {
    /// The type.
    pub(crate) id: TypeId,
    /// True if some stores give it only.
    pub(crate) of_store: bool,
    /// The last part of its path.
    pub(crate) name: &'static str,
    /// The advice if the store is another one.
    pub(crate) advice: &'static str,
}

impl Needs {
    /// Makes empty needs.
    pub const fn nothing() -> Self {
        Self(Vec::new())
    }

    /// Makes the need of a value of type `T`, which a store puts into the context of each claim.
    ///
    /// The advice is the end of the error of a receiver on another store: `open the receiver on …`.
    pub fn from_store<T: 'static>(advice: &'static str) -> Self {
        let path = type_name::<T>();
        let name = path.rsplit("::").next().unwrap_or(path);
        Self(vec![Need { id: TypeId::of::<T>(), of_store: true, name, advice }])
    }

    /// Makes the need of a value of type `T` that the worker puts into the context of a claim, whatever the
    /// store.
    #[cfg(feature = "inbox")]
    pub(crate) fn from_inbox<T: 'static>() -> Self {
        let mut needs = Self::from_store::<T>("open a receiver");
        needs.0.iter_mut().for_each(|need| need.of_store = false);
        needs
    }

    /// Adds the needs of another extractor.
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Need> {
        self.0.iter()
    }
}
