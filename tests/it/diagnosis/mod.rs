//! The operator is told the right cause of a refused delivery, within bounds.
//!
//! `tests/cases` holds one file for each report from the public; the modules here try the class of
//! each with other senders and in other variations.

mod body;
mod bounds;
mod cases;
mod clock;
mod form;
mod handshake;
mod header;
mod json;
mod jwt;
mod kit;
mod secret;
mod token;
mod url;
