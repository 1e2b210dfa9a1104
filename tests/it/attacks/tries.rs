//! Attacks that were made, and how they went.

use bytes::Bytes;
use hookport::VerifyError;
use http::Request;

use super::target::Target;

/// A request that should be refused.
pub(crate) struct Try {
    pub(crate) target: &'static Target,
    pub(crate) attack: String,
    pub(crate) request: Request<Bytes>,
}

impl Try {
    pub(crate) fn new(
        target: &'static Target,
        attack: impl Into<String>,
        request: Request<Bytes>,
    ) -> Self {
        Self { target, attack: attack.into(), request }
    }
}

/// Fails unless every try is refused; there must be one at least.
#[track_caller]
pub(crate) fn all_are_refused(tries: impl IntoIterator<Item = Try>) {
    all_are_refused_because(tries, |_| true);
}

/// Fails unless every try is refused with an error that `expected` holds for.
#[track_caller]
pub(crate) fn all_are_refused_because(
    tries: impl IntoIterator<Item = Try>,
    expected: impl Fn(&VerifyError) -> bool,
) {
    let (mut made, mut wrong) = (0, Vec::new());
    for Try { target, attack, request } in tries {
        made += 1;
        match target.judge(&request) {
            Err(error) if expected(&error) => {}
            Err(error) => wrong.push(format!("{}: {attack}: refused: {error}", target.name)),
            Ok(_) => wrong.push(format!("{}: {attack}: accepted", target.name)),
        }
    }
    none_wrong(made, &wrong);
}

/// Fails unless every request is accepted.
#[track_caller]
pub(crate) fn all_are_accepted(tries: impl IntoIterator<Item = Try>) {
    let (mut made, mut wrong) = (0, Vec::new());
    for Try { target, attack, request } in tries {
        made += 1;
        if let Err(error) = target.judge(&request) {
            wrong.push(format!("{}: {attack}: {error}", target.name));
        }
    }
    none_wrong(made, &wrong);
}

#[track_caller]
fn none_wrong(made: usize, wrong: &[String]) {
    assert!(made > 0, "nothing was tried");
    assert!(wrong.is_empty(), "{} of {made} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
