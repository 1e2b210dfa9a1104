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
//! # Kinds of records that nobody has shown
//!
//! The vendor also sends credit notes, invoices, transport documents, quotes, stock movements,
//! closures, customers and companies. It publishes neither their names in the header nor their
//! bodies, so their variants and structs are **inferred** from its API: from the records beside them
//! and from the names of its fields.
//!
//! - A name that is not as inferred is [`CassaInCloudEvent::Other`], with its bytes.
//! - A field that is not as inferred is `None`, so that a wrong guess does not refuse a delivery.
//!   Ask for [`RawBody`](crate::extract::RawBody) too until you have seen a real one.
//!
//! Once you have seen a name, or where one verb needs a function of its own, write your own enum
//! with these structs:
//!
//! ```
//! use hookport::{
//!     Unknown, WebhookEvent,
//!     event_types::cassa_in_cloud::{NumberedDocument, Receipt},
//! };
//!
//! #[derive(Debug, WebhookEvent)]
//! #[event(name(header = "x-cn-operation"))]
//! enum TillEvent {
//!     #[event("RECEIPT/DELETE")]
//!     Voided(Receipt),
//!     #[event("RECEIPT/*")]
//!     Receipt(Receipt),
//!     #[event("THE_NAME_YOU_SAW/*")]
//!     Invoice(NumberedDocument),
//!     #[event(other)]
//!     Other(Unknown),
//! }
//! ```

mod catalog;
mod document;
mod inferred;
mod operation;
mod order;
mod party;
mod receipt;
mod row;

pub use catalog::{Category, Department, Modifier, Price, Product, Tax};
pub use document::{ConnectedOrder, ConnectionSources, Document, OrderSummary, User};
pub use inferred::{CashClosure, NumberedDocument, StockMovement};
pub use operation::{Entity, Operation, Verb};
pub use order::{Order, OrderStatus, WorkflowStatus};
pub use party::{Customer, Organization};
pub use receipt::Receipt;
pub use row::{Payment, Row};

use crate::{Unknown, WebhookEvent};

/// The events of Cassa in Cloud: the name in `x-cn-operation`, the record as the body.
///
/// The first eight kinds of records are evidenced, the last eight are inferred: each variant says so.
/// The header is not covered by the signature.
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
    /// A credit note. Name and body are inferred.
    #[event("CREDIT_NOTE/*", "CREDITNOTE/*")]
    CreditNote(NumberedDocument),
    /// An invoice. Name and body are inferred.
    #[event("INVOICE/*")]
    Invoice(NumberedDocument),
    /// A transport document (DDT). Name and body are inferred.
    #[event("TRANSPORT_DOCUMENT/*", "TRANSPORTDOCUMENT/*", "DDT/*")]
    TransportDocument(NumberedDocument),
    /// A quote. Name and body are inferred.
    #[event("QUOTE/*")]
    Quote(NumberedDocument),
    /// A movement of stock. Name and body are inferred.
    #[event("STOCK_MOVEMENT/*", "STOCKMOVEMENT/*")]
    StockMovement(StockMovement),
    /// A closure of the till. Name and body are inferred.
    #[event("CASH_CLOSURE/*", "CASHCLOSURE/*")]
    CashClosure(CashClosure),
    /// A customer. The name is inferred, most fields are evidenced.
    #[event("CUSTOMER/*")]
    Customer(Customer),
    /// A company. Name and body are inferred.
    #[event("ORGANIZATION/*")]
    Organization(Organization),
    /// Another kind of record, with its body.
    #[event(other)]
    Other(Unknown),
}
