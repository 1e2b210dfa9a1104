//! Bodies as senders write them; made up, and the same in every run.

use std::fmt::Write as _;

/// `invoice.paid` of a Standard Webhooks sender: one line, `type` first. 296 bytes.
pub const INVOICE: &str = include_str!("../bodies/invoice.json");

/// `payment_intent.succeeded` of Stripe: indented, `type` last, as Stripe writes it. 2.7 KB.
pub const PAYMENT_INTENT: &str = include_str!("../bodies/payment_intent.json");

/// A `push` of GitHub with this many commits. One commit makes 10 KB, 18 make 25 KB.
pub fn push(commits: usize) -> String {
    let commits = (0..commits).map(commit).collect::<Vec<_>>();
    let head = commits.last().map_or("null", String::as_str);
    format!(
        concat!(
            r#"{{"ref":"refs/heads/main","before":"{before}","after":"{after}","#,
            r#""repository":{repository},"#,
            r#""pusher":{{"name":"cmartin","email":"camille@example.com"}},"#,
            r#""organization":{owner},"sender":{sender},"#,
            r#""created":false,"deleted":false,"forced":false,"base_ref":null,"#,
            r#""compare":"https://github.com/acme/shop/compare/5c2dcf4b2bbd...4ab4d7a8f4b4","#,
            r#""commits":[{commits}],"head_commit":{head}}}"#
        ),
        before = sha(1),
        after = sha(2),
        repository = repository(),
        owner = account("acme", "Organization"),
        sender = account("cmartin", "User"),
        commits = commits.join(","),
        head = head,
    )
}

fn commit(at: usize) -> String {
    format!(
        concat!(
            r#"{{"id":"{id}","tree_id":"{tree}","distinct":true,"#,
            r#""message":"Round the totals of order {at} before tax\n\nThe sum of rounded lines "#,
            r#"was not the rounded sum (\"half a cent\"), see \u00a7 4.","#,
            r#""timestamp":"2026-01-12T09:30:{second:02}+01:00","#,
            r#""url":"https://github.com/acme/shop/commit/{id}","#,
            r#""author":{{"name":"Camille Martin","email":"camille@example.com","username":"cmartin"}},"#,
            r#""committer":{{"name":"GitHub","email":"noreply@github.com","username":"web-flow"}},"#,
            r#""added":["src/totals/rounding_{at}.rs"],"#,
            r#""removed":[],"modified":["src/totals/mod.rs","tests/totals.rs","CHANGELOG.md"]}}"#
        ),
        id = sha(100 + at),
        tree = sha(1000 + at),
        second = at % 60,
        at = at,
    )
}

fn repository() -> String {
    let mut text = format!(
        concat!(
            r#"{{"id":417001234,"node_id":"R_kgDOGNsN0g","name":"shop","full_name":"acme/shop","#,
            r#""private":true,"owner":{owner},"html_url":"https://github.com/acme/shop","#,
            r#""description":"The shop, its orders and its totals","fork":false,"#
        ),
        owner = account("acme", "Organization"),
    );
    for path in REPOSITORY_PATHS {
        let key = path.split(['{', '/']).next().unwrap_or(path);
        write!(text, r#""{key}_url":"https://api.github.com/repos/acme/shop/{path}","#)
            .expect("a string takes any text");
    }
    text + concat!(
        r#""created_at":1634293011,"updated_at":"2026-01-11T17:02:44Z","pushed_at":1768210198,"#,
        r#""size":48211,"stargazers_count":12,"watchers_count":12,"language":"Rust","#,
        r#""has_issues":true,"has_projects":true,"has_downloads":true,"has_wiki":false,"#,
        r#""forks_count":3,"mirror_url":null,"archived":false,"disabled":false,"#,
        r#""open_issues_count":27,"license":{"key":"mit","name":"MIT License","spdx_id":"MIT"},"#,
        r#""allow_forking":true,"is_template":false,"topics":["orders","rust","webhooks"],"#,
        r#""visibility":"private","default_branch":"main","master_branch":"main"}"#
    )
}

fn account(login: &str, kind: &str) -> String {
    let mut text = format!(
        r#"{{"login":"{login}","id":9217043,"node_id":"MDQ6VXNlcjkyMTcwNDM=","gravatar_id":"","#
    );
    for path in ACCOUNT_PATHS {
        let key = path.split(['{', '/']).next().unwrap_or(path);
        write!(text, r#""{key}_url":"https://api.github.com/users/{login}/{path}","#)
            .expect("a string takes any text");
    }
    text + &format!(r#""type":"{kind}","site_admin":false}}"#)
}

/// Forty hex digits.
fn sha(seed: usize) -> String {
    let mut state = seed as u64 + 1;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        state >> 44
    };
    (0..8).fold(String::new(), |text, _| text + &format!("{:05x}", word()))
}

const REPOSITORY_PATHS: &[&str] = &[
    "forks",
    "keys{/key_id}",
    "collaborators{/collaborator}",
    "teams",
    "hooks",
    "issue_events{/number}",
    "events",
    "assignees{/user}",
    "branches{/branch}",
    "tags",
    "blobs{/sha}",
    "git_tags{/sha}",
    "git_refs{/sha}",
    "trees{/sha}",
    "statuses/{sha}",
    "languages",
    "stargazers",
    "contributors",
    "subscribers",
    "subscription",
    "commits{/sha}",
    "git_commits{/sha}",
    "comments{/number}",
    "issue_comment{/number}",
    "contents/{+path}",
    "compare/{base}...{head}",
    "merges",
    "archive/{archive_format}{/ref}",
    "downloads",
    "issues{/number}",
    "pulls{/number}",
    "milestones{/number}",
    "notifications{?since,all,participating}",
    "labels{/name}",
    "releases{/id}",
    "deployments",
    "git",
    "ssh",
    "clone",
    "svn",
];

const ACCOUNT_PATHS: &[&str] = &[
    "avatar",
    "html",
    "followers",
    "following{/other_user}",
    "gists{/gist_id}",
    "starred{/owner}{/repo}",
    "subscriptions",
    "organizations",
    "repos",
    "events{/privacy}",
    "received_events",
];
