//! The place where a request names its account.

use std::borrow::Cow;

use super::account_name::{LONGEST, UnusableAccount, check_length};
use crate::{ConfigError, Field, Provider, RawRequest, request::is_segment};

#[derive(Debug, Clone)]
pub(super) enum Place {
    /// A path with one segment that is [`NAME`].
    Path(String),
    Field(Field),
    /// There is one account, whose name is empty.
    Only,
}

impl Place {
    /// Returns the name of the account that a request is for; `None` if it has none that can be one.
    pub(super) fn find<'a>(
        &self,
        provider: &Provider,
        received: &RawRequest<'a>,
    ) -> Option<Cow<'a, str>> {
        let name = match self {
            Self::Only => return Some(Cow::Borrowed("")),
            Self::Path(pattern) => segment(pattern, received.uri.path()).map(Cow::Borrowed),
            Self::Field(at) => provider.text(*at, received),
        };
        name.filter(|name| (1..=LONGEST).contains(&name.len()))
    }

    /// Refuses a name that no request has in this place.
    pub(super) fn check_name(&self, account: &str) -> Result<(), UnusableAccount> {
        let problem = match self {
            Self::Only if !account.is_empty() => {
                "the endpoint has one account, whose name is empty"
            }
            Self::Path(_) | Self::Field(_) if account.is_empty() => "it is empty",
            Self::Path(_) if !(is_segment(account) && is_escaped(account)) => NO_SEGMENT,
            Self::Field(Field::Header(_)) if !is_header(account) => NO_HEADER,
            _ => return check_length(account),
        };
        Err(UnusableAccount { problem })
    }

    /// Refuses a place that no request has.
    pub(super) fn check(&self, provider: &Provider) -> Result<(), ConfigError> {
        let (setting, problem) = match self {
            Self::Path(pattern) => {
                let names = pattern.split('/').filter(|segment| *segment == NAME).count();
                let is_right = pattern.starts_with('/') && names == 1;
                let problem = format!("`{pattern}` is no path with one segment `{NAME}`");
                ("Accounts::by_path", (!is_right).then_some(problem))
            }
            Self::Field(at) => ("Accounts::by_field", at.problem()),
            Self::Only => return Ok(()),
        };
        let provider = provider.name();
        problem.map_or(Ok(()), |problem| Err(ConfigError::BadPlace { provider, setting, problem }))
    }
}

/// Returns the segment of a path that stands where the pattern has the name.
fn segment<'a>(pattern: &str, path: &'a str) -> Option<&'a str> {
    let (mut wanted, mut found) = (pattern.split('/'), None);
    for segment in path.split('/') {
        match wanted.next()? {
            NAME => found = Some(segment),
            same if same == segment => {}
            _ => return None,
        }
    }
    wanted.next().is_none().then_some(found).flatten()
}

/// The segment of a path that is the name of the account.
const NAME: &str = "{account}";

/// Returns whether each sign of a segment that a sender escapes is escaped.
fn is_escaped(segment: &str) -> bool {
    let mut after_signs = segment.split('%').skip(1);
    let is_code = |after: &str| after.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    segment.is_ascii() && after_signs.all(is_code)
}

/// Returns whether a header can have this value.
fn is_header(text: &str) -> bool {
    text.trim() == text && text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t'))
}

const NO_SEGMENT: &str =
    "it must be one segment of a path, written as it comes: `%20` for a space, `%C3%A9` for `é`";

const NO_HEADER: &str = "it must be the value of a header: ASCII, without white space around it";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_is_the_segment_at_its_place() {
        assert_eq!(segment("/stripe/{account}", "/stripe/acme"), Some("acme"));
        assert_eq!(segment("/{account}/stripe", "/acme/stripe"), Some("acme"));
        for other in ["/stripe", "/stripe/acme/more", "/github/acme", "/", ""] {
            assert_eq!(segment("/stripe/{account}", other), None, "{other}");
        }
    }
}
