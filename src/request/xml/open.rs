//! An element that is being read.

use std::collections::BTreeMap;

use serde_json::Value;

/// An element whose end was not read yet.
#[derive(Default)]
pub(super) struct Open {
    pub(super) name: String,
    pub(super) text: String,
    members: BTreeMap<String, Member>,
}

/// All that has one name in an element: the JSON of each, with commas between.
struct Member {
    json: String,
    count: usize,
}

impl Open {
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Returns whether it has an element or an attribute.
    pub(super) fn has_any(&self) -> bool {
        !self.members.is_empty()
    }

    /// Adds the JSON of an element, or of an attribute.
    pub(super) fn add(&mut self, name: &str, json: String) {
        match self.members.get_mut(name) {
            Some(member) => {
                member.json.push(',');
                member.json.push_str(&json);
                member.count += 1;
            }
            None => {
                self.members.insert(name.to_owned(), Member { json, count: 1 });
            }
        }
    }

    /// Returns the JSON of the whole element, and its name.
    pub(super) fn close(mut self, lists: &[&str]) -> (String, String) {
        if self.members.is_empty() {
            return (self.name, quoted(self.text));
        }
        if !self.text.trim_ascii().is_empty() {
            let text = quoted(std::mem::take(&mut self.text));
            self.add("#text", text);
        }
        let members = self.members.into_iter().map(|(name, Member { json, count })| {
            let is_list = count > 1 || lists.contains(&&*name);
            let (before, after) = if is_list { ("[", "]") } else { ("", "") };
            [&*quoted(name), ":", before, &*json, after].concat()
        });
        let members: Vec<_> = members.collect();
        (self.name, ["{", &*members.join(","), "}"].concat())
    }
}

/// Returns a text as a JSON string.
pub(super) fn quoted(text: String) -> String {
    Value::String(text).to_string()
}
