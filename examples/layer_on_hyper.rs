//! The check alone, before a service of your own on plain hyper: no axum, no router, no event enum.
//!
//! `cargo run --example layer_on_hyper` delivers to itself. To listen on 127.0.0.1:8080:
//! `GITLAB_SECRET_TOKEN=… cargo run --example layer_on_hyper -- --serve`
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{convert::Infallible, env, error::Error};

use bytes::Bytes;
use hookport::{
    ReceiveLayer, Secret, Verified, providers,
    testing::{Signer, deliver},
};
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::net::TcpListener;
use tower::{Layer, service_fn};

// To copy from here.

/// Behind the layer a request is what it was before, with a `Verified` among its extensions.
async fn receive(request: Request<Full<Bytes>>) -> Result<Response<Full<Bytes>>, Infallible> {
    let mut response = Response::new(Full::default());
    // Without the layer there is none, and nothing is taken unproved.
    let Some(verified) = request.extensions().get::<Verified>() else {
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        return Ok(response);
    };
    println!(
        "  receive: {} bytes, proved by a {}",
        verified.body().len(),
        verified.trust().as_str()
    );
    Ok(response)
}

fn door(secret: Secret) -> ReceiveLayer {
    ReceiveLayer::new(providers::GITLAB.secret(secret))
        .body_limit(256 * 1024)
        .on_refusal(|refusal| println!("  refused: {}", refusal.error()))
}

async fn serve(listener: TcpListener, door: ReceiveLayer) -> std::io::Result<()> {
    let service = TowerToHyperService::new(door.layer(service_fn(receive)));
    loop {
        let (stream, _) = listener.accept().await?;
        let mut server = http1::Builder::new();
        let connection =
            server.timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service.clone());
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                println!("  connection: {error}");
            }
        });
    }
}

// To here. The rest runs it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if env::args().any(|argument| argument == "--serve") {
        let door = door(Secret::from_env("GITLAB_SECRET_TOKEN")?);
        let listener = TcpListener::bind("127.0.0.1:8080").await?;
        println!("listening on http://127.0.0.1:8080");
        return Ok(serve(listener, door).await?);
    }
    let service = door("made-up".into()).layer(service_fn(receive));
    let gitlab = |secret| Signer::new(providers::GITLAB, secret).event("Push Hook");
    let body = r#"{"object_kind":"push"}"#;

    let mut anonymous = gitlab("made-up").sign(body)?;
    anonymous.headers_mut().remove("x-gitlab-token");
    for (what, request) in [
        ("genuine", gitlab("made-up").sign(body)?),
        ("with a guessed token", gitlab("guessed").sign(body)?),
        ("without a token", anonymous),
        ("too long", gitlab("made-up").sign(vec![b' '; 256 * 1024 + 1])?),
    ] {
        println!("{what}");
        println!("  GitLab gets {}", deliver(&service, request).await.status());
    }
    Ok(())
}
