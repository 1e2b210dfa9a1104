//! The console: pages and a JSON API that show an inbox, behind a log-in.
//!
//! [`Console`] makes a router to nest in any axum app, or in a [`Receiver`](crate::Receiver). A person
//! logs in with a token; a program sends it as `Authorization: Bearer …` to the API below `/api`.
//!
//! # Who may do what
//!
//! | token | pages and API | actions: replay, cancel, pause, discard |
//! |---|---|---|
//! | the full one, of [`Console::new`] | yes | yes |
//! | the one of [`Console::read_only`] | yes | no: 403 |
//! | none, or a wrong one | no | no |
//!
//! Each log-in and each action is one log line at the level `INFO`, with the target `hookport::console`. An
//! action goes on to its end if its client does not wait. One that is broken off is a line at `WARN`.
//!
//! The read-only token does not search in bodies: they may hold credentials of senders, which are shown to
//! the full one alone.
//!
//! # Promises
//!
//! * Tokens are compared in constant time, and kept as hashes only. Failed attempts are limited.
//! * A session is a random number in a cookie that no script can read and no other site can send. It ends
//!   after two hours without a request, and after twelve hours in any case. The updates of a page that is
//!   left open are no requests of a person.
//! * A form is accepted only with the number of its session in it, and never from another site.
//! * Pages load nothing from elsewhere, hold no inline script or style, and say so to the browser in their
//!   `Content-Security-Policy`. They work without JavaScript.
//! * Everything that came with a delivery is shown as text. Signatures, tokens and cookies among the
//!   headers are hidden.

mod access;
mod api;
mod assets;
mod builder;
pub mod data;
mod doing;
mod error;
mod glance;
mod headers;
mod live;
mod mount;
mod pages;

#[cfg(feature = "serve")]
pub(crate) use access::Access;
pub use builder::Console;
pub use error::ConsoleError;
