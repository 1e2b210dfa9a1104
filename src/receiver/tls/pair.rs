//! A certificate and its key, as they are in their files.

use std::{
    fmt,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use rustls::{
    Error, InconsistentKeys,
    crypto::ring,
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use rustls_pki_types::{
    CertificateDer, PrivateKeyDer,
    pem::{self, PemObject},
};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::TlsError;

/// The pair that new connections get.
pub(super) struct Pair {
    files: Files,
    current: RwLock<Current>,
}

struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

struct Current {
    hash: [u8; 32],
    certified: Arc<CertifiedKey>,
}

/// The content of the files.
struct Texts {
    certificate: Zeroizing<Vec<u8>>,
    key: Zeroizing<Vec<u8>>,
}

impl Pair {
    pub(super) fn read(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let files = Files { certificate: certificate.to_owned(), key: key.to_owned() };
        let texts = files.read()?;
        let current = RwLock::new(files.parse(&texts)?);
        Ok(Self { files, current })
    }

    /// Reads the files again. Returns true if they have changed.
    pub(super) fn reload(&self) -> Result<bool, TlsError> {
        let texts = self.files.read()?;
        if self.current().hash == texts.hash() {
            return Ok(false);
        }
        let next = self.files.parse(&texts)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(true)
    }

    pub(super) fn certificate(&self) -> &Path {
        &self.files.certificate
    }

    fn current(&self) -> std::sync::RwLockReadGuard<'_, Current> {
        self.current.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ResolvesServerCert for Pair {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.current().certified))
    }
}

impl Files {
    fn read(&self) -> Result<Texts, TlsError> {
        Ok(Texts { certificate: text(&self.certificate)?, key: text(&self.key)? })
    }

    fn parse(&self, texts: &Texts) -> Result<Current, TlsError> {
        let chain = certificates(&texts.certificate, &self.certificate)?;
        let key = private_key(&texts.key, &self.key)?;
        let certified = CertifiedKey::from_der(chain, key, &ring::default_provider());
        let certified = certified.map_err(|error| match error {
            Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
                TlsError::of_another(&self.key, &self.certificate)
            }
            Error::InvalidCertificate(_) => TlsError::bad_certificate(&self.certificate),
            _ => TlsError::unusable(&self.key),
        })?;
        Ok(Current { hash: texts.hash(), certified: Arc::new(certified) })
    }
}

impl Texts {
    fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update((self.certificate.len() as u64).to_le_bytes());
        hash.update(&*self.certificate);
        hash.update(&*self.key);
        hash.finalize().into()
    }
}

fn text(file: &Path) -> Result<Zeroizing<Vec<u8>>, TlsError> {
    let mut text = Zeroizing::new(Vec::new());
    let opened = File::open(file);
    let read = opened.and_then(|opened| opened.take(LONGEST + 1).read_to_end(&mut text));
    match read {
        Err(error) => Err(TlsError::unreadable(file, error)),
        Ok(read) if read as u64 > LONGEST => Err(TlsError::too_long(file)),
        Ok(_) => Ok(text),
    }
}

fn certificates(text: &[u8], file: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text).collect();
    let chain = chain.map_err(|_| TlsError::malformed(file))?;
    if chain.is_empty() { Err(TlsError::without_certificate(file)) } else { Ok(chain) }
}

fn private_key(text: &[u8], file: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    PrivateKeyDer::from_pem_slice(text).map_err(|error| match error {
        pem::Error::NoItemsFound => TlsError::without_key(file),
        _ => TlsError::malformed(file),
    })
}

impl fmt::Debug for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls")
            .field("certificate", &self.files.certificate)
            .field("key", &self.files.key)
            .finish_non_exhaustive()
    }
}

/// In bytes.
const LONGEST: u64 = 1024 * 1024;
