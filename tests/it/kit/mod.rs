//! The code that tests of several topics share.

mod acme;
pub(crate) mod credential;
#[cfg(feature = "inbox")]
mod http1;
mod log;
mod panics;
#[cfg(all(feature = "postgres", unix))]
mod pgbouncer;
#[cfg(all(feature = "postgres", unix))]
#[expect(dead_code, reason = "what the crash suite needs of it")]
mod postgres;
#[cfg(feature = "inbox")]
mod running;
pub(crate) mod secrets;
mod soon;

pub(crate) use {
    acme::{
        ACME, Order, SECRET, Shop, acme, forged, paid, router, router_of, signed, signed_to, url,
    },
    log::{Calls, Log},
    panics::{PanicsOnDrop, panic_of},
    soon::{LONG, soon},
};
#[cfg(feature = "inbox")]
pub(crate) use {http1::written_out, running::Running};
#[cfg(all(feature = "postgres", unix))]
pub(crate) use {
    pgbouncer::Pgbouncer,
    postgres::{Fsync, Postgres},
};
