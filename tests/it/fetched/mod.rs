//! Keys that a sender publishes, and documents that were fetched.

mod by_hand;
