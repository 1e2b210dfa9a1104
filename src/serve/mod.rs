//! A receiver out of a configuration file: what `hookport serve` and `hookport check` do.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use hookport::serve::{Config, Programs, check};
//!
//! let config = Config::parse(r#"
//!     inbox = "memory:"
//!
//!     [[endpoints]]
//!     path = "/routal"
//!     provider = "routal"
//!     secrets = [{ file = "no-such-file" }]
//!     store-only = true
//! "#, "hookport.toml")?;
//!
//! let problems = check(&config, Programs::NotRun).await.unwrap_err();
//! assert!(problems.to_string().starts_with("hookport.toml:7: `endpoints[0].secrets[0]`: "));
//! # Ok(())
//! # }
//! ```

mod build;
mod check;
mod config;
mod inbox;
mod keys;
mod nearest;
mod problem;
mod run;
mod secrets;
mod shown;
mod summary;

pub use self::{
    check::{Checked, Programs, check},
    config::Config,
    inbox::{check_account, endpoints_with_accounts, inbox, inbox_url, inbox_without_secrets},
    keys::{Key, keys},
    problem::{Problem, Problems},
    run::{Options, ServeError, run},
    shown::shown_inbox,
    summary::Summary,
};
