//! Clients whose requests are made to cost as much work as they can.

use std::{net::SocketAddr, time::Duration};

use bytes::Bytes;
use hookport::{providers, testing::Signer};
use http::Request;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::sleep,
};

use crate::{
    acme::forged,
    genuine::deliver,
    http1::written_out,
    process::{Attacked, attack},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forms_of_400_000_fields_leave_genuine_deliveries_unharmed() {
    let signer = Signer::new(providers::TWILIO, "guessed").url("http://a/twilio");
    let mut form: Request<Bytes> = signer.sign("a=1").unwrap();
    let fields: Vec<String> = (0..400_000).map(|n| format!("{n:05x}")).collect();
    *form.body_mut() = fields.join("&").into();
    hold_out("8 clients with forms of 400,000 fields", &form).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_forged_bodies_leave_genuine_deliveries_unharmed() {
    let request = forged(format!("\"{}\"", "a".repeat(2_000_000)));
    hold_out("8 clients with forged bodies of 2 MB", &request).await;
}

#[expect(clippy::print_stdout, reason = "the figures are for docs/security.md")]
async fn hold_out(attackers: &str, request: &Request<Bytes>) {
    let folder = tempfile::tempdir().unwrap();
    let attacked = Attacked::start(folder.path()).await;
    let address = attacked.address;
    let request: &'static [u8] = written_out(request).leak();
    attack(8, move |_| send_on(address, request));
    sleep(Duration::from_secs(1)).await;

    let fared = deliver(address, Duration::from_secs(5)).await;

    println!("{attackers}: {fared}; {} MiB at most", attacked.memory_at_most());
    fared.assert_unharmed();
    attacked.assert_bounded_memory();
}

/// Sends a request, waits for its answer, and sends the next one.
async fn send_on(address: SocketAddr, request: &[u8]) {
    loop {
        if let Ok(mut stream) = TcpStream::connect(address).await
            && stream.write_all(request).await.is_ok()
        {
            let answered = stream.read(&mut [0; 12]).await;
            drop(answered);
        }
    }
}
