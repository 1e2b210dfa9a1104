//! `hookport serve`, `check` and `init` with an inbox in a Postgres database.

use hookport::stores::postgres::{
    PostgresOptions,
    sqlx::{Connection, Executor, PgConnection, error::DatabaseError},
};
use tokio::runtime::Runtime;

use super::kit::{Folder, Serving};
use crate::{
    postgres::{Fsync, Postgres},
    terminal::{command, file, hookport, hookport_reading},
};

const SHOP: &str = "
inbox = { env = 'SHOP_INBOX' }
[[endpoints]]
path = '/routal'
provider = 'routal'
secrets = [{ file = 'secret' }]
store-only = true
";

const CREATED: &str = r#"{"event_id":"routal.planner.2.plan.created","data":{"id":"1"}}"#;

#[test]
fn two_receivers_keep_their_deliveries_in_one_database() {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let (host, folder) = (server.url(), Folder::with(SHOP));
    let url = format!("{host}&password=hidden&schema={schema}&connections=2&listen=false");
    let start = || {
        let mut start = command(&["serve", "--config", folder.file().to_str().unwrap()]);
        start.env("SHOP_INBOX", &url);
        Serving::start_as(start)
    };
    let receivers = [start(), start()];

    for receiver in &receivers {
        assert_eq!(receiver.post("/routal/made-up", &[], CREATED), 200);
        assert!(receiver.get("/readyz").contains("\r\n\r\nready\n"));
    }
    #[cfg(unix)]
    for receiver in &receivers {
        receiver.signal("HUP");
        receiver.line("configuration reloaded");
    }

    let log = hookport(&["log", "--json", "--inbox", &format!("{host}&schema={schema}")]);
    assert_eq!(log.stdout.lines().count(), 1, "the second one was a duplicate: {log:?}");
    #[cfg(unix)]
    for receiver in receivers {
        receiver.signal("TERM");
        assert_eq!(receiver.end(), Some(0));
    }
}

#[test]
fn a_receiver_says_that_it_waits_for_the_process_that_makes_the_tables() {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let folder = Folder::with(&SHOP.replace("'SHOP_INBOX'", "'SHOP_INBOX_8'"));
    let runtime = Runtime::new().unwrap();
    let mut other = runtime.block_on(PgConnection::connect(server.url())).unwrap();
    let lock = format!(
        "BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('hookport migrations of {schema}', 0))"
    );
    runtime.block_on(other.execute(&*lock)).unwrap();

    let mut start = command(&["serve", "--config", folder.file().to_str().unwrap()]);
    start.env("SHOP_INBOX_8", format!("{}&schema={schema}", server.url()));
    let receiver = Serving::begin(start);
    receiver.line("another process makes the tables of the inbox, which is waited for");
    runtime.block_on(other.execute("ROLLBACK")).unwrap();
    receiver.line("listening");
}

#[test]
fn a_database_that_cannot_be_reached_ends_the_start_without_its_password() {
    let folder = Folder::with(&SHOP.replace("'SHOP_INBOX'", "'SHOP_INBOX_2'"));
    let at = format!("shop:hidden@localhost/shop?host={}", folder.path().display());
    let mut serve = command(&["serve", "--config", folder.file().to_str().unwrap()]);

    let run = serve.env("SHOP_INBOX_2", format!("postgres://{at}")).output().unwrap();

    let told = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(1), "{told}");
    assert!(told.contains(r#""inbox":"postgres://localhost/shop""#), "the log: {told}");
    let error = "inbox `postgres://localhost/shop` cannot be opened: error communicating";
    assert!(told.contains(error), "{told}");
    assert!(!told.contains("hidden"), "{told}");
}

#[test]
fn a_receiver_that_has_nothing_to_do_tells_that_the_database_is_away_and_there_again() {
    let server = Postgres::start(Fsync::Off);
    let folder = Folder::with(&SHOP.replace("'SHOP_INBOX'", "'SHOP_INBOX_6'"));
    let mut start = command(&["serve", "--config", folder.file().to_str().unwrap()]);
    let url = format!("{}&patience=1&schema=shop", server.url());
    start.env("SHOP_INBOX_6", url);
    let receiver = Serving::start_as(start);
    let inbox = receiver.starting()["inbox"].as_str().unwrap();
    assert!(inbox.ends_with("?schema=shop"), "{inbox}");

    server.crash();
    let away = receiver.line("the database of the inbox does not answer");
    let error = away["error"].as_str().unwrap();
    assert!(!error.contains("timed out"), "the cause is told: {error}");

    server.start_again();
    receiver.line("the database of the inbox answers again");
}

#[test]
fn a_receiver_whose_schema_is_gone_tells_why_it_is_not_ready() {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let folder = Folder::with(&SHOP.replace("'SHOP_INBOX'", "'SHOP_INBOX_7'"));
    let mut start = command(&["serve", "--config", folder.file().to_str().unwrap()]);
    start.env("SHOP_INBOX_7", format!("{}&connections=2&schema={schema}", server.url()));
    let receiver = Serving::start_as(start);
    let drop_schema = format!("DROP SCHEMA {schema} CASCADE");
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let mut db = PgConnection::connect(server.url()).await.unwrap();
        // The receiver may hold one table while it waits for another one.
        while let Err(error) = db.execute(&*drop_schema).await {
            let code = error.as_database_error().and_then(DatabaseError::code);
            assert_eq!(code.as_deref(), Some("40P01"), "{error}");
        }
    });

    receiver.soon(|| receiver.get("/readyz").ends_with("store is unavailable\n"));
    let line = receiver.line("store cannot be written");
    assert!(line["error"].as_str().unwrap().contains("does not exist"), "{line}");

    runtime.block_on(async {
        PostgresOptions::at(server.url()).schema(&*schema).open().await.unwrap();
    });
    receiver.soon(|| receiver.get("/readyz").contains("\r\n\r\nready\n"));
    receiver.line("store can be written again");
}

#[test]
fn notices_of_the_database_are_not_logged() {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let warns = format!(
        "CREATE FUNCTION {schema}.warns() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE WARNING 'made-up'; RETURN NEW; END $$;
         CREATE TRIGGER warns BEFORE INSERT ON {schema}.deliveries
         FOR EACH ROW EXECUTE FUNCTION {schema}.warns()"
    );
    Runtime::new().unwrap().block_on(async {
        PostgresOptions::at(server.url()).schema(&*schema).open().await.unwrap();
        PgConnection::connect(server.url()).await.unwrap().execute(&*warns).await.unwrap();
    });
    let folder = Folder::with(&SHOP.replace("'SHOP_INBOX'", "'SHOP_INBOX_5'"));
    let url = server.url();
    let mut start = command(&["serve", "--config", folder.file().to_str().unwrap()]);
    start.env("SHOP_INBOX_5", format!("{url}&schema={schema}&connections=2"));
    let receiver = Serving::start_as(start);

    assert_eq!(receiver.post("/routal/made-up", &[], CREATED), 200);

    for line in receiver.lines_until_it_is_stopped() {
        let target = line["target"].as_str().unwrap_or_default();
        assert!(target.starts_with("hookport"), "{line}");
    }
}

#[test]
fn a_password_in_the_file_is_warned_of_and_never_shown() {
    let check = |url: &str| {
        let folder = Folder::with(&SHOP.replace("{ env = 'SHOP_INBOX' }", &format!("'{url}'")));
        hookport(&["check", "--config", folder.file().to_str().unwrap()])
    };

    let shown = check("postgres://shop:hidden@localhost/shop");
    assert_eq!(shown.code, 0, "{shown:?}");
    assert!(shown.stderr.contains("`inbox`: holds a password"), "{shown:?}");
    let wrong = check("postgres://shop:hidden@localhost/shop?sslmod=hidden");
    assert_eq!(wrong.code, 1, "{wrong:?}");
    assert!(wrong.stdout.contains("`inbox`: is no inbox: unknown parameter `sslmod`"), "{wrong:?}");
    for run in [shown, wrong] {
        assert!(!format!("{run:?}").contains("hidden"), "{run:?}");
    }
}

#[test]
fn init_writes_the_variable_of_a_url_in_place_of_its_password() {
    let folder = tempfile::tempdir().unwrap();
    let init = |args: &[&str]| {
        let mut init = command(&["init", "--provider", "routal"]);
        let run = init.args(args).current_dir(folder.path()).env_remove("SHOP_INBOX_3");
        crate::terminal::Run::from(run.output().unwrap())
    };

    let refused = init(&["--inbox", "postgres://shop:hidden@localhost/shop"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.stderr.contains("`--inbox-env NAME`"), "{refused:?}");
    assert!(!refused.stderr.contains("hidden"), "{refused:?}");

    let written = init(&["--inbox-env", "SHOP_INBOX_3"]);
    assert_eq!(written.code, 0, "{written:?}");
    assert!(
        written.stderr.contains("environment variable `SHOP_INBOX_3` is not set"),
        "{written:?}"
    );
    let file = std::fs::read_to_string(folder.path().join("hookport.toml")).unwrap();
    assert!(file.contains("inbox = { env = \"SHOP_INBOX_3\" }"), "{file}");
}

#[test]
fn a_shop_that_is_added_to_the_inbox_is_known_to_a_receiver_that_runs() {
    let server = Postgres::shared();
    let url = format!("{}&schema={}&connections=2", server.url(), server.new_schema());
    let folder = Folder::with(SHOPS);
    let config = folder.file();
    let start = |name| {
        let mut command = command(&[name, "--config", config.to_str().unwrap()]);
        command.env("SHOP_INBOX_4", &url);
        command
    };
    let receiver = Serving::start_as(start("serve"));

    let args = ["accounts", "add", "pushes", "acme", "--secret-stdin", "--inbox", &url];
    assert_eq!(hookport_reading("made-up-secret", &args).code, 0);

    let send = |account: &str| {
        let to = format!("http://{}/pushes/{account}", receiver.address());
        let send = ["send", "--provider", "github", "--event", "push", "--url", &to];
        let body = file(&format!("accounts-{account}.json"), "{}");
        hookport(&[&send[..], &["--secret", "made-up-secret", &body]].concat())
    };
    let known = send("acme");
    assert_eq!(known.code, 0, "{known:?}");
    assert_eq!(send("globex").code, 1);

    let check = start("check").output().unwrap();
    assert_eq!(check.status.code(), Some(0), "{check:?}");
    folder.configure(&SHOPS.replace("{ env = 'SHOP_INBOX_4' }", "'sqlite:a.db'"));
    let check = String::from_utf8(start("check").output().unwrap().stdout).unwrap();
    assert!(check.contains("`in-inbox` needs an inbox in a Postgres database"), "{check}");
}

const SHOPS: &str = "
inbox = { env = 'SHOP_INBOX_4' }
[[endpoints]]
path = '/pushes'
provider = 'github'
accounts = { in-inbox = true, in-path = '/pushes/{account}' }
store-only = true
";
