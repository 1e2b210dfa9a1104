//! The sender makes the secret, and brings it in its first request: Asana, Clio, Notion.
//!
//! That request is not signed, so anybody can send one. [`Accounts`](crate::secrets::Accounts) takes it once:
//! while your store has no secret. After that it gets 401, and deliveries are proved with the secret.
//!
//! ```
//! use axum::Router;
//! use hookport::{EventRouter, WebhookEvent, providers, secrets::{Accounts, FileSecrets}};
//! use hookport::testing::{Signer, deliver};
//!
//! #[derive(WebhookEvent)]
//! enum AsanaEvent {
//!     #[event("task.changed")]
//!     TaskChanged(serde_json::Value),
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let file = folder.path().join("asana.json");
//! FileSecrets::create(&file)?; // once, by hand: "asana.json"
//! let accounts = Accounts::one(providers::ASANA.source(), FileSecrets::new(file)); // at each start
//! let endpoint = EventRouter::new(accounts.clone())
//!     .on(AsanaEvent::TASK_CHANGED, async |_: serde_json::Value| {})
//!     .with_state(());
//! let app: Router = Router::new().route_service("/asana", endpoint);
//!
//! // Asana's first request. The answer repeats the secret.
//! let first = |secret: &str| {
//!     let request = http::Request::post("http://localhost/asana").header("x-hook-secret", secret);
//!     request.body(bytes::Bytes::from("{}"))
//! };
//! let answer = deliver(&app, first("made-up-by-asana")?).await;
//! assert_eq!(answer.headers()["x-hook-secret"], "made-up-by-asana");
//!
//! let signer = Signer::new(providers::ASANA, "made-up-by-asana").url("http://localhost/asana");
//! let changed = r#"{"events":[{"action":"changed","resource":{"resource_type":"task"}}]}"#;
//! assert_eq!(deliver(&app, signer.sign(changed)?).await.status(), 200);
//!
//! // A stranger comes later.
//! assert_eq!(deliver(&app, first("made-up-by-a-stranger")?).await.status(), 401);
//!
//! // You register another webhook for the same path.
//! accounts.expect_secret("");
//! assert_eq!(deliver(&app, first("made-up-by-asana-again")?).await.status(), 200);
//! assert_eq!(deliver(&app, signer.sign(changed)?).await.status(), 200);
//! # Ok(())
//! # }
//! ```
//!
//! Register the webhook as soon as your endpoint can be reached: whoever comes first sets the secret. If
//! each customer registers a webhook, give each a path ([`Accounts::by_path`](crate::secrets::Accounts::by_path))
//! that nobody can guess, and put the account without a secret into your store before: an account that is
//! not there gets none.
//!
//! A store of your own has three functions: [`SecretStore`](crate::secrets::SecretStore). `keep_first` must
//! look and write in one step: `insert … on conflict do nothing`.
//!
//! Notion wants to see the token again: read it in your store, and paste it into the page of the
//! subscription.
