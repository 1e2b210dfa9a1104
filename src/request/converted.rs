//! A document that is turned into JSON, kept while its request is decoded.

use std::sync::{Arc, OnceLock};

use super::FieldError;

/// The JSON of a document that is no JSON as it comes: made by the first who looks for it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Converted(OnceLock<Arc<Document>>);

type Document = Result<Option<String>, FieldError>;

impl Converted {
    /// Returns the document, which `convert` makes if nobody has looked for it before.
    pub(super) fn get(
        &self,
        convert: impl FnOnce() -> Document,
    ) -> Result<Option<&str>, FieldError> {
        let document = self.0.get_or_init(|| Arc::new(convert()));
        document.as_ref().as_ref().map(Option::as_deref).map_err(Clone::clone)
    }
}
