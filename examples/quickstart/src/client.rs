//! One request over real HTTP, as a sender makes it.

use std::{error::Error, time::Duration};

use bytes::Bytes;
use http::{Request, Response};
use ureq::Agent;

/// Sends it over a connection of its own, and reads the whole answer.
pub(crate) async fn send(request: Request<Bytes>) -> Result<Response<Bytes>, Box<dyn Error>> {
    let sending = tokio::task::spawn_blocking(move || {
        let agent: Agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(10)))
            .build()
            .into();
        let (head, body) = request.into_parts();
        let answer = agent.run(Request::from_parts(head, &body[..]))?;
        let (head, mut body) = answer.into_parts();
        Ok::<_, ureq::Error>(Response::from_parts(head, body.read_to_vec()?.into()))
    });
    Ok(sending.await??)
}
