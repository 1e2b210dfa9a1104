//! The body: what was done to its bytes on the way is undone.

mod charset;
mod ends;
mod form;
mod json;
mod marks;
mod texts;
mod wrapped;

pub(super) use marks::{damage, suspicion, weak_suspicion};

use super::{case::Case, finding::Finding, trials::Trials};

/// A body before something was done to it, and what that was.
pub(super) struct Undone {
    pub(super) cause: &'static str,
    /// A clause that tells what was done.
    pub(super) says: String,
    pub(super) body: Vec<u8>,
}

impl Undone {
    fn new(cause: &'static str, says: impl Into<String>, body: Vec<u8>) -> Self {
        Self { cause, says: says.into(), body }
    }
}

impl Undone {
    /// Says that another thing was undone before.
    fn inside(self, outer: &Self) -> Self {
        Self { cause: outer.cause, says: format!("{}, and then {}", outer.says, self.says), ..self }
    }
}

/// Undoes one thing after the other.
pub(super) fn changed(trials: &mut Trials<'_>) -> Option<Finding> {
    let case = trials.case;
    if !is_signed(case) {
        return None;
    }
    let field = case.provider().document_in().form_field();
    let bodies = ends::undone(case.body())
        .chain(wrapped::undone(case.body()))
        .chain(charset::undone(case.body()))
        .chain(form::undone(case.body(), field))
        .chain(json::undone(case.body()))
        .chain(charset::without_mark(case.body()).into_iter().flat_map(after_mark));
    for undone in bodies {
        if trials.are_spent() {
            return None;
        }
        if trials.matches_body(undone.body) {
            let text = format!(
                "{}; with that undone, it matches: verify the bytes as they were sent",
                undone.says
            );
            return Some(Finding::of_body(undone.cause, text));
        }
    }
    None
}

/// An editor that adds a byte order mark may change line ends, too.
fn after_mark(body: &[u8]) -> impl Iterator<Item = Undone> {
    let marked = Undone::new("byte_order_mark", charset::MARKED, Vec::new());
    ends::undone(body).map(move |undone| undone.inside(&marked))
}

/// Returns true if the body looks like a JSON document.
pub(super) fn is_json(body: &[u8]) -> bool {
    matches!(body.trim_ascii_start().first(), Some(b'{' | b'['))
}

/// Returns true if the signature is over the body, too.
pub(super) fn is_signed(case: Case<'_>) -> bool {
    case.signatures().any(|signature| {
        signature.body_hash.is_some()
            || signature.template.parts().any(|part| part.holds_body() || part.holds_fields())
    })
}
