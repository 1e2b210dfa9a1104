//! The answer to a sender, as a receiver would give it.

use bytes::Bytes;
use hookport::{HandshakeResponse, Provider};
use http::{Response, StatusCode};

use crate::verify::Judgement;

/// Returns the answer that a judgement leads to.
pub(super) fn of(provider: &Provider, judgement: &Judgement) -> Response<Bytes> {
    match judgement {
        Judgement::Accepted(_) => empty(provider.expected_status()),
        // As a receiver without a key source.
        Judgement::Answered(HandshakeResponse { confirm: Some(_), .. }) => {
            empty(StatusCode::UNAUTHORIZED)
        }
        Judgement::Answered(answer) => answered(answer),
        Judgement::Refused { reason: "method_not_allowed", .. } => {
            empty(StatusCode::METHOD_NOT_ALLOWED)
        }
        Judgement::Refused { .. } => empty(StatusCode::UNAUTHORIZED),
    }
}

/// Returns an answer without a body.
pub(super) fn empty(status: StatusCode) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::new());
    *answer.status_mut() = status;
    answer
}

fn answered(answer: &HandshakeResponse) -> Response<Bytes> {
    let mut response = Response::new(answer.body.clone());
    *response.status_mut() = answer.status;
    response.headers_mut().clone_from(&answer.headers);
    response
}
