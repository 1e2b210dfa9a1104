//! Proofs in words.

use hookport::{
    Field, Provider,
    scheme::{
        Algorithm, Claim, Encoding, Grammar, Hash, HttpSignature, Jwt, KeyForm, Requirement,
        Scheme, Signature, TimeUnit, TokenPlace,
    },
};

use crate::{output::Rows, words};

/// Returns all ways of proof in a few words, each once.
pub(super) fn short(provider: &Provider) -> String {
    each_once(provider, Scheme::to_string)
}

/// Returns the trust that deliveries get, for each way of proof.
pub(super) fn trust(provider: &Provider) -> String {
    each_once(provider, |scheme| match scheme {
        Scheme::Signature(signature) if signature.covers_body() => "signed".to_owned(),
        Scheme::Jwt(jwt) if jwt.covers_body() => "signed".to_owned(),
        Scheme::HttpSignature(signature) if signature.covers_body() => "signed".to_owned(),
        Scheme::Signature(_) | Scheme::Jwt(_) | Scheme::HttpSignature(_) => "in part".to_owned(),
        _ => "token".to_owned(),
    })
}

/// Returns the window of the signed time, for each way of proof.
pub(super) fn time(provider: &Provider) -> String {
    each_once(provider, |scheme| match scheme {
        Scheme::Signature(signature) => match (signature.timestamp(), signature.tolerance()) {
            (_, Some(tolerance)) => words::span(tolerance),
            (Some(_), None) => "any".to_owned(),
            (None, None) => "none".to_owned(),
        },
        Scheme::HttpSignature(signature) => match signature.tolerance() {
            Some(tolerance) => words::span(tolerance),
            None => "any".to_owned(),
        },
        Scheme::Jwt(jwt) => match jwt.tolerance() {
            Some(tolerance) => words::span(tolerance),
            None if jwt.must_expire() => "expires".to_owned(),
            None if jwt.time_header().is_some() => "any".to_owned(),
            None => "none".to_owned(),
        },
        _ => "none".to_owned(),
    })
}

fn each_once(provider: &Provider, word: impl FnMut(&Scheme) -> String) -> String {
    let mut words: Vec<_> = provider.schemes().iter().map(word).collect();
    words.dedup();
    words.join(", ")
}

/// Adds the rows of one way of proof, with all its details.
pub(super) fn explain(rows: &mut Rows, scheme: &Scheme) {
    match scheme {
        Scheme::Signature(signature) => explain_signature(rows, signature),
        Scheme::Jwt(jwt) => explain_jwt(rows, scheme, jwt),
        Scheme::HttpSignature(signature) => explain_http_signature(rows, scheme, signature),
        Scheme::Token(token) => {
            rows.add("proof", format!("a shared secret is shown in {}", shown_in(token.place())));
            rows.add("", "the body is not covered");
        }
        _ => rows.add("proof", "a scheme that this version has no words for"),
    }
}

fn explain_signature(rows: &mut Rows, signature: &Signature) {
    let at = signature.place();
    rows.add("proof", format!("{} in {at}", signature.algorithm()));
    if signature.is_of_each_item() {
        rows.add("  of", "each event of the request, in which all places are".to_owned());
    }
    rows.add_each("  also in", further(signature));
    rows.add("  written as", written(signature));
    rows.add("  signed", format!("`{}`", signature.template()));
    if let Some((at, hash, encoding)) = signature.body_hash() {
        let encoding = self::encoding(encoding);
        rows.add("  body hash", format!("{hash} of the body in {encoding}, in {at}"));
    }
    rows.add_each("  must show", signature.requirements().iter().map(required).collect());
    rows.add("  timestamp", timestamp(signature));
    rows.add("  tolerance", tolerance(signature));
    rows.add("  secret", key(signature));
    rows.add_each(
        "  or keys of",
        signature.key_location().iter().map(ToString::to_string).collect(),
    );
}

/// Returns the further places of signatures, and which keys they are for.
fn further(signature: &Signature) -> Vec<String> {
    let places = signature.further_places().iter().zip(2..);
    let has_own_keys = signature.has_key_for_each_place();
    let of_key = |(at, nth): (&Field, usize)| {
        if has_own_keys { format!("{at}, for secret {nth}") } else { at.to_string() }
    };
    places.map(of_key).collect()
}

fn explain_jwt(rows: &mut Rows, scheme: &Scheme, jwt: &Jwt) {
    rows.add("proof", format!("{scheme} in {}", jwt.place()));
    rows.add("  written as", format!("`{}`", token(jwt)));
    for (n, claim) in jwt.claims().iter().enumerate() {
        rows.add(if n == 0 { "  claims" } else { "" }, self::claim(*claim));
    }
    for (name, text) in jwt.parameters() {
        rows.add("  header", format!("`{name}` is `{text}`"));
    }
    match jwt.lists_headers_in() {
        Some(member) => rows.add("  signed", format!("method, path, headers in `{member}`, body")),
        None if jwt.is_detached() => rows.add("  signed", "the body"),
        None => {}
    }
    if let Some((name, unit)) = jwt.time_header() {
        rows.add("  timestamp", format!("{} in header `{name}`", self::unit(unit)));
    }
    let expiry = if jwt.must_expire() { "`exp` is required" } else { "`exp` may be missing" };
    rows.add("  expiry", expiry);
    rows.add("  tolerance", jwt.tolerance().map_or_else(|| "none".to_owned(), words::span));
    rows.add("  secret", key_form(jwt.key_form()));
    rows.add_each("  or keys of", jwt.key_location().iter().map(ToString::to_string).collect());
    if !jwt.covers_body() {
        rows.add("", "the body is not covered");
    }
}

fn explain_http_signature(rows: &mut Rows, scheme: &Scheme, signature: &HttpSignature) {
    rows.add("proof", format!("{scheme} in {}", signature.place()));
    rows.add("  must cover", format!("`{}`", signature.covered().join("`, `")));
    if let Some(label) = signature.label() {
        rows.add("  label", format!("`{label}`"));
    }
    if let Some(tag) = signature.tag() {
        rows.add("  tag", format!("`{tag}`"));
    }
    rows.add("  tolerance", signature.tolerance().map_or_else(|| "none".to_owned(), words::span));
    rows.add("  secret", key_form(signature.key_form()));
    rows.add_each(
        "  or keys of",
        signature.key_location().iter().map(ToString::to_string).collect(),
    );
    if !signature.covers_body() {
        rows.add("", "the body is not covered");
    }
}

/// Returns the patterns of the value that carries a token.
fn token(jwt: &Jwt) -> String {
    match jwt.authorization_scheme() {
        None => "<token>".to_owned(),
        Some(scheme) if jwt.may_be_bare() => format!("<token>` or `{scheme} <token>"),
        Some(scheme) => format!("{scheme} <token>"),
    }
}

/// Returns a claim, and what it must be.
pub(super) fn claim(claim: Claim) -> String {
    let expected = match claim {
        Claim::Is(_, text) => format!("is `{text}`"),
        Claim::IsOneOf(_, texts) => format!("is one of `{}`", texts.join("`, `")),
        Claim::IsSetting(_, setting) => format!("is the setting `{setting}`"),
        Claim::IsTrue(_) => "is `true`".to_owned(),
        Claim::IsUrl(_) => "is the URL".to_owned(),
        Claim::HashesUrl(_, hash, encoding) => hash_of("URL", hash, encoding),
        Claim::HashesBody(_, hash, encoding) => hash_of("body", hash, encoding),
        _ => "is checked in another way".to_owned(),
    };
    format!("`{}` {expected}", claim.name())
}

fn hash_of(what: &str, hash: Hash, encoding: Encoding) -> String {
    format!("is the {hash} of the {what} in {}", self::encoding(encoding))
}

/// Returns a value that a request must show, in words.
pub(super) fn required(required: &Requirement) -> String {
    match required {
        Requirement::Is(at, text) => format!("`{text}` in {at}"),
        Requirement::IsSetting(at, name) => format!("the setting `{name}` in {at}"),
        Requirement::IsOneOf(at, texts) => format!("`{}` in {at}", texts.join("` or `")),
        Requirement::Lacks(at, '\n') => format!("one line in {at}"),
        Requirement::Lacks(at, character) => format!("no `{character}` in {at}"),
        Requirement::IsBase64(at) => format!("base64 in {at}"),
        _ => "another value".to_owned(),
    }
}

/// Returns the name of an encoding.
pub(super) fn encoding(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Hex => "hex",
        Encoding::Base64 => "base64",
        Encoding::Base64Url => "base64url",
        _ => "other",
    }
}

/// Returns the pattern of the value that carries a signature.
pub(super) fn pattern(grammar: Grammar, encoding: &str) -> String {
    match grammar {
        Grammar::Plain => format!("<{encoding}>"),
        Grammar::Prefix(prefix) => format!("{prefix}<{encoding}>"),
        Grammar::Fields { separator, timestamp, signature } => {
            format!("{timestamp}=<timestamp>{separator}{signature}=<{encoding}>")
        }
        Grammar::List { separator, prefix } => {
            format!("{prefix}<{encoding}>{separator}{prefix}<{encoding}>{separator}…")
        }
        Grammar::ListByKey { separator, after_key, key } => {
            format!("<{key}>{after_key}<{encoding}>{separator}…")
        }
        Grammar::Versions(version) => format!("{version},<{encoding}>"),
        _ => "other".to_owned(),
    }
}

fn written(signature: &Signature) -> String {
    let pattern = pattern(signature.grammar(), encoding(signature.encoding()));
    match signature.algorithm() {
        Algorithm::HmacNamed { at, field, .. } => {
            format!("`{pattern}`; the sender names the hash as `{field}` in {at}")
        }
        _ => format!("`{pattern}`"),
    }
}

fn timestamp(signature: &Signature) -> String {
    match signature.timestamp() {
        None => "none: an old delivery can be replayed".to_owned(),
        Some((at, unit)) if at == signature.place() => format!("{}, same place", self::unit(unit)),
        Some((at, unit)) => format!("{}, in {at}", self::unit(unit)),
    }
}

/// Returns the name of a unit of time.
pub(super) fn unit(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Seconds => "unix seconds",
        TimeUnit::Milliseconds => "unix milliseconds",
        TimeUnit::SecondsOrMilliseconds => "unix seconds or milliseconds",
        TimeUnit::Rfc3339 => "RFC 3339",
        TimeUnit::Rfc3339WithoutOffset => "RFC 3339 in UTC without its offset",
        TimeUnit::HttpDate => "HTTP date",
        _ => "other",
    }
}

fn tolerance(signature: &Signature) -> String {
    match (signature.tolerance(), signature.most_ahead()) {
        (Some(late), Some(ahead)) if ahead < late => {
            format!("{} late, {} early", words::span(late), words::span(ahead))
        }
        (Some(tolerance), _) => words::span(tolerance),
        (None, _) => "none".to_owned(),
    }
}

/// Returns the form of the secret in words.
pub(super) fn key(signature: &Signature) -> String {
    let is_public =
        signature.algorithm() == Algorithm::Ed25519 && signature.key_form() != KeyForm::PublicKey;
    let key = if is_public { "public key, " } else { "" };
    format!("{key}{}", key_form(signature.key_form()))
}

/// Returns the form of a key in words.
pub(super) fn key_form(form: KeyForm) -> String {
    match form {
        KeyForm::Text => "its text as it is".to_owned(),
        KeyForm::NfkdText => "its text in Unicode's form NFKD".to_owned(),
        KeyForm::Encoded(encoding) => self::encoding(encoding).to_owned(),
        KeyForm::Base64After(prefix) => format!("base64 after `{prefix}`"),
        KeyForm::Base64MaybeAfter(prefix) => format!("base64, with or without `{prefix}`"),
        KeyForm::TextAfter(prefix) => format!("its text after `{prefix}`"),
        KeyForm::PublicKey => "public key, PEM or base64".to_owned(),
        KeyForm::HashOfText(hash) => format!("its text, hashed with {hash}"),
        KeyForm::TextThen(suffix) => format!("its text, and `{suffix}` behind it"),
        _ => "other".to_owned(),
    }
}

/// Returns the place of a token in words.
fn shown_in(place: TokenPlace) -> String {
    match place {
        TokenPlace::Field(at) => at.to_string(),
        TokenPlace::EachItem(at) => format!("{at} of each event"),
        TokenPlace::Bearer => "`Authorization: Bearer <token>`".to_owned(),
        TokenPlace::Basic => "`Authorization: Basic <base64 of user:password>`".to_owned(),
        _ => "another place".to_owned(),
    }
}
