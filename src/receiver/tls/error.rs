//! Errors of certificate files.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use crate::BoxError;

/// The reason why a certificate and its key cannot be used. It names the file.
///
/// ```
/// use std::{error::Error, path::Path};
/// use hookport::receiver::Tls;
///
/// # fn main() -> Result<(), Box<dyn Error>> {
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("key.pem");
/// std::fs::write(&file, "no key")?;
///
/// let error = Tls::from_files(&file, &file).unwrap_err();
/// assert_eq!(error.file(), file);
/// assert!(error.to_string().ends_with("key.pem` has no certificate in it"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct TlsError {
    file: PathBuf,
    what: String,
    source: Option<BoxError>,
}

impl TlsError {
    /// Returns the file that has to be mended.
    pub fn file(&self) -> &Path {
        &self.file
    }

    pub(super) fn unreadable(file: &Path, error: io::Error) -> Self {
        Self { source: Some(error.into()), ..Self::new(file, "cannot be read") }
    }

    pub(super) fn too_long(file: &Path) -> Self {
        Self::new(file, "is longer than 1 MiB")
    }

    /// The error of the parser may quote the file, so that it is not passed on.
    pub(super) fn malformed(file: &Path) -> Self {
        Self::new(file, "is malformed: expected PEM")
    }

    pub(super) fn without_certificate(file: &Path) -> Self {
        Self::new(file, "has no certificate in it")
    }

    pub(super) fn bad_certificate(file: &Path) -> Self {
        Self::new(file, "has a malformed certificate in it")
    }

    pub(super) fn without_key(file: &Path) -> Self {
        Self::new(file, "has no private key in it: expected PKCS#8, PKCS#1 or SEC1, not encrypted")
    }

    pub(super) fn unusable(file: &Path) -> Self {
        let expected = "RSA of 2048 to 8192 bits, ECDSA on P-256 or P-384, or Ed25519";
        Self::new(file, format!("has a private key that cannot be used: expected {expected}"))
    }

    pub(super) fn of_another(key: &Path, certificate: &Path) -> Self {
        let certificate = certificate.display();
        Self::new(
            key,
            format!("has a key that does not belong to the certificate of `{certificate}`"),
        )
    }

    fn new(file: &Path, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), what: what.into(), source: None }
    }
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.file.display(), self.what)
    }
}

impl std::error::Error for TlsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}
