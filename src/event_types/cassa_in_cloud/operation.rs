use std::fmt;

use crate::event_types::open_enum::open_enum;

/// The value of the header `x-cn-operation`, such as `ORDER/EDIT`.
///
/// ```
/// use hookport::event_types::cassa_in_cloud::{Operation, Order, Verb};
///
/// async fn on_order(order: Order, operation: Operation) {
///     if operation.verb == Verb::Delete {
///         println!("order {:?} was deleted", order.id);
///     }
/// }
/// # drop(on_order);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Operation {
    /// The kind of record.
    pub entity: Entity,
    /// The change of the record.
    pub verb: Verb,
}

impl Operation {
    /// Splits the name of an event; `None` if the name does not have two parts.
    pub fn parse(name: &str) -> Option<Self> {
        let (entity, verb) = name.split_once('/')?;
        Some(Self { entity: Entity::from(entity), verb: Verb::from(verb) })
    }
}

/// A handler gets the operation as an argument. A delivery with another form of name becomes a dead
/// letter.
#[cfg(feature = "receive")]
impl<S: Sync> crate::extract::FromDelivery<S> for Operation {
    type Rejection = crate::extract::MissingEventName;

    async fn from_delivery(delivery: &crate::Delivery, _: &S) -> Result<Self, Self::Rejection> {
        let name = delivery.event_name().and_then(Self::parse);
        name.ok_or(crate::extract::MissingEventName)
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.entity, self.verb)
    }
}

open_enum! {
    /// A kind of record. Evidenced; the vendor has more, and their names are not known.
    pub enum Entity {
        /// A receipt.
        Receipt = "RECEIPT",
        /// A bill.
        Bill = "BILL",
        /// An order.
        Order = "ORDER",
        /// A product.
        Product = "PRODUCT",
        /// A category of products.
        Category = "CATEGORY",
        /// A tax.
        Tax = "TAX",
        /// A department.
        Department = "DEPARTMENT",
        /// A modifier of a product.
        Modifier = "MODIFIER",
    }
}

open_enum! {
    /// The change of a record. Evidenced.
    pub enum Verb {
        /// The record was created.
        Create = "CREATE",
        /// The record was changed.
        Edit = "EDIT",
        /// The record was deleted; a receipt was voided.
        Delete = "DELETE",
    }
}
