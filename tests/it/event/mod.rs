//! The stage `event`: from a delivery to a variant of the user's enum.

mod deliveries;
mod exactness;
mod guesses;
mod mismatches;
mod names;
mod numbers;
mod pairs;
mod patterns;
mod payloads;
mod properties;
mod refusals;
mod senders;
mod tenants;
