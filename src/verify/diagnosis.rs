//! Why a delivery was refused, in words an operator can act on. Never for the sender.

use std::{borrow::Cow, fmt, time::SystemTime};

use bytes::Bytes;

use super::{Source, Verifier, VerifyError};
use crate::{RawRequest, Secret};

/// What most likely went wrong, for the operator.
///
/// `Display` gives it as a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Diagnosis {
    /// The refusal says it all: something is missing, malformed, or not fresh.
    AsRefused(VerifyError),
    /// The secret would match without something that was pasted along with it.
    SecretPastedWith(Pasted),
    /// The signature matches another form of the body: something between sender and receiver
    /// changed it.
    BodyChanged(BodyChange),
    /// Neither: the secret is another one, or the delivery is forged.
    WrongSecret {
        /// Something in a configured secret that hardly belongs there.
        suspect: Option<Pasted>,
    },
}

/// What was pasted along with a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pasted {
    /// A line break or other white space around it.
    WhiteSpace,
    /// Quotation marks around it.
    Quotes,
}

/// How a body was changed on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyChange {
    /// White space was added at its end.
    EndAdded,
    /// A final line break was cut off.
    EndCut,
    /// Line endings were rewritten.
    LineEndings,
    /// JSON was parsed and written again with other white space.
    Reserialised,
}

impl Verifier {
    /// Finds out what most likely went wrong with a refused delivery.
    ///
    /// This may hash the body several times over: call it where an operator asks, not for every
    /// forged request.
    pub fn diagnose(
        &self,
        received: &RawRequest<'_>,
        now: SystemTime,
        error: &VerifyError,
    ) -> Diagnosis {
        if !matches!(error, VerifyError::SignatureMismatch | VerifyError::TokenMismatch) {
            return Diagnosis::AsRefused(error.clone());
        }
        if let Some(pasted) = self.matches_cleaned_secret(received, now) {
            return Diagnosis::SecretPastedWith(pasted);
        }
        let change = matches!(error, VerifyError::SignatureMismatch)
            .then(|| self.matches_other_body(received, now))
            .flatten();
        change.map_or_else(
            || Diagnosis::WrongSecret { suspect: self.source.secrets.iter().find_map(pasted) },
            Diagnosis::BodyChanged,
        )
    }

    fn matches_cleaned_secret(&self, received: &RawRequest<'_>, now: SystemTime) -> Option<Pasted> {
        let suspect = self.source.secrets.iter().find_map(pasted)?;
        let cleaned = self.source.secrets.iter().map(cleaned).collect();
        let source = Source { secrets: cleaned, ..self.source.clone() };
        let verifier = source.verifier().ok()?;
        verifier.verify(received, now).is_ok().then_some(suspect)
    }

    fn matches_other_body(&self, received: &RawRequest<'_>, now: SystemTime) -> Option<BodyChange> {
        let body: &[u8] = received.body;
        if body.len() > LARGEST_TRIED {
            return None;
        }
        let tried: [(BodyChange, Cow<'_, [u8]>); 5] = [
            (BodyChange::EndAdded, Cow::Borrowed(body.trim_ascii_end())),
            (BodyChange::EndCut, Cow::Owned([body, b"\n"].concat())),
            (BodyChange::LineEndings, Cow::Owned(without_carriage_returns(body))),
            (BodyChange::LineEndings, Cow::Owned(with_carriage_returns(body))),
            (BodyChange::Reserialised, Cow::Owned(compact(body))),
        ];
        let changed = tried.into_iter().filter(|(_, other)| **other != *body);
        changed
            .map(|(change, other)| (change, Bytes::from(other.into_owned())))
            .find(|(_, other)| self.verify(&RawRequest { body: other, ..*received }, now).is_ok())
            .map(|(change, _)| change)
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AsRefused(error) => {
                write!(f, "{error}")?;
                match error {
                    VerifyError::Future { .. } => f.write_str("; check this machine's clock"),
                    VerifyError::Stale { .. } => {
                        f.write_str("; an old delivery, or this machine's clock is ahead")
                    }
                    _ => Ok(()),
                }
            }
            Self::SecretPastedWith(pasted) => {
                write!(f, "the configured secret has {pasted} around it; without, it matches")
            }
            Self::BodyChanged(change) => write!(f, "the body was changed on its way: {change}"),
            Self::WrongSecret { suspect: None } => f.write_str(
                "no configured secret matches: wrong secret, or a forged or changed delivery",
            ),
            Self::WrongSecret { suspect: Some(pasted) } => {
                write!(f, "no configured secret matches, and one has {pasted} around it")
            }
        }
    }
}

impl fmt::Display for Pasted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WhiteSpace => "a line break or white space",
            Self::Quotes => "quotation marks",
        })
    }
}

impl fmt::Display for BodyChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EndAdded => "white space was added at its end",
            Self::EndCut => "a final line break was cut off",
            Self::LineEndings => "line endings were rewritten",
            Self::Reserialised => "JSON was parsed and written again; verify the raw body",
        })
    }
}

/// What hardly belongs to a secret. The text has to be looked at to find it.
fn pasted(secret: &Secret) -> Option<Pasted> {
    let text = secret.expose();
    match text.trim() {
        trimmed if trimmed.len() != text.len() => Some(Pasted::WhiteSpace),
        trimmed if unquoted(trimmed).len() != text.len() => Some(Pasted::Quotes),
        _ => None,
    }
}

fn cleaned(secret: &Secret) -> Secret {
    // A second secret is made of the text of the first.
    Secret::new(unquoted(secret.expose().trim()))
}

fn unquoted(text: &str) -> &str {
    ['"', '\'', '`']
        .iter()
        .find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(text)
}

fn without_carriage_returns(body: &[u8]) -> Vec<u8> {
    body.iter().copied().filter(|byte| *byte != b'\r').collect()
}

fn with_carriage_returns(body: &[u8]) -> Vec<u8> {
    let lines = without_carriage_returns(body);
    lines.split(|byte| *byte == b'\n').collect::<Vec<_>>().join(&b"\r\n"[..])
}

/// The JSON text without white space between its tokens.
fn compact(body: &[u8]) -> Vec<u8> {
    let (mut in_string, mut escaped) = (false, false);
    body.iter()
        .copied()
        .filter(|byte| {
            let ends_or_starts = *byte == b'"' && !escaped;
            escaped = in_string && *byte == b'\\' && !escaped;
            in_string ^= ends_or_starts;
            in_string || !byte.is_ascii_whitespace()
        })
        .collect()
}

/// Beyond this a body is not tried in other forms: a forger could make that work on purpose.
const LARGEST_TRIED: usize = 1 << 20;
