//! Senders that are not built in, written as a user would write them, and put to requests that
//! their own SDKs have judged.

use std::{
    fs,
    path::Path,
    time::{Duration, UNIX_EPOCH},
};

use hookport::{
    Field, Provider, Secret, Verdict, WebhookEvent,
    event::{Decoder, items},
    http_file::HttpFile,
    scheme::{Signature, TimeUnit},
};
use serde::Deserialize;

/// `GoCardless` sends batches.
const GOCARDLESS: Provider = Provider::new("gocardless")
    .signed_with(Signature::hmac_sha256("webhook-signature"))
    .holds_items_at(&["/events"])
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/resource_type"),
        second: &Field::Json("/action"),
        separator: ".",
    }])
    .names_delivery_in(&[Field::Batch("/meta/webhook_id")]);

const LINEAR: Provider = Provider::new("linear")
    .signed_with(
        Signature::hmac_sha256("linear-signature")
            .timestamp_in(Field::Json("/webhookTimestamp"), TimeUnit::Milliseconds)
            .over("{body}")
            .fresh_within(Duration::from_secs(60)),
    )
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/type"),
        second: &Field::Json("/action"),
        separator: ".",
    }])
    .names_delivery_in(&[Field::Header("linear-delivery")]);

#[derive(Debug, Deserialize)]
struct Payment {
    links: Links,
}

#[derive(Debug, Deserialize)]
struct Links {
    payment: String,
}

#[derive(Debug, WebhookEvent)]
enum GoCardless {
    #[event("payments.failed")]
    Failed(Payment),
    #[event("payments")]
    Payment(Payment),
}

#[derive(Debug, Deserialize)]
struct Issue {
    title: String,
}

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data")]
enum Linear {
    #[event("Issue.create")]
    Created(Issue),
    #[event("Issue")]
    Issue(Issue),
}

#[test]
fn gocardless_names_events_by_resource_type_and_action() {
    let events = judged::<GoCardless>("gocardless", &GOCARDLESS);

    assert_eq!(events.len(), 5);
    for event in events {
        let GoCardless::Failed(payment) = event else { panic!("{event:?}") };
        assert!(payment.links.payment.starts_with("PM"));
    }
}

#[test]
fn linear_names_events_by_type_and_action() {
    let events = judged::<Linear>("linear", &LINEAR);

    assert_eq!(events.len(), 7);
    let created = events.iter().filter(|event| match event {
        Linear::Created(issue) => !issue.title.is_empty(),
        Linear::Issue(issue) => {
            assert!(!issue.title.is_empty());
            false
        }
    });
    assert_eq!(created.count(), 3);
}

/// Judges every request in a folder as its sender's SDK did, and returns the events of the genuine
/// ones.
fn judged<E: WebhookEvent>(folder: &str, provider: &Provider) -> Vec<E> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/senders").join(folder);
    let sender = Decoder::<E>::of(provider);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter_map(|path| {
            let file = HttpFile::parse(&fs::read(&path).unwrap()).unwrap();
            let genuine = is_genuine(&file, provider);
            assert_eq!(genuine, file.note("expect") == Some("accept"), "{}", path.display());
            genuine.then(|| {
                let request = file.received();
                let decoded = match items(&request, provider).unwrap().as_deref() {
                    Some([item]) => sender.decode_item(item, &request),
                    Some(items) => panic!("{} has {} events", path.display(), items.len()),
                    None => sender.decode(&request),
                };
                let decoded = decoded.unwrap();
                assert_eq!(decoded.name.as_deref(), file.note("event"));
                assert_eq!(decoded.delivery_id.as_deref(), file.note("id"));
                decoded.event.unwrap()
            })
        })
        .collect()
}

fn is_genuine(file: &HttpFile, provider: &Provider) -> bool {
    let now = UNIX_EPOCH + Duration::from_secs(file.note("now").unwrap().parse().unwrap());
    let source = provider.secrets(file.notes("secret").map(Secret::new));
    let Ok(verifier) = source.verifier() else {
        return false;
    };
    matches!(verifier.verify(&file.received(), now), Ok(Verdict::Delivery(_)))
}
