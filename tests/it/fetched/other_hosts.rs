//! No request makes a connection to a host that its sender does not have: every built-in sender that
//! publishes keys, and a server that counts.

use std::{convert::Infallible, fs, net::SocketAddr, path::PathBuf};

use bytes::Bytes;
use data_encoding::BASE64URL_NOPAD;
use hookport::{
    Field, KeySource, Provider, ReceiveLayer, Source,
    http_file::HttpFile,
    providers,
    scheme::{KeyLocation, Scheme},
    testing::{HandClock, deliver},
};
use http::{HeaderValue, Request, Response};
use http_body_util::Full;
use serde_json::{Value, json};
use tower::{Layer, service_fn};

use super::key_server::KeyServer;

#[tokio::test]
async fn a_url_in_a_request_leads_to_no_other_host() {
    let mut tried = 0;
    for genuine in genuine().iter().filter(|genuine| genuine.names_its_url()) {
        let (own, evil) = (KeyServer::start().await, KeyServer::start().await);
        for url in hostile(&genuine.host, &genuine.path) {
            let forged = genuine.with(&genuine.url(), &url);
            let status = genuine.deliver(forged, own.address, evil.address).await;
            let connections = (own.connections(), evil.connections());
            assert_eq!((status, connections), (401, (0, 0)), "{}: {url}", genuine.name());
            tried += 1;
        }
        let request = genuine.with("", "");
        assert_eq!(genuine.deliver(request, own.address, evil.address).await, 503);
        assert_eq!((own.connections(), evil.connections()), (1, 0), "{}", genuine.name());
    }
    assert!(tried > 100, "{tried}");
}

#[tokio::test]
async fn a_key_that_a_token_names_leads_to_no_other_host() {
    let mut tried = 0;
    for genuine in genuine().iter().filter(|genuine| genuine.token().is_some()) {
        let (own, evil) = (KeyServer::start().await, KeyServer::start().await);
        for url in hostile(&genuine.host, &genuine.path) {
            for member in ["jku", "x5u", "kid", "iss"] {
                let forged = genuine.with_key(member, &url);
                genuine.deliver(forged, own.address, evil.address).await;
                assert_eq!(evil.connections(), 0, "{}: {member} {url}", genuine.name());
                tried += 1;
            }
        }
        assert!(own.connections() > 0, "{}: its own host is asked", genuine.name());
    }
    assert!(tried > 100, "{tried}");
}

#[tokio::test]
async fn a_key_id_that_is_a_url_leads_to_no_other_host() {
    let all = genuine();
    let named = all.iter().filter(|it| !it.names_its_url());
    let named: Vec<_> = named.filter_map(|it| Some((it, it.header_with_key_id()?))).collect();
    assert!(!named.is_empty());
    for (genuine, header) in named {
        let (own, evil) = (KeyServer::start().await, KeyServer::start().await);
        for url in hostile(&genuine.host, &genuine.path) {
            let mut forged = genuine.with("", "");
            let url = HeaderValue::from_bytes(url.as_bytes()).unwrap();
            forged.headers_mut().insert(header, url);
            genuine.deliver(forged, own.address, evil.address).await;
            assert_eq!(evil.connections(), 0, "{}", genuine.name());
        }
        assert!(own.connections() > 0, "{}: its own host is asked", genuine.name());
    }
}

#[test]
fn every_sender_that_publishes_keys_is_attacked() {
    let attacked = genuine();
    let is_attacked = |it: &&Genuine| {
        it.names_its_url() || it.token().is_some() || it.header_with_key_id().is_some()
    };
    let attacked = |provider: &Provider| {
        let mut names = attacked.iter().filter(is_attacked);
        names.any(|it| it.name() == provider.name())
    };
    for provider in providers::ALL.iter().filter(|provider| publishes(provider)) {
        assert!(attacked(provider), "{}", provider.name());
    }
}

/// The URLs of a forger who knows the genuine one.
pub(super) fn hostile(host: &str, path: &str) -> Vec<String> {
    let hosts = hosts(host).into_iter().map(|host| format!("https://{host}{path}"));
    let others = [
        format!("http://{host}{path}"),
        format!("//{host}{path}"),
        format!("https:/{host}{path}"),
        format!("https://{host}/x/..{path}"),
        format!("https://{host}{path}?"),
        format!("https://{host}{path}#"),
        format!("https://{host}{path}/"),
        format!("https://evil.example/?{host}{path}"),
        format!("https://evil.example/{host}{path}"),
        format!(" https://{host}{path}"),
    ];
    hosts.chain(others).collect()
}

/// The hosts in these URLs, with user and port.
pub(super) fn hosts(host: &str) -> Vec<String> {
    [
        "evil.example".into(),
        format!("{host}.evil.example"),
        format!("evil{host}"),
        format!("evil.{host}"),
        format!("{host}@evil.example"),
        format!("{host}:443@evil.example"),
        format!("evil.example@{host}"),
        format!("user:password@{host}"),
        format!("{host}:8443"),
        format!("{host}:0443"),
        format!("{host}."),
        host.to_uppercase(),
        format!("{host}\\@evil.example"),
        format!("evil.example\\.{host}"),
        format!("evil.example#@{host}"),
        format!("evil.example?.{host}"),
        host.replace('.', "\u{3002}"),
        host.replace('a', "\u{430}"),
        host.replace('s', "\u{17f}"),
        host.replacen('.', "%2e", 1),
        format!("xn--{host}"),
        format!("{host}\u{ad}"),
        "localhost".into(),
        "127.0.0.1".into(),
        "127.1".into(),
        "2130706433".into(),
        "0x7f.0.0.1".into(),
        "0177.0.0.1".into(),
        "169.254.169.254".into(),
        "[::1]".into(),
        "[::]".into(),
        "[::ffff:127.0.0.1]".into(),
        "[fe80::1%25lo]".into(),
        "[64:ff9b::7f00:1]".into(),
    ]
    .into()
}

/// A request that its sender has signed, and the URL of the key.
struct Genuine {
    provider: &'static Provider,
    file: HttpFile,
    host: String,
    path: String,
}

impl Genuine {
    fn name(&self) -> &'static str {
        self.provider.name()
    }

    fn url(&self) -> String {
        format!("https://{}{}", self.host, self.path)
    }

    /// Returns whether the request says where its key is.
    fn names_its_url(&self) -> bool {
        let body = String::from_utf8_lossy(&self.file.body).contains(&self.url());
        body || self.texts().any(|text| text == self.url())
    }

    /// Returns the header in which the request names its key.
    fn header_with_key_id(&self) -> Option<&'static str> {
        self.provider.schemes().iter().find_map(|scheme| match scheme {
            Scheme::Signature(signature) => match signature.key_id()? {
                Field::Header(name) => Some(name),
                _ => None,
            },
            _ => None,
        })
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.file.headers.values().filter_map(|value| value.to_str().ok())
    }

    /// Returns the header of the token that the request shows.
    fn token(&self) -> Option<String> {
        let body = String::from_utf8_lossy(&self.file.body).into_owned();
        let texts = self.texts().map(ToOwned::to_owned).chain([body]);
        texts.into_iter().find_map(|text| {
            let start = &text[text.find("eyJ")?..];
            let header = start.split_once('.')?.0;
            let bytes = BASE64URL_NOPAD.decode(header.as_bytes()).ok()?;
            serde_json::from_slice::<Value>(&bytes).ok().map(|_| header.to_owned())
        })
    }

    /// Returns the request with another member in the header of its token.
    fn with_key(&self, member: &str, value: &str) -> Request<Bytes> {
        let header = self.token().unwrap();
        let bytes = BASE64URL_NOPAD.decode(header.as_bytes()).unwrap();
        let mut changed: Value = serde_json::from_slice(&bytes).unwrap();
        changed[member] = json!(value);
        self.with(&header, &BASE64URL_NOPAD.encode(changed.to_string().as_bytes()))
    }

    /// Returns the request with one text in place of another.
    fn with(&self, text: &str, other: &str) -> Request<Bytes> {
        let mut request = Request::new(self.file.body.clone());
        *request.method_mut() = self.file.method.clone();
        *request.uri_mut() = self.file.uri.path_and_query().unwrap().as_str().parse().unwrap();
        *request.headers_mut() = self.file.headers.clone();
        if text.is_empty() {
            return request;
        }
        for value in request.headers_mut().values_mut() {
            let changed = value.to_str().unwrap_or_default().replace(text, other);
            *value = HeaderValue::from_bytes(changed.as_bytes()).unwrap();
        }
        let body = String::from_utf8_lossy(&self.file.body).replace(text, &escaped(other));
        *request.body_mut() = body.into();
        request
    }

    /// Delivers a request. The sender's own host is found at one address, and those of the forger at the
    /// other one.
    async fn deliver(&self, request: Request<Bytes>, own: SocketAddr, evil: SocketAddr) -> u16 {
        let keys = key_source(&self.host, own, evil);
        let now = self.file.note("now").unwrap().parse().unwrap();
        let layer = ReceiveLayer::new(self.source()).key_source(keys).clock(HandClock::new(now));
        let inner =
            service_fn(async |_| Ok::<_, Infallible>(Response::new(Full::<Bytes>::default())));
        deliver(&layer.layer(inner), request).await.status().as_u16()
    }

    fn source(&self) -> Source {
        let uri = &self.file.uri;
        let origin = format!("{}://{}", uri.scheme_str().unwrap(), uri.authority().unwrap());
        let source = self.provider.source().public_url(origin);
        let settings = self.file.notes("setting").map(|text| text.split_once('=').unwrap());
        settings.fold(source, |source, (name, value)| source.setting(name, value))
    }
}

/// Returns a source that finds a host at one address, and all others of a forger at another one.
pub(super) fn key_source(host: &str, own: SocketAddr, evil: SocketAddr) -> KeySource {
    let mut keys = KeySource::builder().connecting(host, own);
    for other in hosts(host) {
        let bare = other.rsplit('@').next().unwrap().trim_matches(['[', ']']);
        let without_port = bare.split(":8").next().unwrap();
        for text in [other.as_str(), bare, without_port].iter().filter(|it| **it != host) {
            keys = keys.connecting(*text, evil);
        }
    }
    keys.build()
}

fn escaped(text: &str) -> String {
    let quoted = json!(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// Returns whether keys of a sender are fetched.
fn publishes(provider: &Provider) -> bool {
    let location = |scheme: &Scheme| match scheme {
        Scheme::Signature(signature) => signature.key_location(),
        Scheme::Jwt(jwt) => jwt.key_location(),
        Scheme::HttpSignature(signature) => signature.key_location(),
        _ => None,
    };
    let mut locations = provider.schemes().iter().filter_map(location);
    locations.any(|location| !matches!(location, KeyLocation::InToken { .. }))
}

/// Returns an accepted vector of each sender that publishes keys.
fn genuine() -> Vec<Genuine> {
    let senders = providers::ALL.iter().filter(|provider| publishes(provider));
    senders.filter_map(read).collect()
}

fn read(provider: &'static Provider) -> Option<Genuine> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut paths: Vec<_> =
        fs::read_dir(folder.join(provider.name())).ok()?.map(|it| it.unwrap().path()).collect();
    paths.sort();
    let files = paths.iter().map(|path| HttpFile::parse(&fs::read(path).unwrap()).unwrap());
    let mut accepted = files.filter(|file| file.note("expect") == Some("accept"));
    accepted.find_map(|file| {
        let url = file.note("fetched")?.split_once(' ')?.0.strip_prefix("https://")?.to_owned();
        let (host, path) = url.split_at(url.find('/')?);
        Some(Genuine { provider, host: host.to_owned(), path: path.to_owned(), file })
    })
}
