//! Signing in the form of Standard Webhooks.

use std::fmt;

use super::keyed_hash::KeyedHash;
use crate::{
    Secret,
    scheme::{Encoding, Hash, KeyForm},
};

/// The keys that sign what is sent on, as [`STANDARD_WEBHOOKS`](crate::providers::STANDARD_WEBHOOKS) does.
pub(crate) struct StandardSigner(Vec<KeyedHash>);

impl StandardSigner {
    /// Makes the signer of these secrets. `None` if one is not `whsec_` and 24 bytes or more in base64.
    pub(crate) fn new(secrets: &[Secret]) -> Option<Self> {
        let key = |secret| KeyForm::Base64After("whsec_").key(secret);
        let keys = secrets.iter().map(|secret| key(secret).filter(|key| key.len() >= SHORTEST));
        let keys = keys.map(|key| Some(KeyedHash::new(Hash::Sha256, &key?)));
        keys.collect::<Option<_>>().map(Self)
    }

    /// Returns the value of `webhook-signature`, with a signature of each key.
    pub(crate) fn sign(&self, id: &str, timestamp: &str, body: &[u8]) -> String {
        let message = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body];
        let codes = self.0.iter().map(|key| key.code_of(&message));
        let signatures =
            codes.map(|code| format!("v1,{}", Encoding::Base64.encode(code.as_bytes())));
        signatures.collect::<Vec<_>>().join(" ")
    }
}

impl fmt::Debug for StandardSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StandardSigner(hidden)")
    }
}

/// In bytes, as the specification says.
const SHORTEST: usize = 24;
