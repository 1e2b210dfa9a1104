//! The values at several JSON pointers of a document, read in one pass over it.

use serde::de::{Deserialize, Deserializer, Error};
use serde_json::value::RawValue;

use super::{FieldError, Node, Sink, walk::walk_below};

/// JSON pointers whose values are looked up in many documents.
#[derive(Debug)]
pub(crate) struct Pointers {
    all: Vec<&'static str>,
    tree: Node<usize>,
}

impl Pointers {
    /// Makes the set of these pointers. Those beyond the first 64 are left out.
    pub(crate) fn new(pointers: impl IntoIterator<Item = &'static str>) -> Self {
        let (mut all, mut tree) = (Vec::new(), Node::new());
        for pointer in pointers {
            if all.len() < MOST && !all.contains(&pointer) {
                tree.add_pointer(pointer, all.len());
                all.push(pointer);
            }
        }
        Self { all, tree }
    }

    /// Returns the position of a pointer; `None` if it is not in the set.
    pub(crate) fn position(&self, pointer: &str) -> Option<usize> {
        self.all.iter().position(|known| *known == pointer)
    }

    /// Returns what each of the pointers leads to in a document, in their order.
    ///
    /// A value is refused if a member on the way to it occurs twice, whatever the others are. All are, if
    /// the document is no JSON.
    pub(crate) fn read<'a>(&self, document: &'a str) -> Vec<Found<'a>> {
        let mut sink = Values(vec![Ok(None); self.all.len()]);
        if let Err(cause) = super::walk(document, &self.tree, &mut sink) {
            for found in sink.0.iter_mut().filter(|found| found.is_ok()) {
                *found = Err(FieldError::not_json(&cause));
            }
        }
        sink.0
    }
}

/// The value that a pointer leads to, as it is written.
pub(crate) type Found<'a> = Result<Option<&'a RawValue>, FieldError>;

struct Values<'a>(Vec<Found<'a>>);

impl<'de> Sink<'de> for Values<'de> {
    type Place = usize;

    fn take<D: Deserializer<'de>>(&mut self, node: &Node<usize>, value: D) -> Result<(), D::Error> {
        let raw = <&RawValue>::deserialize(value)?;
        for place in node.places() {
            self.0[*place] = Ok(Some(raw));
        }
        if node.is_leaf() {
            Ok(())
        } else {
            walk_below(raw.get(), node, self).map_err(D::Error::custom)
        }
    }

    fn repeated(&mut self, member: &str, node: &Node<usize>) -> bool {
        node.each(&mut |place| {
            self.0[*place] = Err(FieldError::RepeatedMember { name: member.to_owned() });
        });
        true
    }
}

/// As many as one object of a document may have.
const MOST: usize = 64;

#[cfg(test)]
mod tests {
    use super::{super::json, *};

    const POINTERS: &[&str] = &["/a", "/a/b", "/c/0/d", "/c/1", "", "/none", "/x~1y"];

    #[test]
    fn each_value_is_the_one_that_a_pass_for_it_alone_finds() {
        let pointers = Pointers::new(POINTERS.iter().copied());
        for document in [
            r#"{"a":{"b":1},"c":[{"d":"e"},true],"x/y":null}"#,
            r#"{"a":1,"c":{"0":{"d":1.50}}}"#,
            r#"{"a":{"b":1,"b":2},"c":[]}"#,
            r#"{"a":1,"c":[],"a":2}"#,
            r#"{"a":1,"c":[{"d":1,"e":2,"d":3},5]}"#,
            r#"{"a":1"#,
            r#"{"a":1,"a":2"#,
            r#"{"a":{"b":1}} x"#,
            "[]",
            "7",
            "",
        ] {
            for (found, pointer) in pointers.read(document).into_iter().zip(POINTERS) {
                let alone = json::raw(document, pointer);
                let text = |found: Found<'_>| found.map(|raw| raw.map(|raw| raw.get().to_owned()));
                match (text(found), text(alone)) {
                    // A document that is no JSON either way may have two faults.
                    (Err(FieldError::NotJson { .. }), Err(_)) => {}
                    (found, alone) => assert_eq!(found, alone, "{pointer} in {document}"),
                }
            }
        }
    }

    #[test]
    fn pointers_beyond_the_first_64_are_left_out() {
        let all: Vec<&str> = (0..70).map(|n| &*format!("/{n}").leak()).collect();
        let pointers = Pointers::new(all.iter().chain(&all).copied());

        assert_eq!(pointers.position("/63"), Some(63));
        assert_eq!(pointers.position("/64"), None);
        assert_eq!(pointers.read("{}").len(), 64);
    }
}
