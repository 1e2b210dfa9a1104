//! Made-up keys, as PEM: private ones, and their public halves.

pub(crate) const RSA: &str = include_str!("../../keys/rsa.pem");
pub(crate) const RSA_PUBLIC: &str = include_str!("../../keys/rsa.pub.pem");
pub(crate) const RSA_OTHER: &str = include_str!("../../keys/rsa_other.pem");
pub(crate) const RSA_1024_PUBLIC: &str = include_str!("../../keys/rsa_1024.pub.pem");
pub(crate) const RSA_CERTIFICATE: &str = include_str!("../../keys/rsa.cert.pem");
pub(crate) const P256: &str = include_str!("../../keys/p256.pem");
pub(crate) const P256_PUBLIC: &str = include_str!("../../keys/p256.pub.pem");
pub(crate) const P256_OTHER: &str = include_str!("../../keys/p256_other.pem");
pub(crate) const P384: &str = include_str!("../../keys/p384.pem");
pub(crate) const P384_PUBLIC: &str = include_str!("../../keys/p384.pub.pem");
pub(crate) const P384_OTHER: &str = include_str!("../../keys/p384_other.pem");
pub(crate) const P521: &str = include_str!("../../keys/p521.pem");
pub(crate) const P521_PUBLIC: &str = include_str!("../../keys/p521.pub.pem");
pub(crate) const P521_OTHER: &str = include_str!("../../keys/p521_other.pem");
pub(crate) const ED25519: &str = include_str!("../../keys/ed25519.pem");
pub(crate) const ED25519_PUBLIC: &str = include_str!("../../keys/ed25519.pub.pem");
pub(crate) const ED25519_OTHER: &str = include_str!("../../keys/ed25519_other.pem");
