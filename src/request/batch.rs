//! Batches: requests that hold many events.

use std::{
    fmt,
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;

use super::{Field, FieldError};

/// A request that holds many events. Its items share it.
///
/// It keeps the values that were looked up in its document, so that each is looked up once for all
/// items. `Debug` does not show the body.
///
/// ```
/// use hookport::{Batch, Item};
///
/// let batch = Batch::new(r#"[{"id":1},{"id":2}]"#.into());
/// let second = Item::new(batch, 1, 10..18).expect("the body is that long");
///
/// assert_eq!(&second.body()[..], br#"{"id":2}"#);
/// assert_eq!(&second.batch().body()[..], br#"[{"id":1},{"id":2}]"#);
/// ```
#[derive(Clone)]
pub struct Batch(Arc<Inner>);

struct Inner {
    body: Bytes,
    /// The values that were looked up in it.
    texts: Mutex<Vec<(Field, Looked)>>,
}

type Looked = Result<Option<String>, FieldError>;

impl Batch {
    /// Makes the batch of a whole, raw body.
    pub fn new(body: Bytes) -> Self {
        Self(Arc::new(Inner { body, texts: Mutex::new(Vec::new()) }))
    }

    /// Returns the whole body, every byte as it came.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// Returns `true` if both are one request.
    #[cfg(any(feature = "postgres", feature = "sqlite"))]
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Returns the value at a place of the whole request, which `find` looks up if nobody has looked it
    /// up before.
    pub(super) fn text(&self, place: Field, find: impl FnOnce() -> Looked) -> Looked {
        let mut texts = self.0.texts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = texts.iter().find(|(at, _)| *at == place) {
            return known.clone();
        }
        let found = find();
        texts.push((place, found.clone()));
        found
    }
}

/// One event of a request that holds many.
///
/// Its bytes are the body of its [`Delivery`](crate::Delivery). `Debug` does not show them.
///
/// ```
/// use hookport::{Delivery, extract::RawBody};
///
/// /// A handler that compares its event with the whole request.
/// async fn on_anything(_: serde_json::Value, RawBody(event): RawBody, delivery: Delivery) {
///     if let Some(item) = delivery.item() {
///         let whole = item.batch().body().len();
///         println!("event {} has {} of {whole} bytes", item.position(), event.len());
///     }
/// }
/// # drop(on_anything);
/// ```
#[derive(Clone)]
pub struct Item {
    batch: Batch,
    position: usize,
    range: Option<Range<usize>>,
    body: Bytes,
}

impl Item {
    /// Makes the item that lies at this range of the body, for a store that reads one; `None` if
    /// the body is shorter.
    pub fn new(batch: Batch, position: usize, range: Range<usize>) -> Option<Self> {
        let is_inside = range.start <= range.end && range.end <= batch.body().len();
        let body = is_inside.then(|| batch.body().slice(range.clone()))?;
        Some(Self { batch, position, range: Some(range), body })
    }

    /// Makes an item whose bytes do not lie in the body as they are, since the body is a form.
    pub const fn decoded(batch: Batch, position: usize, body: Bytes) -> Self {
        Self { batch, position, range: None, body }
    }

    /// Returns the request that the item came in.
    pub const fn batch(&self) -> &Batch {
        &self.batch
    }

    /// Returns the position among the items of the request, counted from 0.
    pub const fn position(&self) -> usize {
        self.position
    }

    /// Returns the place of the item's bytes in the body of the request; `None` if the body is a
    /// form that holds them in another coding.
    pub const fn range(&self) -> Option<&Range<usize>> {
        self.range.as_ref()
    }

    /// Returns the bytes of the item.
    pub const fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Batch({} bytes)", self.0.body.len())
    }
}

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Item")
            .field("position", &self.position)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}
