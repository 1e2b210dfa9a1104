//! Values as parts of documents.

use std::char::REPLACEMENT_CHARACTER;

/// The way in which values are written into a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::destinations) enum Escape {
    /// As they are.
    Nothing,
    /// With spaces in place of control characters, for a line of a mail's head.
    OneLine,
    /// As the inside of a JSON string.
    Json,
    /// As text, or as a quoted attribute, of XML or HTML. A character that XML 1.0 does not allow, as NUL, is `�`.
    Xml,
}

impl Escape {
    /// Returns the way for values in a document of this content type.
    pub(in crate::destinations) fn of_type(content_type: &str) -> Self {
        let essence =
            content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match &*essence {
            "text/html" | "text/xml" | "application/xml" => Self::Xml,
            "application/json" | "text/json" => Self::Json,
            other if other.ends_with("+json") => Self::Json,
            other if other.ends_with("+xml") => Self::Xml,
            _ => Self::Nothing,
        }
    }

    pub(super) fn write(self, value: &str, text: &mut String) {
        match self {
            Self::Nothing => text.push_str(value),
            Self::OneLine => {
                text.extend(value.chars().map(|char| if char.is_control() { ' ' } else { char }));
            }
            Self::Json => {
                let quoted = serde_json::Value::from(value).to_string();
                text.push_str(&quoted[1..quoted.len() - 1]);
            }
            Self::Xml => value.chars().for_each(|char| match char {
                '<' => text.push_str("&lt;"),
                '>' => text.push_str("&gt;"),
                '&' => text.push_str("&amp;"),
                '"' => text.push_str("&quot;"),
                '\'' => text.push_str("&#39;"),
                char if is_in_xml(char) => text.push(char),
                _ => text.push(REPLACEMENT_CHARACTER),
            }),
        }
    }
}

/// Returns whether a document of XML 1.0 can hold a character, also as a reference.
const fn is_in_xml(char: char) -> bool {
    matches!(char, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stays_a_value_in_each_document() {
        let value = "a\0\u{1b}\r\n\t<&>\"'\u{ffff}\u{1f600}";
        for (escape, expected) in [
            (Escape::Nothing, value),
            (Escape::OneLine, "a     <&>\"'\u{ffff}\u{1f600}"),
            (Escape::Json, "a\\u0000\\u001b\\r\\n\\t<&>\\\"'\u{ffff}\u{1f600}"),
            (Escape::Xml, "a��\r\n\t&lt;&amp;&gt;&quot;&#39;�\u{1f600}"),
        ] {
            let mut text = String::new();
            escape.write(value, &mut text);
            assert_eq!(text, expected, "{escape:?}");
        }
    }
}
