//! The origin of a request that changes something.

use http::{HeaderMap, header::ORIGIN};

use crate::console::mount::Mount;

/// Returns whether the browser says that another site has sent the request.
///
/// Where it says nothing, the token in the form decides alone. That is so on plain HTTP to another machine:
/// a browser sends `Sec-Fetch-Site` there not at all, and `null` as the origin of a page without a referrer.
pub(super) fn is_foreign(headers: &HeaderMap, mount: &Mount) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site != "same-origin";
    }
    match headers.get(ORIGIN).map(|origin| origin.to_str().unwrap_or_default()) {
        None | Some("null") => false,
        Some(origin) => !mount.is_origin(origin),
    }
}
