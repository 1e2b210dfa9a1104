//! JSON with a line for each value. Nothing else is changed: neither numbers nor the order of members.

/// Returns a valid document, indented; `None` if that is too long.
pub(super) fn indented(json: &str) -> Option<String> {
    let mut writer = Writer { text: String::with_capacity(json.len() * 2), depth: 0 };
    let mut rest = json.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        match c {
            '"' => {
                let mut end = at;
                let mut is_escaped = false;
                for (next, inside) in rest.by_ref() {
                    end = next;
                    if inside == '"' && !is_escaped {
                        break;
                    }
                    is_escaped = inside == '\\' && !is_escaped;
                }
                writer.text.push_str(&json[at..=end]);
            }
            '{' | '[' => {
                while rest.next_if(|(_, next)| next.is_ascii_whitespace()).is_some() {}
                match rest.next_if(|(_, next)| "}]".contains(*next)) {
                    Some((_, end)) => writer.text.extend([c, end]),
                    None => writer.open(c),
                }
            }
            '}' | ']' => writer.close(c),
            ',' => writer.next(),
            ':' => writer.text.push_str(": "),
            c if c.is_ascii_whitespace() => {}
            c => writer.text.push(c),
        }
        if writer.text.len() > LONGEST {
            return None;
        }
    }
    Some(writer.text)
}

struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    fn open(&mut self, bracket: char) {
        self.text.push(bracket);
        self.depth += 1;
        self.line();
    }

    fn close(&mut self, bracket: char) {
        self.depth = self.depth.saturating_sub(1);
        self.line();
        self.text.push(bracket);
    }

    fn next(&mut self) {
        self.text.push(',');
        self.line();
    }

    fn line(&mut self) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n("  ", self.depth.min(DEEPEST)));
    }
}

/// Deeper values are not indented any further.
const DEEPEST: usize = 64;

/// The longest text, in bytes.
const LONGEST: usize = 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_indented_and_its_values_stay_as_they_are() {
        let cases = [
            (r#"{"b":1.10,"a":[ ]}"#, "{\n  \"b\": 1.10,\n  \"a\": []\n}"),
            (r#"["a,{\"]",{} , "\\"]"#, "[\n  \"a,{\\\"]\",\n  {},\n  \"\\\\\"\n]"),
            ("[[1]]", "[\n  [\n    1\n  ]\n]"),
            ("\"ä\"", "\"ä\""),
        ];
        for (json, expected) in cases {
            assert_eq!(indented(json).as_deref(), Some(expected), "{json}");
        }
    }

    #[test]
    fn a_deep_document_does_not_grow_without_bound() {
        let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
        assert_eq!(indented(&deep), None);
    }
}
