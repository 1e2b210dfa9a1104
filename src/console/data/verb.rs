//! The verb of an event: what it says that somebody did.

use serde::Serialize;

use crate::words::words;

words! {
    /// The change of a record that an event reports, as far as its name says so.
    ///
    /// ```
    /// use hookport::console::data::Verb;
    ///
    /// assert_eq!(Verb::of("ORDER/CREATE"), Some(Verb::Create));
    /// assert_eq!(Verb::of("customer.subscription.deleted"), Some(Verb::Delete));
    /// assert_eq!(Verb::of("orderStatusChanged"), Some(Verb::Update));
    /// assert_eq!(Verb::of("ping"), None);
    /// ```
    pub enum Verb {
        /// A record is new.
        Create = "create",
        /// A record is another one than before.
        Update = "update",
        /// A record is gone.
        Delete = "delete",
    }
}

impl Verb {
    /// Finds the verb in the name of an event. The last word that is one counts.
    pub fn of(event: &str) -> Option<Self> {
        let words = words_of(event);
        words.iter().rev().find_map(|word| match word.as_str() {
            "create" | "created" | "creation" | "add" | "added" | "insert" | "inserted" | "new"
            | "opened" => Some(Self::Create),
            "update" | "updated" | "change" | "changed" | "modify" | "modified" | "edit"
            | "edited" => Some(Self::Update),
            "delete" | "deleted" | "deletion" | "remove" | "removed" | "destroy" | "destroyed"
            | "archived" => Some(Self::Delete),
            _ => None,
        })
    }
}

impl Serialize for Verb {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Splits a name at its signs, and before capital letters that follow small ones.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        let begins = c.is_uppercase() && before.is_lowercase();
        if begins || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words
}
