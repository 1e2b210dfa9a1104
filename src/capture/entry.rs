//! The choice of one request among several.

use super::{CaptureError, json::Node};

/// Returns the request with this number, counted from 1; without a number the only one, or else the
/// first `POST`.
pub(super) fn pick<'a>(
    list: &Node<'a>,
    mut requests: Vec<Node<'a>>,
    number: Option<usize>,
) -> Result<Node<'a>, CaptureError> {
    let count = requests.len();
    let is_post = |it: &Node<'_>| it.member("method").text().is_ok_and(|name| name == "POST");
    let at = match number {
        Some(entry) if (1..=count).contains(&entry) => entry - 1,
        Some(entry) => return Err(CaptureError::NoEntry { entry, count }),
        None if count == 1 => 0,
        None => requests.iter().position(is_post).ok_or_else(|| list.expected(A_POST))?,
    };
    Ok(requests.swap_remove(at))
}

const A_POST: &str = "a request with `POST`, or the number of another one";
