//! TLS by certificate files.

use std::{fs, path::Path, sync::Arc, time::Duration};

use bytes::Bytes;
use hookport::{
    Receiver,
    receiver::{Tls, TlsError},
    stores::MemoryStore,
};
use http::{Request, StatusCode};
use http_body_util::Full;
use hyper::client::conn::http2::handshake;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use super::{
    kit::shop,
    over_tcp::{Serving, exchange, get, status},
    watched::Watched,
};
use crate::kit::{Log, paid, signed, soon, written_out};

const FILES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/receiver/tls_files");

/// A folder with a certificate and its key, which a test can change.
pub(crate) struct Files(TempDir);

impl Files {
    pub(crate) fn with(certificate: &str, key: &str) -> Self {
        let files = Self(tempfile::tempdir().unwrap());
        files.put(certificate, "cert.pem");
        files.put(key, "key.pem");
        files
    }

    /// Puts one of the files of this test into the folder.
    fn put(&self, file: &str, name: &str) {
        fs::copy(Path::new(FILES).join(file), self.0.path().join(name)).unwrap();
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).unwrap();
    }

    pub(crate) fn tls(&self) -> Result<Tls, TlsError> {
        Tls::from_files(self.0.path().join("cert.pem"), self.0.path().join("key.pem"))
    }

    /// Returns what is wrong with the files, without the folder.
    fn problem(&self) -> String {
        let folder = format!("{}/", self.0.path().display());
        self.tls().unwrap_err().to_string().replace(&folder, "")
    }
}

fn receiver() -> Receiver {
    Receiver::new(Arc::new(MemoryStore::default())).endpoint("/shop", shop(&Log::default()))
}

async fn serving(files: &Files) -> (Serving, Tls) {
    let tls = files.tls().unwrap();
    (Serving::start(receiver().tls(tls.clone())).await, tls)
}

pub(crate) async fn over_tls(stream: TcpStream, protocols: &[&[u8]]) -> TlsStream<TcpStream> {
    let mut roots = RootCertStore::empty();
    let root = CertificateDer::from_pem_file(Path::new(FILES).join("root.pem")).unwrap();
    roots.add(root).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    let connector = TlsConnector::from(Arc::new(config));
    soon(connector.connect("shop.example".try_into().unwrap(), stream)).await.unwrap()
}

async fn connected(serving: &Serving) -> TlsStream<TcpStream> {
    over_tls(serving.connect().await, &[]).await
}

/// The certificate that a server shows.
fn shown(stream: &TlsStream<TcpStream>) -> Vec<u8> {
    stream.get_ref().1.peer_certificates().unwrap()[0].to_vec()
}

fn certificate(file: &str) -> Vec<u8> {
    CertificateDer::from_pem_file(Path::new(FILES).join(file)).unwrap().to_vec()
}

#[tokio::test]
async fn deliveries_are_taken_over_tls_and_a_connection_is_used_again() {
    let (serving, _) = serving(&Files::with("old.cert.pem", "old.key.pem")).await;
    let mut connection = connected(&serving).await;

    for order in 1..=3 {
        let request = written_out(&signed(paid(&format!("d{order}"), order)));
        assert_eq!(exchange(&mut connection, &request).await, "204");
    }
    assert_eq!(shown(&connection), certificate("old.cert.pem"));
    serving.stop().await;
}

#[tokio::test]
async fn a_body_that_is_refused_early_is_read_to_its_end_over_tls_too() {
    let (serving, _) = serving(&Files::with("old.cert.pem", "old.key.pem")).await;
    let mut connection = connected(&serving).await;

    let mut request = written_out(&Request::post("/shop").body(Bytes::new()).unwrap());
    request.truncate(request.len() - "content-length: 0\r\n\r\n".len());
    request.extend(b"content-length: 8000000\r\n\r\n");
    request.resize(request.len() + 8_000_000, b' ');
    connection.write_all(&request).await.unwrap();

    assert_eq!(status(&mut connection).await, "413");
    let mut rest = Vec::new();
    assert!(soon(connection.read_to_end(&mut rest)).await.is_ok(), "the end is told");
}

#[cfg(feature = "http2")]
#[tokio::test]
async fn a_client_that_asks_for_http2_in_its_handshake_speaks_it() {
    let (serving, _) = serving(&Files::with("old.cert.pem", "old.key.pem")).await;
    let stream = over_tls(serving.connect().await, &[b"h2", b"http/1.1"]).await;
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let (mut client, connection) =
        handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);

    let (mut parts, body) = signed(paid("d1", 1)).into_parts();
    parts.uri = "https://shop.example/shop".parse().unwrap();
    let request = Request::from_parts(parts, Full::new(body));
    let answer = soon(client.send_request(request)).await.unwrap();

    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    let http1 = over_tls(serving.connect().await, &[b"http/1.1"]).await;
    assert_eq!(http1.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
}

#[tokio::test]
async fn new_files_are_shown_to_new_connections_and_open_ones_go_on() {
    let files = Files::with("old.cert.pem", "old.key.pem");
    let (serving, tls) = serving(&files).await;
    let mut open = connected(&serving).await;
    assert!(!tls.reload().unwrap(), "nothing has changed");

    files.put("new.cert.pem", "cert.pem");
    files.put("new.key.pem", "key.pem");
    assert!(tls.reload().unwrap());

    assert_eq!(shown(&connected(&serving).await), certificate("new.cert.pem"));
    assert_eq!(exchange(&mut open, &get("/livez")).await, "200");
}

#[tokio::test]
async fn changed_files_are_noticed_without_being_told() {
    let files = Files::with("old.cert.pem", "old.key.pem");
    let (serving, _tls) = serving(&files).await;

    files.put("new.cert.pem", "cert.pem");
    files.put("new.key.pem", "key.pem");

    let noticed = async {
        while shown(&connected(&serving).await) != certificate("new.cert.pem") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    soon(noticed).await;
}

#[tokio::test]
async fn a_bad_new_pair_changes_nothing() {
    let files = Files::with("old.cert.pem", "old.key.pem");
    let (serving, tls) = serving(&files).await;

    for (name, text) in [("key.pem", "no key"), ("cert.pem", "no certificate")] {
        files.write(name, text);
        assert!(tls.reload().is_err());
        assert_eq!(shown(&connected(&serving).await), certificate("old.cert.pem"));
    }
    files.put("new.cert.pem", "cert.pem");
    files.put("old.key.pem", "key.pem");
    assert!(tls.reload().is_err(), "the key does not belong to it");
    files.put("new.key.pem", "key.pem");
    assert!(tls.reload().unwrap());
}

#[test]
fn keys_of_all_forms_are_read() {
    for (certificate, key) in [
        ("old.cert.pem", "old.key.pem"),
        ("old.cert.pem", "old.sec1.pem"),
        ("rsa.cert.pem", "rsa.pkcs1.pem"),
    ] {
        let read = Files::with(certificate, key).tls();
        assert!(read.is_ok(), "{key}: {read:?}");
    }
}

#[test]
fn what_is_wrong_with_a_file_is_told() {
    let problem = |certificate: &str, key: &str| Files::with(certificate, key).problem();
    assert_eq!(problem("old.key.pem", "old.key.pem"), "`cert.pem` has no certificate in it");
    let encrypted = problem("old.cert.pem", "old.encrypted.pem");
    assert!(encrypted.starts_with("`key.pem` has no private key in it"), "{encrypted}");
    assert_eq!(
        problem("old.cert.pem", "new.key.pem"),
        "`key.pem` has a key that does not belong to the certificate of `cert.pem`",
    );

    let files = Files::with("old.cert.pem", "old.key.pem");
    files.write("key.pem", "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n");
    assert_eq!(files.problem(), "`key.pem` is malformed: expected PEM");
    files.write("key.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assert!(files.problem().starts_with("`key.pem` has a private key that cannot be used"));
    files.write("key.pem", &" ".repeat(1024 * 1024 + 1));
    assert_eq!(files.problem(), "`key.pem` is longer than 1 MiB");
    fs::remove_file(files.0.path().join("key.pem")).unwrap();
    assert_eq!(files.problem(), "`key.pem` cannot be read");
    let error = files.tls().unwrap_err();
    assert!(std::error::Error::source(&error).is_some(), "the cause is told");
}

#[tokio::test]
async fn a_handshake_that_does_not_end_is_cut_off() {
    let files = Files::with("old.cert.pem", "old.key.pem");
    let quick = receiver().tls(files.tls().unwrap()).header_timeout(Duration::from_millis(50));
    let serving = Serving::start(quick).await;

    let mut silent = serving.connect().await;
    let mut half = serving.connect().await;
    half.write_all(&[22, 3, 1, 2, 0, 1]).await.unwrap();
    let mut plain = serving.connect().await;
    plain.write_all(&get("/livez")).await.unwrap();

    for stream in [&mut silent, &mut half, &mut plain] {
        let mut answer = Vec::new();
        let _ = soon(stream.read_to_end(&mut answer)).await;
        assert!(!answer.starts_with(b"HTTP"), "nothing is answered without TLS");
    }
}

#[tokio::test]
async fn a_client_that_is_amid_its_handshake_gives_its_place_to_others() {
    let files = Files::with("old.cert.pem", "old.key.pem");
    let serving = Serving::start(receiver().tls(files.tls().unwrap()).max_connections(2)).await;
    let mut silent = [serving.connect().await, serving.connect().await];
    silent[1].write_all(&[22, 3, 1, 2, 0, 1]).await.unwrap();

    for order in 1..=2 {
        let request = written_out(&signed(paid(&format!("d{order}"), order)));
        assert_eq!(exchange(&mut connected(&serving).await, &request).await, "204");
    }
    assert_eq!(soon(silent[0].read(&mut [0])).await.unwrap_or(0), 0, "it is closed");
}

#[tokio::test]
async fn a_client_that_reads_nothing_is_cut_off_over_tls_too() {
    let files = Files::with("old.cert.pem", "old.key.pem");
    let receiver = receiver().tls(files.tls().unwrap()).max_requests_per_connection(usize::MAX);
    let serving = Serving::start(receiver.write_timeout(Duration::from_millis(50))).await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(2048).unwrap();
    let stream = soon(socket.connect(serving.address)).await.unwrap();
    let mut client = over_tls(stream, &[]).await;

    let requests = get("/livez").repeat(200);
    soon(async { while client.write_all(&requests).await.is_ok() {} }).await;
}

#[tokio::test]
async fn at_shutdown_an_open_request_is_answered_over_tls_and_an_idle_connection_is_closed() {
    let files = Files::with("old.cert.pem", "old.key.pem");
    let store = Watched::waiting();
    let receiver = Receiver::new(store.clone()).endpoint("/shop", shop(&Log::default()));
    let serving = Serving::start(receiver.tls(files.tls().unwrap())).await;
    let mut idle = connected(&serving).await;
    assert_eq!(exchange(&mut idle, &get("/livez")).await, "200");
    let _amid_handshake = serving.connect().await;
    let mut busy = connected(&serving).await;
    busy.write_all(&written_out(&signed(paid("d1", 1)))).await.unwrap();
    store.accepting().await;

    drop(serving.stop);
    assert_eq!(status(&mut idle).await, "", "it is closed");
    store.let_through(1);
    assert_eq!(status(&mut busy).await, "204");
    soon(serving.ended).await.unwrap().unwrap();
}
