//! The rights that a process needs in its store.

use std::fmt;

/// A part of the work of a process, for which it may need rights in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Duty {
    /// It keeps deliveries.
    Accept,
    /// It keeps requests that were not proved.
    Quarantine,
    /// It runs handlers, and removes what is old.
    Work,
    /// It looks for secrets of accounts in the inbox.
    FindSecrets,
    /// It keeps secrets there that senders bring.
    KeepSecrets,
}

/// The rights that a process lacks in its store. [`Display`](fmt::Display) is the whole sentence.
///
/// ```
/// use hookport::inbox::MissingRights;
///
/// let missing = MissingRights::new("receiver", vec!["INSERT on hookport.usage".to_owned()]);
/// assert_eq!(missing.to_string(), "the role `receiver` lacks INSERT on hookport.usage");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissingRights {
    /// The role that the process has in the store.
    pub role: String,
    /// The rights, as the store would grant them: `INSERT on hookport.usage`.
    pub rights: Vec<String>,
}

impl MissingRights {
    /// Makes those of a role.
    pub fn new(role: impl Into<String>, rights: Vec<String>) -> Self {
        Self { role: role.into(), rights }
    }
}

impl fmt::Display for MissingRights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the role `{}` lacks {}", self.role, self.rights.join("; "))
    }
}
