//! The secret in other forms: as text, as the bytes that it encodes, in another case.

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};

use super::{
    super::{finding::Finding, trials::Trials},
    cleaned,
};
use crate::{
    Provider, Secret,
    provider::Schemes,
    scheme::{Encoding, KeyForm, Scheme, Signature},
};

#[cfg(feature = "ed25519")]
use crate::scheme::Algorithm;

/// Tries the secret in other forms.
pub(in crate::diagnosis) fn other_form(trials: &mut Trials<'_>) -> Option<Finding> {
    let secret = cleaned(&trials.secret()?);
    let found = of_text(trials, &secret)
        .or_else(|| of_key(trials, &secret))
        .or_else(|| of_public_key(trials, &secret))?;
    Some(Finding::of_secret("secret_form", found))
}

/// Another text in place of the secret's own, used as the provider says.
fn of_text(trials: &mut Trials<'_>, secret: &Secret) -> Option<&'static str> {
    if let Some(token) = trials.case.source.verify_token.clone()
        && trials.matches_secret(token)
    {
        return Some("the verify token is the signing secret: the two were swapped");
    }
    // Other forms are made of the text.
    let text = secret.expose();
    if let Some(decoded) = base64(text).and_then(printable)
        && trials.matches_secret(Secret::new(decoded.trim()))
    {
        return Some(
            "the secret is base64 of the secret, as the manifest of a Kubernetes secret holds it; \
             decoded, it matches",
        );
    }
    // Only a text without a capital letter can be one that lost its capital letters.
    let (lower, upper) = (text.to_lowercase(), text.to_uppercase());
    let cases = [
        (lower != text, &lower, "the secret matches with its letters in lower case"),
        (lower == text, &upper, "the secret matches with its letters in upper case"),
    ];
    cases.into_iter().find_map(|(applies, other, says)| {
        let differs = applies && other != text;
        (differs && trials.matches_secret(Secret::new(other.as_str()))).then_some(says)
    })
}

/// The same text, made into a key in another way than the provider says.
fn of_key(trials: &mut Trials<'_>, secret: &Secret) -> Option<&'static str> {
    let provider = trials.case.provider();
    let signatures = provider.schemes().iter().filter_map(Scheme::as_signature);
    for signature in signatures.filter(|signature| !signature.algorithm.has_public_key()) {
        for (form, text, says) in forms(signature, secret) {
            let provider = with_key_form(provider, signature, form);
            if trials.matches_provider(provider, text) {
                return Some(says);
            }
        }
    }
    None
}

/// Ways to make a key that the signature does not have, with the text that each is made of.
fn forms(signature: &Signature, secret: &Secret) -> Vec<(KeyForm, Secret, &'static str)> {
    // Keys are made of the text.
    let text = secret.expose();
    let rest = text.split_once('_').map_or(text, |(_, rest)| rest);
    let (as_text, as_base64) = (KeyForm::Text, KeyForm::Encoded(Encoding::Base64));
    let encoded = |bytes: Vec<u8>| Secret::new(BASE64.encode(&bytes));
    let mut forms = Vec::new();
    if signature.key != KeyForm::Text {
        forms.push((as_text, secret.clone(), TEXT_IS_KEY));
        forms.push((as_text, Secret::new(rest), REST_IS_KEY));
    }
    if !matches!(signature.key, KeyForm::Base64After(_) | KeyForm::Base64MaybeAfter(_))
        && let Some(bytes) = base64(rest).or_else(|| base64(text))
    {
        forms.push((as_base64, encoded(bytes), BASE64_IS_KEY));
    }
    if signature.key != KeyForm::Text
        && let Ok(bytes) = BASE64URL_NOPAD.decode(rest.trim_end_matches('=').as_bytes())
    {
        forms.push((as_base64, encoded(bytes), URL_ALPHABET));
    }
    if signature.key != KeyForm::Encoded(Encoding::Hex)
        && let Ok(bytes) = HEXLOWER_PERMISSIVE.decode(rest.as_bytes())
    {
        forms.push((as_base64, encoded(bytes), HEX_IS_KEY));
    }
    forms.retain(|(_, secret, _)| !secret.is_blank());
    forms
}

fn with_key_form(provider: &Provider, signature: &Signature, form: KeyForm) -> Provider {
    let schemes = Schemes::One(Scheme::Signature(signature.key(form)));
    Provider { schemes, ..*provider }
}

/// A public key in another notation, or the private key that it belongs to.
#[cfg(feature = "ed25519")]
fn of_public_key(trials: &mut Trials<'_>, secret: &Secret) -> Option<&'static str> {
    let mut signatures = trials.case.signatures();
    let signature = signatures.find(|signature| signature.algorithm == Algorithm::Ed25519)?;
    let key = public_key(secret)?;
    if trials.matches_secret(Secret::new(signature.key.write(&key))) {
        return Some("the public key is written in another notation than the provider's");
    }
    let private = ed25519_dalek::SigningKey::from_bytes(&key);
    let public = Secret::new(signature.key.write(private.verifying_key().as_bytes()));
    trials.matches_secret(public).then_some(
        "the secret is the private key, which belongs to the sender alone; the public key that \
         goes with it matches",
    )
}

#[cfg(not(feature = "ed25519"))]
fn of_public_key(_: &mut Trials<'_>, _: &Secret) -> Option<&'static str> {
    None
}

/// The 32 bytes of a key in hex, in base64, or at the end of a DER or PEM file.
#[cfg(feature = "ed25519")]
fn public_key(secret: &Secret) -> Option<[u8; 32]> {
    // A key is made of the text.
    let lines = secret.expose().lines().filter(|line| !line.starts_with("-----"));
    let text: String = lines.flat_map(str::split_whitespace).collect();
    let rest = text.split_once('_').map_or(text.as_str(), |(_, rest)| rest);
    let hex = HEXLOWER_PERMISSIVE.decode(rest.as_bytes()).ok();
    let bytes = hex.or_else(|| base64(rest))?;
    matches!(bytes.len(), 32 | 44 | 48).then(|| bytes.last_chunk().copied()).flatten()
}

/// Base64 in any of its alphabets, padded or not.
fn base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim().trim_end_matches('=').as_bytes();
    let decoded = BASE64_NOPAD.decode(text).or_else(|_| BASE64URL_NOPAD.decode(text)).ok()?;
    (!decoded.is_empty()).then_some(decoded)
}

fn printable(bytes: Vec<u8>) -> Option<String> {
    let text = String::from_utf8(bytes).ok()?;
    (!text.trim().chars().any(char::is_control)).then_some(text)
}

const TEXT_IS_KEY: &str = "the text of the secret itself is the key, not the bytes that it encodes: the sender signs with \
     the text as it is shown (`KeyForm::Text`)";
const REST_IS_KEY: &str = "the text of the secret behind its prefix is the key, not the bytes that it encodes: the sender \
     signs with the text (`KeyForm::Text`)";
const BASE64_IS_KEY: &str = "the secret is base64 and the sender signs with the bytes that it encodes, not with its text \
     (`KeyForm::Encoded(Encoding::Base64)`)";
const URL_ALPHABET: &str = "the secret is base64 in the alphabet of URLs (`-` and `_`): with `+` and `/` in their place, it \
     matches";
const HEX_IS_KEY: &str = "the secret is hex and the sender signs with the bytes that it encodes, not with its text \
     (`KeyForm::Encoded(Encoding::Hex)`)";
