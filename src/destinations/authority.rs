//! Certificates of own authorities.

use rustls::pki_types::{CertificateDer, pem::PemObject};

/// Reads certificates as PEM; `None` if there is none, or if one is cut off.
pub(super) fn certificates(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let certificates: Vec<_> =
        CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().ok()?;
    (!certificates.is_empty()).then_some(certificates)
}
