//! Coverage: the parts of a request that its signature protects.

use std::sync::Arc;

use super::{message::MessageForm, settings::Settings};
use crate::{
    Field, Provider,
    scheme::{Part, Signature},
};

/// The parts of a request that its signature protects.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each tells of one part of a request")]
pub(super) struct Coverage {
    pub(super) message: Arc<MessageForm>,
    /// A value that was signed holds the hash of the body.
    pub(super) body_hash: bool,
    /// The document is not the body, but a value that was signed as a whole.
    pub(super) has_document: bool,
    /// The request that was signed holds events, in which JSON pointers are looked up.
    pub(super) is_around_items: bool,
    /// A claim that was signed says the URL.
    pub(super) url_claim: bool,
    /// The body is the plain text of a value that was signed.
    pub(super) is_decrypted: bool,
    /// The path that was signed is the configured one, whatever was asked for.
    pub(super) path_replaced: bool,
}

impl Coverage {
    /// Returns true if nobody can change the value there and still pass.
    pub(super) fn has(&self, value: Field) -> bool {
        let is_of_event = self.is_around_items && value.is_in_document();
        if self.message.has_value(value) && !is_of_event {
            return true;
        }
        match value {
            Field::Batch(pointer) if self.is_around_items => {
                self.has_body() || self.has_document || self.message.has_value(Field::Json(pointer))
            }
            Field::Json(_) | Field::NameOfMember(_) | Field::Batch(_) | Field::OtherMember(_) => {
                self.has_body() || self.has_document
            }
            Field::Body | Field::Form(_) => self.has_body(),
            Field::Query(_) => self.has_query(),
            Field::PathSegment(_) => {
                let has_url = self.url_claim || self.message.has(|part| *part == Part::Url);
                !self.has_moving_borders()
                    && (self
                        .message
                        .has(|part| matches!(part, Part::PathAndQuery | Part::EscapedPathAndQuery))
                        || (!self.path_replaced && has_url))
            }
            Field::Fixed(_) => true,
            Field::Pair { first, second, .. } => self.has(*first) && self.has(*second),
            Field::Only { at, .. } | Field::JsonIn { at, .. } => self.has(*at),
            Field::HeaderEntry { header, .. } => self.message.has_value(Field::Header(header)),
            Field::Header(_) => self.message.has_timestamp(value),
        }
    }

    /// Returns true if nobody can change a parameter of the query and still pass.
    fn has_query(&self) -> bool {
        self.has_whole_query() && (self.url_claim || !self.has_moving_borders())
    }

    /// Returns true if nobody can send the signature with another query, but for the borders of a form.
    pub(super) fn has_whole_query(&self) -> bool {
        self.url_claim || self.message.has(Part::holds_query)
    }

    /// Returns true if the message is one run of names and values, which the URL may lead: nobody can
    /// change it, but anybody can say where one value ends and the next one begins.
    pub(super) fn has_moving_borders(&self) -> bool {
        !self.is_decrypted && self.message.has_fields
    }

    /// Returns true if nobody can send the signature with another body, but for the borders of a form, or
    /// with another document in it.
    pub(super) fn has_whole_body(&self) -> bool {
        self.has_body() || self.has_moving_borders() || self.has_document
    }

    fn has_body(&self) -> bool {
        self.body_hash || self.is_decrypted || self.message.has_body
    }
}

/// Returns whether a signature of this scheme covers the value at a place of the whole request.
pub(super) fn covers(provider: &Provider, signature: &Signature, at: Field) -> bool {
    coverage(provider, signature).has(at)
}

/// Returns whether the value at a place is in the message, wherever its borders are.
pub(super) fn signs(provider: &Provider, signature: &Signature, at: Field) -> bool {
    let coverage = coverage(provider, signature);
    coverage.message.holds(at) || coverage.has(at)
}

/// Returns the coverage of a signature of the whole request.
pub(super) fn coverage(provider: &Provider, signature: &Signature) -> Coverage {
    let message = MessageForm::new(signature, &Settings::default());
    coverage_of(provider, message, signature.body_hash.is_some())
}

/// Returns the coverage of a proof of the whole request.
pub(super) fn coverage_of(provider: &Provider, message: MessageForm, body_hash: bool) -> Coverage {
    Coverage {
        has_document: provider.document_in().value().is_some_and(|at| message.has_value(at)),
        message: Arc::new(message),
        body_hash,
        // Start-up asks for the request as a whole.
        is_around_items: false,
        url_claim: false,
        is_decrypted: false,
        // The path that a receiver is configured with is no place for a time.
        path_replaced: false,
    }
}
