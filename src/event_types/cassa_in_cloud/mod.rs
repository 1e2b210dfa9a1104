//! Cassa in Cloud (`TeamSystem`), a till: receipts, orders and the goods they name.
//!
//! <https://cassaincloud.zendesk.com/hc/it/articles/13263957698717>
//!
//! A delivery is a `POST` of one record, as the vendor's REST API would return it. The header
//! `x-cn-operation` names the kind of record and the change, as `ORDER/EDIT`: an [`Operation`].
//!
//! No page of the vendor was read for these types. They are evidenced: by a reader of the vendor's
//! documentation, and by a receiver that is in use. So no field is required, and flags, numbers of
//! documents and dates are read from any JSON type.
//!
//! # Protection
//!
//! `x-cn-signature` is an HMAC-SHA-1 of the body, in hexadecimal digits, with the secret that the
//! portal shows for the webhook. The key and the message are evidenced by a receiver that is in
//! use. Neither the header with the operation nor a time is signed, so that a body can be sent
//! again by somebody who has seen it. Make your handlers idempotent: the id of the record, the verb
//! and the content say if you have seen a delivery before.
//!
//! By a reading of the documentation, a delivery that does not get a 2xx status is sent again, up
//! to three times, with the same body. The portal limits the number of calls in a period, and it is
//! inferred that a call beyond the limit never comes. Read the receipts of a day from the REST API
//! to find the ones that are missing.
//!
//! # The verb
//!
//! A variant is a kind of record, with any verb. A handler that must tell creation from deletion
//! asks for the [`Operation`] as an argument, or parses the name of the event:
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
//! The vendor also sends credit notes, invoices, transport documents, quotes, stock movements,
//! closures, customers and companies. Their names in the header are not known, so they are
//! [`CassaInCloudEvent::Other`]. Once you have seen such a name, or where one verb needs a function
//! of its own, write your own enum with these structs:
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
mod row;

pub use catalog::{Category, Department, Modifier, Price, Product, Tax};
pub use document::{ConnectedOrder, ConnectionSources, Document, OrderSummary, User};
pub use operation::{Entity, Operation, Verb};
pub use order::{Order, OrderStatus, WorkflowStatus};
pub use receipt::Receipt;
pub use row::{Payment, Row};

use crate::{Unknown, WebhookEvent};

/// The events of Cassa in Cloud: the name in `x-cn-operation`, the record as the body.
///
/// The eight kinds of records are evidenced. The header is not covered by the signature.
///
/// ```
/// use hookport::{
///     EventRouter,
///     event_types::cassa_in_cloud::{CassaInCloudEvent, Operation, Receipt, Verb},
///     providers,
/// };
///
/// async fn on_receipt(receipt: Receipt, operation: Operation) {
///     match operation.verb {
///         Verb::Delete => println!("void of {:?}", receipt.number),
///         _ => println!("sale {:?} at {:?}", receipt.number, receipt.sales_point()),
///     }
/// }
///
/// let endpoint = EventRouter::new(providers::CASSA_IN_CLOUD.secret("made-up"))
///     .on(CassaInCloudEvent::RECEIPT, on_receipt)
///     .ignore_rest()
///     .with_state(());
/// # drop(endpoint);
/// ```
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
    /// An order. It is not known if the body of `ORDER/DELETE` has all fields.
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
    /// Another kind of record, with its body.
    #[event(other)]
    Other(Unknown),
}
