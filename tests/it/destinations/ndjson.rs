//! Files of JSON lines.

#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use hookport::{
    Delivery, DeliveryParts, Field, Outcome, Provider, Trust,
    destinations::{DeliveryAttempt, Destination, Destinations, Filter, Ndjson, NdjsonFile},
    scheme::Token,
    testing::HandClock,
};
use http::Request;
use serde_json::{Value, json};

use super::kit::{documented, shop, start};
use crate::kit::{paid, signed};

fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn delivery(body: &'static [u8]) -> Delivery {
    let request = http::Request::post("/shop").header("x-two", "1").header("x-two", "2");
    let request = request.header("authorization", "secret").body(body.into()).unwrap();
    let parts = DeliveryParts::new("acme", Trust::Signed, SystemTime::UNIX_EPOCH, request);
    Delivery::from_parts(parts, http::Extensions::new())
}

async fn append(file: &Ndjson, body: &'static [u8]) -> Outcome {
    file.deliver(&delivery(body), &DeliveryAttempt::new("shop", "archive")).await
}

fn is_done(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Done)
}

/// Returns the files of a folder, by name.
fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_delivery_from_the_inbox_is_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.ndjson");
    let running = start(shop().to("archive", Filter::all(), Ndjson::open(&path).unwrap()));

    running.answer(signed("{\"id\": \"d1\",\n \"type\": \"order.paid\",\n \"n\": 1.50}")).await;
    running.answer(signed(paid("d2", 2))).await;
    running.idle().await;

    let found = lines(&path);
    assert_eq!(found.len(), 2);
    let one = found.iter().find(|line| line["id"] == "d1").unwrap();
    let received_at = one["receivedAt"].clone();
    assert!(received_at.as_str().unwrap().ends_with('Z'), "{received_at}");
    assert_eq!(
        *one,
        json!({
            "receivedAt": received_at, "endpoint": "shop", "entry": 1, "provider": "acme",
            "event": "order.paid", "id": "d1", "trust": "signed", "method": "POST",
            "target": "/shop", "body": {"id": "d1", "type": "order.paid", "n": 1.50},
        })
    );
    assert!(fs::read_to_string(&path).unwrap().contains(r#""n":1.50}"#), "digits as they came");
}

#[tokio::test]
async fn a_line_has_path_and_query_without_the_token_of_the_sender() {
    const READINGS: Provider = Provider::new("readings")
        .token_in(Token::path_segment(0))
        .names_event_in(&[Field::Query("copy")])
        .also_delivers_with_get();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.ndjson");
    let readings = Destinations::new(READINGS.secret("made-up"));
    let running = start(readings.to("archive", Filter::all(), Ndjson::open(&path).unwrap()));

    let uri = "http://localhost/shop/made-up?plate=ABC1D23&copy=made-up&session=0&km=0";
    assert_eq!(running.status(Request::get(uri).body(Bytes::new()).unwrap()).await, 200);
    running.idle().await;

    let line = &lines(&path)[0];
    assert_eq!(line["method"], "GET");
    assert_eq!(line["target"], "/shop/hidden?plate=ABC1D23&copy=hidden&session=0&km=0");
    assert_eq!(line["event"], Value::Null);
}

#[tokio::test]
async fn the_members_of_the_documentation_are_those_of_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.ndjson");
    let file = NdjsonFile::new(&path).headers(["x-two".parse().unwrap()]).open().unwrap();
    let running = start(shop().to("archive", Filter::all(), Ndjson::open(&path).unwrap()));
    running.send("d1", 1).await;
    running.idle().await;
    for body in [&b"text"[..], b"\xff"] {
        let mut parts = delivery(body).parts().clone();
        parts.tenant = Some("t1".to_owned());
        let delivery = Delivery::from_parts(parts, http::Extensions::new());
        let attempt = DeliveryAttempt::new("shop", "archive");
        assert!(is_done(&file.deliver(&delivery, &attempt).await));
    }

    let lines = lines(&path);
    let members = lines.iter().flat_map(|line| line.as_object().unwrap().keys().cloned());
    assert_eq!(members.collect::<BTreeSet<_>>(), documented("ndjson"));
}

#[tokio::test]
async fn a_body_that_is_no_json_is_a_text_or_base64_and_headers_are_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.ndjson");
    let names = ["X-Two".parse().unwrap(), "x-absent".parse().unwrap()];
    let file = NdjsonFile::new(&path).headers(names).open().unwrap();

    for body in [&b"a=1\n&b=2"[..], b"\xff\x00", b"", b"{\"a\":1} {}"] {
        assert!(is_done(&append(&file, body).await));
    }

    let found = lines(&path);
    assert_eq!(found[0]["bodyText"], "a=1\n&b=2");
    assert_eq!(found[1]["bodyBase64"], "/wA=");
    assert_eq!(found[2]["bodyText"], "");
    assert_eq!(found[3]["bodyText"], "{\"a\":1} {}");
    assert_eq!(found[0]["headers"], json!({"x-two": "1, 2"}));
    assert!(!fs::read_to_string(&path).unwrap().contains("secret"));
}

#[tokio::test]
async fn what_a_crash_has_left_of_a_line_is_closed_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.ndjson");
    fs::write(&path, "{\"whole\":1}\n{\"cut o").unwrap();

    assert!(is_done(&append(&Ndjson::open(&path).unwrap(), b"1").await));

    let text = fs::read_to_string(&path).unwrap();
    let found: Vec<_> = text.lines().collect();
    assert_eq!(found[..2], ["{\"whole\":1}", "{\"cut o"]);
    assert_eq!(serde_json::from_str::<Value>(found[2]).unwrap()["body"], 1);
}

#[cfg(unix)]
#[tokio::test]
async fn each_delivery_has_a_whole_line_after_another_writer_has_left_a_part_of_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.ndjson");
    let file = Ndjson::open(&path).unwrap();
    assert!(is_done(&append(&file, b"1").await));
    let mut other = fs::OpenOptions::new().append(true).open(&path).unwrap();
    std::io::Write::write_all(&mut other, b"{\"cut o").unwrap();

    for body in [&b"2"[..], b"3"] {
        assert!(is_done(&append(&file, body).await));
    }

    let text = fs::read_to_string(&path).unwrap();
    let found: Vec<_> = text.lines().map(serde_json::from_str::<Value>).collect();
    let bodies: Vec<_> = found.iter().flatten().map(|line| line["body"].clone()).collect();
    assert_eq!((found.len(), bodies), (4, [1, 2, 3].map(Value::from).to_vec()));
}

#[tokio::test]
async fn a_file_is_rotated_by_size_and_old_ones_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.ndjson");
    fs::write(folder.path().join("all.notes.ndjson"), "").unwrap();
    let clock = HandClock::new(0);
    let file = NdjsonFile::new(&path).rotated_at(300).keeping(2).clock(clock.clone());
    let file = file.open().unwrap();

    for body in [&b"1"[..], b"2", b"3", b"4", b"5", b"6", b"7", b"8", b"9"] {
        clock.advance(Duration::from_secs(1));
        assert!(is_done(&append(&file, body).await));
    }

    let names = names(folder.path());
    assert_eq!(names.len(), 4, "{names:?}");
    assert_eq!(names[2..], ["all.ndjson", "all.notes.ndjson"], "others stay");
    let mut bodies: Vec<_> =
        names[..3].iter().flat_map(|name| lines(&folder.path().join(name))).collect();
    bodies.sort_by_key(|line| line["body"].as_u64());
    let bodies: Vec<_> = bodies.iter().map(|line| line["body"].as_u64().unwrap()).collect();
    assert_eq!(bodies, [5, 6, 7, 8, 9], "the last ones, each once");
    for name in &names[..3] {
        assert!(fs::metadata(folder.path().join(name)).unwrap().len() <= 300);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_can_be_read_by_its_owner_only_until_somebody_changes_that() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.ndjson");
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let file = NdjsonFile::new(&path).rotated_at(1).open().unwrap();
    assert_eq!(mode(path.clone()), 0o600);

    assert!(is_done(&append(&file, b"1").await));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    assert!(is_done(&append(&file, b"2").await));

    let modes = names(folder.path()).into_iter().map(|name| mode(folder.path().join(name)));
    assert_eq!(modes.collect::<Vec<_>>(), [0o640, 0o640], "also after it is rotated");
}

#[tokio::test]
async fn a_new_day_begins_a_new_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.ndjson");
    let clock = HandClock::new(86_398);
    let open = || NdjsonFile::new(&path).daily().clock(clock.clone()).open().unwrap();
    let file = open();

    assert!(is_done(&append(&file, b"1").await));
    clock.advance(Duration::from_secs(1));
    assert!(is_done(&append(&file, b"2").await));
    assert_eq!(names(folder.path()), ["all.ndjson"]);
    clock.advance(Duration::from_secs(1));
    assert!(is_done(&append(&file, b"3").await));

    assert_eq!(names(folder.path()).len(), 2);
    assert!(names(folder.path())[0].starts_with("all.19700102T000000.000000000-"));
    assert_eq!(lines(&path).len(), 1);
}

const LONG: &[u8] = &[b'x'; 200];

#[tokio::test(flavor = "multi_thread")]
async fn several_destinations_on_one_file_tear_no_line_and_lose_none_while_it_is_rotated() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.ndjson");
    let open = || NdjsonFile::new(&path).rotated_at(20_000).open().unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for file in [open(), open(), open()] {
        let file = std::sync::Arc::new(file);
        for _ in 0..4 {
            let file = file.clone();
            tasks.spawn(async move {
                for _ in 0..50 {
                    while !is_done(&append(&file, LONG).await) {}
                }
            });
        }
    }
    tasks.join_all().await;

    let names = names(folder.path());
    assert!(names.len() > 5, "{names:?}");
    let found: usize = names.iter().map(|name| lines(&folder.path().join(name)).len()).sum();
    assert!(found >= 600, "{found}: an attempt that failed is made again, as an inbox does");
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_refused_and_one_that_cannot_be_written_is_retried() {
    let folder = tempfile::tempdir().unwrap();
    let error = Ndjson::open(folder.path().join("no/all.ndjson")).unwrap_err().to_string();
    assert!(error.starts_with("cannot open `") && error.contains("no/all.ndjson"), "{error}");
    let none = NdjsonFile::new(folder.path().join("a")).rotated_at(0).open().unwrap_err();
    assert_eq!(none.to_string(), "file cannot be rotated at zero bytes");

    let inside = folder.path().join("inside");
    fs::create_dir(&inside).unwrap();
    let file = Ndjson::open(inside.join("all.ndjson")).unwrap();
    fs::remove_dir_all(&inside).unwrap();
    assert!(matches!(append(&file, b"1").await, Outcome::Retry { .. }));
    fs::create_dir(&inside).unwrap();
    assert!(is_done(&append(&file, b"1").await), "it comes back");
}
