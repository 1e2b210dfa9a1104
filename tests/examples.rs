//! Every example does what it says: each is run, and its telling lines are read. A binary of its own:
//! cargo builds the examples for it only if it builds them all.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::BTreeSet,
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// The tests that an example shows are run here too.
#[cfg(feature = "inbox")]
#[path = "../examples/testing.rs"]
#[expect(dead_code, reason = "its `main` is for `cargo run`")]
mod testing;

/// Each example with its arguments, and lines that it has to print, in this order.
const EXAMPLES: &[(&str, &[&str], &[&str])] = &[
    (
        "any_match",
        &[],
        &[
            "paid: pi_test_0001, 1099",
            "failed: pi_test_0001",
            "other: Some(\"payout.paid\")",
            "refused: no signature matches",
            "Stripe gets 401 Unauthorized",
            "3 handled, 1 set aside, 1 refused",
        ],
    ),
    (
        "cargoson",
        &[],
        &[
            "on_notice: booking.created of Some(\"XX12345\")",
            "capture: 630 bytes kept",
            "refused: token does not match",
            "Cargoson gets 401 Unauthorized",
            "on_booked: XX12345",
            "on_shipment: Some(\"XX12345\") is Some(\"delivered\")",
        ],
    ),
    (
        "cargoson_shop",
        &[],
        &[
            "booking.created: Cargoson gets 200 OK",
            "mail: your order SO-7781 is booked",
            "booking.created: Cargoson gets 200 OK",
            "shipment.status_updated: Cargoson gets 200 OK",
            "mail: your order SO-7781 is delivered",
            "notify: done",
            "attempt 1: retry, the mail server is down",
            "attempt 2: done",
            "update_stock: done",
            "attempt 1: done",
            "chairs left: 6",
        ],
    ),
    (
        "cassa_in_cloud",
        &[],
        &[
            "on_receipt: no. 42, plus 10.0",
            "on_receipt: no. 42, minus 10.0, voided",
            "a trial delivery",
            "on_order: web-000123, store Some(101)",
            "on_closure: 187, store Some(101)",
            "on_other: VOUCHER/CREATE",
            "refused: missing header `x-cn-signature`",
            "Cassa in Cloud gets 401 Unauthorized",
        ],
    ),
    (
        "discord_interaction",
        &[],
        &[
            r#"Discord gets 200 OK {"type":1}"#,
            r#"Discord gets 200 OK {"type":4,"data":{"content":"Hello ada, /roll it is.","flags":64}}"#,
            "refused: no signature matches",
            "Discord gets 401 Unauthorized",
        ],
    ),
    (
        "dropbox_sign",
        &[],
        &[
            "on_sent: 99eee399fce1374d",
            "Dropbox Sign gets 200 OK Hello API Event Received",
            "refused: no signature matches",
            "Dropbox Sign gets 401 Unauthorized",
        ],
    ),
    (
        "github",
        &[],
        &[
            "deploy: main of octo-org/hello-world",
            "announce: 1 commit(s), delivery 72d3162e-cc78-11e3-81ab-4c9367dc0958",
            "GitHub gets 200 OK",
            "GitHub gets 503 Service Unavailable",
            "refused: no signature matches",
            "GitHub gets 401 Unauthorized",
        ],
    ),
    (
        "layer_on_hyper",
        &[],
        &[
            "receive: 22 bytes, proved by a token",
            "GitLab gets 200 OK",
            "refused: token does not match",
            "refused: missing header `x-gitlab-token`",
            "GitLab gets 401 Unauthorized",
            "GitLab gets 413 Payload Too Large",
        ],
    ),
    (
        "own_provider",
        &[],
        &[
            "as documented",
            "on_level: Helgoland, 512 cm",
            "delivery tw_7, an id that is signed",
            "Tidewatch gets 200 OK",
            "refused: no signature matches",
            "Tidewatch gets 401 Unauthorized",
        ],
    ),
    (
        "fleet",
        &[],
        &[
            "worker-1 is killed after 200 deliveries",
            "receiver-1 is killed after 300 deliveries",
            "600 deliveries got a 2xx",
            "600 rows of 600 pushes: each once",
        ],
    ),
    (
        "money",
        &[],
        &[
            "Stripe gets 200 OK",
            "attempt 1: retry, handler panicked",
            "attempt 2: done, no error",
            "Ada has 750 cents",
            "Grace has 250 cents",
        ],
    ),
    (
        "rabbot",
        &[],
        &[
            "on_odometer: ABC1D23 at 48210 km",
            "current_driver: ABC1D23 is asked for",
            r#"Rabbot gets 200 OK {"plate":"ABC1D23","driver":{"name":"Joao Lima"}}"#,
            "refused: token does not match",
            "Rabbot gets 401 Unauthorized",
        ],
    ),
    (
        "rabbot_fleet",
        &[],
        &[
            "positions: Rabbot gets 200 OK",
            "odometer: Rabbot gets 200 OK",
            "ABC1D23 has left its radius: 72 km of 50 km",
            "ABC1D23 needs its service: 50020 km",
        ],
    ),
    (
        "routal",
        &[],
        &[
            "on_plan_created: Gracia morning, 2 stops",
            "on_stop: Farmacia Gracia, project 65a1b2c3d4e5f60718293a4b",
            "delivered: Left with reception, 1 image(s)",
            "on_other: routal.planner.3.stop.completed",
            "refused: token does not match",
            "Routal gets 401 Unauthorized",
        ],
    ),
    (
        "slack_command",
        &[],
        &[
            r#"Slack gets 200 OK {"response_type":"in_channel","text":"ada deploys main"}"#,
            "refused: no signature matches",
            "Slack gets 401 Unauthorized",
            "the worker starts",
            "deploy: main",
        ],
    ),
    (
        "stripe",
        &[],
        &[
            "on_paid: pi_test_0001, 1099 eur",
            "on_paid: evt_test_0001 was here before",
            "Stripe gets 503 Service Unavailable",
            "on_other: payout.paid, 416 bytes",
            "refused: no signature matches",
            "Stripe gets 401 Unauthorized",
        ],
    ),
    (
        "telegram_bot",
        &[],
        &[
            r#"Telegram gets 200 OK {"method":"sendMessage","chat_id":7,"text":"Welcome."}"#,
            "a photo",
            "Telegram gets 200 OK",
        ],
    ),
    (
        "testing",
        &[],
        &[
            "forged: 401 Unauthorized",
            "stripe payment_intent.succeeded: done",
            "attempt 1: retry, the shop cannot be reached",
            "attempt 3: done",
        ],
    ),
    (
        "twilio_sms",
        &[],
        &[
            "on_message: from +15550100",
            "Twilio gets 200 OK <?xml",
            "<Response><Message>You wrote: 1 &lt; 2</Message></Response>",
            "refused: no signature matches",
            "Twilio gets 401 Unauthorized",
        ],
    ),
    (
        "zonos",
        &[],
        &[
            "on_order_created: 1 item(s), 12.4 CAD duties",
            "on_order_changed: ORDER_STATUS_CHANGED, PARTIALLY_SHIPPED",
            "on_shipment: SHIPMENT_CREATED, CREATED",
            "on_other: ORDER_PRAISED",
            "Zonos gets 422 Unprocessable Entity",
            "refused: token does not match",
            "Zonos gets 401 Unauthorized",
        ],
    ),
];

#[test]
fn every_example_runs_and_prints_its_telling_lines() {
    let wrong: Vec<_> = EXAMPLES
        .iter()
        .filter_map(|(name, arguments, lines)| {
            let output = run(name, arguments);
            let printed = String::from_utf8_lossy(&output.stdout);
            let missing = first_missing(&printed, lines);
            (missing.is_some() || !output.status.success()).then(|| {
                let told = String::from_utf8_lossy(&output.stderr);
                format!("{name}: {}, without {missing:?}:\n{printed}{told}", output.status)
            })
        })
        .collect();

    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_in_examples_is_run() {
    let names = EXAMPLES.iter().map(|(name, ..)| name).chain(["console"].iter());
    let run: BTreeSet<_> = names.map(|name| (*name).to_owned()).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let is_example = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let there: BTreeSet<_> = entries
        .filter(is_example)
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();

    assert_eq!(run, there);
}

#[test]
fn the_console_prints_its_address_and_asks_there_for_the_token() {
    let mut console = program("console").stdout(Stdio::piped()).spawn().unwrap();
    let mut address = String::new();
    BufReader::new(console.stdout.take().unwrap()).read_line(&mut address).unwrap();
    let page = get(address.trim());
    console.kill().unwrap();
    console.wait().unwrap();

    assert!(page.starts_with("HTTP/1.1 303"), "{address}{page}");
    assert!(page.contains("location: /console/log-in"), "{page}");
}

/// The whole answer to a request for an address like `http://127.0.0.1:8080/console`.
fn get(address: &str) -> String {
    let (host, path) = address.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut connection = TcpStream::connect(host).unwrap();
    write!(connection, "GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    answer
}

fn run(name: &str, arguments: &[&str]) -> Output {
    program(name).args(arguments).output().unwrap()
}

/// An example; cargo puts it into `examples` beside the folder of this test.
fn program(name: &str) -> Command {
    let test = env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap().join("examples");
    let example = folder.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    assert!(
        example.exists(),
        "{} is missing: `cargo test` builds it, `cargo test --test examples` alone does not",
        example.display()
    );
    Command::new(example)
}

/// The first of `lines` that is not found after those before it.
fn first_missing<'a>(printed: &str, lines: &[&'a str]) -> Option<&'a str> {
    let mut rest = printed;
    lines.iter().copied().find(|line| match rest.find(line) {
        Some(at) => {
            rest = &rest[at + line.len()..];
            false
        }
        None => true,
    })
}
