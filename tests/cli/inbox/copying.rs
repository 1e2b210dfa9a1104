//! `hookport inbox copy`.

use std::{fmt::Write, process::Stdio, thread, time::Duration};

use hookport::stores::postgres::sqlx::{self, Connection, Executor, PgConnection};
use serde_json::{Value, json};

use super::kit::Kept;
use crate::{
    postgres::Postgres,
    terminal::{Run, command, hookport, same_as_file},
};

/// A schema that nothing lies in.
fn new_place() -> String {
    let server = Postgres::shared();
    format!("{}&schema={}", server.url(), server.new_schema())
}

fn copy(kept: &Kept, to: &str) -> Run {
    hookport(&["inbox", "copy", kept.url(), to])
}

#[test]
fn an_inbox_is_copied_from_a_file_to_a_database() {
    let (kept, to) = (Kept::new(), new_place());
    let file = |name: &str| format!("sqlite:{}/{name}", kept.folder().display());
    kept.run("backup DIR/backup.db");
    kept.with_store(async |store| store);
    let backup = file("backup.db");
    hookport(&["pause", "shop", "--inbox", &backup]);
    let mut written = String::new();
    for [from, to] in [
        [&*file("hookport.db"), &*to],
        [&*backup, &*to],
        [&*file("none.db"), &*to],
        [&*file("hookport.db"), "sqlite:other.db"],
        [&*to, &*to],
    ] {
        let Run { code, stdout, stderr } = hookport(&["inbox", "copy", from, to]);
        let head = format!("$ hookport inbox copy {from} {to}");
        writeln!(written, "{head}\n{stdout}{stderr}[exit code {code}]\n").unwrap();
    }

    let (_, schema) = to.rsplit_once('=').unwrap();
    let written = written.replace(&to, "postgres://localhost/postgres?schema=SCHEMA");
    let written =
        written.replace(schema, "SCHEMA").replace(&kept.folder().display().to_string(), "DIR");
    let is_hash = |word: &str| word.len() == 32 && word.bytes().all(|it| it.is_ascii_hexdigit());
    let masked = |line: &str| match line.rsplit_once(' ') {
        Some((start, end)) if is_hash(end) => format!("{start} HASH\n"),
        _ => format!("{line}\n"),
    };
    same_as_file("inbox-copy", &written.lines().map(masked).collect::<String>());
}

#[test]
fn each_command_shows_the_copy_as_it_shows_the_file() {
    let (kept, to) = (Kept::new(), new_place());

    let copied = hookport(&["inbox", "copy", kept.url(), &to, "--json"]);

    assert_eq!((copied.code, &*copied.stderr), (0, ""), "{copied:?}");
    let told: Value = serde_json::from_str(&copied.stdout).unwrap();
    let rows: u64 =
        told["tables"].as_array().unwrap().iter().map(|it| it["rows"].as_u64().unwrap()).sum();
    assert_eq!((&told["rows"], &told["writtenBefore"]), (&json!(rows), &json!(0)));
    let (_, schema) = to.split_once("schema=").unwrap();
    assert_eq!(told["to"], format!("postgres://localhost:5432/postgres?schema={schema}"));
    for args in [
        "log",
        "log --json --failed",
        "show 1",
        "show 2 --json",
        "show 4",
        "show 5",
        "show 6",
        "dead",
        "usage",
        "usage --days 90 --json",
        "quarantine",
    ] {
        let mut of_copy: Vec<_> = args.split(' ').collect();
        of_copy.extend(["--inbox", &*to]);
        let (file, database) = (kept.run(args), hookport(&of_copy));
        assert_eq!(file, database, "{args}");
        assert!(file.code < 2, "{file:?}");
    }
    let again = copy(&kept, &to);
    assert_eq!(again.code, 0, "{again:?}");
    let before = format!("postgres://localhost:5432/postgres?schema={schema} before, until 2");
    assert!(again.stdout.contains(&format!(" was copied to {before}")), "{again:?}");
    assert!(again.stderr.contains("`DROP SCHEMA NAME CASCADE`"), "what to do then: {again:?}");
}

#[test]
fn a_copy_goes_on_after_a_kill_and_no_receiver_opens_it_before() {
    let (kept, to) = (Kept::new(), new_place());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (_, schema) = to.rsplit_once('=').unwrap();
    let mut db = runtime.block_on(async {
        let options = hookport::stores::postgres::PostgresOptions::at(&*to);
        hookport::inbox::Store::close(&options.open().await.unwrap()).await;
        let mut db = PgConnection::connect(Postgres::shared().url()).await.unwrap();
        for statement in
            [format!("SET search_path = {schema}"), "BEGIN".into(), "LOCK TABLE attempts".into()]
        {
            db.execute(sqlx::query(Box::leak(statement.into_boxed_str()))).await.unwrap();
        }
        db
    });
    let mut args = command(&["inbox", "copy", kept.url(), &to]);
    let mut copying = args.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // It waits for the lock of the test then.
    let comes_to = "SELECT EXISTS (SELECT 1 FROM copy WHERE in_table = 'ended')";
    while !runtime.block_on(sqlx::query_scalar::<_, bool>(comes_to).fetch_one(&mut db)).unwrap() {
        assert!(copying.try_wait().unwrap().is_none(), "it has not ended");
        thread::sleep(Duration::from_millis(5));
    }

    let rival = copy(&kept, &new_place());
    copying.kill().unwrap();
    copying.wait().unwrap();
    drop(db);

    assert_eq!((rival.code, &*rival.stdout), (1, ""), "{rival:?}");
    assert!(rival.stderr.contains("a process has `"), "{rival:?}");
    let early = hookport(&["log", "--inbox", &to]);
    assert_eq!((early.code, &*early.stdout), (2, ""), "{early:?}");
    assert!(early.stderr.contains("`hookport inbox copy FROM TO` goes on with it"), "{early:?}");
    let ended = hookport(&["inbox", "copy", kept.url(), &to, "--json"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let told: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert!(told["writtenBefore"].as_u64().unwrap() > 10, "{told}");
    assert_eq!(hookport(&["log", "--inbox", &to]), kept.run("log"));
}
