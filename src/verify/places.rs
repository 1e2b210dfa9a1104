//! Checks of the places in which a provider looks for values.

use super::{
    ConfigError,
    coverage::{Coverage, coverage, covers, signs},
    effects,
};
use crate::{
    DocumentIn, Field, Provider,
    scheme::{
        self, Algorithm, Answer, AnswerValue, BroughtSecret, Claim, Encryption, Grammar, Guard,
        Handshake, Hash, HttpSignature, Jwt, KeyLocation, Part, Requirement, Scheme, Signature,
        Token, When, are_of_one_kind,
    },
};

/// Checks that a request can have all the places of a provider, and that each time that is looked at
/// is signed. A template has checked its own places.
pub(crate) fn check(provider: &Provider) -> Result<(), ConfigError> {
    check_all(provider, "names_event_in", provider.event_name().iter().copied())?;
    check_all(provider, "names_delivery_in", provider.delivery_id().iter().copied())?;
    check_all(provider, "deduplicated_by", provider.idempotency_key().iter().copied())?;
    check_all(provider, "names_tenant_in", provider.tenant().iter().copied())?;
    check_setting_names(provider)?;
    check_document(provider)?;
    let handshakes = provider.handshakes().iter();
    check_all(provider, "answers_handshakes", handshakes.flat_map(places_of_handshake))?;
    let brought = provider.brought_secrets().iter();
    check_all(provider, "brings_secret", brought.flat_map(places_of_brought))?;
    check_all(provider, "answers_with", places_of_answer(&provider.expected_answer()))?;
    check_answers(provider)?;
    check_answered_settings(provider)?;
    check_key_sets(provider)?;
    check_encryption(provider)?;
    provider.schemes().iter().try_for_each(|scheme| match scheme {
        Scheme::Signature(signature) => {
            check_all(provider, "signed_with", places(signature))?;
            check_shown(provider, "signed_with", places(signature))?;
            check_body_hash(provider, signature)?;
            check_grammar(provider, signature)?;
            check_options(provider, signature)?;
            check_several_places(provider, signature)?;
            check_settings(provider, signature)?;
            check_secret(provider, signature)?;
            check_items(provider, signature)?;
            check_time(provider, signature)
        }
        Scheme::Jwt(jwt) => {
            let time = jwt.time_header().map(|(name, _)| Field::Header(name));
            check_all(provider, "jwt_in", [jwt.at].into_iter().chain(time))?;
            check_shown(provider, "jwt_in", [jwt.at])?;
            check_token(provider, jwt)
        }
        Scheme::HttpSignature(signature) => check_http_signature(provider, signature),
        Scheme::Token(token) => {
            check_all(provider, "token_in", [token.at()])?;
            check_shown(provider, "token_in", [token.at()])?;
            check_token_of_items(provider, *token)
        }
    })
}

/// Refuses a document that this build does not read.
fn check_document(provider: &Provider) -> Result<(), ConfigError> {
    if cfg!(not(feature = "xml")) && matches!(provider.document_in(), DocumentIn::Xml(_)) {
        return Err(ConfigError::MissingFeature { provider: provider.name(), feature: "xml" });
    }
    Ok(())
}

/// Refuses a key set at several URLs, which no request could choose from: a constant has refused it already.
fn check_key_sets(provider: &Provider) -> Result<(), ConfigError> {
    let mut locations = provider.schemes().iter().filter_map(Scheme::published_keys);
    let has_choice = locations.any(|(location, _)| match location {
        KeyLocation::Jwks(url) | KeyLocation::KeyList { url, .. } => url.has_choice(),
        _ => false,
    });
    let (provider, setting) = (provider.name(), "key_at");
    let problem = "a key set has one URL: `*` and `{region}` admit several".to_owned();
    if has_choice { Err(ConfigError::BadPlace { provider, setting, problem }) } else { Ok(()) }
}

/// Refuses a ciphertext that is not signed: anybody could change what it says, and learn from the answer.
fn check_encryption(provider: &Provider) -> Result<(), ConfigError> {
    let Some(encryption) = provider.encryption() else {
        return Ok(());
    };
    check_all(provider, "encrypted", encryption.places())?;
    let is_signed = |at| {
        let mut schemes = provider.schemes().iter().map(Scheme::as_signature);
        // An item's signature proves nothing of the request around it.
        schemes.all(|signature| {
            signature.is_some_and(|it| !it.of_each_item && covers(provider, it, at))
        })
    };
    let Encryption { at, replaced, .. } = *encryption;
    let problem = if !is_signed(at) {
        "each way of proof is a signature that covers the ciphertext"
    } else if !replaced.is_empty() && !is_signed(Field::Body) {
        "each way of proof covers the body that the plain text becomes a part of"
    } else {
        return check_known(provider, encryption.setting().into_iter());
    };
    let (provider, problem) = (provider.name(), problem.to_owned());
    Err(ConfigError::BadPlace { provider, setting: "encrypted", problem })
}

/// Refuses algorithms of two kinds, and claims of a token that has none. A constant has refused the
/// first already.
fn check_token(provider: &Provider, jwt: &Jwt) -> Result<(), ConfigError> {
    let problem = match jwt {
        _ if !are_of_one_kind(jwt.algorithms()) => {
            "a token is signed by algorithms of one kind: all with a secret, or all with a public key"
        }
        _ if provider.document_in() != provider.document_in().of_credentials()
            && !provider.schemes().iter().all(|scheme| holds_document(scheme, jwt.at)) =>
        {
            "claims that are the document of the request leave no other way of proof and no form field"
        }
        _ if jwt.is_document() && jwt.at.is_in_head() => {
            "a token that is the document of the request lies in the body"
        }
        _ if jwt.is_detached() && !jwt.claims().is_empty() => "a detached token has no claims",
        _ if jwt.is_detached() && jwt.tolerance.is_some() && jwt.time_header().is_none() => {
            return Err(ConfigError::NoTimestamp { provider: provider.name() });
        }
        _ => return check_known(provider, jwt.claims().iter().filter_map(Claim::setting)),
    };
    Err(ConfigError::BadPlace {
        provider: provider.name(),
        setting: "jwt_in",
        problem: problem.into(),
    })
}

/// Returns whether a scheme proves the document in the token at this place.
fn holds_document(scheme: &Scheme, at: Field) -> bool {
    matches!(scheme, Scheme::Jwt(jwt) if jwt.is_document() && jwt.at == at)
}

/// Refuses a component that no signature covers, a signature that need not cover anything, and a window
/// without a time. A constant has refused the first already.
fn check_http_signature(provider: &Provider, signature: &HttpSignature) -> Result<(), ConfigError> {
    check_all(provider, "http_signed_with", [signature.place()])?;
    let (provider, setting) = (provider.name(), "http_signed_with");
    let covers_nothing = signature.covering.is_empty();
    let nothing = covers_nothing.then_some("a signature must cover something");
    if let Some(problem) = signature.problem().or(nothing) {
        return Err(ConfigError::BadPlace { provider, setting, problem: problem.into() });
    }
    let lacks_time = signature.tolerance.is_some() && !signature.has_time();
    (!lacks_time).then_some(()).ok_or(ConfigError::NoTimestamp { provider })
}

fn check_all(
    provider: &Provider,
    setting: &'static str,
    places: impl IntoIterator<Item = Field>,
) -> Result<(), ConfigError> {
    match places.into_iter().find_map(|at| at.problem()) {
        Some(problem) => Err(ConfigError::BadPlace { provider: provider.name(), setting, problem }),
        None => Ok(()),
    }
}

/// Refuses a separator that can be a part of a signature: a constant has refused it already.
fn check_grammar(provider: &Provider, signature: &Signature) -> Result<(), ConfigError> {
    if signature.grammar.has_separator_of_its_own() {
        return Ok(());
    }
    Err(ConfigError::AmbiguousSeparator { provider: provider.name() })
}

/// Refuses optional values with the same text before them: one could pass for the other.
fn check_options(provider: &Provider, signature: &Signature) -> Result<(), ConfigError> {
    let mut seen: Vec<&str> = Vec::new();
    for part in signature.template.parts() {
        let Part::OptionalField { before, .. } = part else {
            continue;
        };
        if seen.iter().any(|other| other.starts_with(before) || before.starts_with(other)) {
            let (provider, setting) = (provider.name(), "signed_with");
            let problem = format!("`{before}` begins two optional values of the template");
            return Err(ConfigError::BadPlace { provider, setting, problem });
        }
        seen.push(before);
    }
    Ok(())
}

/// Refuses further places of a signature where one request would have two readings.
fn check_several_places(provider: &Provider, signature: &Signature) -> Result<(), ConfigError> {
    let problem = match signature.further_places {
        [] if signature.key_for_each_place => "a key for each place needs further places",
        [] => return Ok(()),
        _ if provider.schemes().len() > 1 => "only a provider of one scheme has further places",
        _ if signature.algorithm.has_public_key() => "signatures by a private key have one place",
        _ if matches!(signature.grammar, Grammar::Fields { .. }) => {
            "a time beside one of several signatures has more than one reading"
        }
        _ => return Ok(()),
    };
    let (provider, problem) = (provider.name(), problem.to_owned());
    Err(ConfigError::BadPlace { provider, setting: "also_found_in", problem })
}

/// Refuses a plain hash without its secret, and any other signature with one: a constant has refused
/// it already.
fn check_secret(provider: &Provider, signature: &Signature) -> Result<(), ConfigError> {
    let provider = provider.name();
    signature.has_its_secret().then_some(()).ok_or(ConfigError::MisplacedSecret { provider })
}

/// Refuses a signature of each event that does not lie in it, or is to cover more than values of it.
fn check_items(provider: &Provider, signature: &Signature) -> Result<(), ConfigError> {
    let is_value = |part| match part {
        Part::Text(_) | Part::Secret | Part::Setting(_) => true,
        Part::Field(at) | Part::OptionalField { at, .. } | Part::MaybeEmpty { at, .. } => {
            at.pointer().is_some()
        }
        _ => false,
    };
    let problem = if !signature.of_each_item {
        return Ok(());
    } else if provider.items().is_none() {
        "`of_each_item` needs `holds_items_at`"
    } else if signature.at.pointer().is_none() {
        "a signature of each event lies at a JSON pointer in it"
    } else if signature.body_hash.is_some() || !signature.template.parts().all(is_value) {
        "a signature of each event covers values at JSON pointers in it"
    } else {
        return Ok(());
    };
    let (provider, setting) = (provider.name(), "signed_with");
    Err(ConfigError::BadPlace { provider, setting, problem: problem.into() })
}

/// Refuses a token of each event that does not lie in it.
fn check_token_of_items(provider: &Provider, token: Token) -> Result<(), ConfigError> {
    let is_placed = provider.items().is_some() && token.at().pointer().is_some();
    if is_placed || !token.is_of_each_item() {
        return Ok(());
    }
    let (provider, setting) = (provider.name(), "token_in");
    let problem = "a token of each event lies at a JSON pointer in it, and needs `holds_items_at`";
    Err(ConfigError::BadPlace { provider, setting, problem: problem.into() })
}

/// Refuses a name that no template can have: a constant has refused it already.
fn check_setting_names(provider: &Provider) -> Result<(), ConfigError> {
    let mut names = provider.settings().iter().map(|(name, _)| name);
    names.find(|name| !scheme::is_setting_name(name)).map_or(Ok(()), |name| {
        let (provider, setting) = (provider.name(), "needs_settings");
        let problem = format!("`{name}` is not in kebab-case");
        Err(ConfigError::BadPlace { provider, setting, problem })
    })
}

/// Refuses a signature with a setting that no source of the provider has.
fn check_settings(provider: &Provider, signature: &Signature) -> Result<(), ConfigError> {
    let parts = signature.template.single_parts().filter_map(|part| match part {
        Part::Setting(name) => Some(name),
        _ => None,
    });
    let required = signature.requirements.iter().filter_map(|required| match required {
        Requirement::IsSetting(_, name) => Some(*name),
        _ => None,
    });
    check_known(provider, parts.chain(required).chain(signature.grammar.key()))
}

/// Refuses a name of a setting that the provider does not say it needs.
fn check_known(
    provider: &Provider,
    mut names: impl Iterator<Item = &'static str>,
) -> Result<(), ConfigError> {
    let is_known = |name: &&str| provider.settings().iter().any(|(known, _)| known == name);
    match names.find(|name| !is_known(name)) {
        None => Ok(()),
        Some(name) => {
            Err(ConfigError::UnknownSetting { provider: provider.name(), name: name.to_owned() })
        }
    }
}

fn check_time(of: &Provider, signature: &Signature) -> Result<(), ConfigError> {
    let provider = of.name();
    let signs_time = signature.template.has(Part::Timestamp);
    match signature.timestamp() {
        _ if signature.ahead.is_some() && signature.tolerance.is_none() => {
            Err(ConfigError::NoTimestamp { provider })
        }
        None if signs_time || signature.tolerance.is_some() => {
            Err(ConfigError::NoTimestamp { provider })
        }
        Some((at, _)) if !signs_time && !signs(of, signature, at) => {
            let is_known = signature.timestamp_is_unsigned;
            is_known.then_some(()).ok_or(ConfigError::UnsignedTimestamp { provider })
        }
        _ => Ok(()),
    }
}

/// Refuses a fixed text in place of what a request has to show: every request has it.
fn check_shown(
    provider: &Provider,
    setting: &'static str,
    places: impl IntoIterator<Item = Field>,
) -> Result<(), ConfigError> {
    let is_shown = places.into_iter().all(|at| !matches!(at, Field::Fixed(_)));
    let (provider, problem) = (provider.name(), "every request shows a fixed text".to_owned());
    is_shown.then_some(()).ok_or(ConfigError::BadPlace { provider, setting, problem })
}

/// Refuses a hash of the body that is not signed itself: who sends another body could send its hash, too.
fn check_body_hash(provider: &Provider, signature: &Signature) -> Result<(), ConfigError> {
    let Some((at, ..)) = signature.body_hash else {
        return Ok(());
    };
    let coverage = Coverage { body_hash: false, ..coverage(provider, signature) };
    // Beside a body that is no form the URL stands alone, so that its parameters have borders.
    let is_in_url = matches!(at, Field::Query(_)) && coverage.message.has(Part::holds_query);
    let (provider, setting) = (provider.name(), "signed_with");
    let problem = "the hash of the body is not signed itself".to_owned();
    let is_signed = is_in_url || coverage.has(at);
    is_signed.then_some(()).ok_or(ConfigError::BadPlace { provider, setting, problem })
}

/// Returns the places of the signature, and of all that is needed to compute it but the message.
fn places(signature: &Signature) -> impl Iterator<Item = Field> {
    let timestamp = signature.timestamp().map(|(at, _)| at);
    let body_hash = signature.body_hash.map(|(at, ..)| at);
    let algorithm = signature.algorithm.named_in();
    let single = [Some(signature.at), algorithm, timestamp, body_hash, signature.key_id];
    let required = signature.requirements.iter().map(|required| required.at());
    single.into_iter().flatten().chain(required).chain(signature.further_places.iter().copied())
}

fn places_of_brought(brought: &BroughtSecret) -> impl Iterator<Item = Field> {
    [brought.at]
        .into_iter()
        .chain(brought.when.iter().filter_map(When::place))
        .chain(places_of_answer(&brought.answer))
}

fn places_of_handshake(handshake: &Handshake) -> impl Iterator<Item = Field> {
    let guard = match handshake.guard {
        Guard::VerifyToken(at) => Some(at),
        Guard::Verified | Guard::Anyone => None,
    };
    let when = handshake.when.iter().filter_map(When::place);
    let confirmation = handshake.confirmation.map(|it| it.at);
    let places = guard.into_iter().chain(when).chain(confirmation);
    places.chain(places_of_answer(&handshake.answer))
}

fn places_of_answer(answer: &Answer) -> impl Iterator<Item = Field> {
    let headers = answer.headers().iter().map(|(name, _)| Field::Header(name));
    answer.values().filter_map(|value| value.field()).chain(headers)
}

/// Refuses an answer with a setting that no source of the provider has.
fn check_answered_settings(provider: &Provider) -> Result<(), ConfigError> {
    let values = provider.handshakes().iter().flat_map(|it| it.answer.values());
    let names = values.filter_map(|value| match value {
        AnswerValue::Setting(name) => Some(name),
        _ => None,
    });
    check_known(provider, names)
}

/// Refuses an answer that needs a key which no secret of the provider makes. The answer to a delivery needs
/// none.
fn check_answers(provider: &Provider) -> Result<(), ConfigError> {
    let makes_mac = |with: Hash| {
        let algorithms = provider.schemes().iter().filter_map(Scheme::as_signature);
        algorithms.map(|signature| signature.algorithm).any(|algorithm| match algorithm {
            Algorithm::Hmac(hash) => hash == with,
            Algorithm::HmacNamed { allowed, .. } => allowed.iter().any(|(_, hash)| *hash == with),
            _ => false,
        })
    };
    let is_wrong =
        |value: AnswerValue| matches!(value, AnswerValue::Hmac { hash, .. } if !makes_mac(hash));
    let needs_key = |value| {
        !matches!(
            value,
            AnswerValue::Fixed(_)
                | AnswerValue::Plain(_)
                | AnswerValue::Text(_)
                | AnswerValue::Number(_)
        )
    };
    let has_wrong_reply = provider.reply_signature().is_some_and(|reply| !makes_mac(reply.hash));
    let shows_jwt = provider.schemes().iter().any(|scheme| matches!(scheme, Scheme::Jwt(_)));
    let answers =
        || provider.handshakes().iter().map(|it| it.answer).chain([provider.expected_answer()]);
    let (setting, problem) = if !answers().all(|answer| answer.has_content_type()) {
        ("answers_with", "the content type of an answer cannot be that of a header")
    } else if provider.expected_answer().values().any(needs_key) {
        ("answers_with", "the answer to a delivery needs neither a key nor a setting")
    } else if provider.handshakes().iter().flat_map(|it| it.answer.values()).any(is_wrong) {
        ("answers_handshakes", "no secret of the provider makes an HMAC with this hash")
    } else if has_wrong_reply {
        ("signs_replies", "no secret of the provider makes an HMAC with this hash")
    } else if !effects::are_proved(provider) {
        ("answers_handshakes", "a handshake signs or calls what its proof does not cover")
    } else if provider.handshakes().iter().any(effects::calls_for_anyone) {
        ("answers_handshakes", "only a verified request makes the receiver call")
    } else if shows_jwt && provider.signs_for_anyone() {
        ("answers_handshakes", "a challenge that anybody has signed could be a JSON Web Token")
    } else {
        return Ok(());
    };
    let (provider, problem) = (provider.name(), problem.to_owned());
    Err(ConfigError::BadPlace { provider, setting, problem })
}
