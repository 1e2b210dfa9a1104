//! The credentials in a URL, which may stand in it several times.

use std::collections::HashSet;

use http::Uri;

#[cfg(feature = "console")]
use super::{CredentialPlaces, secret_names::sounds_secret};
use crate::{Field, request::percent_decode};

/// The word that stands for a credential in a text from which it was left out.
#[cfg(any(feature = "console", feature = "destinations"))]
pub(crate) const HIDDEN: &str = "hidden";

/// The credentials that stand in the URL of a request.
#[derive(Debug, Default)]
pub(crate) struct UrlCredentials {
    values: HashSet<String>,
    /// Those that are looked for within other texts, too.
    within: Vec<String>,
    /// The long values of parameters that have a name like that of a credential. They may be anything: the same
    /// text elsewhere in the URL is not hidden.
    #[cfg(feature = "console")]
    by_name: Vec<String>,
}

impl UrlCredentials {
    /// Returns what stands at the places of the sender's credentials.
    pub(crate) fn of_sender(uri: &Uri, places: &[Field]) -> Self {
        let mut found = Self::default();
        found.add_segments(uri.path(), places);
        found.add_parameters(uri, |name| is_parameter_of(places, name));
        found
    }

    /// Returns what may be a credential: what the sender shows, each parameter that has a name like one, and of an
    /// unknown sender each long segment.
    #[cfg(feature = "console")]
    pub(crate) fn suspected(uri: &Uri, places: &CredentialPlaces) -> Self {
        let mut found = Self::default();
        // A slash too many at the end: the request is not proved, and its token is one segment further.
        for path in [uri.path(), uri.path().trim_end_matches('/')] {
            found.add_segments(path, &places.fields);
        }
        found.add_parameters(uri, |name| is_parameter_of(&places.fields, name));
        let by_name = parameters(uri).filter(|(name, _)| sounds_secret(name));
        let long = by_name.map(|(_, value)| plain(value)).filter(|it| it.len() >= LONG_ENOUGH);
        found.by_name = long.take(MOST_WITHIN).collect();
        if !places.is_known {
            uri.path().split('/').filter(|it| it.len() >= LONG).for_each(|it| found.add(it));
        }
        found
    }

    /// Returns whether a segment or the value of a parameter is a credential, or has one in it.
    pub(crate) fn is_in(&self, coded: &str) -> bool {
        if self.values.is_empty() {
            return false;
        }
        let text = plain(coded);
        self.values.contains(&text) || self.is_within(&text)
    }

    /// Returns whether a text of another part of the request, as a header with the URL, has a credential in it.
    #[cfg(feature = "console")]
    pub(crate) fn is_within_text(&self, coded: &str) -> bool {
        let text = plain(coded);
        self.is_within(&text) || self.by_name.iter().any(|value| text.contains(value.as_str()))
    }

    /// Returns path and query of a URL. `stand_in` makes what stands for a credential of this length, and for the
    /// value of a parameter whose name `is_secret`.
    #[cfg(any(feature = "console", feature = "destinations"))]
    pub(crate) fn left_out_of(
        &self,
        uri: &Uri,
        is_secret: impl Fn(&str) -> bool,
        stand_in: impl Fn(usize) -> String,
    ) -> String {
        let shown = |text: &str| {
            if self.is_in(text) { stand_in(text.len()) } else { text.to_owned() }
        };
        let path: Vec<_> = uri.path().split('/').map(shown).collect();
        let parameter = |pair: &str| match pair.split_once('=') {
            Some((name, value)) if !value.is_empty() && is_secret(&plain(name)) => {
                [&*shown(name), "=", &*stand_in(value.len())].concat()
            }
            Some((name, value)) => [&*shown(name), "=", &*shown(value)].concat(),
            None => shown(pair),
        };
        let path = path.join("/");
        let Some(query) = uri.query() else { return path };
        let query: Vec<_> = query.split('&').map(parameter).collect();
        format!("{path}?{}", query.join("&"))
    }

    fn is_within(&self, text: &str) -> bool {
        self.within.iter().any(|value| text.contains(value.as_str()))
    }

    fn add_segments(&mut self, path: &str, places: &[Field]) {
        for (from_end, segment) in path.rsplit('/').enumerate() {
            if places.contains(&Field::PathSegment(from_end)) {
                self.add(segment);
            }
        }
    }

    fn add_parameters(&mut self, uri: &Uri, is_credential: impl Fn(&str) -> bool) {
        let credentials = parameters(uri).filter(|(name, _)| is_credential(name));
        credentials.for_each(|(_, value)| self.add(value));
    }

    fn add(&mut self, coded: &str) {
        let value = plain(coded);
        let is_new = !value.is_empty() && self.values.insert(value.clone());
        if is_new && value.len() >= LONG_ENOUGH && self.within.len() < MOST_WITHIN {
            self.within.push(value);
        }
    }
}

/// Returns the names of the parameters, and their values as they came.
fn parameters(uri: &Uri) -> impl Iterator<Item = (String, &str)> {
    let pairs = uri.query().unwrap_or_default().split('&');
    pairs.filter_map(|pair| pair.split_once('=')).map(|(name, value)| (plain(name), value))
}

fn is_parameter_of(places: &[Field], name: &str) -> bool {
    places.iter().any(|place| matches!(place, Field::Query(at) if *at == name))
}

/// Returns the same text for each way to write a credential in a URL. A `+` is a space in a query.
fn plain(coded: &str) -> String {
    percent_decode(coded).unwrap_or_else(|| coded.into()).replace('+', " ")
}

/// The length of a segment that may be a secret, where nobody knows better.
#[cfg(feature = "console")]
const LONG: usize = 16;

/// The length from which on a credential is looked for within other texts. A shorter one is in many words.
const LONG_ENOUGH: usize = 8;

/// A stranger may write any number of them.
const MOST_WITHIN: usize = 16;
