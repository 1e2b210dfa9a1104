//! Names like that of a credential.

/// Returns whether a header or a parameter of this name holds a credential, at most senders.
pub(crate) fn sounds_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET.iter().any(|part| name.contains(part)) || name == "key" || name == "sig"
}

const SECRET: &[&str] = &[
    "token",
    "secret",
    "signature",
    "authorization",
    "cookie",
    "password",
    "passwd",
    "api-key",
    "apikey",
    "api_key",
    "credential",
    "hmac",
    "access-key",
    "access_key",
    "session",
    "jwt",
    "-sign",
    "x-auth",
    "digest-auth",
    "client-cert",
];
