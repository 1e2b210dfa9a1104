//! Recipes: short programs for what most receivers need sooner or later.
//!
//! Each recipe is a page of its own. The code is compiled and run with the tests of this crate, so
//! a page can be pasted. All secrets are made up.
//!
//! | recipe | for whom |
//! |---|---|
//! | [`own_sender`] | your sender is not built in |
//! | [`handwritten_endpoint`] | you have an endpoint that checks an HMAC by hand |
//! | [`tenants`] | each customer has a path and a signing secret of its own |
//! | [`rotation`] | a signing secret is replaced while deliveries arrive |
//! | [`answers`] | the sender shows your answer: Slack, Discord, TwiML |
//! | [`batches`] | one request holds many events |
//! | [`without_tower`] | AWS Lambda, actix-web, a message queue |
//! | [`other_crates`] | the payload types of octocrab and async-stripe |
//! | [`own_app`] | the inbox beside your own axum app and your own shutdown |
//! | [`testing_a_retry`] | a test of "the first attempt fails, the second one succeeds" |
//! | [`behind_a_proxy`] | nginx, Cloudflare or ngrok in front |
//! | [`several_instances`] | more than one process, and deployments without a gap |

#[doc = include_str!("own_sender.md")]
pub mod own_sender {}

#[doc = include_str!("handwritten_endpoint.md")]
pub mod handwritten_endpoint {}

#[doc = include_str!("tenants.md")]
pub mod tenants {}

#[doc = include_str!("rotation.md")]
pub mod rotation {}

#[doc = include_str!("answers.md")]
pub mod answers {}

#[doc = include_str!("batches.md")]
pub mod batches {}

#[doc = include_str!("without_tower.md")]
#[doc = concat!("```text\n", include_str!("lambda.rs"), "```")]
/// # actix-web
///
/// actix-web has `http` types of an older version, so they are converted. This file too is compiled
/// and tested:
#[doc = concat!("```text\n", include_str!("actix.rs"), "```")]
pub mod without_tower {}

#[doc = include_str!("other_crates.md")]
/// # GitHub: octocrab
///
#[doc = concat!("```text\n", include_str!("octocrab.rs"), "```")]
/// # Stripe: async-stripe
///
#[doc = concat!("```text\n", include_str!("async_stripe.rs"), "```")]
pub mod other_crates {}

#[doc = include_str!("own_app.md")]
pub mod own_app {}

#[doc = include_str!("testing_a_retry.md")]
pub mod testing_a_retry {}

#[doc = include_str!("behind_a_proxy.md")]
pub mod behind_a_proxy {}

#[doc = include_str!("several_instances.md")]
pub mod several_instances {}
