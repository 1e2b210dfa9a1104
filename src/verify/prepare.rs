//! Checks a source at start-up and prepares its keys.

use std::{borrow::Cow, sync::Arc, time::SystemTime};

use super::{
    ConfigError, FetchedError, Source,
    coverage::Coverage,
    expected::{self, Expected},
    fetched::{MAX_PUBLISHED, PublishedKeys},
    fingerprint::Fingerprint,
    key::{Key, PreparedKey},
    keyed_hash::KeyedHash,
    message::MessageForm,
    settings::Settings,
    url::{self, PublicUrl},
};
use crate::{
    DocumentIn, Field, Provider, Secret,
    request::PreparedField,
    scheme::{Algorithm, AnswerValue, Curve, Jwt, Scheme, Signature},
};

#[cfg(feature = "ed25519")]
use super::public_key::{KeyError, LEAST_RSA_BITS, PublicKey};
#[cfg(feature = "ed25519")]
use crate::scheme::KeyForm;

/// A scheme that a secret was given for, with all that a request needs of it.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) scheme: Scheme,
    pub(super) keys: Vec<PreparedKey>,
    /// The keys that are published, if none was given as a secret.
    pub(super) published: Option<PublishedKeys>,
    /// The place of the credential.
    pub(super) credential: PreparedField,
    /// The further places of signatures.
    pub(super) further: Vec<PreparedField>,
    /// The place where the request names its key.
    pub(super) key_id: Option<PreparedField>,
    /// The place of the timestamp, where it has one.
    pub(super) timestamp: Option<PreparedField>,
    /// The timestamp lies in a document that is not read before it is proved.
    pub(super) has_late_time: bool,
    /// The id of the key that signs, where each signature is behind that of its key.
    pub(super) key_label: Option<String>,
    /// The values that must be shown besides, each with its place.
    pub(super) required: Vec<(PreparedField, Expected)>,
    /// The message of a signature; an empty one where a secret is only shown.
    message: Arc<MessageForm>,
    document: Option<Field>,
    path_replaced: bool,
    /// The request that the proof is of holds events, which are documents of their own.
    is_around_items: bool,
}

pub(super) fn ways(source: &Source, urls: &[PublicUrl]) -> Result<Vec<Way>, ConfigError> {
    let path_replaced = urls.iter().any(PublicUrl::replaces_path);
    let mut keys = keys(source)?;
    let mut ways = Vec::new();
    for (position, scheme) in source.provider.schemes().iter().enumerate() {
        let document_in = source.provider.document_in();
        let mut way = Way::new(*scheme, &source.settings, document_in, path_replaced);
        way.is_around_items = source.provider.items().is_some() && !scheme.is_of_each_item();
        way.keys = keys.extract_if(.., |key| key.scheme == position).collect();
        if source.secrets.is_empty() && !source.unauthenticated {
            way.published = published(source, scheme)?;
        }
        if !way.keys.is_empty() || way.published.is_some() {
            ways.push(way);
        }
    }
    take_by_hand(source, &ways)?;
    Ok(ways)
}

/// Returns the keys that the sender publishes for a scheme, with the documents that were given by hand.
#[cfg(feature = "public-keys")]
fn published(source: &Source, scheme: &Scheme) -> Result<Option<PublishedKeys>, ConfigError> {
    let Some((location, algorithms)) = scheme.published_keys() else {
        return Ok(None);
    };
    let provider = source.provider.name();
    if let Some(feature) = algorithms.iter().find_map(|algorithm| algorithm.missing_feature()) {
        return Err(ConfigError::MissingFeature { provider, feature });
    }
    let keys = PublishedKeys::new(location, algorithms, |name| source.settings.find(name))
        .map_err(|setting| ConfigError::BadKeyHost { provider, setting })?;
    with_roots(source, keys).map(Some)
}

/// Gives the documents that the source has by hand to the ways.
fn take_by_hand(source: &Source, ways: &[Way]) -> Result<(), ConfigError> {
    for (url, document) in &source.fetched {
        let taken = take(ways, url, document, None);
        let taken =
            taken.map_err(|problem| ConfigError::BadFetched { url: url.clone(), problem })?;
        if !taken && !source.unauthenticated {
            let provider = source.provider.name();
            return Err(ConfigError::UnusedFetched { provider, url: url.clone() });
        }
    }
    Ok(())
}

/// Gives a document to each way whose keys are at its URL. Returns whether there is one.
///
/// Fails if all of them refuse it: a key set may have no key for one of two algorithms.
pub(super) fn take(
    ways: &[Way],
    url: &str,
    document: &[u8],
    usable_until: Option<SystemTime>,
) -> Result<bool, FetchedError> {
    let (mut is_taken, mut refusal) = (false, None);
    for published in ways.iter().filter_map(|way| way.published.as_ref()) {
        match published.take(url, document, usable_until) {
            Ok(taken) => is_taken |= taken,
            Err(error) => refusal = Some(error),
        }
    }
    match refusal {
        Some(error) if !is_taken => Err(error),
        _ => Ok(is_taken),
    }
}

/// Adds the roots that the source trusts, and those of Mozilla's list if it says none.
#[cfg(feature = "public-keys")]
fn with_roots(source: &Source, mut keys: PublishedKeys) -> Result<PublishedKeys, ConfigError> {
    if !keys.needs_roots() {
        return Ok(keys);
    }
    let provider = source.provider.name();
    let mut roots = Vec::new();
    for pem in &source.roots {
        roots.extend(super::fetched::roots(pem).ok_or(ConfigError::BadRoot { provider })?);
    }
    if roots.is_empty() && keys.is_in_token() {
        return Err(ConfigError::NoRoot { provider });
    }
    if roots.is_empty() {
        roots.extend_from_slice(webpki_roots::TLS_SERVER_ROOTS);
    }
    keys.trust(roots);
    Ok(keys)
}

#[cfg(not(feature = "public-keys"))]
fn published(source: &Source, scheme: &Scheme) -> Result<Option<PublishedKeys>, ConfigError> {
    let (provider, feature) = (source.provider.name(), "public-keys");
    let is_published = scheme.published_keys().is_some();
    if is_published { Err(ConfigError::MissingFeature { provider, feature }) } else { Ok(None) }
}

impl Way {
    fn new(
        scheme: Scheme,
        settings: &Settings,
        document_in: DocumentIn,
        path_replaced: bool,
    ) -> Self {
        let signature = scheme.as_signature();
        let timestamp = signature.and_then(Signature::timestamp).map(|(at, _)| at);
        let is_xml = matches!(document_in, DocumentIn::Xml(_));
        let message = match &scheme {
            Scheme::Signature(signature) => MessageForm::new(signature, settings),
            Scheme::HttpSignature(signature) => MessageForm::of_components(signature),
            Scheme::Jwt(jwt) => MessageForm::of_token(jwt),
            Scheme::Token(_) => MessageForm::default(),
        };
        Self {
            keys: Vec::new(),
            published: None,
            key_id: signature.and_then(|signature| signature.key_id).map(Into::into),
            credential: scheme.at().into(),
            further: signature.map(further).unwrap_or_default(),
            timestamp: timestamp.map(Into::into),
            has_late_time: is_xml && timestamp.is_some_and(|at| at.lies_in_document()),
            key_label: signature
                .and_then(|it| it.grammar.key())
                .map(|it| settings.value(it).to_owned()),
            required: signature.map(|it| expected::all(it, settings)).unwrap_or_default(),
            message: Arc::new(message),
            document: document_in.value(),
            path_replaced,
            is_around_items: false,
            scheme,
        }
    }

    pub(super) fn message(&self) -> &MessageForm {
        &self.message
    }

    /// Returns the coverage of a proof by the signature, which holds a hash of the body or not.
    pub(super) fn coverage(&self, body_hash: bool) -> Coverage {
        let message = Arc::clone(&self.message);
        let url_claim = matches!(&self.scheme, Scheme::Jwt(jwt) if jwt.signs_url());
        let (document, path_replaced) = (self.document, self.path_replaced);
        let (is_around_items, is_decrypted) = (self.is_around_items, false);
        Coverage {
            message,
            body_hash,
            document,
            is_around_items,
            url_claim,
            is_decrypted,
            path_replaced,
        }
    }

    /// Returns the JSON pointers that a proof looks up.
    pub(super) fn pointers(&self) -> impl Iterator<Item = &'static str> {
        let signature = self.scheme.as_signature();
        let body_hash = signature.and_then(|it| it.body_hash).map(|(at, ..)| at);
        let algorithm = signature.and_then(|it| it.algorithm.named_in());
        let key_id = signature.and_then(|it| it.key_id);
        let prepared = [Some(&self.credential), self.timestamp.as_ref()];
        let required = self.required.iter().map(|(place, _)| place);
        let prepared = prepared.into_iter().flatten().chain(&self.further).chain(required);
        let all = prepared.map(|place| place.at).chain(self.message.places());
        all.chain(body_hash).chain(algorithm).chain(key_id).filter_map(|at| at.pointer())
    }

    /// Returns the headers that are signed, and the timestamp's.
    pub(super) fn signed_headers(&self) -> impl Iterator<Item = &PreparedField> {
        let timestamp = self.timestamp.iter().filter(|it| matches!(it.at, Field::Header(_)));
        self.message.headers().chain(timestamp)
    }
}

/// Returns the places of signatures besides the usual one.
fn further(signature: &Signature) -> Vec<PreparedField> {
    signature.further_places.iter().copied().map(PreparedField::from).collect()
}

/// Returns the most keys that a credential in one place is held against.
pub(super) fn most_keys(ways: &[Way]) -> usize {
    let keys_at = |at| {
        let there = ways.iter().filter(|way| way.scheme.at() == at);
        let published = |way: &Way| way.published.as_ref().map_or(0, |_| MAX_PUBLISHED);
        there.map(|way| (way.keys.len() + published(way)) * way.scheme.spellings()).sum()
    };
    ways.iter().map(|way| keys_at(way.scheme.at())).max().unwrap_or(0)
}

fn keys(source: &Source) -> Result<Vec<PreparedKey>, ConfigError> {
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

/// Checks the settings. A source that takes anything needs none.
pub(super) fn check_settings(source: &Source) -> Result<(), ConfigError> {
    if source.unauthenticated {
        return source.settings.check_known(&source.provider);
    }
    source.settings.check(&source.provider)
}

/// Returns whether an answer to a handshake holds a hash of the URL.
fn hashes_url(provider: &Provider) -> bool {
    let mut values = provider.handshakes().iter().flat_map(|handshake| handshake.answer.values());
    values.any(|value| matches!(value, AnswerValue::TokenHash { .. }))
}

pub(super) fn verify_token(source: &Source) -> Result<Option<Fingerprint>, ConfigError> {
    let Some(token) = &source.verify_token else {
        return Ok(None);
    };
    if token.is_blank() {
        return Err(ConfigError::BlankVerifyToken { provider: source.provider.name() });
    }
    Ok(Some(Fingerprint::of_secret(token)))
}

/// The URLs that the sender may have signed; one that is never looked at where it signs none.
pub(super) fn urls(source: &Source) -> Result<Vec<PublicUrl>, ConfigError> {
    let provider = source.provider.name();
    let signs_url = source.provider.schemes().iter().any(Scheme::signs_url);
    let is_hashed = source.verify_token.is_some() && hashes_url(&source.provider);
    let signatures = || source.provider.schemes().iter().filter_map(Scheme::as_signature);
    let url = match &source.public_url {
        Some(url) if url::has_user_info(url) => {
            return Err(ConfigError::UserInfoInPublicUrl { provider });
        }
        Some(url) => PublicUrl::parse(url).ok_or(ConfigError::BadPublicUrl { provider })?,
        None if is_hashed || (!source.unauthenticated && signs_url) => {
            return Err(ConfigError::NoPublicUrl { provider });
        }
        None => PublicUrl::default(),
    };
    let either_port = signatures().any(|signature| signature.either_port);
    let urls = if either_port { url.with_and_without_port() } else { vec![url] };
    Ok(if signs_url {
        urls.into_iter().flat_map(PublicUrl::with_and_without_path).collect()
    } else {
        urls
    })
}
