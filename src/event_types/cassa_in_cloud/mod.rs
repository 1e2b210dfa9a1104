//! Cassa in Cloud (`TeamSystem`), a till: receipts, orders and the goods they name.
//!
//! <https://cassaincloud.zendesk.com/hc/it/articles/13263957698717>
//!
//! A delivery is a `POST` of one record, as the vendor's REST API would return it. What happened lies
//! in the header `x-cn-operation`, as `ORDER/EDIT`: what it happened to and what happened, an
//! [`Operation`].
//!
//! No page of the vendor was read for these types. They are evidenced: by a reader of the vendor's
//! documentation, and by a receiver that is in use. So no field is required, and flags, numbers of
//! documents and dates are read whichever JSON type they come as.
//!
//! # Which verb it was
//!
//! A variant stands for a kind of record, whatever happened to it. A handler that must tell creation
//! from deletion parses the name of the event:
//!
//! ```
//! use hookport::event_types::cassa_in_cloud::{Entity, Operation, Verb};
//!
//! let operation = Operation::parse("RECEIPT/DELETE").ok_or("not an operation")?;
//!
//! assert_eq!(operation.entity, Entity::Receipt);
//! assert_eq!(operation.verb, Verb::Delete);
//! # Ok::<(), &str>(())
//! ```
//!
//! # Other kinds of records
//!
//! The vendor also tells of credit notes, invoices, transport documents, quotes, stock movements,
//! closures, customers and companies. How the header names them is not known: they are
//! [`CassaInCloudEvent::Other`]. Once you have seen the name of one, or where one verb deserves a
//! function of its own, write the events you need, with the structs from here:
//!
//! ```
//! use hookport::{Unknown, WebhookEvent, event_types::cassa_in_cloud::{Order, Receipt}};
//!
//! #[derive(Debug, WebhookEvent)]
//! #[event(name(header = "x-cn-operation"))]
//! enum TillEvent {
//!     #[event("RECEIPT/DELETE")]
//!     Voided(Receipt),
//!     #[event("RECEIPT/*")]
//!     Receipt(Receipt),
//!     #[event("THE_NAME_YOU_SAW/*")]
//!     Invoice(Receipt),
//!     #[event(other)]
//!     Other(Unknown),
//! }
//! ```

mod catalog;
mod document;
mod operation;
mod order;
mod receipt;

pub use catalog::{Category, Department, Modifier, Price, Product, Tax};
pub use document::{ConnectedOrder, ConnectionSources, Document, OrderSummary, Payment, Row, User};
pub use operation::{Entity, Operation, Verb};
pub use order::{Order, OrderStatus, WorkflowStatus};
pub use receipt::Receipt;

use crate::{Unknown, WebhookEvent};

/// What Cassa in Cloud tells: the name in `x-cn-operation`, the record as the body.
///
/// The eight kinds of records are evidenced. The header is not covered by the signature.
#[derive(Debug, WebhookEvent)]
#[event(name(header = "x-cn-operation"))]
#[non_exhaustive]
pub enum CassaInCloudEvent {
    /// A receipt. `RECEIPT/DELETE` is a void: look at the [`Verb`] before you count it.
    #[event("RECEIPT/*")]
    Receipt(Receipt),
    /// A bill. That its body is that of a receipt is inferred.
    #[event("BILL/*")]
    Bill(Receipt),
    /// An order. Whether `ORDER/DELETE` has all of it is not known.
    #[event("ORDER/*")]
    Order(Order),
    /// A product.
    #[event("PRODUCT/*")]
    Product(Product),
    /// A category of products.
    #[event("CATEGORY/*")]
    Category(Category),
    /// A tax.
    #[event("TAX/*")]
    Tax(Tax),
    /// A department.
    #[event("DEPARTMENT/*")]
    Department(Department),
    /// A modifier of a product. Its body is inferred.
    #[event("MODIFIER/*")]
    Modifier(Modifier),
    /// Another kind of record, with its bytes.
    #[event(other)]
    Other(Unknown),
}
