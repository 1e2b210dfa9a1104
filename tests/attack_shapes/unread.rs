//! Clients that ask and ask, and never read an answer.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::AsyncWriteExt,
    net::{TcpSocket, TcpStream},
    time::{sleep, timeout},
};

use crate::{
    genuine::deliver,
    process::{Attacked, attack, with_many_files},
};

#[tokio::test]
async fn clients_that_never_read_leave_genuine_deliveries_unharmed() {
    with_many_files("unread::eleven_hundred_clients_that_never_read").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started by the test above, in a process that may have many files open"]
#[expect(clippy::print_stdout, reason = "the figures are for docs/security.md")]
async fn eleven_hundred_clients_that_never_read() {
    let folder = tempfile::tempdir().unwrap();
    let attacked = Attacked::start(folder.path()).await;
    let address = attacked.address;
    attack(1100, move |_| ask_and_never_read(address));

    let during = deliver(attacked.address, Duration::from_secs(4)).await;
    sleep(Duration::from_secs(1)).await;
    let after = deliver(attacked.address, Duration::from_secs(2)).await;

    println!("1,100 unread, while they ask: {during}; {} MiB", attacked.memory());
    println!("1,100 unread, silent: {after}; {} MiB", attacked.memory());
    for fared in [during, after] {
        fared.assert_unharmed();
    }
}

/// Pipelines requests until nothing more goes through, then stays.
async fn ask_and_never_read(address: SocketAddr) {
    let Ok(mut stream) = connect(address).await else { return };
    let requests = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n".repeat(200);
    while let Ok(Ok(())) = timeout(Duration::from_secs(1), stream.write_all(&requests)).await {}
    std::future::pending::<()>().await;
}

async fn connect(address: SocketAddr) -> std::io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.set_recv_buffer_size(2048)?;
    socket.connect(address).await
}
