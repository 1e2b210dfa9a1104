//! The keys that are made of the secrets of a source.

use std::borrow::Cow;

use super::{
    ConfigError, Source,
    fingerprint::Fingerprint,
    key::{Key, PreparedKey},
    keyed_hash::KeyedHash,
};
use crate::{
    Provider, Secret,
    scheme::{Algorithm, Curve, Jwt, Scheme, Signature},
};

#[cfg(feature = "ed25519")]
use super::public_key::{KeyError, LEAST_RSA_BITS, PublicKey};
#[cfg(feature = "ed25519")]
use crate::scheme::KeyForm;

/// Makes the keys of the secrets of a source.
pub(super) fn keys(source: &Source) -> Result<Vec<PreparedKey>, ConfigError> {
    let provider = &source.provider;
    if source.unauthenticated {
        return Ok(Vec::new());
    }
    if provider.schemes().is_empty() {
        return Err(ConfigError::NoScheme { provider: provider.name() });
    }
    let is_published = provider.schemes().iter().any(|scheme| scheme.published_keys().is_some());
    if source.secrets.is_empty() && !is_published {
        return Err(ConfigError::NoSecret { provider: provider.name() });
    }
    check_count(source)?;
    let mut keys = Vec::new();
    for (index, secret) in source.secrets.iter().enumerate() {
        keys.extend(prepared(provider, index, secret)?);
    }
    Ok(keys)
}

/// Refuses a secret for which there is no place of a signature.
fn check_count(source: &Source) -> Result<(), ConfigError> {
    let signatures = source.provider.schemes().iter().filter_map(Scheme::as_signature);
    let mut counts = signatures
        .filter(|signature| signature.key_for_each_place)
        .map(|signature| signature.further_places.len() + 1);
    let (provider, secrets) = (source.provider.name(), source.secrets.len());
    let exceeded = counts.find(|most| secrets > *most);
    exceeded.map_or(Ok(()), |most| Err(ConfigError::TooManySecrets { provider, most }))
}

/// Gives a secret to the first scheme whose kind it is of, and to those of the same kind: they only
/// differ in where they put things.
fn prepared(
    provider: &Provider,
    index: usize,
    secret: &Secret,
) -> Result<Vec<PreparedKey>, ConfigError> {
    let blank = ConfigError::BlankSecret { provider: provider.name(), index };
    if secret.is_blank() {
        return Err(blank);
    }
    let mut keys: Vec<PreparedKey> = Vec::new();
    let (mut expected, mut reason) = (Vec::new(), None);
    for (position, scheme) in provider.schemes().iter().enumerate() {
        let first = keys.first().map(|key| &provider.schemes()[key.scheme]);
        if first.is_some_and(|first| !first.is_same_kind(scheme)) {
            continue;
        }
        match key_for(provider, scheme, secret)? {
            Made::Key(key) => keys.push(PreparedKey { secret: index, scheme: position, key }),
            Made::Blank => return Err(blank),
            Made::WrongKind { expected: wanted, why } => {
                expected.push(wanted);
                reason = reason.or(why);
                // A damaged signing secret must not pass for a token of a later scheme.
                if scheme.key_form().is_some_and(|form| form.claims(secret)) {
                    break;
                }
            }
        }
    }
    if keys.is_empty() {
        let odd = || Some(secret.oddities().join(" and ")).filter(|text| !text.is_empty());
        let oddity = reason.or_else(odd);
        expected.dedup();
        let expected = expected.join(", or ").into();
        return Err(ConfigError::WrongKind { provider: provider.name(), index, expected, oddity });
    }
    Ok(keys)
}

enum Made {
    Key(Key),
    Blank,
    WrongKind { expected: Cow<'static, str>, why: Option<String> },
}

fn key_for(provider: &Provider, scheme: &Scheme, secret: &Secret) -> Result<Made, ConfigError> {
    let signature = match scheme {
        Scheme::Token(_) => return Ok(Made::Key(Key::Token(Fingerprint::of_secret(secret)))),
        Scheme::Jwt(jwt) => return token_key(provider, jwt, secret),
        Scheme::HttpSignature(signature) => &signature.with_same_key(),
        Scheme::Signature(signature) => signature,
    };
    let missing = signature.algorithm.missing_feature();
    if let Some(feature) = missing.or_else(|| signature.key.missing_feature(secret)) {
        return Err(ConfigError::MissingFeature { provider: provider.name(), feature });
    }
    let Some(key) = signature.key.key(secret) else {
        return Ok(Made::WrongKind { expected: signature.key.to_string().into(), why: None });
    };
    // Everybody may know a public key: it must not become the key of a MAC.
    if !signature.algorithm.has_public_key() && is_public_key(secret) {
        return Ok(Made::WrongKind { expected: wanted(signature), why: None });
    }
    if key.iter().all(|byte| *byte == 0) {
        return Ok(Made::Blank);
    }
    match signature.algorithm {
        Algorithm::Hmac(hash) => Ok(Made::Key(Key::Mac(vec![(hash, KeyedHash::new(hash, &key))]))),
        Algorithm::HmacNamed { allowed, .. } => {
            let states = allowed.iter().map(|(_, hash)| (*hash, KeyedHash::new(*hash, &key)));
            Ok(Made::Key(Key::Mac(states.collect())))
        }
        Algorithm::Plain(hash) => {
            Ok(Made::Key(Key::Mac(vec![(hash, KeyedHash::Plain(hash, key))])))
        }
        _ => Ok(public_key(signature, &key)),
    }
}

/// Makes the key that signs a JSON Web Token.
fn token_key(provider: &Provider, jwt: &Jwt, secret: &Secret) -> Result<Made, ConfigError> {
    let algorithms = || jwt.algorithms.iter().map(|algorithm| algorithm.algorithm());
    if let Some(feature) = algorithms().find_map(Algorithm::missing_feature) {
        return Err(ConfigError::MissingFeature { provider: provider.name(), feature });
    }
    let Some(key) = jwt.key.key(secret) else {
        return Ok(Made::WrongKind { expected: jwt.key.to_string().into(), why: None });
    };
    if algorithms().all(Algorithm::has_public_key) {
        return Ok(public_token_key(jwt, &key));
    }
    // Everybody may know a public key: it must not become the key of a MAC.
    if is_public_key(secret) {
        return Ok(Made::WrongKind { expected: ONLY_YOURS.into(), why: None });
    }
    if key.iter().all(|byte| *byte == 0) {
        return Ok(Made::Blank);
    }
    let hashes = algorithms().filter_map(|algorithm| match algorithm {
        Algorithm::Hmac(hash) => Some(hash),
        _ => None,
    });
    Ok(Made::Key(Key::Mac(hashes.map(|hash| (hash, KeyedHash::new(hash, &key))).collect())))
}

/// Makes a key for each algorithm of its kind that a token may be signed with.
#[cfg(feature = "ed25519")]
fn public_token_key(jwt: &Jwt, key: &[u8]) -> Made {
    let key = match PublicKey::from_bytes(key) {
        Ok(key) => key,
        Err(error) => {
            return Made::WrongKind { expected: A_PUBLIC_KEY.into(), why: Some(error.to_string()) };
        }
    };
    let algorithms = jwt.algorithms.iter().map(|algorithm| algorithm.algorithm());
    let made = algorithms.map(|algorithm| key.clone().verifying(algorithm, LEAST_RSA_BITS));
    let (keys, mut errors): (Vec<_>, Vec<_>) = made.partition(Result::is_ok);
    let keys: Vec<_> = keys.into_iter().flatten().collect();
    if keys.is_empty() {
        let why = errors.pop().and_then(Result::err).map(|error| error.to_string());
        return Made::WrongKind { expected: A_PUBLIC_KEY.into(), why };
    }
    Made::Key(Key::Public(keys))
}

/// Without the feature no scheme with a public key comes as far.
#[cfg(not(feature = "ed25519"))]
fn public_token_key(_: &Jwt, _: &[u8]) -> Made {
    Made::WrongKind { expected: A_PUBLIC_KEY.into(), why: None }
}

const A_PUBLIC_KEY: &str = "a public key of the kind that the sender signs with";
const ONLY_YOURS: &str = "a secret that only you and the sender know";

/// Returns whether the text is that of a public key: as PEM, or as base64 of its DER.
fn is_public_key(secret: &Secret) -> bool {
    secret.is_pem() || is_der_of_public_key(secret)
}

/// Any 32 bytes may be an Ed25519 key, and are a usual secret.
#[cfg(feature = "ed25519")]
fn is_der_of_public_key(secret: &Secret) -> bool {
    let der = KeyForm::PublicKey.key(secret).filter(|der| der.len() > 32);
    der.is_some_and(|der| PublicKey::from_bytes(&der).is_ok())
}

#[cfg(not(feature = "ed25519"))]
fn is_der_of_public_key(_: &Secret) -> bool {
    false
}

#[cfg(feature = "ed25519")]
fn public_key(signature: &Signature, key: &[u8]) -> Made {
    let least = signature.least_rsa_bits.map_or(LEAST_RSA_BITS, usize::from);
    let key = PublicKey::from_bytes(key).and_then(|key| key.verifying(signature.algorithm, least));
    key.map_or_else(
        |error| {
            // The text in another form than PEM says more by its oddities.
            let is_known = error != KeyError::Unreadable || signature.key == KeyForm::PublicKey;
            let why = is_known.then(|| error.to_string());
            Made::WrongKind { expected: wanted(signature), why }
        },
        |key| Made::Key(Key::Public(vec![key])),
    )
}

/// Without the feature no scheme with a public key comes as far.
#[cfg(not(feature = "ed25519"))]
fn public_key(signature: &Signature, _: &[u8]) -> Made {
    Made::WrongKind { expected: wanted(signature), why: None }
}

/// Returns the kind of key that the algorithm needs.
fn wanted(signature: &Signature) -> Cow<'static, str> {
    match signature.algorithm {
        Algorithm::Ed25519 => "an Ed25519 public key of 32 bytes".into(),
        Algorithm::RsaPkcs1(_) | Algorithm::RsaPss(_) => {
            let least = signature.least_rsa_bits.unwrap_or(2048);
            format!("an RSA public key of {least} to 8192 bits").into()
        }
        Algorithm::Ecdsa(Curve::P256, _) => "a public key on the curve P-256".into(),
        Algorithm::Ecdsa(Curve::P384, _) => "a public key on the curve P-384".into(),
        Algorithm::Ecdsa(Curve::P521, _) => "a public key on the curve P-521".into(),
        Algorithm::Hmac(_) | Algorithm::HmacNamed { .. } | Algorithm::Plain(_) => ONLY_YOURS.into(),
    }
}
