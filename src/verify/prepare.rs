//! Checks a source at start-up and prepares its keys.

use std::{sync::Arc, time::SystemTime};

use super::{
    ConfigError, FetchedError, Source,
    coverage::Coverage,
    expected::{self, Expected},
    fetched::{MAX_PUBLISHED, PublishedKeys},
    fingerprint::Fingerprint,
    key::PreparedKey,
    message::MessageForm,
    secret_keys,
    settings::Settings,
    url::{self, PublicUrl},
};
use crate::{
    DocumentIn, Field, Provider,
    request::PreparedField,
    scheme::{AnswerValue, Scheme, Signature},
};

/// A scheme that a secret was given for, with all that a request needs of it.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each tells of one part of a proof")]
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
    #[cfg_attr(
        not(feature = "public-keys"),
        allow(dead_code, reason = "only a key that is published is looked for")
    )]
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
    /// The document is not the body, but a value that is signed as a whole.
    has_document: bool,
    path_replaced: bool,
    /// The request that the proof is of holds events, which are documents of their own.
    is_around_items: bool,
}

pub(super) fn ways(source: &Source, urls: &[PublicUrl]) -> Result<Vec<Way>, ConfigError> {
    let path_replaced = urls.iter().any(PublicUrl::replaces_path);
    let mut keys = secret_keys::keys(source)?;
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
            has_document: document_in.value().is_some_and(|at| message.has_value(at)),
            message: Arc::new(message),
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
        let (has_document, path_replaced) = (self.has_document, self.path_replaced);
        let (is_around_items, is_decrypted) = (self.is_around_items, false);
        Coverage {
            message,
            body_hash,
            has_document,
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

/// Checks the settings. A source that takes anything needs none.
pub(super) fn check_settings(source: &Source) -> Result<(), ConfigError> {
    if source.unauthenticated {
        return source.settings.check_known(&source.provider);
    }
    source.settings.check(&source.provider)
}

/// Returns whether an answer to a handshake holds a hash of the verify token and the URL.
pub(crate) fn hashes_token(provider: &Provider) -> bool {
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
    let is_hashed = source.verify_token.is_some() && hashes_token(&source.provider);
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
