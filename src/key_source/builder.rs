//! The settings of a key source.

use std::{collections::HashMap, net::SocketAddr, sync::LazyLock};

use rustls::{RootCertStore, pki_types::CertificateDer};

use super::{connection::Connector, source::KeySource};
use crate::tls_client;

/// The settings of a key source. Started by [`KeySource::builder`].
///
/// ```
/// use hookport::KeySource;
///
/// let keys = KeySource::builder().connecting("keys.acme.example", "10.0.0.7:443".parse()?).build();
/// assert!(KeySource::builder().trusting("no certificate").is_err());
/// # drop(keys);
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[must_use]
pub struct KeySourceBuilder {
    roots: RootCertStore,
    fixed: HashMap<String, SocketAddr>,
}

impl KeySource {
    /// Starts a key source with settings of its own.
    pub fn builder() -> KeySourceBuilder {
        KeySourceBuilder::new()
    }

    /// Returns the key source that all receivers share which were given none.
    pub(crate) fn shared() -> Self {
        static SHARED: LazyLock<KeySource> = LazyLock::new(|| KeySource::builder().build());
        SHARED.clone()
    }
}

impl KeySourceBuilder {
    fn new() -> Self {
        Self { roots: tls_client::public_roots(), fixed: HashMap::new() }
    }

    /// Trusts the servers whose certificates this root has signed, beside those of Mozilla's list. The
    /// certificate is given as DER.
    ///
    /// # Errors
    ///
    /// Fails if the bytes are no certificate.
    pub fn trusting(mut self, root: impl Into<Vec<u8>>) -> Result<Self, RootError> {
        self.roots.add(CertificateDer::from(root.into())).map_err(|_| RootError)?;
        Ok(self)
    }

    /// Connects to this address for the URLs of a host, in place of what DNS says.
    ///
    /// The address may be any, also one of your own network or machine. The server's certificate is
    /// checked all the same. It is for tests, and for a server inside your network.
    pub fn connecting(mut self, host: impl Into<String>, address: SocketAddr) -> Self {
        self.fixed.insert(host.into(), address);
        self
    }

    /// Makes the key source. Nothing is fetched before a request needs it.
    #[must_use]
    #[expect(
        clippy::missing_panics_doc,
        clippy::expect_used,
        reason = "ring speaks TLS 1.2 and 1.3"
    )]
    pub fn build(self) -> KeySource {
        let tls = tls_client::trusting(self.roots).expect("ring speaks the default versions");
        KeySource::new(Connector::new(tls, self.fixed))
    }
}

/// The bytes that were given as a root are no certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the root is no X.509 certificate in DER")]
pub struct RootError;

impl std::fmt::Debug for KeySourceBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeySourceBuilder").finish_non_exhaustive()
    }
}
