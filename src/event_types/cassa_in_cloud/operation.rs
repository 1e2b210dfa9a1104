use std::fmt;

use crate::event_types::open_enum::open_enum;

/// The value of the header `x-cn-operation`, such as `ORDER/EDIT`.
///
/// The header is not signed. Somebody who can repeat a signed body can send it with another
/// operation, so check the record itself before you delete something.
///
/// ```
/// use hookport::event_types::cassa_in_cloud::{Entity, Operation, Order, Verb};
///
/// async fn on_order(order: Order, operation: Operation) {
///     if operation.verb == Verb::Delete {
///         println!("order {:?} was deleted", order.id);
///     }
/// }
/// # drop(on_order);
///
/// let operation = Operation::parse("ORDER/EDIT").ok_or("not an operation")?;
/// assert_eq!((&operation.entity, &operation.verb), (&Entity::Order, &Verb::Edit));
/// assert_eq!(operation.to_string(), "ORDER/EDIT");
///
/// // Names that are not known keep their texts. A name of one part is no operation.
/// let new = Operation::parse("VOUCHER/RESTORE").ok_or("not an operation")?;
/// assert_eq!(new.entity, Entity::Other("VOUCHER".to_owned()));
/// assert_eq!(new.to_string(), "VOUCHER/RESTORE");
/// assert_eq!(Operation::parse("ORDER"), None);
/// # Ok::<(), &str>(())
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
    /// A kind of record.
    ///
    /// The names of the first eight are evidenced. Those of the last eight are inferred from the names
    /// of the vendor's API: the portal offers these kinds of records, but no header of them was seen.
    /// An inferred name of two words is read with `_` between them and without, and is always written
    /// with `_`. A name that is not listed is `Other`, with the text of the header. Names are in upper
    /// case, and are compared as they are.
    ///
    /// ```
    /// use hookport::event_types::cassa_in_cloud::{Entity, Operation};
    ///
    /// fn table(entity: &Entity) -> &'static str {
    ///     match entity {
    ///         Entity::Receipt | Entity::Bill | Entity::Invoice => "sales",
    ///         Entity::Order => "orders",
    ///         Entity::Product | Entity::Category | Entity::Modifier => "goods",
    ///         Entity::Tax | Entity::Department => "settings",
    ///         _ => "unsorted",
    ///     }
    /// }
    ///
    /// let entity = |name| Operation::parse(name).map(|operation| operation.entity);
    ///
    /// assert_eq!(entity("BILL/CREATE").as_ref().map(table), Some("sales"));
    /// assert_eq!(entity("VOUCHER/CREATE").as_ref().map(table), Some("unsorted"));
    /// assert_eq!(entity("VOUCHER/CREATE"), Some(Entity::Other("VOUCHER".to_owned())));
    /// assert_eq!(entity("CREDITNOTE/CREATE"), entity("CREDIT_NOTE/CREATE"));
    /// assert_eq!(entity("bill/CREATE"), Some(Entity::Other("bill".to_owned())));
    /// ```
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
        /// A credit note. The name is inferred.
        CreditNote = "CREDIT_NOTE" | "CREDITNOTE",
        /// An invoice. The name is inferred.
        Invoice = "INVOICE",
        /// A transport document. The names are inferred; the last one is its abbreviation in Italian.
        TransportDocument = "TRANSPORT_DOCUMENT" | "TRANSPORTDOCUMENT" | "DDT",
        /// A quote. The name is inferred.
        Quote = "QUOTE",
        /// A movement of stock. The name is inferred from `idStockMovement` of a receipt.
        StockMovement = "STOCK_MOVEMENT" | "STOCKMOVEMENT",
        /// A closure of the till. The name is inferred.
        CashClosure = "CASH_CLOSURE" | "CASHCLOSURE",
        /// A customer. The name is inferred from `/customers` of the API.
        Customer = "CUSTOMER",
        /// A company. The name is inferred from `idOrganization` of the API.
        Organization = "ORGANIZATION",
    }
}

open_enum! {
    /// The change of a record. Evidenced.
    ///
    /// The portal offers creation, modification and deletion for each kind of record. One public
    /// receiver expects `UPDATE` beside `EDIT`. Nothing else shows that name, so it is `Other`. To
    /// be safe, treat every verb but `DELETE` as "the record is now this":
    ///
    /// ```
    /// use hookport::event_types::cassa_in_cloud::Verb;
    ///
    /// fn statement(verb: &Verb) -> &'static str {
    ///     match verb {
    ///         Verb::Delete => "DELETE FROM orders WHERE id = ?1",
    ///         _ => "INSERT OR REPLACE INTO orders VALUES (?1, ?2)",
    ///     }
    /// }
    ///
    /// assert_eq!(statement(&Verb::from("EDIT")), statement(&Verb::from("CREATE")));
    /// assert_eq!(statement(&Verb::from("UPDATE")), statement(&Verb::Edit));
    /// assert!(statement(&Verb::from("DELETE")).starts_with("DELETE"));
    ///
    /// assert_eq!(Verb::from("UPDATE"), Verb::Other("UPDATE".to_owned()));
    /// assert_eq!(Verb::Edit.as_str(), "EDIT");
    /// ```
    pub enum Verb {
        /// The record was created.
        Create = "CREATE",
        /// The record was changed.
        Edit = "EDIT",
        /// The record was deleted; a receipt was voided.
        Delete = "DELETE",
    }
}
