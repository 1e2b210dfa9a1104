//! Servers with a certificate of an own authority.

use std::{sync::Arc, time::SystemTime};

use hookport::{
    Delivery, DeliveryParts, Outcome, Trust,
    destinations::{DeliveryAttempt, Destination, ForwardTo, MailServer, MailTo, TextTemplate},
};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

const ROOT: &[u8] = include_bytes!("tls/root.pem");

/// Starts a server that writes `greeting`, if it has one, and answers each thing that it reads.
async fn server(greeting: &'static str, answer: fn(&str) -> &'static str) -> u16 {
    let chain = vec![CertificateDer::from_pem_slice(include_bytes!("tls/localhost.pem")).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/localhost.key.pem")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let (acceptor, listener) =
        (TlsAcceptor::from(Arc::new(config)), TcpListener::bind("127.0.0.1:0").await.unwrap());
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            stream.write_all(greeting.as_bytes()).await.unwrap();
            let mut read = [0; 4096];
            while let Ok(length @ 1..) = stream.read(&mut read).await {
                let text = String::from_utf8_lossy(&read[..length]).into_owned();
                stream.write_all(answer(&text).as_bytes()).await.unwrap();
            }
        }
    });
    port
}

async fn outcome(destination: impl Destination) -> String {
    let request = http::Request::post("/shop").body("{}".into()).unwrap();
    let parts = DeliveryParts::new("acme", Trust::Signed, SystemTime::UNIX_EPOCH, request);
    let delivery = Delivery::from_parts(parts, http::Extensions::new());
    match destination.deliver(&delivery, &DeliveryAttempt::new("shop", "app")).await {
        Outcome::Done => "done".to_owned(),
        Outcome::Retry { error, .. } => format!("retry: {}", error.unwrap()),
        Outcome::DeadLetter { reason } => format!("dead: {reason}"),
    }
}

#[tokio::test]
async fn a_server_whose_authority_is_trusted_is_forwarded_to_and_no_other_one() {
    let port = server("", |_| "HTTP/1.1 204 Fine\r\n\r\n").await;
    let forward = || ForwardTo::new(format!("https://localhost:{port}/"));

    assert_eq!(outcome(forward().trusting(ROOT).build().unwrap()).await, "done");
    let unknown = outcome(forward().build().unwrap()).await;
    assert!(unknown.starts_with("retry: ") && unknown.contains("certificate"), "{unknown}");
}

#[tokio::test]
async fn a_mail_server_whose_authority_is_trusted_gets_mails_and_no_other_one() {
    let port = server("220 sink\r\n", |line| match line {
        "DATA\r\n" => "354 go on\r\n",
        _ => "250 fine\r\n",
    })
    .await;
    let mail = |server: MailServer| {
        let [from, to] = ["hooks@shop.example", "orders@shop.example"]
            .map(|text| TextTemplate::parse(text).unwrap());
        let text = TextTemplate::parse("short").unwrap();
        MailTo::new(server.port(port), from, to).text(text).build().unwrap()
    };

    assert_eq!(outcome(mail(MailServer::tls("localhost").trusting(ROOT))).await, "done");
    let unknown = outcome(mail(MailServer::tls("localhost"))).await;
    assert!(unknown.starts_with("retry: "), "{unknown}");
}
