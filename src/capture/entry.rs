//! The requests of a capture that may hold several, and the choice of one.

use super::{CaptureError, json::Node};

/// The requests of a capture.
pub(super) struct Entries<'a> {
    /// The place that they are listed in.
    pub(super) list: Node<'a>,
    pub(super) requests: Vec<Node<'a>>,
}

impl<'a> Entries<'a> {
    /// Returns the request with this number, counted from 1; without a number the only one, or else the
    /// first `POST`.
    pub(super) fn pick(mut self, number: Option<usize>) -> Result<Node<'a>, CaptureError> {
        let count = self.requests.len();
        let is_post = |it: &Node<'_>| it.member("method").text().is_ok_and(|name| name == "POST");
        let at = match number {
            Some(entry) if (1..=count).contains(&entry) => entry - 1,
            Some(entry) => return Err(CaptureError::NoEntry { entry, count }),
            None if count == 1 => 0,
            None => {
                let first = self.requests.iter().position(is_post);
                first.ok_or_else(|| self.list.expected(A_POST))?
            }
        };
        Ok(self.requests.swap_remove(at))
    }
}

const A_POST: &str = "a request with `POST`, or the number of another one";
