//! An inbox in a test: it runs until it is idle, with a clock that is moved by hand.

mod idle;
mod kept;
mod receiver;

pub use idle::Idle;
pub use kept::KeptDelivery;
pub use receiver::TestReceiver;
