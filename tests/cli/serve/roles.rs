//! `hookport serve` as a receiver only, and as a worker only.

use super::kit::{Folder, Serving, upstream};
use crate::{
    postgres::Postgres,
    terminal::{command, hookport},
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
    let inbox = format!("{}&schema={}", server.url(), server.new_schema());
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
    for process in [&receiver, &worker] {
        assert!(process.get("/readyz").contains("\r\n\r\nready\n"));
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
