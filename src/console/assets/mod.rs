//! The files that pages load: style, script and icons. They are part of the program.

use std::sync::LazyLock;

use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::get,
};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use sha2::{Digest, Sha256};

/// A file whose name changes with its content, so that a browser may keep it.
pub(super) struct Asset {
    path: String,
    media_type: &'static str,
    content: &'static str,
}

/// The style of all pages.
pub(super) static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("console", "css", "text/css; charset=utf-8", include_str!("console.css"))
});

/// The script that updates pages while they are open.
pub(super) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("console", "js", "text/javascript; charset=utf-8", include_str!("console.js"))
});

/// The icons: one symbol each.
pub(super) static ICONS: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("icons", "svg", "image/svg+xml", include_str!("icons.svg")));

impl Asset {
    fn new(name: &str, extension: &str, media_type: &'static str, content: &'static str) -> Self {
        let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(content)[..6]);
        Self { path: format!("/assets/{name}-{hash}.{extension}"), media_type, content }
    }

    /// Returns its path in the console.
    pub(super) fn path(&self) -> &str {
        &self.path
    }
}

impl IntoResponse for &'static Asset {
    fn into_response(self) -> Response {
        let headers = [
            (CONTENT_TYPE, self.media_type),
            (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ];
        (headers, self.content).into_response()
    }
}

/// Serves the files to everybody: the log-in needs them too.
pub(super) fn router() -> Router {
    [&STYLE, &SCRIPT, &ICONS].into_iter().fold(Router::new(), |router, asset| {
        let asset: &'static Asset = asset;
        router.route(asset.path(), get(async move || asset))
    })
}
