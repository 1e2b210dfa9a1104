use std::fmt;

use crate::event_types::open_enum::open_enum;

/// What the header `x-cn-operation` says: `ORDER/EDIT`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Operation {
    /// What it happened to.
    pub entity: Entity,
    /// What happened.
    pub verb: Verb,
}

impl Operation {
    /// Takes the name of an event apart; none if it is not of two parts.
    pub fn parse(name: &str) -> Option<Self> {
        let (entity, verb) = name.split_once('/')?;
        Some(Self { entity: Entity::from(entity), verb: Verb::from(verb) })
    }
}

/// A handler asks for the operation by naming it as an argument. A name that is none has no entity
/// and no verb, and the delivery is set aside.
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
    /// What happened to a record. Evidenced.
    pub enum Verb {
        /// It was created.
        Create = "CREATE",
        /// It was changed.
        Edit = "EDIT",
        /// It was deleted; a receipt, voided.
        Delete = "DELETE",
    }
}
