//! From the events of an XML parser to JSON.

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_xml_entity,
    events::{BytesDecl, BytesRef, BytesStart, Event},
};

use super::{
    super::FieldError,
    not_xml,
    open::{Open, quoted},
};

/// Turns a document into JSON. Elements of these names are arrays, however many there are of them.
pub(super) fn to_json(text: &str, lists: &[&str]) -> Result<String, FieldError> {
    let mut reader = Reader::from_str(text);
    let mut reading = Reading { lists, open: Vec::new(), root: Open::default() };
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = reader.read_event().map_err(|_| not_xml(at, NOT_WELL_FORMED))?;
        if event == Event::Eof {
            return reading.end().map_err(|problem| not_xml(at, problem));
        }
        reading.take(&event).map_err(|problem| not_xml(at, problem))?;
    }
}

/// The part of a document that was read.
struct Reading<'l> {
    lists: &'l [&'l str],
    open: Vec<Open>,
    /// An element around the root element.
    root: Open,
}

type Problem = &'static str;

impl Reading<'_> {
    fn take(&mut self, event: &Event<'_>) -> Result<(), Problem> {
        match event {
            Event::Start(tag) => self.begin(tag),
            Event::Empty(tag) => {
                self.begin(tag)?;
                self.close();
                Ok(())
            }
            Event::End(_) => {
                self.close();
                Ok(())
            }
            Event::Text(text) => self.add_text(&text.xml10_content()),
            Event::CData(text) => self.add_text(&text.xml10_content()),
            Event::GeneralRef(reference) => self.add_reference(reference),
            Event::Decl(declaration) => check_encoding(declaration),
            Event::DocType(_) => Err("it has a document type declaration"),
            Event::Comment(_) | Event::PI(_) | Event::Eof => Ok(()),
        }
    }

    fn begin(&mut self, tag: &BytesStart<'_>) -> Result<(), Problem> {
        if self.open.len() == MOST_DEPTH {
            return Err("its elements are more than 60 deep");
        }
        if self.open.is_empty() && self.root.has_any() {
            return Err("it has a second root element");
        }
        let mut element = Open::new(tag.local_name().into_inner());
        for (number, attribute) in tag.attributes().enumerate() {
            if number == MOST_ATTRIBUTES {
                return Err("an element has more than 256 attributes");
            }
            let attribute = attribute.map_err(|_| NOT_WELL_FORMED)?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let value = attribute
                .normalized_value_with(XmlVersion::Implicit1_0, 1, resolve_xml_entity)
                .map_err(|_| UNKNOWN_ENTITY)?;
            check_characters(&value)?;
            let name = ["@", attribute.key.local_name().into_inner()].concat();
            element.add(&name, quoted(value.into_owned()));
        }
        self.open.push(element);
        Ok(())
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        let (name, json) = element.close(self.lists);
        self.open.last_mut().unwrap_or(&mut self.root).add(&name, json);
    }

    fn add_text(&mut self, text: &str) -> Result<(), Problem> {
        check_characters(text)?;
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim_ascii().is_empty() => {}
            None => return Err("it has a text outside of its root element"),
        }
        Ok(())
    }

    fn add_reference(&mut self, reference: &BytesRef<'_>) -> Result<(), Problem> {
        match reference.resolve_char_ref() {
            Ok(Some(character)) => self.add_text(character.encode_utf8(&mut [0; 4])),
            Ok(None) => self.add_text(resolve_xml_entity(reference).ok_or(UNKNOWN_ENTITY)?),
            Err(_) => Err(UNKNOWN_ENTITY),
        }
    }

    fn end(self) -> Result<String, Problem> {
        if !self.open.is_empty() {
            return Err("an element has no end");
        }
        if !self.root.has_any() {
            return Err("it has no element");
        }
        Ok(self.root.close(&[]).1)
    }
}

/// Refuses a document that says that it is not UTF-8: its bytes are.
fn check_encoding(declaration: &BytesDecl<'_>) -> Result<(), Problem> {
    let is_utf8 = match declaration.encoding() {
        None => true,
        Some(Ok(name)) => {
            name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("us-ascii")
        }
        Some(Err(_)) => false,
    };
    is_utf8.then_some(()).ok_or("its encoding is not UTF-8")
}

/// Refuses the characters that no XML document has, however they are written.
fn check_characters(text: &str) -> Result<(), Problem> {
    let is_control = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    let has_any = text.bytes().any(is_control) || text.contains(['\u{FFFE}', '\u{FFFF}']);
    if has_any { Err("it has a character that XML does not have") } else { Ok(()) }
}

const NOT_WELL_FORMED: Problem = "it is not well-formed";
const UNKNOWN_ENTITY: Problem = "it has an entity that is none of the five of XML";

/// An element is an object, and may lie in an array: JSON is read up to 127 of them deep.
const MOST_DEPTH: usize = 60;
/// Each name is compared with all others.
const MOST_ATTRIBUTES: usize = 256;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn read(text: &str) -> Result<Value, Problem> {
        match to_json(text, &["item"]) {
            Ok(json) => Ok(serde_json::from_str(&json).unwrap()),
            Err(FieldError::NotXml { problem, .. }) => Err(problem),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn elements_attributes_and_texts_become_members() {
        for (xml, json) in [
            ("<a/>", json!({"a": ""})),
            ("<?xml version='1.0' encoding='UTF-8'?>\n<a>b</a>\n", json!({"a": "b"})),
            ("<a> b\r\n c </a>", json!({"a": " b\n c "})),
            ("<a>\n  <b>1</b>\n</a>", json!({"a": {"b": "1"}})),
            ("<a><b>1</b><c/><b>2</b></a>", json!({"a": {"b": ["1", "2"], "c": ""}})),
            ("<a x='1' y='&lt;&#x41;'/>", json!({"a": {"@x": "1", "@y": "<A"}})),
            ("<a x='1'>2</a>", json!({"a": {"@x": "1", "#text": "2"}})),
            ("<a>1<b/>2</a>", json!({"a": {"b": "", "#text": "12"}})),
            ("<a>&lt;&amp;&#65;<![CDATA[<b>&amp;]]></a>", json!({"a": "<&A<b>&amp;"})),
            ("<!-- c --><a><!-- c --><?p i?>1</a><!-- c -->", json!({"a": "1"})),
            ("<a><item>1</item></a>", json!({"a": {"item": ["1"]}})),
            ("<item/>", json!({"item": ""})),
            (
                "<s:a xmlns:s='urn:s' xmlns='urn:d'><s:b/><b s:x='1' x='2'/></s:a>",
                json!({"a": {"b": ["", {"@x": ["1", "2"]}]}}),
            ),
            ("<a>\"\\\u{1F980}</a>", json!({"a": "\"\\\u{1F980}"})),
        ] {
            assert_eq!(read(xml), Ok(json), "{xml}");
        }
    }

    #[test]
    fn documents_that_are_not_whole_or_not_plain_are_refused() {
        for (xml, problem) in [
            ("", "it has no element"),
            (" ", "it has no element"),
            ("{}", "it has a text outside of its root element"),
            ("<a/><b/>", "it has a second root element"),
            ("<a/>b", "it has a text outside of its root element"),
            ("&lt;<a/>", "it has a text outside of its root element"),
            ("<a>", "an element has no end"),
            ("<a></b>", NOT_WELL_FORMED),
            ("</a>", NOT_WELL_FORMED),
            ("<a", NOT_WELL_FORMED),
            ("<a x='1' x='2'/>", NOT_WELL_FORMED),
            ("<a x=1/>", NOT_WELL_FORMED),
            ("<a><![CDATA[</a>", NOT_WELL_FORMED),
            ("<a>&b</a>", NOT_WELL_FORMED),
            ("<a>&b;</a>", UNKNOWN_ENTITY),
            ("<a>&nbsp;</a>", UNKNOWN_ENTITY),
            ("<a x='&b;'/>", UNKNOWN_ENTITY),
            ("<a>&#0;</a>", UNKNOWN_ENTITY),
            ("<a>&#xD800;</a>", UNKNOWN_ENTITY),
            ("<a>&#1;</a>", "it has a character that XML does not have"),
            ("<a x='\u{1}'/>", "it has a character that XML does not have"),
            ("<!DOCTYPE a><a/>", "it has a document type declaration"),
            ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "it has a document type declaration"),
            ("<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "its encoding is not UTF-8"),
        ] {
            assert_eq!(read(xml), Err(problem), "{xml}");
        }
    }

    #[test]
    fn depth_and_attributes_are_bounded() {
        let deep = |levels: usize| ["<a>".repeat(levels), "</a>".repeat(levels)].concat();
        assert!(read(&deep(60)).is_ok());
        assert_eq!(read(&deep(61)), Err("its elements are more than 60 deep"));
        // Each in an array, as deep as JSON can be read.
        let lists = ["<item><b/>".repeat(60), "</item>".repeat(60)].concat();
        assert_eq!(read(&lists), Err("its elements are more than 60 deep"));
        let lists = ["<item>".repeat(60), "</item>".repeat(60)].concat();
        assert!(read(&lists).is_ok());

        let attributes =
            |count| (0..count).map(|n| format!(" a{n}=''")).collect::<Vec<_>>().concat();
        assert!(read(&format!("<a{}/>", attributes(256))).is_ok());
        let more = read(&format!("<a{}/>", attributes(257)));
        assert_eq!(more, Err("an element has more than 256 attributes"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[<>/&;#a-c'\"= !\\[\\]?x0-9\\-]{0,60}") {
            let _ = read(&text);
        }

        #[test]
        fn the_json_is_less_than_three_times_as_long(
            tags in prop::collection::vec(0..8_usize, 0..400),
        ) {
            let parts =
                ["<a/>", "<b/>", "\"", "<a x=''/>", "<c><d/>", "</c>", "\\", "<a x='\"\"'>\\</a>"];
            let text: String = tags.iter().map(|tag| parts[*tag]).collect();
            let text = format!("<r>{text}</r>");
            if let Ok(json) = to_json(&text, &["a", "b", "d"]) {
                prop_assert!(json.len() < 3 * text.len(), "{} of {}", json.len(), text.len());
            }
        }
    }
}
