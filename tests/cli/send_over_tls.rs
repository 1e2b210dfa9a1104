//! `hookport send` to a server whose certificate is of a private authority.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::Arc,
    thread,
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use crate::terminal::{Run, file, hookport};

/// Starts a server that answers 204 over TLS until the test process ends; returns its port.
fn server() -> u16 {
    let pem = include_bytes!("../it/destinations/tls/localhost.pem");
    let key = include_bytes!("../it/destinations/tls/localhost.key.pem");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(pem).unwrap()],
            PrivateKeyDer::from_pem_slice(key).unwrap(),
        );
    let config = Arc::new(config.unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream.unwrap());
            // A client that trusts nobody here goes away.
            if stream.read(&mut [0; 4096]).is_ok_and(|read| read > 0) {
                let _ = stream.write_all(b"HTTP/1.1 204 Fine\r\nconnection: close\r\n\r\n");
            }
        }
    });
    port
}

fn send(port: u16, more: &[&str]) -> Run {
    let body = file(&format!("send-over-tls-{}.json", more.len()), "{}");
    let url = format!("https://localhost:{port}/");
    let args = ["send", "--provider", "gitlab", "--secret", "made-up", "--url", &url, &body];
    hookport(&[&args[..], more].concat())
}

#[test]
fn a_server_whose_authority_is_trusted_is_sent_to_and_no_other_one() {
    let port = server();
    let root = "tests/it/destinations/tls/root.pem";

    let trusted = send(port, &["--trusted-roots", root]);
    let unknown = send(port, &[]);
    let wrong = send(port, &["--trusted-roots", "Cargo.toml"]);

    assert_eq!(trusted.code, 0, "{trusted:?}");
    assert!(trusted.stdout.contains("1 × 204 No Content"), "{trusted:?}");
    assert_eq!(unknown.code, 1, "{unknown:?}");
    assert!(unknown.stdout.contains(&format!("1 × localhost:{port}: TLS failed")), "{unknown:?}");
    assert_eq!(wrong.code, 2, "{wrong:?}");
    assert!(wrong.stderr.contains("`Cargo.toml` has no certificate in PEM"), "{wrong:?}");
}
