//! The names of built-in senders' events, from the request to the handler.

use std::sync::Arc;

use bytes::Bytes;
use hookport::{
    DocumentIn, EventRouter, Field, Outcome, Provider, Receiver, Unknown, WebhookEvent,
    extract::{EventName, State},
    providers,
    stores::MemoryStore,
    testing::{SignError, Signer, deliver},
};
use http::{Method, Request, StatusCode};
use serde::Deserialize;

use crate::kit::{Log, Running, SECRET};

fn signer(provider: Provider) -> Signer {
    Signer::new(provider, SECRET).url("https://shop.example/in")
}

#[derive(Debug, Deserialize)]
struct Message {
    #[serde(rename = "From")]
    from: String,
}

#[derive(Debug, WebhookEvent)]
enum Sms {
    #[event("received")]
    Received(Message),
    #[event("delivered")]
    Delivered(Message),
}

/// Hands a delivery of Twilio to handlers, and returns what they noted.
async fn twilio(request: Request<Bytes>) -> (StatusCode, Vec<String>) {
    let log = Log::default();
    let endpoint =
        EventRouter::new(providers::TWILIO.secret(SECRET).public_url("https://shop.example"))
            .on(Sms::RECEIVED, async |message: Message, State(log): State<Log>| {
                log.note(format!("received from {}", message.from));
            })
            .on(Sms::DELIVERED, async |message: Message, State(log): State<Log>| {
                log.note(format!("delivered from {}", message.from));
            })
            .with_state(log.clone());
    (deliver(&endpoint, request).await.status(), log.notes())
}

#[tokio::test]
async fn an_incoming_message_of_twilio_has_a_name() {
    let request =
        signer(providers::TWILIO).sign("MessageSid=SM1&Body=hi&SmsStatus=received&From=%2B1");
    let noted = twilio(request.unwrap()).await;
    assert_eq!(noted, (StatusCode::OK, vec!["received from +1".to_owned()]));
}

#[tokio::test]
async fn a_status_of_twilio_goes_before_the_status_of_the_sms() {
    let request = signer(providers::TWILIO).sign("SmsStatus=sent&MessageStatus=delivered&From=1");
    let noted = twilio(request.unwrap()).await;
    assert_eq!(noted, (StatusCode::OK, vec!["delivered from 1".to_owned()]));
}

#[tokio::test]
async fn a_get_of_twilio_has_name_and_payload_in_its_query() {
    let url = "https://shop.example/in?MessageSid=SM1&SmsStatus=received&From=%2B1";
    let request = Signer::new(providers::TWILIO, SECRET).method(Method::GET).url(url).sign("");
    let noted = twilio(request.unwrap()).await;
    assert_eq!(noted, (StatusCode::OK, vec!["received from +1".to_owned()]));
}

#[derive(Debug, Deserialize)]
struct Follow {
    user_name: String,
}

#[derive(Debug, Deserialize)]
struct Subscription {
    status: String,
}

#[derive(Debug, WebhookEvent)]
#[event(payload = "/event")]
enum Twitch {
    #[event("channel.follow")]
    Followed(Follow),
    #[event("revocation", payload = "/subscription")]
    Revoked(Subscription),
}

#[derive(Debug, WebhookEvent)]
#[event(payload = "/event")]
enum FollowsOnly {
    #[event("channel.follow")]
    Followed(Follow),
    #[event(other)]
    Other(Unknown),
}

fn revocation() -> Request<Bytes> {
    let signer = signer(providers::TWITCH)
        .event("revocation")
        .header("twitch-eventsub-subscription-type", "channel.follow");
    let body =
        r#"{"subscription":{"id":"f1","status":"authorization_revoked","type":"channel.follow"}}"#;
    signer.sign(body).unwrap()
}

#[tokio::test]
async fn a_revocation_of_twitch_is_an_event_of_its_own() {
    let log = Log::default();
    let endpoint = EventRouter::new(providers::TWITCH.secret(SECRET))
        .on(Twitch::FOLLOWED, async |follow: Follow, State(log): State<Log>| {
            log.note(follow.user_name);
        })
        .on(Twitch::REVOKED, async |revoked: Subscription, State(log): State<Log>| {
            log.note(revoked.status);
        })
        .with_state(log.clone());

    let follow = signer(providers::TWITCH)
        .event("channel.follow")
        .header("twitch-eventsub-message-type", "notification")
        .sign(r#"{"subscription":{"status":"enabled"},"event":{"user_name":"ada"}}"#);
    assert_eq!(deliver(&endpoint, follow.unwrap()).await.status(), StatusCode::OK);
    assert_eq!(deliver(&endpoint, revocation()).await.status(), StatusCode::OK);

    assert_eq!(log.notes(), ["ada", "authorization_revoked"]);
}

#[tokio::test]
async fn a_revocation_of_twitch_may_be_any_other_event() {
    let endpoint = EventRouter::new(providers::TWITCH.secret(SECRET))
        .on(FollowsOnly::FOLLOWED, async |follow: Follow| {
            Err::<(), _>(Outcome::dead_letter(follow.user_name))
        })
        .on(FollowsOnly::OTHER, async |other: Unknown| assert_eq!(other.name(), Some("revocation")))
        .with_state(());

    assert_eq!(deliver(&endpoint, revocation()).await.status(), StatusCode::OK);
    assert_eq!(endpoint.counts().handled, 1);
}

#[derive(Debug, Deserialize)]
struct PullRequest {
    number: u64,
}

#[derive(Debug, WebhookEvent)]
enum GitHub {
    #[event("pull_request.opened")]
    Opened(PullRequest),
    #[event("pull_request")]
    Changed(PullRequest),
    #[event("push")]
    Pushed,
}

#[tokio::test]
async fn an_event_of_github_goes_by_its_action_inline_and_from_an_inbox() {
    async fn opened(pull: PullRequest, name: EventName, State(log): State<Log>) {
        log.note(format!("opened {} {name} {}", pull.number, name.is_signed()));
    }
    async fn changed(pull: PullRequest, name: EventName, State(log): State<Log>) {
        log.note(format!("changed {} {name} {}", pull.number, name.is_signed()));
    }
    let endpoint = |log: &Log| {
        EventRouter::new(providers::GITHUB.secret(SECRET))
            .on(GitHub::OPENED, opened)
            .on(GitHub::CHANGED, changed)
            .on(GitHub::PUSHED, async |(), State(log): State<Log>| {
                log.note("pushed");
            })
            .with_state(log.clone())
    };
    let requests = || {
        [
            ("pull_request.opened", r#"{"action":"opened","number":1}"#),
            ("pull_request", r#"{"number":2,"action":"closed"}"#),
            ("push", "{}"),
        ]
        .map(|(event, body)| signer(providers::GITHUB).event(event).id(body).sign(body).unwrap())
    };
    let expected =
        ["opened 1 pull_request.opened false", "changed 2 pull_request.closed false", "pushed"];

    let inline = Log::default();
    let at_once = endpoint(&inline);
    for request in requests() {
        assert_eq!(deliver(&at_once, request).await.status(), StatusCode::OK);
    }
    assert_eq!(inline.notes(), expected);

    let durable = Log::default();
    let receiver = Receiver::new(Arc::new(MemoryStore::new())).endpoint("/in", endpoint(&durable));
    let running = Running::start(receiver);
    for request in requests() {
        assert_eq!(running.status(request).await, StatusCode::OK);
        running.idle().await;
    }
    assert_eq!(durable.notes(), expected);
    let names: Vec<_> = running.log().await.into_iter().map(|entry| entry.event).collect();
    let kept = ["pull_request.opened", "pull_request.closed", "push"];
    assert_eq!(names, kept.map(|name| Some(name.to_owned())));
}

#[tokio::test]
async fn a_command_of_discord_is_named_by_its_type_and_its_name() {
    #[derive(Debug, WebhookEvent)]
    #[event(payload = "/data/name")]
    enum Discord {
        #[event("2.deploy")]
        Deploy(String),
        #[event("2")]
        Command(String),
    }

    let names = providers::DISCORD.event_name();
    let decoder = hookport::event::Decoder::<Discord>::new(names, &[], DocumentIn::Body);
    let event = |body: &'static str| {
        let request = Request::post("/").body(Bytes::from_static(body.as_bytes())).unwrap();
        let received = hookport::RawRequest::from(&request);
        decoder.decode(&received).unwrap().event.unwrap()
    };

    let deploy = event(r#"{"type":2,"data":{"name":"deploy"}}"#);
    assert!(matches!(deploy, Discord::Deploy(_)), "{deploy:?}");
    let other = event(r#"{"data":{"name":"help"},"type":2}"#);
    assert!(matches!(other, Discord::Command(_)), "{other:?}");
}

#[test]
fn a_signer_writes_the_part_of_a_name_that_lies_in_a_header() {
    let github = signer(providers::GITHUB);
    let header = |request: Request<Bytes>| request.headers()["x-github-event"].clone();

    let opened = github.clone().event("pull_request.opened");
    assert_eq!(header(opened.clone().sign(r#"{"action":"opened"}"#).unwrap()), "pull_request");
    assert_eq!(header(github.event("push").sign("{}").unwrap()), "push");
    assert_eq!(
        opened.sign(r#"{"action":"closed"}"#).unwrap_err(),
        SignError::EventNotSettable { at: Field::Json("/action"), name: "opened".to_owned() }
    );
}

#[derive(Debug, WebhookEvent)]
#[event(payload = "/content")]
enum Room {
    #[event("m.room.message")]
    Message(serde_json::Value),
}

#[tokio::test]
async fn a_transaction_of_matrix_is_put_and_answered_with_an_empty_object() {
    let log = Log::default();
    let endpoint = EventRouter::new(providers::MATRIX.secret(SECRET))
        .on(Room::MESSAGE, async |content: serde_json::Value, State(log): State<Log>| {
            log.note(content.to_string());
        })
        .with_state(log.clone());
    let transaction = |events: &str| {
        let body = format!(r#"{{"events":[{events}]}}"#);
        let put = signer(providers::MATRIX).method(Method::PUT).sign(body);
        deliver(&endpoint, put.unwrap())
    };

    let message = r#"{"type":"m.room.message","event_id":"$1","content":{"body":"hi"}}"#;
    for events in [message, ""] {
        let answer = transaction(events).await;
        assert_eq!((answer.status(), &answer.body()[..]), (StatusCode::OK, &b"{}"[..]));
    }
    assert_eq!(log.taken(), [r#"{"body":"hi"}"#]);
}
