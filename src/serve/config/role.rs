//! The key `role`.

use serde::Deserialize;

use crate::receiver;

/// The part of the work that a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Role {
    Both,
    Receiver,
    Worker,
}

impl From<Role> for receiver::Role {
    fn from(written: Role) -> Self {
        match written {
            Role::Both => Self::Both,
            Role::Receiver => Self::Receiver,
            Role::Worker => Self::Worker,
        }
    }
}
