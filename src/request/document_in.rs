//! The place of the JSON document of a request.

use std::fmt;

use super::{Field, XmlDocument};

/// The place of the JSON document of a request: names, ids and payloads lie in it.
///
/// A provider says it by [`holds_json_in_form_field`](crate::Provider::holds_json_in_form_field), by
/// [`holds_xml`](crate::Provider::holds_xml), or by
/// [`Jwt::holds_document`](crate::scheme::Jwt::holds_document).
///
/// ```
/// use hookport::{DocumentIn, providers};
///
/// assert_eq!(providers::STRIPE.document_in(), DocumentIn::Body);
/// assert_eq!(providers::GITHUB.document_in(), DocumentIn::FormField("payload"));
/// assert_eq!(DocumentIn::FormField("payload").to_string(), "form field `payload`");
/// ```
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DocumentIn {
    /// The body.
    #[default]
    Body,
    /// This field, if the body is a form, or else the body.
    FormField(&'static str),
    /// The claims of the JSON Web Token at this place.
    Token(Field),
    /// The JSON that an XML document is read as.
    Xml(XmlDocument),
}

impl DocumentIn {
    /// Returns the form field that may hold the document.
    pub(crate) const fn form_field(self) -> Option<&'static str> {
        match self {
            Self::FormField(field) => Some(field),
            Self::Body | Self::Token(_) | Self::Xml(_) => None,
        }
    }

    /// Returns whether the document is no JSON as it comes.
    pub(super) const fn is_converted(self) -> bool {
        matches!(self, Self::Token(_) | Self::Xml(_))
    }

    /// Returns the value of the request that the document is, or is made of; `None` for the body.
    pub(crate) const fn value(self) -> Option<Field> {
        match self {
            Self::Body => None,
            Self::FormField(field) => Some(Field::Form(field)),
            Self::Token(at) => Some(at),
            Self::Xml(document) => match document.place() {
                Field::Body => None,
                at => Some(at),
            },
        }
    }

    /// Returns the document that the token itself lies in, and that any other credential lies in.
    pub(crate) const fn of_credentials(self) -> Self {
        match self {
            Self::Token(_) => Self::Body,
            other => other,
        }
    }
}

impl fmt::Display for DocumentIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body => f.write_str("body"),
            Self::FormField(field) => write!(f, "form field `{field}`"),
            Self::Token(at) => write!(f, "claims of the token in {at}"),
            Self::Xml(document) if document.is_in_base64() => {
                write!(f, "XML as base64 in {}", document.place())
            }
            Self::Xml(document) => write!(f, "XML in {}", document.place()),
        }
    }
}
