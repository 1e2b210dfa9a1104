//! A console that is reached by TLS, without a public URL.

use hookport::Receiver;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{api::with_console, kit::FULL};
use crate::{
    kit::soon,
    receiver::{
        over_tcp::Serving,
        tls::{Files, over_tls},
    },
};

#[tokio::test]
async fn the_cookie_is_sent_by_tls_alone_if_the_receiver_itself_speaks_it() {
    let files = Files::with("old.cert.pem", "old.key.pem");
    let receiver = with_console(Receiver::open("memory:").await.unwrap());
    let serving = Serving::start(receiver.tls(files.tls().unwrap())).await;
    let mut connection = over_tls(serving.connect().await, &[b"http/1.1"]).await;
    let form = format!("token={FULL}&next=/");

    let request = format!(
        "POST /console/log-in HTTP/1.1\r\nhost: shop.example\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        form.len(),
    );
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    soon(connection.read_to_string(&mut answer)).await.unwrap();

    let cookie = answer.lines().find(|line| line.starts_with("set-cookie: ")).unwrap();
    assert!(cookie.ends_with("; SameSite=Strict; Secure"), "{cookie}");
    serving.stop().await;
}
