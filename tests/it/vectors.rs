//! Every built-in provider, put to requests that its sender's own SDK has judged.
//!
//! A vector is a file `tests/vectors/<provider>/<claim-in-words>.http` (the format is that of
//! [`hookport::http_file`]) with these notes:
//!
//! - `expect`: `accept` or `reject`; a reject has its `reason`
//! - `secret`: what a user pastes, repeated where several are configured
//! - `fetched`: a URL and the document with keys that is there, after a space
//! - `root`: a certificate in PEM that certificates must lead to. Its lines, and those of a fetched
//!   certificate, are divided by `\n`
//! - `decryption-key`: the key of what is encrypted, if the provider needs one besides the secret
//! - `setting`: `name=value` of each setting that the provider needs
//! - `now`: the unix time at which the request comes in
//! - `event`, `id`, `sent-at`: what an accepted request says of itself, where its sender says it. Where it
//!   holds many events, `event` and `id` are repeated for each of them
//! - `trust`: `token` or `signed_in_part` where the body is not covered; without this note it is `signed`
//! - `answer` of a handshake: its status, and after a space its body; `answer-header`: `name: value`.
//!   An accepted request with neither is a delivery, or a handshake whose answer nobody has written down
//! - `verify-token`: the text that guards a handshake
//! - `oracle`, `source` or `computed`: who judged it, published it or computed it. Without one, it was
//!   made for this suite

use std::{
    collections::BTreeSet,
    fmt, fs,
    ops::Range,
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use hookport::{
    DocumentIn, Field, HandshakeResponse, Provider, RawRequest, Secret, Source, Verdict, Verified,
    event,
    http_file::HttpFile,
    providers,
    scheme::{Grammar, HttpSignatureForm, Part, Requirement, Scheme, Signature, TokenPlace},
};
use http::{HeaderValue, Uri};
use serde_json::Value;

use crate::kit::{credential, secrets};

#[test]
fn every_folder_is_of_a_provider() {
    let folders = entries(&root());
    for folder in folders.iter().filter(|path| path.is_dir()) {
        assert!(providers::find(&stem(folder)).is_some(), "{}", folder.display());
    }
}

#[test]
fn every_provider_has_an_accepted_and_a_refused_vector() {
    for provider in providers::ALL {
        let vectors = vectors_of(provider);
        for expected in ["accept", "reject"] {
            assert!(
                vectors.iter().any(|vector| vector.expect() == expected),
                "{} {expected}",
                provider.name()
            );
        }
    }
}

#[test]
fn every_vector_is_judged_as_its_sender_would() {
    none_wrong(all().iter().filter_map(|vector| {
        let why = vector.judge().err()?;
        Some(format!("{vector}: {why}"))
    }));
}

#[test]
fn event_and_id_lie_where_the_provider_says() {
    none_wrong(all().iter().filter(|vector| vector.expect() == "accept").filter_map(|vector| {
        let why = vector.compare_facts().err()?;
        Some(format!("{vector}: {why}"))
    }));
}

#[test]
fn one_changed_bit_is_refused() {
    for provider in providers::ALL {
        let vectors = accepted_by(provider);
        let changed: Vec<_> = vectors.iter().flat_map(Vector::with_one_changed_bit).collect();
        assert!(!changed.is_empty(), "{}: nothing was changed", provider.name());
        let passed = changed.iter().filter(|changed| changed.is_accepted());
        none_wrong(passed.map(|changed| format!("{}: changed {}", changed.vector, changed.at)));
    }
}

#[test]
fn every_header_that_proves_something_is_changed_in_a_vector() {
    for provider in providers::ALL {
        let vectors = accepted_by(provider);
        let changed: Vec<_> = vectors.iter().flat_map(Vector::with_one_changed_bit).collect();
        for name in provider.schemes().iter().flat_map(proving) {
            let is_changed = changed.iter().any(|changed| changed.at.starts_with(name));
            assert!(is_changed, "{}: {name}", provider.name());
        }
    }
}

#[track_caller]
fn none_wrong(wrong: impl Iterator<Item = String>) {
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// A request, the provider it is for, and what is known about it.
struct Vector {
    name: String,
    provider: &'static Provider,
    origin: String,
    /// Its target is the path and query only, as a server sees it.
    file: HttpFile,
}

impl Vector {
    fn read(provider: &'static Provider, path: &Path) -> Self {
        let mut file = HttpFile::parse(&fs::read(path).unwrap()).unwrap();
        let origin =
            format!("{}://{}", file.uri.scheme_str().unwrap(), file.uri.authority().unwrap());
        file.uri = Uri::from(file.uri.path_and_query().unwrap().clone());
        Self { name: stem(path), provider, origin, file }
    }

    fn expect(&self) -> &str {
        self.file.note("expect").unwrap()
    }

    fn trust(&self) -> &str {
        self.file.note("trust").unwrap_or("signed")
    }

    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.file.note("now").unwrap().parse().unwrap())
    }

    /// Returns whether it is a handshake. One that proves nothing may be changed.
    fn is_handshake(&self) -> bool {
        self.file.note("answer").is_some()
    }

    /// Returns the provider's decision on `request`; a secret that no receiver starts with refuses it too.
    fn verify(&self, request: &HttpFile) -> Result<Verdict, String> {
        let source = self.provider.secrets(self.file.notes("secret").map(Secret::new));
        let fetched = self.file.notes("fetched").map(|text| text.split_once(' ').unwrap());
        let source =
            fetched.fold(source, |source, (url, keys)| source.fetched(url, with_lines(keys)));
        let source = self.file.notes("root").map(with_lines).fold(source, Source::trusting);
        let settings = self.file.notes("setting").map(|text| text.split_once('=').unwrap());
        let source = settings.fold(source, |source, (name, value)| source.setting(name, value));
        let keys = self.file.notes("decryption-key").map(Secret::new);
        let source = keys.fold(source, Source::decryption_key);
        let source = match self.file.note("verify-token") {
            Some(token) => source.verify_token(token),
            None => source,
        };
        let verifier =
            source.public_url(&*self.origin).verifier().map_err(|error| error.to_string())?;
        verifier.verify(&request.received(), self.now()).map_err(|error| error.to_string())
    }

    fn judge(&self) -> Result<(), String> {
        match (self.expect(), self.verify(&self.file)) {
            ("accept", Ok(Verdict::Delivery(_))) if self.is_handshake() => {
                Err("no handshake".to_owned())
            }
            ("accept", Ok(Verdict::Delivery(verified))) => self.compare(&verified),
            ("accept", Ok(Verdict::Handshake(answer))) => self.compare_answer(&answer),
            ("reject", Err(_)) => Ok(()),
            ("accept", Err(error)) => Err(format!("refused: {error}")),
            ("reject", Ok(_)) => Err(format!("accepted: {}", self.file.note("reason").unwrap())),
            (expect, _) => Err(format!("unknown expectation `{expect}`")),
        }
    }

    fn compare(&self, verified: &Verified) -> Result<(), String> {
        let sent_at = verified.sent_at().map(|at| at.duration_since(UNIX_EPOCH).unwrap());
        let sent_at = sent_at.map(|since_epoch| since_epoch.as_secs().to_string());
        same("trust", Some(self.trust()), Some(verified.trust().as_str()))?;
        same("sent-at", self.file.note("sent-at"), sent_at.as_deref())
    }

    fn compare_answer(&self, answer: &HandshakeResponse) -> Result<(), String> {
        let body = std::str::from_utf8(&answer.body).unwrap();
        let made = format!("{} {body}", answer.status.as_str());
        same("answer", self.file.note("answer"), Some(made.trim_end()))?;
        self.file.notes("answer-header").try_for_each(|header| {
            let (name, value) = header.split_once(": ").unwrap();
            let made = answer.headers.get(name).map(|value| value.to_str().unwrap());
            same(name, Some(value), made)
        })
    }

    fn compare_facts(&self) -> Result<(), String> {
        let body = self.said();
        let received = RawRequest { body: &body, ..self.file.received() };
        let places = (self.provider.event_name(), self.provider.delivery_id());
        let form = self.provider.document_in();
        let items = match event::items(&received, self.provider) {
            Ok(items) => items,
            // A body that its sender does not send: only the proof is looked at.
            Err(_) if self.file.note("event").is_none() => return Ok(()),
            Err(error) => return Err(error.to_string()),
        };
        let Some(items) = items else {
            let facts = event::facts(&received, places.0, places.1, form);
            let facts = facts.map_err(|error| error.to_string())?;
            same("event", self.file.note("event"), facts.name.as_deref())?;
            return same("id", self.file.note("id"), facts.delivery_id.as_deref());
        };
        let facts = items
            .iter()
            .map(|item| event::facts_of_item(item, &received, places.0, places.1, form));
        let facts: Vec<_> = facts.collect::<Result<_, _>>().map_err(|error| error.to_string())?;
        let names = facts.iter().filter_map(|facts| facts.name.as_deref());
        all_the_same("event", self.file.notes("event"), names)?;
        let ids = facts.iter().filter_map(|facts| facts.delivery_id.as_deref());
        all_the_same("id", self.file.notes("id"), ids)
    }

    /// Returns the body, and of one that is encrypted what it says.
    fn said(&self) -> Bytes {
        match self.verify(&self.file) {
            Ok(Verdict::Delivery(verified)) => verified.body().clone(),
            _ => self.file.body.clone(),
        }
    }

    /// This request with one bit of what is covered changed, at places spread over all of it.
    fn with_one_changed_bit(&self) -> Vec<Changed<'_>> {
        let shown = self.trust() == "token";
        let schemes = self.provider.schemes().iter();
        let schemes = schemes.filter(|scheme| matches!(scheme, Scheme::Token(_)) == shown);
        let headers = self.changed_headers(schemes.flat_map(proving));
        let rest = match self.trust() {
            "token" => self.changed_paths().into_iter().chain(self.changed_tokens()).collect(),
            "signed_in_part" => {
                self.changed_members().into_iter().chain(self.changed_values()).collect()
            }
            _ => self.changed_bodies(),
        };
        headers.into_iter().chain(rest).collect()
    }

    fn changed(&self, at: String, change: impl FnOnce(&mut HttpFile)) -> Changed<'_> {
        let mut request = self.file.clone();
        change(&mut request);
        Changed { vector: self, at, request }
    }

    /// Changes each value that the signature of an event covers, and the signature.
    fn changed_values(&self) -> Vec<Changed<'_>> {
        let signatures = self.provider.schemes().iter().filter_map(|scheme| match scheme {
            Scheme::Signature(signature) if signature.is_of_each_item() => Some(signature),
            _ => None,
        });
        let places = signatures.flat_map(|signature| {
            let parts = signature.template().single_parts().filter_map(|part| match part {
                Part::Field(at) => Some(at),
                _ => None,
            });
            parts.chain([signature.place()]).collect::<Vec<_>>()
        });
        let changed = places.map(|at| {
            let Field::Json(pointer) = at else { panic!("{at} is no value of an event") };
            self.changed(at.to_string(), |file| file.body = self.with_changed_value(pointer))
        });
        changed.collect()
    }

    fn with_changed_value(&self, pointer: &str) -> Bytes {
        let received = RawRequest {
            method: &self.file.method,
            uri: &self.file.uri,
            headers: &self.file.headers,
            body: &self.file.body,
        };
        let items = event::items(&received, self.provider).unwrap().unwrap();
        let mut event: Value = serde_json::from_slice(items[0].body()).unwrap();
        let value = event.pointer_mut(pointer).unwrap();
        *value = match &*value {
            Value::String(text) => format!("1{text}").into(),
            value => (value.as_i64().unwrap() + 1).into(),
        };
        let (body, range) = (&self.file.body, items[0].range().unwrap());
        [&body[..range.start], event.to_string().as_bytes(), &body[range.end..]].concat().into()
    }

    fn changed_bodies(&self) -> Vec<Changed<'_>> {
        let body = &self.file.body;
        let signed = self.signed_part();
        let changed = one_changed_bit(&body[signed.clone()]).map(|(at, part)| {
            let body = [&body[..signed.start], &part, &body[signed.end..]].concat();
            self.changed(format!("body at {at}"), |file| file.body = body.into())
        });
        changed.collect()
    }

    /// For those that sign members of the body, and not all of it.
    fn changed_members(&self) -> Vec<Changed<'_>> {
        let signatures = self.provider.schemes().iter().filter_map(|scheme| match scheme {
            Scheme::Signature(signature) if matches!(signature.place(), Field::Json(_)) => {
                Some(signature)
            }
            _ => None,
        });
        let pointers: BTreeSet<_> = signatures.flat_map(pointers).collect();
        let body = &self.file.body;
        let members =
            pointers.into_iter().filter_map(|pointer| text_at(body, pointer.rsplit('/').next()?));
        let changed = members.flat_map(|text| {
            one_changed_bit(&body[text.clone()]).map(move |(at, changed)| {
                let body = [&body[..text.start], &changed, &body[text.end..]].concat();
                let at = format!("body at {}", text.start + at);
                self.changed(at, |file| file.body = body.into())
            })
        });
        changed.collect()
    }

    /// Returns where the body is signed: all of it, or the token or the field that is its document.
    fn signed_part(&self) -> Range<usize> {
        let body = &self.file.body;
        if let DocumentIn::Xml(document) = self.provider.document_in()
            && let Field::Form(field) = document.place()
        {
            let text = std::str::from_utf8(body).unwrap();
            let start = text.find(&format!("{field}=")).unwrap() + field.len() + 1;
            return start..text[start..].find('&').map_or(text.len(), |len| start + len);
        }
        if !matches!(self.provider.document_in(), DocumentIn::Token(_)) {
            return 0..body.len();
        }
        let text = std::str::from_utf8(body).unwrap();
        let start = text.find("eyJ").unwrap();
        let len = text[start..].find(['"', '\r', '\n']).unwrap_or(text.len() - start);
        start..start + len
    }

    fn changed_headers(&self, names: impl Iterator<Item = &'static str>) -> Vec<Changed<'_>> {
        let changed = names.flat_map(|name| {
            let value = self.only_signature(name).unwrap_or_default();
            let signed = credential::signed_part(self.provider, name, value);
            one_changed_bit(&value[signed.clone()]).filter_map(move |(at, part)| {
                let value = [&value[..signed.start], &part, &value[signed.end..]].concat();
                let value = HeaderValue::from_bytes(&value).ok()?;
                let change = |file: &mut HttpFile| drop(file.headers.insert(name, value));
                Some(self.changed(format!("{name} at {at}"), change))
            })
        });
        changed.collect()
    }

    /// The header's value, unless it holds several signatures: of those one may be as wrong as it likes.
    fn only_signature(&self, name: &'static str) -> Option<&[u8]> {
        if self.shows_several() {
            return None;
        }
        let value = self.file.headers.get(name)?.to_str().ok()?;
        let signature = self.provider.schemes().iter().find_map(|scheme| match scheme {
            Scheme::Signature(signature) if signature.place() == Field::Header(name) => {
                Some(signature)
            }
            _ => None,
        });
        let others = signature.map_or(0, secrets::entries_beside);
        let separators = value.matches([',', ';', '&']).count();
        let one = match signature.map(Signature::grammar) {
            Some(Grammar::Versions(_)) => separators == 1 && !value.contains(' '),
            Some(Grammar::Fields { .. }) => separators == 1 + others,
            Some(Grammar::List { separator, .. }) => value.matches(separator).count() == others,
            _ => true,
        };
        one.then_some(value.as_bytes())
    }

    /// Returns whether several places hold a signature.
    fn shows_several(&self) -> bool {
        let signatures = self.provider.schemes().iter().filter_map(|scheme| match scheme {
            Scheme::Signature(signature) => Some(signature),
            _ => None,
        });
        let further = signatures.flat_map(Signature::further_places);
        further
            .copied()
            .any(|at| matches!(at, Field::Header(name) if self.file.headers.contains_key(name)))
    }

    /// For those that show a token as a member of the body.
    fn changed_tokens(&self) -> Vec<Changed<'_>> {
        let places = self.provider.schemes().iter().filter_map(|scheme| match scheme {
            Scheme::Token(token) => Some(token.place()),
            _ => None,
        });
        let lies_in_body =
            |at| matches!(at, TokenPlace::Field(Field::Json(_)) | TokenPlace::EachItem(_));
        if !places.into_iter().any(lies_in_body) {
            return Vec::new();
        }
        let body = std::str::from_utf8(&self.file.body).unwrap();
        let token = self.file.note("secret").unwrap();
        let (before, after) = body.split_once(token).unwrap();
        let changed = one_changed_bit(token.as_bytes()).map(|(at, token)| {
            let body = [before.as_bytes(), &token, after.as_bytes()].concat();
            self.changed(format!("token at {at}"), |file| file.body = body.into())
        });
        changed.collect()
    }

    /// For those that show a token as the last segment of the path.
    fn changed_paths(&self) -> Vec<Changed<'_>> {
        let (before, token) = self.file.uri.path().rsplit_once('/').unwrap();
        if !self.file.notes("secret").any(|secret| secret == token) {
            return Vec::new();
        }
        let changed = one_changed_bit(token.as_bytes()).filter_map(|(at, token)| {
            let uri = Uri::try_from([before.as_bytes(), b"/", &token].concat()).ok()?;
            Some(self.changed(format!("path at {at}"), |file| file.uri = uri))
        });
        changed.collect()
    }
}

impl fmt::Display for Vector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.provider.name(), self.name)
    }
}

/// The pointers to what a signature in the body signs, and to itself.
fn pointers(signature: &Signature) -> impl Iterator<Item = &'static str> {
    let parts = signature.template().single_parts().filter_map(|part| match part {
        Part::Field(at) | Part::OptionalField { at, .. } => Some(at),
        _ => None,
    });
    let time = signature.timestamp().map(|(at, _)| at);
    parts.chain(time).chain([signature.place()]).filter_map(|at| match at {
        Field::Json(pointer) => Some(pointer),
        _ => None,
    })
}

/// Returns where the text of a member of an object lies, as it is written.
fn text_at(body: &[u8], member: &str) -> Option<Range<usize>> {
    let text = std::str::from_utf8(body).unwrap();
    let name = format!("\"{member}\"");
    let behind = text.find(&name)? + name.len();
    let start = behind + text[behind..].find('"')? + 1;
    let is_end = |at: &usize| body[*at] == b'"' && body[*at - 1] != b'\\';
    Some(start..(start..body.len()).find(is_end)?)
}

/// Returns the text of a note, with the lines of a PEM file.
fn with_lines(text: &str) -> String {
    if text.starts_with("-----") { text.replace("\\n", "\n") } else { text.to_owned() }
}

/// A vector's request with one bit changed.
struct Changed<'a> {
    vector: &'a Vector,
    at: String,
    request: HttpFile,
}

impl Changed<'_> {
    fn is_accepted(&self) -> bool {
        self.vector.verify(&self.request).is_ok()
    }
}

/// The headers that a scheme shows its credential in and signs.
fn proving(scheme: &Scheme) -> Vec<&'static str> {
    let fields = match scheme {
        Scheme::Signature(signature) => {
            let signed = signature.template().single_parts().filter_map(|part| match part {
                Part::Field(at) | Part::OptionalField { at, .. } => Some(at),
                Part::ListedHeaders(list) => Some(Field::Header(list)),
                _ => None,
            });
            let time = signature.timestamp().map(|(at, _)| at);
            let required = signature.requirements().iter().filter_map(|required| match required {
                Requirement::Is(at, _) | Requirement::IsSetting(at, _) => Some(*at),
                _ => None,
            });
            std::iter::once(signature.place()).chain(signed).chain(time).chain(required).collect()
        }
        Scheme::Jwt(jwt) => {
            let time = jwt.time_header().map(|(name, _)| Field::Header(name));
            [jwt.place()].into_iter().chain(time).collect()
        }
        Scheme::HttpSignature(signature) => {
            let is_header = |name: &&&str| !name.starts_with(['@', '(']) && **name != "host";
            let covered = signature.covered().iter().filter(is_header);
            let names = covered.chain(
                (signature.form() == HttpSignatureForm::Rfc9421).then_some(&"signature-input"),
            );
            names.map(|name| Field::Header(name)).chain([signature.place()]).collect()
        }
        Scheme::Token(token) => match token.place() {
            TokenPlace::Field(at) | TokenPlace::EachItem(at) => vec![at],
            _ => vec![Field::Header("authorization")],
        },
        _ => Vec::new(),
    };
    let names = fields.into_iter().filter_map(|at| match at {
        Field::Header(name) => Some(name),
        _ => None,
    });
    names.collect()
}

/// Compares what the events of a batch say of themselves, where the vector names it.
fn all_the_same<'a>(
    what: &str,
    expected: impl Iterator<Item = &'a str>,
    found: impl Iterator<Item = &'a str>,
) -> Result<(), String> {
    let (expected, found): (Vec<_>, Vec<_>) = (expected.collect(), found.collect());
    (expected.is_empty() || expected == found)
        .then_some(())
        .ok_or_else(|| format!("{what} is {found:?}, not {expected:?}"))
}

fn same(what: &str, expected: Option<&str>, found: Option<&str>) -> Result<(), String> {
    (expected.is_none() || expected == found)
        .then_some(())
        .ok_or_else(|| format!("{what} is {found:?}, not {expected:?}"))
}

/// Copies of `bytes` with the lowest bit of one byte changed, and where.
fn one_changed_bit(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    let places: BTreeSet<_> =
        (1..=PLACES).map(|nth| (bytes.len() * nth / PLACES).saturating_sub(1)).collect();
    places.into_iter().filter(|_| !bytes.is_empty()).map(|at| {
        let mut changed = bytes.to_vec();
        changed[at] ^= 1;
        (at, changed)
    })
}

fn vectors_of(provider: &'static Provider) -> Vec<Vector> {
    let folder = root().join(provider.name());
    entries(&folder).iter().map(|path| Vector::read(provider, path)).collect()
}

fn all() -> Vec<Vector> {
    providers::ALL.iter().flat_map(vectors_of).collect()
}

fn accepted_by(provider: &'static Provider) -> Vec<Vector> {
    let mut vectors = vectors_of(provider);
    vectors.retain(|vector| vector.expect() == "accept" && !vector.is_handshake());
    vectors
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.unwrap().path()).collect()
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_str().unwrap().to_owned()
}

const PLACES: usize = 12;
