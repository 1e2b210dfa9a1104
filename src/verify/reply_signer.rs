//! Signing what a handler replies.

#[cfg(feature = "receive")]
use std::time::{SystemTime, UNIX_EPOCH};
use std::{fmt, sync::Arc};

use super::{Source, keyed_hash::KeyedHash};
use crate::scheme::{ReplySignature, Scheme};

#[cfg(feature = "receive")]
use crate::request::{member_of, replaced, with_member};

/// The key that signs replies, of the secret that has proved a request.
#[derive(Clone)]
#[cfg_attr(not(feature = "receive"), allow(dead_code, reason = "no reply is given"))]
pub(crate) struct ReplySigner {
    how: &'static ReplySignature,
    key: Arc<KeyedHash>,
}

impl ReplySigner {
    /// Makes the signers of a source, at the positions of their secrets; none if its sender wants no signature.
    pub(super) fn all_of(source: &Source) -> Vec<Option<Self>> {
        let Some(how) = source.provider.reply_signature() else {
            return Vec::new();
        };
        let signatures = || source.provider.schemes().iter().filter_map(Scheme::as_signature);
        let keys = source.secrets.iter().map(|secret| {
            let key = signatures().find_map(|signature| signature.key.key(secret))?;
            Some(Self { how, key: Arc::new(KeyedHash::new(how.hash, &key)) })
        });
        keys.collect()
    }

    /// Signs the body of a reply at the time `now`. `None` if it is no JSON object with an object to sign, or
    /// says a time or a signature of its own.
    #[cfg(feature = "receive")]
    pub(crate) fn sign(&self, body: &[u8], now: SystemTime) -> Option<String> {
        let ReplySignature { encoding, signed, time, signature, .. } = *self.how;
        let body = std::str::from_utf8(body).ok()?;
        let since_epoch = now.duration_since(UNIX_EPOCH).ok()?;
        let milliseconds = since_epoch.as_millis().to_string();
        let payload = member_of(body, signed)?;
        let is_new = member_of(payload, time).is_none() && member_of(body, signature).is_none();
        let timed = is_new.then(|| with_member(payload, time, &milliseconds))??;
        let code = self.key.code_of(&[milliseconds.as_bytes(), b".", timed.as_bytes()]);
        let code = format!("\"{}\"", encoding.encode(code.as_bytes()));
        with_member(&replaced(body, payload, &timed), signature, &code)
    }
}

impl fmt::Debug for ReplySigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReplySigner(hidden)")
    }
}
