//! Every built-in provider, put to requests that its sender's own SDK has judged.
//!
//! A vector is a file `tests/vectors/<provider>/<claim-in-words>.http` (the format is that of
//! [`hookport::http_file`]) with these notes:
//!
//! - `expect`: `accept` or `reject`; a reject has its `reason`
//! - `secret`: what a user pastes, repeated where several are configured
//! - `now`: the unix time at which the request comes in
//! - `event`, `id`, `sent-at`: what an accepted request says of itself, where its sender says it
//! - `trust`: `token` or `signed_in_part` where the body is not covered; without this note it is `signed`
//! - `oracle` or `source`: who judged it or published it. Without either, it was made for this suite

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use hookport::{Provider, Secret, Verdict, Verified, event::facts, http_file::HttpFile, providers};
use http::{HeaderMap, HeaderValue, Uri};

/// Makes the tests of each folder.
macro_rules! folders {
    ($($folder:ident),* $(,)?) => {
        const FOLDERS: &[&str] = &[$(stringify!($folder)),*];

        mod every_vector_is_judged_as_its_sender_would {
            $(#[test] fn $folder() { super::judge(stringify!($folder)); })*
        }

        mod event_and_id_lie_where_the_provider_says {
            $(#[test] fn $folder() { super::find_facts(stringify!($folder)); })*
        }

        mod one_changed_bit_is_refused {
            $(#[test] fn $folder() { super::tamper(stringify!($folder)); })*
        }
    };
}

folders! {
    cargoson,
    cassa_in_cloud,
    cronofy,
    discord,
    easypost,
    github,
    gitlab,
    mercado_pago,
    meta,
    orb,
    rabbot,
    routal,
    shopify,
    shopify_events,
    slack,
    square,
    standard_webhooks,
    stripe,
    svix,
    telegram,
    twilio,
    twilio_shared_key,
    twitch,
    workos,
    xero,
    zonos,
    zoom,
}

#[test]
fn every_folder_has_its_tests() {
    let on_disk: BTreeSet<_> =
        entries(&root()).iter().filter(|path| path.is_dir()).map(|path| stem(path)).collect();
    let tested: BTreeSet<_> = FOLDERS.iter().map(|test| folder_of(test)).collect();

    assert_eq!(on_disk, tested);
}

#[test]
fn every_provider_has_an_accepted_and_a_refused_vector() {
    for provider in providers::ALL {
        let vectors = vectors_of(provider.name());
        for expected in ["accept", "reject"] {
            assert!(
                vectors.iter().any(|vector| vector.expect() == expected),
                "{} {expected}",
                provider.name()
            );
        }
    }
}

fn judge(test: &str) {
    none_wrong(vectors_of(&folder_of(test)).iter().filter_map(|vector| {
        let why = vector.judge().err()?;
        Some(format!("{}: {why}", vector.name))
    }));
}

fn find_facts(test: &str) {
    none_wrong(accepted_in(test).iter().filter_map(|vector| {
        let why = vector.compare_facts().err()?;
        Some(format!("{}: {why}", vector.name))
    }));
}

fn tamper(test: &str) {
    let vectors = accepted_in(test);
    let changed: Vec<_> = vectors.iter().flat_map(Vector::with_one_changed_bit).collect();
    assert!(!changed.is_empty(), "nothing was changed");
    let passed = changed.iter().filter(|changed| changed.vector.verify(&changed.request).is_ok());
    none_wrong(
        passed.map(|changed| {
            format!("{}: accepted with a changed {}", changed.vector.name, changed.at)
        }),
    );
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

    /// Returns the provider's decision on `request`; a secret that no receiver starts with refuses it too.
    fn verify(&self, request: &HttpFile) -> Result<Verdict, String> {
        let source = self.provider.secrets(self.file.notes("secret").map(Secret::new));
        let verifier =
            source.public_url(&*self.origin).verifier().map_err(|error| error.to_string())?;
        verifier.verify(&request.received(), self.now()).map_err(|error| error.to_string())
    }

    fn judge(&self) -> Result<(), String> {
        match (self.expect(), self.verify(&self.file)) {
            ("accept", Ok(Verdict::Delivery(verified))) => self.compare(&verified),
            ("accept", Ok(Verdict::Handshake(_))) | ("reject", Err(_)) => Ok(()),
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

    fn compare_facts(&self) -> Result<(), String> {
        let names = self.provider.event_name();
        let ids = self.provider.delivery_id();
        let form = self.provider.json_form_field();
        let facts = facts(&self.file.received(), names, ids, form).map_err(|e| e.to_string())?;
        same("event", self.file.note("event"), facts.name.as_deref())?;
        same("id", self.file.note("id"), facts.delivery_id.as_deref())
    }

    /// This request with one bit of what is covered changed, at places spread over all of it.
    fn with_one_changed_bit(&self) -> Vec<Changed<'_>> {
        let changed = match self.trust() {
            "token" => [self.changed_headers(TOKENS), self.changed_paths()],
            "signed_in_part" => [self.changed_headers(SIGNATURES), Vec::new()],
            _ => [self.changed_headers(SIGNATURES), self.changed_bodies()],
        };
        changed.into_iter().flatten().collect()
    }

    fn changed(&self, at: String, change: impl FnOnce(&mut HttpFile)) -> Changed<'_> {
        let mut request = self.file.clone();
        change(&mut request);
        Changed { vector: self, at, request }
    }

    fn changed_bodies(&self) -> Vec<Changed<'_>> {
        let changed = one_changed_bit(&self.file.body).map(|(at, body)| {
            self.changed(format!("body at {at}"), |file| file.body = body.into())
        });
        changed.collect()
    }

    fn changed_headers(&self, names: &[&'static str]) -> Vec<Changed<'_>> {
        let changed = names.iter().flat_map(|name| {
            let value = only_signature(&self.file.headers, name).unwrap_or_default();
            one_changed_bit(value).filter_map(move |(at, value)| {
                let value = HeaderValue::from_bytes(&value).ok()?;
                let change = |file: &mut HttpFile| drop(file.headers.insert(*name, value));
                Some(self.changed(format!("{name} at {at}"), change))
            })
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

/// A vector's request with one bit changed.
struct Changed<'a> {
    vector: &'a Vector,
    at: String,
    request: HttpFile,
}

fn same(what: &str, expected: Option<&str>, found: Option<&str>) -> Result<(), String> {
    (expected.is_none() || expected == found)
        .then_some(())
        .ok_or_else(|| format!("{what} is {found:?}, not {expected:?}"))
}

/// The header's value where it holds one signature: among several, one may be as wrong as it likes.
fn only_signature<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a [u8]> {
    let value = headers.get(name)?.to_str().ok()?;
    let entries = value.replace(", ", ",");
    let most = usize::from(name != "cronofy-hmac-sha256");
    let one =
        entries.matches(',').count() <= most && (!entries.contains(' ') || name == "authorization");
    one.then_some(value.as_bytes())
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

fn vectors_of(folder: &str) -> Vec<Vector> {
    let provider = providers::find(folder).unwrap_or_else(|| panic!("no provider `{folder}`"));
    entries(&root().join(folder)).iter().map(|path| Vector::read(provider, path)).collect()
}

fn accepted_in(test: &str) -> Vec<Vector> {
    let mut vectors = vectors_of(&folder_of(test));
    vectors.retain(|vector| vector.expect() == "accept");
    vectors
}

/// `standard-webhooks` for the test `standard_webhooks`.
fn folder_of(test: &str) -> String {
    test.replace('_', "-")
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

const SIGNATURES: &[&str] = &[
    "cronofy-hmac-sha256",
    "shopify-hmac-sha256",
    "stripe-signature",
    "svix-signature",
    "twitch-eventsub-message-signature",
    "webhook-signature",
    "workos-signature",
    "x-cn-signature",
    "x-hmac-signature",
    "x-hub-signature-256",
    "x-orb-signature",
    "x-signature",
    "x-shopify-hmac-sha256",
    "x-signature-ed25519",
    "x-slack-signature",
    "x-square-hmacsha256-signature",
    "x-twilio-signature",
    "x-xero-signature",
    "x-zm-signature",
];

const TOKENS: &[&str] = &["authorization", "x-gitlab-token", "x-telegram-bot-api-secret-token"];
