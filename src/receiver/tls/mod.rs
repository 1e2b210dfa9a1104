//! TLS by certificate files.

mod error;
mod follow;
mod pair;

use std::{fmt, path::Path, sync::Arc};

use rustls::{ServerConfig, crypto::ring};
use tokio_rustls::TlsAcceptor;

use self::pair::Pair;
pub use error::TlsError;

/// A certificate and its key, for a receiver that speaks TLS: see
/// [`Receiver::tls`](crate::Receiver::tls).
///
/// The files are read again when they change: within two seconds, and at once by
/// [`reload`](Self::reload). A new pair that cannot be used is logged, and the old one stays. Connections that are
/// open keep the certificate with which they began. A clone shares the pair.
///
/// ```
/// use hookport::receiver::Tls;
///
/// let error = Tls::from_files("missing/cert.pem", "missing/key.pem").unwrap_err();
/// assert_eq!(error.to_string(), "`missing/cert.pem` cannot be read");
/// ```
#[derive(Clone)]
pub struct Tls {
    pair: Arc<Pair>,
    config: Arc<ServerConfig>,
}

impl Tls {
    /// Reads a certificate, with the chain of those that issued it behind it, and its key: PEM, the
    /// key in PKCS#8, PKCS#1 or SEC1. Both may be in one file. It reads files, so it belongs to the
    /// start of a program.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be read, if there is no certificate or no key in it, or if the key does
    /// not belong to the certificate.
    pub fn from_files(
        certificate: impl AsRef<Path>,
        key: impl AsRef<Path>,
    ) -> Result<Self, TlsError> {
        let pair = Arc::new(Pair::read(certificate.as_ref(), key.as_ref())?);
        let provider = Arc::new(ring::default_provider());
        let versions = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|_| TlsError::unusable(key.as_ref()))?;
        let mut config = versions.with_no_client_auth().with_cert_resolver(Arc::clone(&pair) as _);
        config.alpn_protocols = PROTOCOLS.iter().map(|protocol| protocol.to_vec()).collect();
        Ok(Self { pair, config: Arc::new(config) })
    }

    /// Reads the files again. Returns true if they have changed: connections that begin from now on
    /// get the new certificate.
    ///
    /// It blocks its thread until the files are read.
    ///
    /// # Errors
    ///
    /// As [`from_files`](Self::from_files). The pair that was there stays.
    pub fn reload(&self) -> Result<bool, TlsError> {
        self.pair.reload()
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.config))
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pair.fmt(f)
    }
}

/// The protocol of a client of HTTP/2, as it is named in a handshake.
#[cfg(feature = "http2")]
pub(super) const HTTP2: &[u8] = b"h2";

/// The protocols that are spoken, the preferred one first.
const PROTOCOLS: &[&[u8]] = &[
    #[cfg(feature = "http2")]
    HTTP2,
    b"http/1.1",
];
