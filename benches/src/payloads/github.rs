//! A push to GitHub.

use hookport::WebhookEvent;
use serde::Deserialize;

/// The events of GitHub that the service asks for.
#[derive(Debug, WebhookEvent)]
pub enum GithubEvent {
    /// Commits were pushed.
    #[event("push")]
    Push(Push),
    /// The endpoint was set up.
    #[event("ping")]
    Ping(Ping),
    /// Something else.
    #[event(other)]
    Other(hookport::Unknown),
}

/// A push.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the sender's own names")]
pub struct Push {
    #[serde(rename = "ref")]
    pub reference: String,
    pub before: String,
    pub after: String,
    pub repository: Repository,
    pub pusher: Person,
    pub forced: bool,
    pub compare: String,
    pub commits: Vec<Commit>,
    pub head_commit: Option<Commit>,
}

/// A repository.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the sender's own names")]
pub struct Repository {
    pub id: u64,
    pub full_name: String,
    pub private: bool,
    pub owner: Account,
    pub default_branch: String,
    pub topics: Vec<String>,
}

/// An account.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the sender's own names")]
pub struct Account {
    pub login: String,
    pub id: u64,
}

/// The person who did it.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the sender's own names")]
pub struct Person {
    pub name: String,
    pub email: Option<String>,
    pub username: Option<String>,
}

/// A commit.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the sender's own names")]
pub struct Commit {
    pub id: String,
    pub message: String,
    pub timestamp: String,
    pub url: String,
    pub author: Person,
    pub added: Vec<String>,
    pub removed: Vec<String>,
    pub modified: Vec<String>,
}

/// The first delivery to an endpoint.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the sender's own names")]
pub struct Ping {
    pub zen: String,
    pub hook_id: u64,
}
