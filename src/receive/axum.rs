//! [`Verified`] as an argument of an axum handler behind the layer.

use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use http::{StatusCode, request::Parts};

use crate::Verified;

/// Takes what [`ReceiveLayer`](crate::ReceiveLayer) has proved.
///
/// ```
/// use axum::{Router, routing::post};
/// use hookport::{ReceiveLayer, Secret, Verified, providers};
///
/// async fn on_delivery(verified: Verified) -> String {
///     format!("{} bytes, {}", verified.body().len(), verified.trust().as_str())
/// }
///
/// let app: Router = Router::new()
///     .route("/github", post(on_delivery))
///     .layer(ReceiveLayer::new(providers::GITHUB.secret(Secret::new("made-up"))));
/// # drop(app);
/// ```
impl<S: Sync> FromRequestParts<S> for Verified {
    type Rejection = LayerMissing;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, LayerMissing> {
        parts.extensions.get().cloned().ok_or(LayerMissing)
    }
}

/// There is no [`ReceiveLayer`](crate::ReceiveLayer) around the handler: nothing was proved.
///
/// The sender gets 500, so that it will try again once the receiver is corrected.
/// ```
/// use axum::{Router, routing::post};
/// use hookport::{ReceiveLayer, Verified, providers, testing::{Signer, deliver}};
///
/// async fn on_push(verified: Verified) -> String {
///     format!("{} bytes", verified.body().len())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let layer = ReceiveLayer::new(providers::GITHUB.secret("made-up"));
/// // `layer` reaches the routes above it only.
/// let app = Router::new()
///     .route("/before", post(on_push))
///     .layer(layer)
///     .route("/after", post(on_push));
/// let sent_to = |path| {
///     let url = format!("http://localhost{path}");
///     Signer::new(providers::GITHUB, "made-up").url(url).sign("{}")
/// };
///
/// assert_eq!(deliver(&app, sent_to("/before")?).await.body(), "2 bytes");
/// assert_eq!(deliver(&app, sent_to("/after")?).await.status(), 500);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no `ReceiveLayer` is around this handler")]
pub struct LayerMissing;

impl IntoResponse for LayerMissing {
    fn into_response(self) -> Response {
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}
