//! `hookport serve` as a receiver only, and as a worker only.

use std::net::TcpListener;

use hookport::stores::postgres::{
    PostgresOptions,
    sqlx::{Connection, Executor, PgConnection},
};
use tokio::runtime::Runtime;

use super::kit::{Folder, Serving, upstream, upstream_that_begins_with};
use crate::{
    postgres::{Fsync, Postgres},
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

#[test]
fn the_rights_of_a_role_are_asked_for_once_at_the_start() {
    let server = Postgres::start(Fsync::Off);
    let inbox = format!("{}&options=-c%20log_statement%3Dall", server.url());
    let folder = Folder::with(&format!("inbox = '{inbox}'\n{STORED}"));

    let serving = Serving::start(&folder);

    assert_eq!(serving.post("/routal/made-up", &[], CREATED), 200);
    assert_eq!(server.log().matches("THEN has_sequence_privilege").count(), 1);
}

#[test]
fn a_reload_that_is_refused_for_a_right_ends_no_pause() {
    let (server, runtime) = (Postgres::shared(), Runtime::new().unwrap());
    let schema = server.new_schema();
    let role = format!("both_{schema}");
    runtime.block_on(async {
        PostgresOptions::at(server.url()).schema(&*schema).open().await.unwrap();
        let grants = ["receiver", "worker"].map(|of| Postgres::grants(of, &role, &schema)).concat();
        let sql = format!("CREATE ROLE {role} LOGIN; {grants}");
        PgConnection::connect(server.url()).await.unwrap().execute(&*sql).await.unwrap();
    });
    let url = server.url().replace("tests@", &format!("{role}@"));
    let (to, bodies) = upstream_that_begins_with(&["503 Busy\r\nRetry-After: 3000"]);
    let paused = format!(
        "inbox = '{url}&schema={schema}'\n{}forward.url = '{to}'\n",
        STORED.replace("store-only = true", "[[endpoints.destinations]]"),
    );
    let folder = Folder::with(&paused);
    let serving = Serving::start(&folder);
    assert_eq!(serving.post("/routal/made-up", &[], CREATED), 200);
    serving.line("destination pauses, its deliveries wait; a reload ends the pause");
    assert_eq!(serving.post("/routal/made-up", &[], &CREATED.replace("\"1\"", "\"2\"")), 200);
    bodies.recv().unwrap();

    folder.configure(&format!("{paused}{ACCOUNTS}"));
    serving.signal("HUP");
    let refused = serving.line("configuration not reloaded: the old one stays");
    assert!(refused["problem"].as_str().unwrap().contains("account_secrets"), "{refused}");

    folder.configure(&paused);
    serving.signal("HUP");
    serving.line(
        "a reload has ended the pause of a destination: the next delivery that is due is a probe",
    );
    bodies.recv().unwrap();
}

const STORED: &str = "
[[endpoints]]
path = '/routal'
provider = 'routal'
secrets = [{ file = 'secret' }]
store-only = true
";
