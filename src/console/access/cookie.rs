//! The cookie of a session.

use http::{HeaderMap, HeaderValue, header::COOKIE};

use crate::console::mount::Mount;

/// Makes the header that gives a session to the browser.
pub(crate) fn of_session(id: &str, mount: &Mount) -> Option<HeaderValue> {
    header(id, "", mount)
}

/// Makes the header that takes the session away.
pub(crate) fn cleared(mount: &Mount) -> Option<HeaderValue> {
    header("", "; Max-Age=0", mount)
}

/// Finds the number of the session in a request.
pub(super) fn find(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| name.trim() == NAME).map(|(_, id)| id.trim())
}

fn header(id: &str, end: &str, mount: &Mount) -> Option<HeaderValue> {
    let secure = if mount.is_https() { "; Secure" } else { "" };
    let path = mount.link("/");
    format!("{NAME}={id}; Path={path}; HttpOnly; SameSite=Strict{secure}{end}").parse().ok()
}

const NAME: &str = "hookport_session";
