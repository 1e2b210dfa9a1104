//! A provider as JSON, for scripts. Keys are stable; facts that are not known are null, and `facts` says why.

use std::collections::BTreeMap;

use hookport::{
    Fact, FactState, Field, Provider, SenderRetries,
    scheme::{HttpSignature, Jwt, Scheme, Signature, TokenPlace},
};
use serde::Serialize;

use super::{handshake, page, proof};

/// All facts of one provider.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProviderJson {
    name: &'static str,
    based_on: Option<&'static str>,
    docs: Option<&'static str>,
    proofs: Vec<ProofJson>,
    event_name: Vec<PlaceJson>,
    delivery_id: Vec<PlaceJson>,
    idempotency_key: Vec<PlaceJson>,
    tenant: Vec<PlaceJson>,
    document_in: String,
    items: Option<String>,
    handshakes: Vec<String>,
    settings: Vec<SettingJson>,
    methods: Vec<&'static str>,
    expected_status: u16,
    longest_body_bytes: Option<usize>,
    deadline_seconds: Option<f64>,
    retries: RetriesJson,
    notes: &'static [&'static str],
    facts: BTreeMap<String, FactJson>,
    whole: bool,
}

/// The knowledge of one fact, and the page or the SDK that it is from.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FactJson {
    state: &'static str,
    source: Option<&'static str>,
}

/// A setting that a receiver has to know.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SettingJson {
    name: &'static str,
    meaning: &'static str,
}

/// One way of proof.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum ProofJson {
    Signature(Box<SignatureJson>),
    Jwt(Box<JwtJson>),
    HttpSignature(Box<HttpSignatureJson>),
    Token { place: PlaceJson },
    Other,
}

/// A signature over parts of the request.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SignatureJson {
    algorithm: String,
    place: PlaceJson,
    written_as: String,
    encoding: &'static str,
    signed: String,
    required: Vec<String>,
    timestamp: Option<TimestampJson>,
    tolerance_seconds: Option<u64>,
    body_hash: Option<BodyHashJson>,
    covers_body: bool,
    secret: String,
    /// The place of keys that the sender publishes, which take the place of a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    published_keys: Option<String>,
}

/// A signature that names what it covers.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HttpSignatureJson {
    algorithm: String,
    place: PlaceJson,
    must_cover: &'static [&'static str],
    covers_body: bool,
    label: Option<&'static str>,
    tag: Option<&'static str>,
    tolerance_seconds: Option<u64>,
    secret: String,
    /// The place of keys that the sender publishes, which take the place of a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    published_keys: Option<String>,
}

/// A JSON Web Token that the sender signs.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JwtJson {
    algorithm: String,
    covers_body: bool,
    place: PlaceJson,
    authorization_scheme: Option<&'static str>,
    claims: Vec<String>,
    must_expire: bool,
    timestamp: Option<TimestampJson>,
    tolerance_seconds: Option<u64>,
    leeway_seconds: u64,
    secret: String,
    /// The place of keys that the sender publishes, which take the place of a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    published_keys: Option<String>,
}

/// The signed timestamp.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TimestampJson {
    place: PlaceJson,
    unit: &'static str,
}

/// The signed hash of the body.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BodyHashJson {
    place: PlaceJson,
    hash: &'static str,
    encoding: &'static str,
}

/// The place of a value.
#[derive(Serialize)]
#[serde(tag = "in", content = "at", rename_all = "snake_case")]
enum PlaceJson {
    Json(&'static str),
    OtherMember(&'static str),
    Header(&'static str),
    Pair { first: Box<PlaceJson>, second: Box<PlaceJson>, separator: &'static str },
    Only { place: Box<PlaceJson>, text: &'static str },
    Query(&'static str),
    Form(&'static str),
    PathSegment(usize),
    Fixed(&'static str),
    Authorization(&'static str),
    Other(String),
}

/// The sender's schedule of retries.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
enum RetriesJson {
    Unknown,
    NotPublished,
    Never,
    After { waits_seconds: Vec<u64> },
    Described { text: String },
}

/// Returns the facts of `provider`.
pub(super) fn of(provider: &Provider) -> ProviderJson {
    ProviderJson {
        name: provider.name(),
        based_on: provider.based_on(),
        docs: provider.docs(),
        proofs: provider.schemes().iter().map(of_scheme).collect(),
        event_name: provider.event_name().iter().copied().map(place).collect(),
        delivery_id: provider.delivery_id().iter().copied().map(place).collect(),
        idempotency_key: provider.idempotency_key().iter().copied().map(place).collect(),
        tenant: provider.tenant().iter().copied().map(place).collect(),
        document_in: provider.document_in().to_string(),
        items: provider.items().map(|items| items.to_string()),
        handshakes: handshake::sentences(provider),
        settings: settings(provider),
        methods: page::methods(provider),
        expected_status: provider.expected_status().as_u16(),
        longest_body_bytes: provider.longest_body(),
        deadline_seconds: provider.deadline().map(|deadline| deadline.as_secs_f64()),
        retries: of_retries(provider),
        notes: provider.notes(),
        facts: Fact::ALL.iter().map(|fact| (member(*fact), of_fact(provider, *fact))).collect(),
        whole: provider.is_whole(),
    }
}

/// Returns the name of a fact as that of a member: `eventName` for `event_name`.
fn member(fact: Fact) -> String {
    let mut words = fact.as_str().split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (initial, rest) = word.split_at(1);
        name + &initial.to_uppercase() + rest
    })
}

fn of_fact(provider: &Provider, fact: Fact) -> FactJson {
    FactJson { state: provider.fact(fact).as_str(), source: provider.source_of(fact) }
}

fn settings(provider: &Provider) -> Vec<SettingJson> {
    let all = provider.settings().iter();
    all.map(|&(name, meaning)| SettingJson { name, meaning }).collect()
}

fn of_scheme(scheme: &Scheme) -> ProofJson {
    match scheme {
        Scheme::Signature(signature) => ProofJson::Signature(Box::new(of_signature(signature))),
        Scheme::Jwt(jwt) => ProofJson::Jwt(Box::new(of_jwt(jwt))),
        Scheme::HttpSignature(signature) => {
            ProofJson::HttpSignature(Box::new(of_http_signature(signature)))
        }
        Scheme::Token(token) => ProofJson::Token { place: of_place(token.place()) },
        _ => ProofJson::Other,
    }
}

fn of_signature(signature: &Signature) -> SignatureJson {
    let encoding = proof::encoding(signature.encoding());
    SignatureJson {
        algorithm: signature.algorithm().to_string(),
        place: place(signature.place()),
        written_as: proof::pattern(signature.grammar(), encoding),
        encoding,
        signed: signature.template().to_string(),
        required: signature.requirements().iter().map(proof::required).collect(),
        timestamp: signature
            .timestamp()
            .map(|(at, unit)| TimestampJson { place: place(at), unit: proof::unit(unit) }),
        tolerance_seconds: signature.tolerance().map(|tolerance| tolerance.as_secs()),
        body_hash: signature.body_hash().map(|(at, hash, encoding)| BodyHashJson {
            place: place(at),
            hash: hash.name(),
            encoding: proof::encoding(encoding),
        }),
        covers_body: signature.covers_body(),
        secret: proof::key(signature),
        published_keys: signature.key_location().map(|location| location.to_string()),
    }
}

fn of_jwt(jwt: &Jwt) -> JwtJson {
    JwtJson {
        algorithm: Scheme::Jwt(*jwt).to_string(),
        covers_body: jwt.covers_body(),
        place: place(jwt.place()),
        authorization_scheme: jwt.authorization_scheme(),
        claims: jwt.claims().iter().copied().map(proof::claim).collect(),
        must_expire: jwt.must_expire(),
        timestamp: jwt.time_header().map(|(header, unit)| TimestampJson {
            place: place(Field::Header(header)),
            unit: proof::unit(unit),
        }),
        tolerance_seconds: jwt.tolerance().map(|tolerance| tolerance.as_secs()),
        leeway_seconds: jwt.leeway().as_secs(),
        secret: proof::key_form(jwt.key_form()),
        published_keys: jwt.key_location().map(|location| location.to_string()),
    }
}

fn of_http_signature(signature: &HttpSignature) -> HttpSignatureJson {
    HttpSignatureJson {
        algorithm: Scheme::HttpSignature(*signature).to_string(),
        place: place(signature.place()),
        must_cover: signature.covered(),
        covers_body: signature.covers_body(),
        label: signature.label(),
        tag: signature.tag(),
        tolerance_seconds: signature.tolerance().map(|tolerance| tolerance.as_secs()),
        secret: proof::key_form(signature.key_form()),
        published_keys: signature.key_location().map(|location| location.to_string()),
    }
}

fn of_place(shown: TokenPlace) -> PlaceJson {
    match shown {
        TokenPlace::Field(at) | TokenPlace::EachItem(at) => place(at),
        TokenPlace::Bearer => PlaceJson::Authorization("bearer"),
        TokenPlace::Basic => PlaceJson::Authorization("basic"),
        _ => PlaceJson::Other("another place".to_owned()),
    }
}

fn place(at: Field) -> PlaceJson {
    match at {
        Field::Json(pointer) => PlaceJson::Json(pointer),
        Field::OtherMember(member) => PlaceJson::OtherMember(member),
        Field::Header(name) => PlaceJson::Header(name),
        Field::Pair { first, second, separator } => PlaceJson::Pair {
            first: Box::new(place(*first)),
            second: Box::new(place(*second)),
            separator,
        },
        Field::Only { at, text } => PlaceJson::Only { place: Box::new(place(*at)), text },
        Field::Query(name) => PlaceJson::Query(name),
        Field::Form(name) => PlaceJson::Form(name),
        Field::PathSegment(from_end) => PlaceJson::PathSegment(from_end),
        Field::Fixed(text) => PlaceJson::Fixed(text),
        other => PlaceJson::Other(other.to_string()),
    }
}

fn of_retries(provider: &Provider) -> RetriesJson {
    match provider.retries() {
        SenderRetries::Unknown if provider.fact(Fact::Retries) == FactState::NotPublished => {
            RetriesJson::NotPublished
        }
        SenderRetries::Unknown => RetriesJson::Unknown,
        SenderRetries::Never => RetriesJson::Never,
        SenderRetries::After(waits) => RetriesJson::After {
            waits_seconds: waits.iter().map(std::time::Duration::as_secs).collect(),
        },
        other => RetriesJson::Described { text: other.to_string() },
    }
}
