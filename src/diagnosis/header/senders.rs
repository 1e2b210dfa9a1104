//! Other senders, told by the headers that came.

use std::fmt;

use super::super::{case::Case, finding::Finding, trials::Trials};
use crate::{
    Field, Provider, providers,
    scheme::{Scheme, Signature},
};

/// Tries the built-in provider whose headers came.
pub(in crate::diagnosis) fn matches_other_provider(trials: &mut Trials<'_>) -> Option<Finding> {
    let Recognised(others) = recognised(trials.case)?;
    let secret = trials.secret()?;
    let tried = others.iter().take(MOST_TRIED);
    let matching = tried.filter(|other| trials.matches_provider(***other, secret.clone())).copied();
    let matching = Recognised(matching.collect());
    (!matching.0.is_empty()).then(|| {
        let text = format!(
            "the headers are those of {matching}, and as one of that provider the delivery \
             matches: use that provider"
        );
        Finding::of_header("other_sender", text)
    })
}

/// The built-in providers whose headers came. Many senders share a header and a scheme: then nothing tells
/// them apart.
pub(super) struct Recognised(Vec<&'static Provider>);

impl fmt::Display for Recognised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("provider ")?;
        for (nth, provider) in self.0.iter().take(MOST_TRIED).enumerate() {
            f.write_str(if nth == 0 { "" } else { " or " })?;
            write!(f, "`{}`", provider.name())?;
        }
        match self.0.len().saturating_sub(MOST_TRIED) {
            0 => Ok(()),
            more => write!(f, " or one of {more} more"),
        }
    }
}

/// Returns the built-in providers that more of the headers belong to than to the configured one.
pub(super) fn recognised(case: Case<'_>) -> Option<Recognised> {
    let configured = score(case, case.provider()).max(0);
    let others = providers::ALL.iter().filter(|other| other.name() != case.provider().name());
    // Headers tell the scheme of a family, and none of its members.
    let others = others.filter(|other| other.based_on().is_none());
    let others = others.filter(|other| fits(case, other) && has_own_header(case, other));
    let scored = others.map(|other| (score(case, other), other));
    let scored: Vec<_> = scored.filter(|(score, _)| *score > configured).collect();
    let best = scored.iter().map(|(score, _)| *score).max()?;
    let likely = scored.into_iter().filter(|(score, _)| *score == best);
    Some(Recognised(likely.map(|(_, other)| other).collect()))
}

/// Returns the header in which another scheme of the same provider shows its credential, if the
/// credential of a scheme is missing.
pub(super) fn other_scheme(case: Case<'_>, missing: Field) -> Option<&'static str> {
    let places = || case.provider().schemes().iter().map(Scheme::at);
    if places().all(|at| at != missing) {
        return None;
    }
    let others = places().filter(|at| *at != missing);
    others.filter_map(name).find(|name| case.header(name).is_some())
}

/// Returns true if all headers of one of its schemes are there.
fn fits(case: Case<'_>, provider: &Provider) -> bool {
    provider.schemes().iter().any(|scheme| {
        let mut headers = headers_of(scheme).peekable();
        headers.peek().is_some() && headers.all(|name| case.header(name).is_some())
    })
}

/// Returns true if a header of this provider came that the configured one does not know.
fn has_own_header(case: Case<'_>, other: &Provider) -> bool {
    let configured: Vec<_> = known(case.provider()).collect();
    known(other).any(|name| case.header(name).is_some() && !configured.contains(&name))
}

/// All headers in which a provider shows something.
fn known(provider: &Provider) -> impl Iterator<Item = &'static str> {
    let proof = provider.schemes().iter().flat_map(headers_of);
    let named = provider.event_name().iter().chain(provider.delivery_id());
    proof.chain(named.filter_map(|at| name(*at)))
}

/// Counts the headers of the provider that are there, less those that are not.
fn score(case: Case<'_>, provider: &Provider) -> i32 {
    let value = |name: &str| if case.header(name).is_some() { 1 } else { -1 };
    let schemes = provider.schemes().iter();
    let proof = schemes.map(|scheme| headers_of(scheme).map(value).sum()).max().unwrap_or(0);
    let names = provider.event_name().iter().filter_map(|at| name(*at)).map(value).max();
    let ids = provider.delivery_id().iter().filter_map(|at| name(*at)).map(value).max();
    proof + names.unwrap_or(0) + ids.unwrap_or(0)
}

/// The headers that a scheme needs. `Authorization` tells no sender from another.
fn headers_of(scheme: &Scheme) -> impl Iterator<Item = &'static str> {
    let signature = scheme.as_signature();
    let signed = signature.into_iter().flat_map(Signature::signed_headers);
    let algorithm = signature.and_then(|signature| signature.algorithm.named_in());
    let required = signature.into_iter().flat_map(|it| it.requirements).map(|it| it.at());
    let all = std::iter::once(scheme.at()).chain(signed).chain(algorithm).chain(required);
    all.filter_map(name).filter(|name| *name != "authorization")
}

fn name(at: Field) -> Option<&'static str> {
    match at {
        Field::Header(name) => Some(name),
        Field::Pair { first, .. } => name(*first),
        _ => None,
    }
}

/// The number of providers that are tried and named, where nothing tells them apart.
const MOST_TRIED: usize = 3;
