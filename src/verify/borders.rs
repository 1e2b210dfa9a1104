//! The borders between the parts of a message, and which of them nobody can move.

use crate::{
    Field,
    scheme::{Part, Requirement, Signature, TimeUnit},
};

/// Returns the places of the values that have one reading: no other request has the same message and another
/// value there.
///
/// The message is read from its start and from its end, as far as each part tells where it stops. A value has
/// one reading if both of its borders are found in this way.
pub(super) fn values_of_one_reading(signature: &Signature) -> Vec<Field> {
    let parts = &signature.template.parts().collect::<Vec<_>>()[..];
    let borders = Borders { parts, signature };
    let (from_start, from_end) = (borders.found_from_start(), borders.found_from_end());
    let is_found = |border: usize| from_start[border] || from_end[border];
    let of_one_reading = parts.iter().enumerate().filter_map(|(nth, part)| {
        let has_borders = is_found(nth) && is_found(nth + 1);
        place(*part).filter(|_| has_borders)
    });
    of_one_reading.collect()
}

fn place(part: Part) -> Option<Field> {
    match part {
        Part::Field(at) | Part::OptionalField { at, .. } | Part::MaybeEmpty { at, .. } => Some(at),
        Part::ListedHeaders(list) => Some(Field::Header(list)),
        _ => None,
    }
}

struct Borders<'a> {
    parts: &'a [Part],
    signature: &'a Signature,
}

impl Borders<'_> {
    /// Returns whether a border is found from the start of the message, for the one before each part and for
    /// the end.
    fn found_from_start(&self) -> Vec<bool> {
        let mut found = vec![true];
        for nth in 0..self.parts.len() {
            found.push(found[nth] && self.tells_its_end(nth));
        }
        found
    }

    /// Returns whether a border is found from the end of the message.
    fn found_from_end(&self) -> Vec<bool> {
        let mut found = vec![true; self.parts.len() + 1];
        for nth in (0..self.parts.len()).rev() {
            found[nth] = found[nth + 1] && self.tells_its_start(nth);
        }
        found
    }

    fn tells_its_end(&self, nth: usize) -> bool {
        let part = self.parts[nth];
        let next = |further: usize| self.parts.get(nth + further).copied();
        let ends_at = |text: &str| match part {
            Part::MaybeEmpty { until, .. } if until == text => true,
            part => text.chars().any(|character| self.lacks(part, character)),
        };
        self.is_fixed(part)
            || part == Part::BodyAsJsonString
            || matches!(part, Part::OptionalField { before, .. } if self.is_told_apart(nth, before))
            || match next(1) {
                Some(Part::Text(text)) => {
                    ends_at(text) || next(2).is_some_and(|part| self.time_unit(part).is_some())
                }
                Some(next) => self.is_fixed_time(next),
                None => true,
            }
    }

    /// Returns whether the text in front of an optional value begins nothing that can follow in its place.
    fn is_told_apart(&self, nth: usize, before: &str) -> bool {
        let differs = |text: &str| !text.starts_with(before) && !before.starts_with(text);
        for part in &self.parts[nth + 1..] {
            match part {
                Part::OptionalField { before: other, .. } if differs(other) => {}
                Part::Text(text) => return differs(text),
                _ => return false,
            }
        }
        true
    }

    fn tells_its_start(&self, nth: usize) -> bool {
        let part = self.parts[nth];
        let before = nth.checked_sub(1).map(|before| self.parts[before]);
        self.is_fixed(part)
            || self.is_told_apart_from_end(nth)
            || matches!(before, Some(Part::Text(text)) if text.chars().any(|it| self.lacks(part, it)))
    }

    /// Returns whether an optional value and the one before it are told apart by the texts in front of them:
    /// neither value has the text behind both, so that the last one is what stands before that text.
    fn is_told_apart_from_end(&self, nth: usize) -> bool {
        let Part::OptionalField { before, after, .. } = self.parts[nth] else {
            return false;
        };
        let [.., Part::Text(start), value, Part::Text(end)] = self.parts[..nth] else {
            return false;
        };
        let is_last = |text: &str| text.ends_with(after) && !after.is_empty();
        end == after
            && is_last(before)
            && is_last(start)
            && after.chars().any(|character| self.lacks(value, character))
            && !start.ends_with(before)
            && !before.ends_with(start)
    }

    /// Returns whether a part is the same text in all requests, or one of which no other one begins or ends
    /// with it.
    fn is_fixed(&self, part: Part) -> bool {
        match part {
            Part::Text(_)
            | Part::Setting(_)
            | Part::Secret
            | Part::Method
            | Part::Host
            | Part::BodyHash(..) => true,
            Part::Field(at) => {
                self.is_fixed_time(part)
                    || self.signature.requirements.iter().any(|required| match *required {
                        Requirement::Is(place, _) | Requirement::IsSetting(place, _) => place == at,
                        _ => false,
                    })
            }
            part => self.is_fixed_time(part),
        }
    }

    /// Returns whether a part is a time that is refused with a character more or less: by its form, or by the
    /// window.
    fn is_fixed_time(&self, part: Part) -> bool {
        self.time_unit(part).is_some_and(|unit| match unit {
            TimeUnit::Seconds | TimeUnit::Milliseconds => self.signature.tolerance.is_some(),
            TimeUnit::Rfc3339 | TimeUnit::HttpDate => true,
            TimeUnit::SecondsOrMilliseconds | TimeUnit::Rfc3339WithoutOffset => false,
        })
    }

    /// Returns the unit of a part that is the time.
    fn time_unit(&self, part: Part) -> Option<TimeUnit> {
        let (place, unit) = self.signature.timestamp()?;
        (part == Part::Timestamp || part == Part::Field(place)).then_some(unit)
    }

    /// Returns whether a part never holds a character.
    fn lacks(&self, part: Part, character: char) -> bool {
        if let Some(unit) = self.time_unit(part) {
            return unit.is_number() && !character.is_ascii_digit();
        }
        let lacks_there = |at: Field| {
            self.signature.requirements.iter().any(|required| match *required {
                Requirement::Lacks(place, other) => place == at && other == character,
                Requirement::IsOneOf(place, texts) => {
                    place == at && texts.iter().all(|text| !text.contains(character))
                }
                _ => false,
            })
        };
        match part {
            Part::BodyCrc32 => !character.is_ascii_digit(),
            Part::Url | Part::PathAndQuery | Part::EscapedPathAndQuery | Part::ListedHeaders(_) => {
                character.is_control()
            }
            Part::Field(at @ (Field::Header(_) | Field::HeaderEntry { .. })) => {
                character.is_control() || lacks_there(at)
            }
            Part::Field(at) | Part::MaybeEmpty { at, .. } => lacks_there(at),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const ID: Field = Field::Header("x-id");
    const QUERY: Field = Field::Query("id");
    const A: Field = Field::Json("/a");
    const B: Field = Field::Json("/b");

    fn over(template: &'static str) -> Signature {
        Signature::hmac_sha256("x-signature")
            .timestamp_in(Field::Header("x-time"), TimeUnit::Seconds)
            .over(template)
    }

    #[test]
    fn a_value_beside_another_part_has_one_reading_only_if_a_border_is_told() {
        let fresh = |template| over(template).fresh_within(Duration::from_secs(300));
        for (signature, certain) in [
            (over("{json:/a}"), &[A][..]),
            (over("{json:/a}{json:/b}"), &[]),
            (over("{json:/a}:{json:/b}"), &[]),
            (over("{json:/a?}:{json:/b}"), &[A, B]),
            (over("{json:/a}:{json:/b}").requires(&[Requirement::Lacks(A, ':')]), &[A, B]),
            (over("{json:/a}:{json:/b}").requires(&[Requirement::Lacks(B, ':')]), &[A, B]),
            (over("{json:/a}:{json:/b}").requires(&[Requirement::Lacks(B, '.')]), &[]),
            (over("{json:/a}{json:/b}").requires(&[Requirement::Is(B, "1")]), &[A, B]),
            (over("{json:/a}{setting:b}"), &[A]),
            (over("{header:x-id}{body}"), &[]),
            (over("{header:x-id}.{body}"), &[]),
            (over("{header:x-id}\n{body}"), &[ID]),
            (over("{header:x-id}.{body}").requires(&[Requirement::Lacks(ID, '.')]), &[ID]),
            (over("{body}{header:x-id}"), &[]),
            (over("{header:x-id}.{timestamp}.{body}"), &[ID]),
            (over("{header:x-id}{timestamp}{body}"), &[]),
            (fresh("{header:x-id}{timestamp}{body}"), &[ID]),
            (fresh("{body}.{header:x-id}.{timestamp}"), &[]),
            (over("{timestamp}{json:/a}"), &[]),
            (fresh("{timestamp}{json:/a}"), &[A]),
            (over("{timestamp}.{json:/a}"), &[A]),
            (over("{sha256:body}{json:/a}"), &[A]),
            (over("{query:id?id:|;}{json:/a}"), &[]),
            (over("{query:id?id:|;}id:{json:/a}"), &[]),
            (over("{query:id?id:|;}a:{json:/a}"), &[QUERY, A]),
            (over("{json:/a}{json-string:body}"), &[]),
            (over("{json-string:body}{json:/a}"), &[A]),
            (over("{json:/a}|{crc32:body}"), &[A]),
            (over("{sorted-form}{json:/a}"), &[]),
            (over("{url}\n{json:/a}"), &[A]),
        ] {
            let found = values_of_one_reading(&signature);
            assert_eq!(found, certain, "{}", signature.template());
        }
    }
}
