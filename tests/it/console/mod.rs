//! The console: who gets in, what is refused, and what its pages show.

mod access;
mod actions;
mod api;
mod audit;
mod data;
#[cfg(feature = "destinations")]
mod destinations;
mod escaping;
mod forms;
mod headers;
mod kit;
mod lines;
mod live;
mod openapi;
#[cfg(feature = "tls")]
mod over_tls;
mod pages;
mod questions;
