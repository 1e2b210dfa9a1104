//! The payload types of another crate: whatever implements `serde::Deserialize` can stand in a variant.
//!
//! | sender | crate | types | remarks |
//! |---|---|---|---|
//! | GitHub | `octocrab`, `default-features = false` | `models::webhook_events::payload::*` | the payload is the whole body |
//! | Stripe | `async-stripe-shared`, feature `deserialize` | `PaymentIntent`, `Customer`, … | the payload is at `/data/object` |
//!
//! Such types are large: put them in a `Box`, so that the enum stays small. They follow the API version
//! that their crate was made for. Set the same version at the sender, or a new required field makes
//! deliveries undecodable. A type of your own that names the three fields you need is parsed faster, and
//! survives changes of all the others.
//!
//! Both files below are compiled and tested in `examples/other_crates`.
//!
//! # GitHub: octocrab
//!
#![doc = concat!("```text\n", include_str!("octocrab.rs"), "```")]
//! # Stripe: async-stripe
//!
#![doc = concat!("```text\n", include_str!("async_stripe.rs"), "```")]
