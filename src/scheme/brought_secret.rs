//! Secrets that the sender brings itself.

use super::{Answer, When};
use crate::Field;

/// A first request by which a sender brings the secret that it will sign with (Asana, Notion). It is not
/// signed.
///
/// [`Accounts`](https://docs.rs/hookport/latest/hookport/secrets/struct.Accounts.html) keeps the secret in
/// a store of yours, while it has none. Everywhere else such a request is refused as any other that is
/// not signed.
///
/// ```
/// use hookport::{Field, Provider, scheme::{Answer, AnswerValue, BroughtSecret, Signature}};
///
/// const SECRET: Field = Field::Header("x-hook-secret");
/// const ACME: Provider = Provider::new("acme")
///     .signed_with(Signature::hmac_sha256("x-hook-signature"))
///     .brings_secret(&[BroughtSecret::new(
///         SECRET,
///         &[],
///         Answer::empty().with_headers(&[("x-hook-secret", AnswerValue::Text(SECRET))]),
///     )]);
///
/// let first = http::Request::post("/acme").header("x-hook-secret", "made-up-secret").body("".into())?;
/// let (secret, answer) = ACME.secret_brought_by(&(&first).into()).expect("it brings one");
/// assert_eq!(secret.expose(), "made-up-secret");
/// assert_eq!(answer.headers["x-hook-secret"], "made-up-secret");
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(bound(
        deserialize = "Field: serde::Deserialize<'de>, When: serde::Deserialize<'de>, Answer: serde::Deserialize<'de>"
    )),
    serde(rename_all = "kebab-case")
)]
#[must_use]
#[non_exhaustive]
pub struct BroughtSecret {
    /// The place of the secret.
    pub at: Field,
    /// The conditions that tell the request from others, besides that it shows no credential.
    #[cfg_attr(feature = "provider-file", serde(deserialize_with = "crate::toml_forms::list"))]
    pub when: &'static [When],
    /// The answer, once the secret is kept.
    pub answer: Answer,
}

impl BroughtSecret {
    /// Makes the description of such a request: the place of the secret, the conditions that tell it from
    /// others, and its answer.
    pub const fn new(at: Field, when: &'static [When], answer: Answer) -> Self {
        Self { at, when, answer }
    }
}
