//! The events of Stripe as an enum, once with ten variants and once with 250, and the ways to
//! decode one that need no hookport.

#[macro_use]
mod define;
pub mod many;
pub mod ten;
