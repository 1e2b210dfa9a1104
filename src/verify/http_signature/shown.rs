//! A signature as a request shows it, in either form.

use super::structured::{self, Bare, Item, Member, Params};
use crate::scheme::Encoding;

/// A signature with what it says of itself.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) components: Vec<Item>,
    pub(super) params: Params,
    pub(super) signature: Vec<u8>,
}

impl Shown {
    /// Returns the name of a component.
    pub(super) fn name(component: &Item) -> &str {
        component.value.as_text().unwrap_or_default()
    }

    /// Returns whether the whole of this component is covered.
    pub(super) fn covers(&self, name: &str) -> bool {
        self.components.iter().any(|item| item.params.0.is_empty() && Self::name(item) == name)
    }

    /// Returns a text among the parameters; `None` if there is none, or if it is no text.
    pub(super) fn text(&self, param: &str) -> Option<&str> {
        self.params.find(param).and_then(Bare::as_text)
    }

    /// Returns the signatures of these two headers (RFC 9421, section 4), each with its label.
    ///
    /// A label that only one of them has is left out. `None` if one of them cannot be read.
    pub(super) fn of_rfc9421(input: &str, signature: &str) -> Option<Vec<(String, Self)>> {
        let mut signatures = structured::dictionary(signature)?;
        let mut shown = Vec::new();
        for (label, member) in structured::dictionary(input)? {
            let Some(at) = signatures.iter().position(|(other, _)| *other == label) else {
                continue;
            };
            let (Member::List(components, params), Member::Item(item)) =
                (member, signatures.swap_remove(at).1)
            else {
                return None;
            };
            let Bare::Bytes(signature) = item.value else {
                return None;
            };
            are_components(&components).then_some(())?;
            shown.push((label, Self { components, params, signature }));
        }
        Some(shown)
    }

    /// Returns the signature of a header in the form of the draft; `None` if it cannot be read.
    pub(super) fn of_draft(text: &str) -> Option<Self> {
        let fields = draft_fields(text)?;
        let find = |name: &str| fields.iter().find(|(other, _)| other == name);
        find("keyId").or_else(|| find("keyid"))?;
        let (_, signature) = find("signature")?;
        let signature = Encoding::Base64.decode(signature.as_text()?)?;
        // The first versions of the draft let a signature without a list cover the date.
        let names = find("headers").map_or(Some("date"), |(_, names)| names.as_text())?;
        let components: Vec<_> = names.split(' ').map(component).collect();
        are_components(&components).then_some(())?;
        let params = fields.into_iter().filter_map(|(name, value)| match name.as_str() {
            "headers" | "signature" => None,
            // The name that RFC 9421 gives to it.
            "keyId" => Some(("keyid".to_owned(), value)),
            _ => Some((name, value)),
        });
        Some(Self { components, params: Params(params.collect()), signature })
    }
}

/// Returns a component without parameters.
pub(super) fn component(name: &str) -> Item {
    Item { value: Bare::Text(name.to_owned()), params: Params::default() }
}

/// Returns whether these are names in lower case, each once, and not too many.
fn are_components(components: &[Item]) -> bool {
    components.len() <= MOST_COMPONENTS
        && components.iter().enumerate().all(|(nth, item)| {
            let name = Shown::name(item);
            let is_lower = !name.is_empty() && !name.bytes().any(|byte| byte.is_ascii_uppercase());
            is_lower && !components[..nth].contains(item)
        })
}

/// Reads `name="text",name=1`. A name that occurs twice, in whichever case, is refused.
fn draft_fields(text: &str) -> Option<Vec<(String, Bare)>> {
    let (mut fields, mut rest) = (Vec::<(String, Bare)>::new(), text.trim_matches(' '));
    loop {
        let (name, value) = rest.split_once('=')?;
        let name = name.trim_matches(' ');
        let (value, behind) = draft_value(value)?;
        let is_other = |(other, _): &(String, Bare)| !other.eq_ignore_ascii_case(name);
        let is_new = fields.len() < MOST_FIELDS && fields.iter().all(is_other);
        is_new.then_some(())?;
        fields.push((name.to_owned(), value));
        let behind = behind.trim_start_matches(' ');
        if behind.is_empty() {
            return Some(fields);
        }
        rest = behind.strip_prefix(',')?;
    }
}

/// Reads a value, and returns what is behind it.
fn draft_value(text: &str) -> Option<(Bare, &str)> {
    if let Some(quoted) = text.strip_prefix('"') {
        let (value, behind) = quoted.split_once('"')?;
        return (!value.contains('\\')).then(|| (Bare::Text(value.to_owned()), behind));
    }
    let end = text.find([',', ' ']).unwrap_or(text.len());
    let digits = &text[..end];
    let is_number = (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_number
        .then(|| digits.parse().ok())
        .flatten()
        .map(|number| (Bare::Integer(number), &text[end..]))
}

const MOST_FIELDS: usize = 16;

/// Each may cost a look through the headers or the query.
const MOST_COMPONENTS: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_in_the_form_of_the_draft_is_read() {
        let shown = Shown::of_draft(
            r#"keyid="a", algorithm="ed25519", created=1, headers="(request-target) host", signature="bWFkZQ==""#,
        )
        .unwrap();

        assert!(shown.covers("(request-target)") && shown.covers("host") && !shown.covers("date"));
        assert_eq!(shown.text("keyid"), Some("a"));
        assert_eq!(shown.params.find("created"), Some(&Bare::Integer(1)));
        assert_eq!(shown.signature, b"made");
        let short = Shown::of_draft(r#"keyId="a",signature="bWFkZQ==""#).unwrap();
        assert!(short.covers("date"));
        assert_eq!(short.text("keyid"), Some("a"));
    }

    #[test]
    fn a_field_that_occurs_twice_or_cannot_be_read_is_refused() {
        for text in [
            "",
            "signature",
            r#"signature="bWFkZQ==""#,
            r#"keyId="a",signature="bWFkZQ""#,
            r#"keyId="a",signature="bWFkZQ==",signature="bWFkZQ==""#,
            r#"keyId="a",signature="bWFkZQ==",Signature="bWFkZQ==""#,
            r#"keyId="a",signature="bWFkZQ==",headers="date date""#,
            r#"keyId="a",signature="bWFkZQ==",headers="Date""#,
            r#"keyId="a",signature="bWFkZQ==",headers="""#,
            r#"keyId="a",signature="bWFkZQ==",headers="date  host""#,
            r#"keyId="a",signature="bWFkZQ==",created=x"#,
            r#"keyId="a",signature="bWFkZQ=="x"#,
            r#"keyId="a",signature="bWFkZQ==","#,
        ] {
            assert!(Shown::of_draft(text).is_none(), "{text}");
        }
    }

    #[test]
    fn signatures_are_paired_by_their_labels() {
        let read = |input, signature| Shown::of_rfc9421(input, signature);
        let both = read(r#"a=("date");x, b=()"#, "b=:bWFkZQ==:, c=:bWFkZQ==:").unwrap();

        assert_eq!(both.len(), 1);
        assert_eq!(both[0].0, "b");
        for (input, signature) in [
            (r#"a=("date" "date")"#, "a=:bWFkZQ==:"),
            (r#"a=("Date")"#, "a=:bWFkZQ==:"),
            ("a=(date)", "a=:bWFkZQ==:"),
            ("a=1", "a=:bWFkZQ==:"),
            ("a=()", "a=(:bWFkZQ==:)"),
            ("a=()", r#"a="bWFkZQ==""#),
            ("a=(), a=()", "a=:bWFkZQ==:"),
            ("a=()", "a=:bWFkZQ==:, a=:bWFkZQ==:"),
        ] {
            assert!(read(input, signature).is_none(), "{input}, {signature}");
        }
    }
}
