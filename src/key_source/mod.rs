//! The key source: fetches the public keys that senders publish, and keeps them.
//!
//! It runs behind the gate of a [`ReceiveLayer`](crate::ReceiveLayer), a router and a receiver, and only
//! for a request that has passed all cheaper checks and that a document is missing for. A sender that
//! has its keys in the source, as a secret or by [`Source::fetched`](crate::Source::fetched), makes no
//! connection at all.
//!
//! # The network
//!
//! A document is fetched by one `GET` over TLS from the URL that the provider states or, where the
//! request names one, from a URL that the provider's [`UrlPattern`](crate::scheme::UrlPattern) admits:
//!
//! * The server's certificate must be valid for the host, under the roots of Mozilla or one that
//!   [`trusting`](KeySourceBuilder::trusting) adds.
//! * Only public addresses are connected to. The address is checked that is connected to, so that a name
//!   that resolves to an address of your own network leads nowhere.
//! * No redirect is followed. No proxy is used: the machine needs a way to port 443 of these hosts.
//! * A document may have 256 KiB and take five seconds.
//!
//! # The time that a document serves
//!
//! As long as the server says (`Cache-Control: max-age`), but at least five minutes and at most a day; an
//! hour if it says nothing. A key that the set does not have makes it be fetched again, if it is
//! older than a minute. A document whose server fails serves on for a day, and is asked for once a
//! minute.
//!
//! One request at a time fetches a URL, and the others wait for it. The fetch goes on if its client hangs
//! up. A URL that failed is not asked again for ten seconds. Of the URLs that a pattern admits, 30 a minute
//! are fetched at most that never had a document, and as many of the others: nobody can make more by
//! inventing keys or URLs, nor use up the budget of another pattern. The one URL of a key set needs no
//! budget.
//!
//! # The answer to the sender
//!
//! A request whose key cannot be fetched gets 503 with `Retry-After`, and is never accepted. It gets
//! 401 if the document is there and proves that it is not genuine. The log line of the refusal has the
//! reason `key_not_fetched`, and a line `key not fetched` says what failed.

mod budget;
mod builder;
mod connection;
mod error;
mod lifetime;
mod slot;
mod slots;
pub(crate) mod source;

pub use builder::{KeySourceBuilder, RootError};
pub(crate) use source::{Obtained, Wanted};
