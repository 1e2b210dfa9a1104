//! Servers and load, for the comparison over HTTP.

pub mod load;
pub mod round;
pub mod server;
