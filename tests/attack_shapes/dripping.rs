//! Clients whose bodies come a byte at a time: forged, or with a wrong token in the path.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{sleep, timeout},
};

use crate::{
    acme::{forged, paid},
    genuine::deliver,
    http1::written_out,
    process::{Attacked, attack, with_many_files},
};

#[tokio::test]
async fn forged_bodies_that_drip_leave_genuine_deliveries_unharmed() {
    with_many_files("dripping::six_hundred_forged_bodies").await;
}

#[tokio::test]
async fn bodies_that_drip_behind_a_wrong_token_leave_genuine_deliveries_unharmed() {
    with_many_files("dripping::six_hundred_wrong_tokens").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started by a test above, in a process that may have many files open"]
async fn six_hundred_forged_bodies() {
    let mut head = written_out(&forged(paid("forged", 1) + &" ".repeat(10_000)));
    head.truncate(head.len() - 10_000);
    hold_out("600 forged, dripping", head).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started by a test above, in a process that may have many files open"]
async fn six_hundred_wrong_tokens() {
    let head = "POST /tokens/guessed HTTP/1.1\r\nhost: a\r\ncontent-length: 10000\r\n\r\n{";
    hold_out("600 with a wrong token in the path, dripping", head.as_bytes().to_vec()).await;
}

#[expect(clippy::print_stdout, reason = "the figures are for docs/security.md")]
async fn hold_out(attackers: &'static str, head: Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let attacked = Attacked::start(folder.path()).await;
    let address = attacked.address;
    attack(600, move |number| drip(address, head.clone(), number));
    sleep(Duration::from_secs(1)).await;

    let fared = deliver(address, Duration::from_secs(5)).await;

    println!("{attackers}: {fared}; {} MiB", attacked.memory());
    fared.assert_unharmed();
}

/// Starts a request and sends a byte of it ten times a second. Comes back a moment after it was
/// turned away.
async fn drip(address: SocketAddr, head: Vec<u8>, number: usize) {
    sleep(Duration::from_millis(number as u64)).await;
    loop {
        if let Ok(mut stream) = TcpStream::connect(address).await {
            let mut written = stream.write_all(&head).await;
            let mut answer = [0; 1];
            while written.is_ok() {
                match timeout(Duration::from_millis(100), stream.read(&mut answer)).await {
                    Ok(_) => break,
                    Err(_) => written = stream.write_all(b" ").await,
                }
            }
        }
        sleep(Duration::from_millis(500)).await;
    }
}
