//! `serve`, `check` and `init`: the real binary, with real requests on loopback.

mod check;
mod init;
mod keys;
mod kit;
mod page;
mod serving;
