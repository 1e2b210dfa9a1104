//! Diagnosis: the most likely cause of a refusal, for the operator and never for the sender.
//!
//! A [`VerifyError`](crate::VerifyError) says which check failed. A [`Diagnosis`] says where to
//! look: it undoes what commonly goes wrong between a sender and a receiver, one thing at a time,
//! and verifies the delivery again. What matches is the cause; where nothing does, the diagnosis
//! names what is suspicious.
//!
//! Everything here is a pure function, as in [`verify`](crate::verify). Nothing that a diagnosis
//! tries is ever accepted.
//!
//! # Bounds
//!
//! A forger can ask for as many diagnoses as it likes. So one computes at most 32 signatures, and
//! none at all for a body of more than 256 KiB; what it does beside that is linear in the size of
//! the body. A live endpoint makes a few a second, after it has answered.
//!
//! # Causes
//!
#![doc = include_str!("causes.md")]

mod body;
mod case;
mod clock;
mod diagnose;
mod finding;
mod handshake;
mod header;
mod jwt;
mod mismatch;
mod secret;
mod token;
mod trials;
mod url;

use std::fmt;

use self::finding::Finding;

/// The most likely cause of a refusal, for the operator.
///
/// `Display` gives it as one sentence without secrets and without anything of the body.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use hookport::{RawRequest, diagnosis::Place, providers, testing::Signer};
///
/// let now = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
/// let sent = Signer::new(providers::GITHUB, "made-up").at(now).sign("{\n  \"zen\": \"Keep\"\n}")?;
/// let parsed_and_written_again = r#"{"zen":"Keep"}"#.into();
/// let received = RawRequest {
///     method: sent.method(),
///     uri: sent.uri(),
///     headers: sent.headers(),
///     body: &parsed_and_written_again,
/// };
///
/// let verifier = providers::GITHUB.secret("made-up").verifier()?;
/// let error = verifier.verify(&received, now).unwrap_err();
/// let diagnosis = verifier.diagnose(&received, now, &error);
///
/// assert_eq!(diagnosis.cause(), "json_rewritten");
/// assert_eq!(diagnosis.place(), Place::Body);
/// assert!(diagnosis.is_proved());
/// assert!(diagnosis.to_string().contains("indented by two spaces"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    main: Finding,
    further: Vec<Finding>,
    proved: bool,
    tried: usize,
}

/// The place where the operator looks first.
/// It is coarser than the [cause](Diagnosis::cause), and says who can correct the fault:
///
/// ```
/// use hookport::{ReceiveLayer, diagnosis::Place, providers};
///
/// let layer = ReceiveLayer::new(providers::SQUARE.secret("made-up").public_url("https://shop.example"))
///     .on_refusal(|refusal| {
///         let place = refusal.diagnosis().map(|diagnosis| diagnosis.place());
///         let team = match place {
///             Some(Place::Secret | Place::Url | Place::Handshake) => "whoever set the webhook up",
///             Some(Place::Body | Place::Header) => "whoever runs the proxy",
///             Some(Place::Clock) => "whoever runs the machine",
///             _ => "nobody yet", // a body that did not arrive, or a place of a later version
///         };
///         eprintln!("{}: for {team}", refusal.reason());
///     });
/// # drop(layer);
///
/// assert_eq!(Place::Clock.to_string(), "clock");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// The configured secret.
    Secret,
    /// The body: something on the way changed it.
    Body,
    /// The URL: the one that is registered at the sender, and the configured one.
    Url,
    /// The headers: those of another sender, or what a proxy made of them.
    Header,
    /// The clock of this machine, or the age of the delivery.
    Clock,
    /// The handshake of the provider, and its verify token.
    Handshake,
}

impl Place {
    /// Returns the place as one stable word for logs and scripts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Body => "body",
            Self::Url => "url",
            Self::Header => "header",
            Self::Clock => "clock",
            Self::Handshake => "handshake",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Diagnosis {
    /// Makes a diagnosis of what the refusal shows by itself.
    fn seen(main: Finding) -> Self {
        Self { main, further: Vec::new(), proved: false, tried: 0 }
    }

    /// Makes a diagnosis that was proved: the delivery matches once this is undone.
    fn proved(main: Finding, tried: usize) -> Self {
        Self { main, further: Vec::new(), proved: true, tried }
    }

    /// Returns the cause as one stable word of the [table](self#causes), for logs and scripts.
    pub const fn cause(&self) -> &'static str {
        self.main.cause
    }

    /// Returns the place where the operator looks first.
    pub const fn place(&self) -> Place {
        self.main.place
    }

    /// Returns `true` if the cause is proved: once it was undone, the delivery matched.
    pub const fn is_proved(&self) -> bool {
        self.proved
    }

    /// Returns the number of signatures that were computed to find the cause, at most 32.
    pub const fn tried(&self) -> usize {
        self.tried
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.main.text)?;
        self.further.iter().try_for_each(|finding| write!(f, "; {}", finding.text))
    }
}
