//! Encrypted bodies in a build without the feature: there is none.

use bytes::Bytes;

use super::{ConfigError, Lookup, Source, VerifyError, encryption_of};
use crate::Field;

/// The keys of what a sender encrypts: no build without the feature has any.
#[derive(Debug)]
pub(in crate::verify) enum Decryption {}

impl Decryption {
    pub(in crate::verify) fn of(source: &Source) -> Result<Option<Self>, ConfigError> {
        encryption_of(source).map(|_| None)
    }

    pub(super) const fn is_of_whole_body(&self) -> bool {
        match *self {}
    }

    pub(super) const fn place(&self) -> Field {
        match *self {}
    }

    pub(super) const fn open(&self, _: Lookup<'_>, _: Option<usize>) -> Result<Bytes, VerifyError> {
        match *self {}
    }
}
