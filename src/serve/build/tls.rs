//! TLS by certificate files.

use super::Building;
use crate::{
    Receiver,
    error_text::chain,
    receiver,
    serve::config::{KeyPath, Tls},
};

impl Building<'_> {
    /// Gives a receiver the certificate of the file.
    pub(super) fn with_tls(&mut self, receiver: Receiver, tls: Option<&Tls>) -> Receiver {
        let Some(tls) = tls else { return receiver };
        let (Some(certificate), Some(key)) = (&tls.certificate, &tls.key) else {
            self.mistake(KeyPath::key("tls"), "needs both `certificate` and `key`");
            return receiver;
        };
        let [certificate, key] = [certificate, key].map(|file| self.values.folder().join(file));
        match receiver::Tls::from_files(&certificate, &key) {
            Ok(tls) => receiver.tls(tls),
            Err(error) => {
                let name = if error.file() == key { "key" } else { "certificate" };
                self.mistake(KeyPath::key("tls").and(name), chain(&error));
                receiver
            }
        }
    }
}
