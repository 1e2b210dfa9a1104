//! Made-up secrets and bodies in the forms that each scheme wants, told by the scheme itself.

#[allow(dead_code, reason = "each binary uses some of them")]
#[path = "keys.rs"]
pub(crate) mod keys;

use hookport::{
    DocumentIn, Field, Items, Provider, Secret, Source,
    scheme::{
        Algorithm, Cipher, Curve, Encoding, Encryption, JwtAlgorithm, KeyForm, Part, Scheme,
        Signature, TokenPlace,
    },
    testing::Signer,
};
use serde_json::{Value, json};

/// Text to most providers, base64 after a prefix to some.
pub(crate) const SECRET: &str = "whsec_bWFkZS11cC1zZWNyZXQ=";
const SEED: &str = "0101010101010101010101010101010101010101010101010101010101010101";

/// Returns what signs by the scheme, and what verifies.
pub(crate) fn of_scheme(provider: &Provider, scheme: &Scheme) -> (&'static str, &'static str) {
    match scheme {
        Scheme::Signature(signature) => of_signature(signature),
        Scheme::Token(token) if token.place() == TokenPlace::Basic => {
            ("made-up:in-plain-words", "made-up:in-plain-words")
        }
        Scheme::Jwt(jwt) => match jwt.algorithms()[0] {
            JwtAlgorithm::Hs256 | JwtAlgorithm::Hs384 | JwtAlgorithm::Hs512 => (SECRET, SECRET),
            JwtAlgorithm::Es256 => (keys::P256, keys::P256_PUBLIC),
            JwtAlgorithm::Es384 => (keys::P384, keys::P384_PUBLIC),
            JwtAlgorithm::Es512 => (keys::P521, keys::P521_PUBLIC),
            JwtAlgorithm::EdDsa => (keys::ED25519, keys::ED25519_PUBLIC),
            _ => (keys::RSA, keys::RSA_PUBLIC),
        },
        Scheme::HttpSignature(http) => of_algorithm(http.algorithm(), http.key_form()),
        // A token that looks like the signing secret of another scheme is one.
        _ if provider.schemes().len() > 1 => ("made-up-token", "made-up-token"),
        _ => (SECRET, SECRET),
    }
}

fn of_signature(signature: &Signature) -> (&'static str, &'static str) {
    of_algorithm(signature.algorithm(), signature.key_form())
}

fn of_algorithm(algorithm: Algorithm, form: KeyForm) -> (&'static str, &'static str) {
    match (algorithm, form) {
        (Algorithm::RsaPkcs1(_) | Algorithm::RsaPss(_), _) => (keys::RSA, keys::RSA_PUBLIC),
        (Algorithm::Ecdsa(Curve::P256, _), _) => (keys::P256, keys::P256_PUBLIC),
        (Algorithm::Ecdsa(Curve::P521, _), _) => (keys::P521, keys::P521_PUBLIC),
        (Algorithm::Ecdsa(..), _) => (keys::P384, keys::P384_PUBLIC),
        (Algorithm::Ed25519, KeyForm::PublicKey) => (keys::ED25519, keys::ED25519_PUBLIC),
        (Algorithm::Ed25519, KeyForm::Encoded(Encoding::Hex)) => {
            (SEED, "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c")
        }
        (Algorithm::Ed25519, KeyForm::Encoded(Encoding::Base64Url)) => {
            (SEED, "iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w")
        }
        (Algorithm::Ed25519, KeyForm::Encoded(_)) => {
            (SEED, "iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=")
        }
        (Algorithm::Ed25519, _) => (
            "whsk_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
            "whpk_iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=",
        ),
        (_, KeyForm::Encoded(Encoding::Hex)) => {
            ("6d6164652d75702d736563726574", "6d6164652d75702d736563726574")
        }
        (_, KeyForm::Encoded(_)) => ("bWFkZS11cC1zZWNyZXQ=", "bWFkZS11cC1zZWNyZXQ="),
        (_, KeyForm::Base64After("v1,whsec_")) => {
            ("v1,whsec_bWFkZS11cC1zZWNyZXQ=", "v1,whsec_bWFkZS11cC1zZWNyZXQ=")
        }
        (_, KeyForm::TextAfter("signkey-*-")) => ("signkey-test-made-up", "signkey-test-made-up"),
        _ => (SECRET, SECRET),
    }
}

/// Returns what signs for the provider, and what verifies: by its first scheme.
pub(crate) fn of(provider: &Provider) -> (&'static str, &'static str) {
    of_scheme(provider, &provider.schemes()[0])
}

/// Returns the settings that a provider needs, made up.
pub(crate) fn settings(provider: &Provider) -> impl Iterator<Item = (&'static str, String)> {
    provider.settings().iter().map(|(name, _)| (*name, format!("made-up-{name}")))
}

/// Returns the key that a provider needs to decrypt, made up.
pub(crate) fn decryption_key(provider: &Provider) -> Option<&'static str> {
    match provider.encryption()?.cipher() {
        Cipher::CbcForReceiver { .. } => Some("bWFkZS11cC1rZXktb2YtdGhpcnR5LXR3by1ieXRlcyE"),
        Cipher::Gcm { .. } => Some("made-up-key-of-32-bytes-in-words"),
        _ => None,
    }
}

/// Returns a source with the settings and the keys that its provider needs.
pub(crate) fn source(provider: &Provider, secret: impl Into<Secret>) -> Source {
    let source =
        decryption_key(provider).into_iter().fold(provider.secret(secret), Source::decryption_key);
    settings(provider).fold(source, |source, (name, value)| source.setting(name, value))
}

/// Returns a signer with the settings and the key that its provider needs.
pub(crate) fn signer(provider: &Provider, secret: impl Into<Secret>) -> Signer {
    let signer = Signer::new(*provider, secret);
    let signer = decryption_key(provider).into_iter().fold(signer, Signer::decryption_key);
    settings(provider).fold(signer, |signer, (name, value)| signer.setting(name, value))
}

/// Returns the providers whose deliveries a signer can make of a body: it puts no body into a token.
pub(crate) fn signable() -> impl Iterator<Item = &'static Provider> {
    let all = hookport::providers::ALL.iter();
    all.filter(|provider| !matches!(provider.document_in(), DocumentIn::Token(_)))
}

/// Returns whether each event of a request has a signature of its own.
pub(crate) fn signs_each_item(provider: &Provider) -> bool {
    of_each_item(provider).is_some() || item_token(provider).is_some()
}

/// Returns the pointer in an event where each of them shows the token.
fn item_token(provider: &Provider) -> Option<&'static str> {
    provider.schemes().iter().find_map(|scheme| match scheme {
        Scheme::Token(token) => match token.place() {
            TokenPlace::EachItem(Field::Json(pointer)) => Some(pointer),
            _ => None,
        },
        _ => None,
    })
}

/// Returns the pointer to the value that is encrypted, where it is not the whole body.
pub(crate) fn encrypted_member(provider: &Provider) -> Option<&'static str> {
    provider.encryption().map(Encryption::replaced).filter(|pointer| !pointer.is_empty())
}

fn of_each_item(provider: &Provider) -> Option<Signature> {
    provider.schemes().iter().find_map(|scheme| match scheme {
        Scheme::Signature(signature) => signature.is_of_each_item().then_some(*signature),
        _ => None,
    })
}

/// Returns a body with one event that has each value that its signature covers.
fn signed_items(provider: &Provider, signature: &Signature) -> String {
    let mut event = json!({});
    for part in signature.template().parts() {
        if let Part::Field(Field::Json(pointer)) = part {
            *at(&mut event, pointer) = format!("made up {}", pointer.len()).into();
        }
    }
    around_event(provider, event)
}

/// Returns a body that holds one event.
fn around_event(provider: &Provider, event: Value) -> String {
    let Some(Items::At([pointer, ..])) = provider.items() else { panic!("no place of events") };
    let around = pointer.rsplit('/').filter(|step| !step.is_empty());
    let body = around.fold(event, |inside, step| match step {
        "*" => json!([inside]),
        member => json!({ member: inside }),
    });
    body.to_string()
}

/// Returns the value at a pointer, with the objects on the way made.
fn at<'v>(value: &'v mut Value, pointer: &str) -> &'v mut Value {
    pointer[1..].split('/').fold(value, |value, member| &mut value[member])
}

/// Returns the member of the body that holds the time, where a sender says it there.
pub(crate) fn time_member(provider: &Provider) -> Option<&'static str> {
    provider.schemes().iter().find_map(|scheme| match scheme {
        Scheme::Signature(signature) => match signature.timestamp()?.0 {
            Field::Json(pointer) => pointer.strip_prefix('/'),
            _ => None,
        },
        _ => None,
    })
}

/// Returns the member of the body that holds the token, where a sender shows it there.
pub(crate) fn token_member(provider: &Provider) -> Option<&'static str> {
    provider.schemes().iter().find_map(|scheme| match scheme {
        Scheme::Token(token) => match token.place() {
            TokenPlace::Field(Field::Json(pointer)) => pointer.strip_prefix('/'),
            _ => None,
        },
        _ => None,
    })
}

/// Returns whether the signature of a scheme is a member of the body.
pub(crate) fn has_signature_in_body(scheme: &Scheme) -> bool {
    matches!(scheme, Scheme::Signature(it) if matches!(it.place(), Field::Json(_)))
}

/// Returns the number of other entries of its header that are signed beside a signature.
pub(crate) fn entries_beside(signature: &Signature) -> usize {
    let is_entry = |part: &Part| matches!(part, Part::Field(Field::HeaderEntry { .. }));
    signature.template().parts().filter(is_entry).count()
}

/// Returns whether the fields of a form are all that is signed of a body.
pub(crate) fn takes_forms_only(provider: &Provider) -> bool {
    provider.schemes().iter().all(|scheme| match scheme {
        Scheme::Signature(signature) => {
            let mut parts = signature.template().parts();
            signature.body_hash().is_none()
                && parts.any(Part::holds_fields)
                && !signature.template().parts().any(|part| part == Part::Body)
        }
        _ => false,
    })
}

/// Returns whether a body that is no text is refused.
pub(crate) fn takes_texts_only(provider: &Provider) -> bool {
    provider.schemes().iter().any(|scheme| match scheme {
        Scheme::Signature(signature) => {
            let is_open = signature.template().parts().last() != Some(Part::Secret);
            let is_plain = matches!(signature.algorithm(), Algorithm::Plain(_));
            (is_plain && is_open)
                || signature.template().parts().any(|part| part == Part::BodyAsJsonString)
        }
        _ => false,
    })
}

/// Returns a body as the provider sends it at this unix time.
pub(crate) fn ping(provider: &Provider, seconds: u64) -> String {
    match provider.name() {
        "alexa" => return ALEXA.replace("TIME", &rfc3339(seconds)),
        "aws-sns" | "aws-sns-sha256" => return SNS.replace("TIME", &rfc3339(seconds)),
        "salesforce-outbound" => return SALESFORCE.to_owned(),
        "braintree" => return xml_form(&BRAINTREE.replace("TIME", &rfc3339(seconds))),
        _ => {}
    }
    if let Some(pointer) = encrypted_member(provider) {
        return format!(r#"{{"type":"ping","{}":{{"note":"made up"}}}}"#, &pointer[1..]);
    }
    if let Some(signature) = of_each_item(provider) {
        return signed_items(provider, &signature);
    }
    if let Some(signature) = in_the_body(provider) {
        return signed_values(&signature, seconds);
    }
    if let Some(pointer) = item_token(provider) {
        return around_event(provider, json!({ &pointer[1..]: of(provider).0 }));
    }
    match (time_member(provider), token_member(provider)) {
        _ if takes_forms_only(provider) => "type=ping".to_owned(),
        (Some(member), _) => format!(r#"{{"type":"ping","{member}":{}}}"#, seconds * 1000),
        (_, Some(member)) => format!(r#"{{"type":"ping","{member}":"{}"}}"#, of(provider).0),
        _ => r#"{"type":"ping"}"#.to_owned(),
    }
}

/// Returns a form with XML, as Braintree sends it.
pub(crate) fn xml_form(xml: &str) -> String {
    let payload = base64(xml.as_bytes());
    format!("bt_payload={}", payload.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D"))
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = bytes.chunks(3).flat_map(|chunk| {
        let bits = chunk.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        let digit = move |nth| char::from(ALPHABET[bits >> (18 - 6 * nth) & 63]);
        (0..4).map(move |nth| if nth <= chunk.len() { digit(nth) } else { '=' })
    });
    digits.collect()
}

/// Returns the signature that lies in the body, beside the values that it covers.
fn in_the_body(provider: &Provider) -> Option<Signature> {
    provider.schemes().iter().filter(|scheme| has_signature_in_body(scheme)).find_map(|scheme| {
        match scheme {
            Scheme::Signature(signature) => Some(*signature),
            _ => None,
        }
    })
}

/// Returns a body with each value that a signature in it covers.
fn signed_values(signature: &Signature, seconds: u64) -> String {
    let mut body = json!({});
    for part in signature.template().single_parts() {
        if let Part::Field(Field::Json(pointer)) = part {
            *at(&mut body, pointer) = format!("made up {}", pointer.len()).into();
        }
    }
    if let Some((Field::Json(pointer), _)) = signature.timestamp() {
        *at(&mut body, pointer) = seconds.to_string().into();
    }
    body.to_string()
}

/// Writes a time in UTC.
fn rfc3339(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // From the first of March of the year 0, so that a leap day is the last of its year.
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (year, month) =
        if month < 10 { (era * 400 + year, month + 3) } else { (era * 400 + year + 1, month - 9) };
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

const ALEXA: &str = r#"{"request":{"type":"ping","timestamp":"TIME"},"context":{"System":{"application":{"applicationId":"made-up-skill-id"}}}}"#;
/// A message of Salesforce with one notification.
pub(crate) const SALESFORCE: &str = r#"<soapenv:Envelope xmlns:soapenv="urn:soap" xmlns:xsi="urn:xsi"><soapenv:Body><notifications><OrganizationId>org-1</OrganizationId><Notification><Id>n-1</Id><sObject xsi:type="sf:Account"/></Notification></notifications></soapenv:Body></soapenv:Envelope>"#;
/// A notification of Braintree, sent at `TIME`.
pub(crate) const BRAINTREE: &str = r#"<notification><timestamp type="datetime">TIME</timestamp><kind>ping</kind><subject/></notification>"#;
const SNS: &str = r#"{"Type":"Notification","MessageId":"m-1","TopicArn":"made-up-topic-arn","Message":"ping","Timestamp":"TIME","SignatureVersion":"2"}"#;
