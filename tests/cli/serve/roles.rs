//! `hookport serve` as a receiver only, and as a worker only.

use std::net::TcpListener;

use hookport::stores::postgres::{
    PostgresOptions,
    sqlx::{Connection, Executor, PgConnection},
};
use tokio::runtime::Runtime;

use super::kit::{Folder, Serving, upstream};
use crate::{
    postgres::Postgres,
    terminal::{Run, command, hookport},
};

const ROUTAL: &str = "
[[endpoints]]
path = '/routal'
provider = 'routal'
secrets = [{ file = 'secret' }]
[[endpoints.destinations]]
forward.url = 'URL'
forward.set-headers = { authorization = { env = 'SHOP_TOKEN' } }
";

const CREATED: &str = r#"{"event_id":"routal.planner.2.plan.created","data":{"id":"1"}}"#;

#[test]
fn a_receiver_and_a_worker_share_a_database_and_its_work() {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let inbox = format!("{}&schema={schema}", server.url());
    let (url, bodies) = upstream();
    let folder = Folder::with(&ROUTAL.replace("URL", &url));
    let start = |role: &str, token: Option<&str>| {
        let file = folder.file();
        let args = ["serve", "--role", role, "--inbox", &inbox, "--config", file.to_str().unwrap()];
        let mut start = command(&args);
        match token {
            Some(token) => start.env("SHOP_TOKEN", token),
            None => start.env_remove("SHOP_TOKEN"),
        };
        start
    };
    // A receiver opens no destination, and needs none of its secrets.
    let receiver = Serving::start_as(start("receiver", None));
    let without_secret = start("worker", None).output().unwrap();
    assert_eq!(without_secret.status.code(), Some(2), "{without_secret:?}");
    let worker = Serving::start_as(start("worker", Some("made-up")));

    assert_eq!(receiver.post("/routal/made-up", &[], CREATED), 200);

    assert_eq!(bodies.recv().unwrap(), CREATED);
    assert_eq!(worker.post("/routal/made-up", &[], CREATED), 404);
    for (process, role) in [(&receiver, "receiver"), (&worker, "worker")] {
        assert_eq!(process.starting()["role"], role);
        let place = format!("postgres://localhost:5432/postgres?schema={schema}");
        assert_eq!(process.starting()["inbox"], place);
        assert!(process.get("/readyz").contains("\r\n\r\nready\n"));
    }
}

#[test]
fn an_inbox_in_memory_is_refused_for_a_part_of_the_work() {
    let folder = Folder::with(&ROUTAL.replace("URL", "http://127.0.0.1:1"));
    let file = folder.file();
    // A start that is not refused ends at the port that is taken.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for role in ["receiver", "worker"] {
        let mut serve = command(&["serve", "--role", role, "--inbox", "memory:"]);
        serve.args(["--listen", &address, "--config", file.to_str().unwrap()]);
        let run = Run::from(serve.env("SHOP_TOKEN", "made-up").output().unwrap());

        assert_eq!((run.code, &*run.stdout), (2, ""), "{run:?}");
        let problem = format!("`--inbox`: cannot be `memory:` for the role `{role}`");
        assert!(run.stderr.contains(&problem), "{run:?}");
    }
}

#[test]
fn the_role_of_the_file_holds_unless_another_one_is_given() {
    let (url, bodies) = upstream();
    let folder = Folder::with(&format!("role = 'worker'\n{}", ROUTAL.replace("URL", &url)));
    let file = folder.file();
    let file = file.to_str().unwrap();
    let start = |args: &[&str]| {
        let mut start = command(&["serve", "--config", file]);
        start.args(args).env("SHOP_TOKEN", "made-up");
        Serving::start_as(start)
    };

    assert_eq!(start(&[]).post("/routal/made-up", &[], CREATED), 404);
    let both = start(&["--role", "both"]);
    assert_eq!(both.post("/routal/made-up", &[], CREATED), 200);
    assert_eq!(bodies.recv().unwrap(), CREATED);

    let wrong = hookport(&["serve", "--config", file, "--role", "none"]);
    assert_eq!(wrong.code, 2, "{wrong:?}");
    assert!(wrong.stderr.contains("both, receiver, worker"), "{wrong:?}");
}

#[test]
fn a_right_that_a_role_lacks_is_named_at_the_start_and_by_readyz() {
    let (server, runtime) = (Postgres::shared(), Runtime::new().unwrap());
    let schema = server.new_schema();
    let role = format!("receiver_{schema}");
    runtime.block_on(PostgresOptions::at(server.url()).schema(&*schema).open()).unwrap();
    let sql = |sql: &str| {
        runtime.block_on(async {
            PgConnection::connect(server.url()).await.unwrap().execute(sql).await.unwrap();
        });
    };
    let grants = Postgres::grants("receiver", &role, &schema);
    sql(&format!("CREATE ROLE {role} LOGIN; {grants}"));
    let url = server.url().replace("tests@", &format!("{role}@"));
    let inbox = format!("{url}&schema={schema}&connections=2");
    let (to, _bodies) = upstream();
    let folder = Folder::with(&ROUTAL.replace("URL", &to));
    let start = |role: &str| {
        let file = folder.file();
        let args = ["serve", "--role", role, "--inbox", &inbox, "--config", file.to_str().unwrap()];
        let mut start = command(&args);
        start.env("SHOP_TOKEN", "made-up");
        start
    };
    let refused = |role_of_process: &str, right: &str| {
        let run = Run::from(start(role_of_process).output().unwrap());
        assert_eq!(run.code, 2, "{run:?}");
        let lacks = format!("the role `{role}` lacks ");
        assert!(run.stderr.contains(&lacks) && run.stderr.contains(right), "{run:?}");
    };

    refused("worker", &format!("USAGE on {schema}.tokens"));
    refused("both", &format!("USAGE on {schema}.tokens"));

    let receiver = Serving::start_as(start("receiver"));
    assert!(receiver.get("/readyz").contains("\r\n\r\nready\n"));
    sql(&format!("REVOKE INSERT ON {schema}.usage FROM {role}"));
    let right = format!("INSERT on {schema}.usage");
    receiver.soon(|| receiver.get("/readyz").contains(&right));
    let line = receiver.line("store gives too few rights");
    assert_eq!(line["error"], format!("the role `{role}` lacks {right}"), "{line}");
    refused("receiver", &right);
    sql(&format!("GRANT INSERT ON {schema}.usage TO {role}"));
    receiver.soon(|| receiver.get("/readyz").contains("\r\n\r\nready\n"));

    folder.configure(ACCOUNTS);
    refused("receiver", &format!("SELECT on {schema}.account_secrets"));
    sql(&format!("GRANT SELECT ON {schema}.account_secrets TO {role}"));
    refused("receiver", &format!("UPDATE on {schema}.account_secrets"));
}

const ACCOUNTS: &str = "
[[endpoints]]
path = '/asana'
provider = 'asana'
accounts = { in-inbox = true }
store-only = true
";
