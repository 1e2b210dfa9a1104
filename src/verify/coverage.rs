//! What of a request is under its signature.

use super::Part;
use crate::Value;

/// What of a request is under its signature.
#[derive(Debug, Clone, Copy)]
pub(super) struct Coverage {
    pub(super) parts: &'static [Part],
    pub(super) timestamp: Option<Value>,
    pub(super) body_hash: bool,
    /// The path that was signed is the configured one, whatever was asked for.
    pub(super) path_replaced: bool,
}

impl Coverage {
    /// Whether a forger could not change what lies there and still pass.
    pub(super) fn has(&self, value: Value) -> bool {
        match value {
            Value::Json(_) | Value::MemberBesides(_) => self.has_body(),
            Value::Form(_) => self.has_body() || self.signs(|part| *part == Part::SortedForm),
            Value::Query(_) => self.signs(|part| matches!(part, Part::Url | Part::PathAndQuery)),
            Value::PathSegment(_) => {
                self.signs(|part| *part == Part::PathAndQuery)
                    || (!self.path_replaced && self.signs(|part| *part == Part::Url))
            }
            Value::Fixed(_) => true,
            Value::HeaderPair(first, second) => {
                self.has(Value::Header(first)) && self.has(Value::Header(second))
            }
            Value::Header(_) => {
                self.signs(|part| *part == Part::Value(value))
                    || (self.timestamp == Some(value)
                        && self.signs(|part| *part == Part::Timestamp))
            }
        }
    }

    fn has_body(&self) -> bool {
        self.body_hash || self.signs(|part| matches!(part, Part::Body | Part::BodyHash(..)))
    }

    fn signs(&self, part: impl Fn(&Part) -> bool) -> bool {
        self.parts.iter().any(part)
    }
}
