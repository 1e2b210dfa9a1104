//! The sender of a new crate: its features, its environment variables, and the code that makes its source.

use hookport::{
    DocumentIn, Provider, Source,
    scheme::{Algorithm, Cipher, Curve, Scheme},
    testing::Signer,
};

use super::proof::Proof;

/// Returns the path that the sender delivers to.
pub(super) fn path(provider: &Provider) -> String {
    format!("/{}", provider.name())
}

/// Returns the URL that the sender is given in a test.
pub(super) fn url(provider: &Provider) -> String {
    format!("http://localhost/{}", provider.name())
}

/// Returns the constant of a provider.
pub(super) fn constant(provider: &Provider) -> String {
    match provider.name() {
        // A name in Rust begins with a letter.
        "360learning" => "LEARNING_360".to_owned(),
        name => name.replace('-', "_").to_uppercase(),
    }
}

/// Returns the source of a test.
pub(super) fn source(provider: Provider, verifies: &str) -> Source {
    let mut source = provider.secret(verifies);
    if signs_url(&provider) {
        source = source.public_url(url(&provider));
    }
    if let Some(key) = decryption_key(&provider) {
        source = source.decryption_key(key);
    }
    settings(&provider).fold(source, |source, (name, value)| source.setting(name, value))
}

/// Returns a signer with the settings that its provider needs.
pub(super) fn with_settings(provider: Provider, mut signer: Signer) -> Signer {
    if let Some(key) = decryption_key(&provider) {
        signer = signer.decryption_key(key);
    }
    settings(&provider).fold(signer, |signer, (name, value)| signer.setting(name, value))
}

/// Returns the code that makes the source in a test.
pub(super) fn source_of_test(provider: &Provider, proof: Option<&Proof>) -> String {
    let constant = constant(provider);
    let Some(proof) = proof else {
        return format!("providers::{constant}.accept_without_verifying()");
    };
    let secret = if proof.signs == proof.verifies {
        "SECRET".to_owned()
    } else {
        format!("{:?}", proof.verifies)
    };
    let url = if signs_url(provider) { ".public_url(URL)" } else { "" };
    format!("providers::{constant}.secret({secret}){url}{}", settings_of_test(provider))
}

/// Returns the code that sets what a source or a signer needs beside the secret, in a test.
pub(super) fn settings_of_test(provider: &Provider) -> String {
    let key = decryption_key(provider).map(|key| format!(".decryption_key({key:?})"));
    let settings = settings(provider).map(|(name, value)| format!(".setting({name:?}, {value:?})"));
    key.into_iter().chain(settings).collect()
}

/// Returns the code that makes the source from the environment.
pub(super) fn source_of_main(provider: &Provider) -> String {
    let start = if has_secret(provider) {
        format!(".secret(Secret::from_env({:?})?)", secret_variable(provider))
    } else {
        ".source()".to_owned()
    };
    let url = signs_url(provider).then(|| format!(".public_url(variable({PUBLIC_URL:?})?)"));
    let key = decryption_key(provider)
        .map(|_| format!(".decryption_key(Secret::from_env({:?})?)", key_variable(provider)));
    let settings = provider.settings().iter().map(|(name, _)| {
        format!(".setting({name:?}, variable({:?})?)", setting_variable(provider, name))
    });
    let rest: String = url.into_iter().chain(key).chain(settings).collect();
    format!("providers::{}{start}{rest}", constant(provider))
}

/// Returns true if the source in `main` reads a secret.
pub(super) fn reads_secret(provider: &Provider) -> bool {
    has_secret(provider) || decryption_key(provider).is_some()
}

/// Returns the environment variables of the sender, with what they hold.
pub(super) fn variables(provider: &Provider) -> Vec<(String, String)> {
    let name = provider.name();
    let secret = has_secret(provider).then(|| {
        (secret_variable(provider), format!("the secret of `{name}`: `hookport providers {name}`"))
    });
    let url = signs_url(provider).then(|| {
        (PUBLIC_URL.to_owned(), "the URL that the sender is given: it signs that".to_owned())
    });
    let key = decryption_key(provider)
        .map(|_| (key_variable(provider), "the key that the sender encrypts with".to_owned()));
    let settings = provider.settings().iter();
    let settings =
        settings.map(|(setting, what)| (setting_variable(provider, setting), (*what).to_owned()));
    secret.into_iter().chain(url).chain(key).chain(settings).collect()
}

/// Returns the features of hookport that the sender needs.
pub(super) fn features(provider: &Provider) -> Vec<&'static str> {
    let schemes = || provider.schemes().iter();
    let needs = [
        ("encrypted-bodies", provider.encryption().is_some()),
        ("fetched-keys", schemes().any(publishes_keys)),
        ("p521", schemes().any(|scheme| keys_of(scheme).1)),
        ("public-keys", schemes().any(|scheme| keys_of(scheme).0)),
        ("xml", matches!(provider.document_in(), DocumentIn::Xml(_))),
    ];
    needs.into_iter().filter(|(_, is_needed)| *is_needed).map(|(feature, _)| feature).collect()
}

/// Returns true if there is a scheme whose secret is given, and not fetched.
fn has_secret(provider: &Provider) -> bool {
    !provider.schemes().iter().all(publishes_keys)
}

fn publishes_keys(scheme: &Scheme) -> bool {
    match scheme {
        Scheme::Signature(signature) => signature.key_location().is_some(),
        Scheme::HttpSignature(signature) => signature.key_location().is_some(),
        Scheme::Jwt(jwt) => jwt.key_location().is_some(),
        _ => false,
    }
}

/// Returns whether a scheme has keys of RSA or ECDSA, and whether some are of the curve P-521.
fn keys_of(scheme: &Scheme) -> (bool, bool) {
    let of_algorithm = |algorithm| match algorithm {
        Algorithm::Ecdsa(curve, _) => (true, curve == Curve::P521),
        Algorithm::RsaPkcs1(_) | Algorithm::RsaPss(_) => (true, false),
        _ => (false, false),
    };
    match scheme {
        Scheme::Signature(signature) => of_algorithm(signature.algorithm()),
        Scheme::HttpSignature(signature) => of_algorithm(signature.algorithm()),
        Scheme::Jwt(jwt) => {
            let names = || jwt.algorithms().iter().map(|algorithm| algorithm.name());
            (
                !names().all(|name| name.starts_with("HS") || name == "EdDSA"),
                names().any(|name| name == "ES512"),
            )
        }
        _ => (false, false),
    }
}

/// Returns true if the URL is part of what the sender signs.
fn signs_url(provider: &Provider) -> bool {
    provider.schemes().iter().any(Scheme::signs_url)
}

/// Returns a made-up key, if the sender encrypts with another one than it signs with.
fn decryption_key(provider: &Provider) -> Option<&'static str> {
    match provider.encryption()?.cipher() {
        Cipher::CbcForReceiver { .. } => Some("bWFkZS11cC1rZXktb2YtdGhpcnR5LXR3by1ieXRlcyE"),
        Cipher::Gcm { .. } => Some("made-up-key-of-32-bytes-in-words"),
        _ => None,
    }
}

/// Returns the settings that a provider needs, made up.
fn settings(provider: &Provider) -> impl Iterator<Item = (&'static str, String)> {
    provider.settings().iter().map(|(name, _)| (*name, format!("made-up-{name}")))
}

fn variable(provider: &Provider, what: &str) -> String {
    let start = constant(provider);
    format!("{start}_{}", what.replace('-', "_").to_uppercase())
}

fn secret_variable(provider: &Provider) -> String {
    variable(provider, "secret")
}

fn key_variable(provider: &Provider) -> String {
    variable(provider, "decryption-key")
}

fn setting_variable(provider: &Provider, setting: &str) -> String {
    variable(provider, setting)
}

const PUBLIC_URL: &str = "PUBLIC_URL";
