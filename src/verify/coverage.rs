//! Coverage: the parts of a request that its signature protects.

use crate::{
    Field,
    scheme::{Part, Scheme, Signature},
};

/// The parts of a request that its signature protects.
#[derive(Debug, Clone, Copy)]
pub(super) struct Coverage {
    pub(super) parts: &'static [Part],
    pub(super) timestamp: Option<Field>,
    /// A value that was signed holds the hash of the body.
    pub(super) body_hash: bool,
    /// The path that was signed is the configured one, whatever was asked for.
    pub(super) path_replaced: bool,
}

impl Scheme {
    /// Returns the coverage of a proof by this scheme; none where a secret is only shown.
    pub(super) fn coverage(&self, path_replaced: bool) -> Option<Coverage> {
        self.as_signature().map(|signature| signature.coverage(path_replaced))
    }
}

impl Signature {
    /// Returns the coverage of this signature.
    pub(super) fn coverage(&self, path_replaced: bool) -> Coverage {
        Coverage {
            parts: self.parts,
            timestamp: self.timestamp().map(|(at, _)| at),
            body_hash: self.body_hash.is_some(),
            path_replaced,
        }
    }
}

impl Coverage {
    /// Returns true if nobody can change the value there and still pass.
    pub(super) fn has(&self, value: Field) -> bool {
        if self.signs(|part| *part == Part::Field(value)) {
            return true;
        }
        match value {
            Field::Json(_) | Field::OtherMember(_) | Field::Form(_) => self.has_body(),
            Field::Query(_) => {
                !self.has_moving_borders()
                    && self.signs(|part| matches!(part, Part::Url | Part::PathAndQuery))
            }
            Field::PathSegment(_) => {
                !self.has_moving_borders()
                    && (self.signs(|part| *part == Part::PathAndQuery)
                        || (!self.path_replaced && self.signs(|part| *part == Part::Url)))
            }
            Field::Fixed(_) => true,
            Field::Pair { first, second, .. } => self.has(*first) && self.has(*second),
            Field::Only { at, .. } => self.has(*at),
            Field::Header(_) => {
                self.timestamp == Some(value) && self.signs(|part| *part == Part::Timestamp)
            }
        }
    }

    /// Returns true if the message is one run of names and values, which the URL may lead: nobody can
    /// change it, but anybody can say where one value ends and the next one begins.
    pub(super) fn has_moving_borders(&self) -> bool {
        self.signs(|part| *part == Part::SortedForm)
    }

    /// Returns true if nobody can send the signature with another body, but for the borders of a form.
    pub(super) fn has_whole_body(&self) -> bool {
        self.has_body() || self.has_moving_borders()
    }

    fn has_body(&self) -> bool {
        self.body_hash || self.signs(|part| matches!(part, Part::Body | Part::BodyHash(..)))
    }

    fn signs(&self, part: impl Fn(&Part) -> bool) -> bool {
        self.parts.iter().any(part)
    }
}
