//! Certificates, with the chain to a root.

use std::time::{SystemTime, UNIX_EPOCH};

use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime, pem::PemObject};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage};

use super::FetchedError;
use crate::{
    scheme::Algorithm,
    verify::public_key::{LEAST_RSA_BITS, PublicKey, VerifyingKey, certificate},
};

/// A certificate, and those between it and a root, as they came.
#[derive(Debug)]
pub(super) struct Chain {
    leaf: CertificateDer<'static>,
    others: Vec<CertificateDer<'static>>,
    keys: Vec<VerifyingKey>,
}

impl Chain {
    /// Reads a certificate and the chain behind it, as PEM, for these algorithms.
    pub(super) fn parse(bytes: &[u8], algorithms: &[Algorithm]) -> Result<Self, FetchedError> {
        if bytes.len() > FetchedError::LONGEST {
            return Err(FetchedError::TooLong);
        }
        let read = CertificateDer::pem_slice_iter(bytes).take(MOST_CERTIFICATES);
        let all = read.collect::<Result<Vec<_>, _>>().map_err(|_| FetchedError::NotACertificate)?;
        if all.is_empty() {
            return Err(FetchedError::NotACertificate);
        }
        Self::of(all, algorithms)
    }

    /// Takes a certificate, which comes first, and the chain behind it.
    fn of(
        mut all: Vec<CertificateDer<'static>>,
        algorithms: &[Algorithm],
    ) -> Result<Self, FetchedError> {
        let leaf = all.remove(0);
        let key = PublicKey::from_bytes(&leaf).map_err(|_| FetchedError::NoKey)?;
        let verifying = |it: &Algorithm| key.clone().verifying(*it, LEAST_RSA_BITS).ok();
        let keys: Vec<_> = algorithms.iter().filter_map(verifying).collect();
        if keys.is_empty() {
            Err(FetchedError::NoKey)
        } else {
            Ok(Self { leaf, others: all, keys })
        }
    }

    /// Returns whether a root vouches for the certificate at `now`, and it is issued to `name`: a name of
    /// a host, or any below it if it begins with a dot.
    pub(super) fn is_trusted(
        &self,
        name: &str,
        roots: &[TrustAnchor<'_>],
        now: SystemTime,
    ) -> bool {
        let is_named = || {
            let leaf = EndEntityCert::try_from(&self.leaf);
            leaf.is_ok_and(|leaf| leaf.valid_dns_names().any(|issued_to| is_name(issued_to, name)))
        };
        self.has_path(&self.others, roots, now, |_| true) && is_named()
    }

    /// Takes the certificates of the header of a token, as DER: of the signer, of the issuer, and of a root.
    /// Returns `None` if they are not three, or if the first one has no key for the algorithm.
    pub(super) fn of_token(certificates: Vec<Vec<u8>>, algorithm: Algorithm) -> Option<Self> {
        let is_whole = certificates.len() == CERTIFICATES_OF_A_TOKEN;
        let all = certificates.into_iter().map(CertificateDer::from).collect();
        is_whole.then(|| Self::of(all, &[algorithm]).ok()).flatten()
    }

    /// Returns whether a root vouches for the issuer at `now`, the issuer for the signer, and each has its
    /// mark. The root that came along is not looked at.
    pub(super) fn is_marked_and_trusted(
        &self,
        [mark, issuer_mark]: [&str; 2],
        roots: &[TrustAnchor<'_>],
        now: SystemTime,
    ) -> bool {
        let [issuer, _] = &*self.others else {
            return false;
        };
        let is_marked = certificate::has_extension(&self.leaf, mark)
            && certificate::has_extension(issuer, issuer_mark);
        let issuer = std::slice::from_ref(issuer);
        is_marked && self.has_path(issuer, roots, now, |path| path == 1)
    }

    /// Returns whether the certificate is valid at `now`.
    pub(super) fn is_valid_at(&self, now: SystemTime) -> bool {
        certificate::is_valid_at(&self.leaf, now)
    }

    /// Returns whether a root vouches for the certificate at `now`, by as many others as `is_right` allows.
    fn has_path(
        &self,
        others: &[CertificateDer<'_>],
        roots: &[TrustAnchor<'_>],
        now: SystemTime,
        is_right: impl Fn(usize) -> bool,
    ) -> bool {
        let Ok(leaf) = EndEntityCert::try_from(&self.leaf) else {
            return false;
        };
        let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let proof = leaf.verify_for_usage(
            ALL_VERIFICATION_ALGS,
            roots,
            others,
            UnixTime::since_unix_epoch(since),
            KeyUsage::server_auth(),
            None,
            None,
        );
        proof.is_ok_and(|path| is_right(path.intermediate_certificates().count()))
    }

    /// Returns the key for an algorithm.
    pub(super) fn key(&self, algorithm: Algorithm) -> Option<&VerifyingKey> {
        self.keys.iter().find(|key| key.algorithm() == algorithm)
    }
}

fn is_name(issued_to: &str, name: &str) -> bool {
    let issued_to = issued_to.to_ascii_lowercase();
    let is_below = name.starts_with('.') && issued_to.ends_with(name) && !issued_to.contains('*');
    is_below || issued_to == name
}

/// Reads the roots in PEM that a source trusts.
pub(in crate::verify) fn roots(pem: &str) -> Option<Vec<TrustAnchor<'static>>> {
    let certificates = CertificateDer::pem_slice_iter(pem.as_bytes());
    let certificates = certificates.collect::<Result<Vec<_>, _>>().ok()?;
    let anchors = certificates
        .iter()
        .map(|root| webpki::anchor_from_trusted_cert(root).map(|anchor| anchor.to_owned()).ok());
    anchors.collect::<Option<Vec<_>>>().filter(|all| !all.is_empty())
}

/// More than any chain has.
const MOST_CERTIFICATES: usize = 8;

const CERTIFICATES_OF_A_TOKEN: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_whole_one_or_one_below_a_dot() {
        assert!(is_name("echo-api.amazon.com", "echo-api.amazon.com"));
        assert!(is_name("Certs.PayPal.com", ".paypal.com"));
        for (issued_to, name) in [
            ("evil-echo-api.amazon.com", "echo-api.amazon.com"),
            ("echo-api.amazon.com.evil.example", "echo-api.amazon.com"),
            ("*.amazon.com", "echo-api.amazon.com"),
            ("paypal.com.evil.example", ".paypal.com"),
            ("evilpaypal.com", ".paypal.com"),
            ("paypal.com", ".paypal.com"),
            ("*.paypal.com", ".paypal.com"),
        ] {
            assert!(!is_name(issued_to, name), "{issued_to}");
        }
    }
}
