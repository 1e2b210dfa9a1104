//! What tests of several topics share.

mod acme;
mod log;
mod panics;
#[cfg(feature = "inbox")]
mod running;
mod soon;

#[cfg(feature = "inbox")]
pub(crate) use running::Running;
pub(crate) use {
    acme::{
        ACME, Order, SECRET, Shop, acme, forged, paid, router, router_of, signed, signed_to, url,
    },
    log::{Calls, Log},
    panics::{PanicsOnDrop, panic_of},
    soon::{LONG, soon},
};
