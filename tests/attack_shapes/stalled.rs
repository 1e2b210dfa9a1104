//! Clients who send nearly all of a long body, and then nothing more.

use std::{net::SocketAddr, time::Duration};

use tokio::{io::AsyncWriteExt, net::TcpStream, time::sleep};

use crate::{
    acme::forged,
    genuine::deliver,
    http1::written_out,
    process::{Attacked, attack, with_many_files},
};

#[tokio::test]
async fn long_bodies_that_stall_do_not_fill_the_memory() {
    with_many_files("stalled::two_thousand_bodies_of_two_megabytes").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started by the test above, in a process that may have many files open"]
#[expect(clippy::print_stdout, reason = "the figures are for docs/security.md")]
async fn two_thousand_bodies_of_two_megabytes() {
    let folder = tempfile::tempdir().unwrap();
    let attacked = Attacked::start(folder.path()).await;
    let address = attacked.address;
    let mut request = written_out(&forged("x".repeat(2_000_000)));
    request.pop();
    let request: &'static [u8] = request.leak();
    attack(2000, move |number| stall(address, request, number));

    let fared = deliver(address, Duration::from_secs(8)).await;

    let (now, peak) = (attacked.memory(), attacked.memory_at_most());
    println!("2,000 stalled bodies of 2 MB: {fared}; {now} MiB, {peak} MiB at most");
    fared.assert_unharmed();
    attacked.assert_bounded_memory();
}

async fn stall(address: SocketAddr, request: &[u8], number: usize) {
    sleep(Duration::from_millis(number as u64)).await;
    let Ok(mut stream) = TcpStream::connect(address).await else { return };
    if stream.write_all(request).await.is_ok() {
        std::future::pending::<()>().await;
    }
}
