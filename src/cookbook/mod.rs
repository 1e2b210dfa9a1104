//! Recipes: short programs for what most receivers need sooner or later.
//!
//! Each recipe is a page of its own. The code is compiled and run with the tests of this crate, so
//! a page can be pasted. All secrets are made up.
//!
//! | recipe | its reader |
//! |---|---|
//! | [`own_sender`] | your sender is not built in |
//! | [`handwritten_endpoint`] | you have an endpoint that checks an HMAC by hand |
//! | [`tenants`] | each customer has a path and a signing secret of its own |
//! | [`rotation`] | a signing secret is replaced while deliveries arrive |
//! | [`brought_secrets`] | the sender brings its secret itself: Asana, Clio, Notion |
//! | [`answers`] | the sender shows your answer: Slack, Discord, TwiML |
//! | [`permanent_errors`] | an error that trying again cannot correct |
//! | [`batches`] | one request holds many events |
//! | [`without_tower`] | AWS Lambda, actix-web, a message queue |
//! | [`transactions`] | a handler writes exactly once: in SQLite, in Postgres, by sea-orm or diesel-async |
//! | [`other_crates`] | the payload types of octocrab and async-stripe |
//! | [`own_app`] | the inbox beside your own axum app and your own shutdown |
//! | [`testing_a_retry`] | a test of "the first attempt fails, the second one succeeds" |
//! | [`behind_a_proxy`] | nginx, Cloudflare or ngrok in front |
//! | [`several_instances`] | more than one process, and deployments without a gap |

pub mod answers;
pub mod batches;
pub mod behind_a_proxy;
pub mod brought_secrets;
pub mod handwritten_endpoint;
pub mod other_crates;
pub mod own_app;
pub mod own_sender;
pub mod permanent_errors;
pub mod rotation;
pub mod several_instances;
pub mod tenants;
pub mod testing_a_retry;
pub mod transactions;
pub mod without_tower;
