//! A second reading of the document of a delivery, whole or at one place.

use serde::de::{DeserializeOwned, Deserializer};

use super::DocumentRejection;
use crate::{
    Delivery, FieldError,
    event::PayloadError,
    request::{Node, Sink, walk},
};

/// Reads the whole document: JSON, or a form whose fields are the members.
pub(super) fn whole<T: DeserializeOwned>(delivery: &Delivery) -> Result<T, DocumentRejection> {
    let input = delivery.input();
    if let Some(form) = input.find_form()? {
        return serde_urlencoded::from_str(form)
            .map_err(|cause| PayloadError::form::<T>(cause, form).into());
    }
    let document = input.document()?;
    serde_json::from_str(&document).map_err(|cause| refused::<T>("", cause, &document))
}

/// Reads the value at `pointer`, and skips everything else.
pub(super) fn at<T: DeserializeOwned>(
    delivery: &Delivery,
    pointer: &'static str,
) -> Result<T, DocumentRejection> {
    let document = delivery.input().find_document()?;
    let document = document.ok_or(DocumentRejection::Missing { pointer })?;
    let mut root = Node::new();
    root.add_pointer(pointer, ());
    let mut wanted = Wanted { value: None, is_inside: false, repeated: None };
    match walk(&document, &root, &mut wanted) {
        Ok(()) => wanted.value.ok_or(DocumentRejection::Missing { pointer }),
        Err(cause) if wanted.is_inside => Err(refused::<T>(pointer, cause, &document)),
        Err(cause) => Err(wanted.repeated.unwrap_or_else(|| FieldError::not_json(&cause)).into()),
    }
}

/// The wanted value.
struct Wanted<T> {
    value: Option<T>,
    is_inside: bool,
    repeated: Option<FieldError>,
}

impl<'de, T: DeserializeOwned> Sink<'de> for Wanted<T> {
    type Place = ();

    fn take<D: Deserializer<'de>>(&mut self, _: &Node<()>, value: D) -> Result<(), D::Error> {
        self.is_inside = true;
        self.value = Some(T::deserialize(value)?);
        self.is_inside = false;
        Ok(())
    }

    fn repeated(&mut self, member: &str, _: &Node<()>) -> bool {
        self.repeated = Some(FieldError::RepeatedMember { name: member.to_owned() });
        false
    }
}

/// Returns the rejection of a value that is not a `T`, or that the end of the document cuts off.
fn refused<T: DeserializeOwned>(
    pointer: &'static str,
    cause: serde_json::Error,
    document: &str,
) -> DocumentRejection {
    if cause.is_data() {
        return PayloadError::at::<T>(pointer, cause, document).into();
    }
    FieldError::not_json(&cause).into()
}
