//! Mails of deliveries, through a private server that keeps them.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use hookport::{
    Delivery, DeliveryParts, Outcome, Secret, Trust,
    destinations::{DeliveryAttempt, Destination, Filter, MailServer, MailTo, TextTemplate},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

use super::kit::{shop, start};

/// An SMTP server that answers commands that begin with some texts in its own way, or not at all.
#[derive(Clone)]
struct MailSink {
    port: u16,
    lines: Arc<Mutex<Vec<String>>>,
}

impl MailSink {
    async fn start() -> Self {
        Self::answering(Vec::new()).await
    }

    async fn answering(answers: Vec<(&'static str, &'static str)>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let sink = Self { port: listener.local_addr().unwrap().port(), lines: Arc::default() };
        let lines = sink.lines.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (lines, answers) = (lines.clone(), answers.clone());
                tokio::spawn(async move { drop(talk(stream, &lines, &answers).await) });
            }
        });
        sink
    }

    fn server(&self) -> MailServer {
        MailServer::plain("127.0.0.1").port(self.port)
    }

    fn mail(&self) -> MailTo {
        let [from, to] = ["Hooks <hooks@shop.example>", "{json:/to?orders@shop.example}"];
        MailTo::new(self.server(), template(from), template(to))
    }

    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }
}

async fn talk(
    stream: TcpStream,
    lines: &Mutex<Vec<String>>,
    answers: &[(&str, &str)],
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 sink\r\n").await?;
    let own = |to: &str| answers.iter().find(|(start, _)| to.starts_with(start));
    let mut is_in_mail = false;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let line = line.trim_end().to_owned();
        lines.lock().unwrap().push(line.clone());
        let answer = match &*line {
            "." if is_in_mail => {
                is_in_mail = false;
                own(".").map_or("250 kept", |(_, answer)| *answer)
            }
            _ if is_in_mail => continue,
            line if own(line).is_some() => own(line).unwrap().1,
            "DATA" => {
                is_in_mail = true;
                "354 go on"
            }
            line if line.starts_with("EHLO") => "250-sink\r\n250 AUTH PLAIN",
            line if line.starts_with("AUTH") => "235 welcome",
            _ => "250 fine",
        };
        if answer == SILENCE {
            continue;
        }
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

/// The answer that is none.
const SILENCE: &str = "";

fn template(text: &'static str) -> TextTemplate {
    TextTemplate::parse(text).unwrap()
}

async fn send(mail: MailTo, body: &'static str) -> String {
    let request = http::Request::post("/shop").body(body.into()).unwrap();
    let mut parts = DeliveryParts::new("acme", Trust::Signed, SystemTime::UNIX_EPOCH, request);
    parts.event_name = Some("order.paid".into());
    let delivery = Delivery::from_parts(parts, http::Extensions::new());
    let mail = mail.build().unwrap();
    match mail.deliver(&delivery, &DeliveryAttempt::new("shop", "mail")).await {
        Outcome::Done => "done".to_owned(),
        Outcome::Retry { error, .. } => format!("retry: {}", error.unwrap()),
        Outcome::DeadLetter { reason } => format!("dead: {reason}"),
    }
}

#[tokio::test]
async fn a_delivery_from_the_inbox_is_a_mail() {
    let sink = MailSink::start().await;
    let mail = sink
        .mail()
        .and_to(template("Second <second@shop.example>"))
        .subject(template("{event} {json:/data/id}"))
        .text(template("It is delivery {id}.\n"))
        .attaching_body();
    let running = start(shop().to("mail", Filter::all(), mail.build().unwrap()));

    running.send("d1", 7).await;
    running.idle().await;

    let lines = sink.lines();
    let has = |line: &str| lines.iter().any(|found| found == line);
    for line in [
        "MAIL FROM:<hooks@shop.example>",
        "RCPT TO:<orders@shop.example>",
        "RCPT TO:<second@shop.example>",
        "Subject: order.paid 7",
        "It is delivery d1.",
        "Content-Disposition: attachment; filename=\"body.json\"",
        "{\"id\":\"d1\",\"type\":\"order.paid\",\"data\":{\"id\":7}}",
    ] {
        assert!(has(line), "{line} in {lines:#?}");
    }
    assert!(lines.iter().any(|line| line.starts_with("Message-ID: <msg_")), "{lines:#?}");
}

#[tokio::test]
async fn a_hostile_value_adds_no_line_and_no_mailbox() {
    let sink = MailSink::start().await;
    let mail = || sink.mail().subject(template("of {json:/name}")).text(template("{json:/name}"));

    let body = r#"{"name":"a\r\nBcc: evil@example.com\r\n.\r\nQUIT"}"#;
    assert_eq!(send(mail(), body).await, "done");
    for to in [
        r#"{"to":"a@shop.example, evil@example.com","name":""}"#,
        r#"{"to":"a@shop.example\r\nRCPT TO:<evil@example.com>","name":""}"#,
        r#"{"to":"a@shop.example>\r\nRCPT TO:<evil@example.com","name":""}"#,
        r#"{"to":"","name":{}}"#,
    ] {
        let outcome = send(mail(), to).await;
        assert!(outcome.starts_with("dead: no mail: "), "{to}: {outcome}");
    }

    let lines = sink.lines();
    let recipients: Vec<_> = lines.iter().filter(|line| line.starts_with("RCPT")).collect();
    assert_eq!(recipients, ["RCPT TO:<orders@shop.example>"]);
    let head: Vec<_> = lines.iter().skip_while(|line| *line != "DATA").collect();
    let head = head.split(|line| line.is_empty()).next().unwrap();
    assert!(head.iter().all(|line| !line.starts_with("Bcc")), "{head:#?}");
}

#[tokio::test]
async fn the_answer_of_the_server_says_what_becomes_of_the_delivery() {
    for (to, with, expected) in [
        ("RCPT", "550 no such mailbox", "dead: "),
        ("RCPT", "450 mailbox is busy", "retry: "),
        (".", "554 refused", "dead: "),
        (".", "451 later", "retry: "),
        ("AUTH", "535 wrong password", "retry: "),
        ("MAIL", "nonsense", "retry: "),
    ] {
        let sink = MailSink::answering(vec![(to, with)]).await;
        let server = sink.server().user("hooks", Secret::new("made-up-password"));
        let [from, to] = ["hooks@shop.example", "orders@shop.example"].map(template);
        let outcome = send(MailTo::new(server, from, to), "{}").await;
        assert!(outcome.starts_with(expected), "{with}: {outcome}");
        assert!(!outcome.contains("made-up-password"), "{outcome}");
    }
}

#[tokio::test]
async fn a_server_that_never_answers_quit_has_answered_the_mail() {
    for (to, with, expected) in [
        (".", "250 kept", "done"),
        (".", "554 refused", "dead: "),
        ("RCPT", "550 no such mailbox", "dead: "),
        (".", "451 later", "retry: "),
    ] {
        let sink = MailSink::answering(vec![(to, with), ("QUIT", SILENCE)]).await;
        let outcome = send(sink.mail().timeout(Duration::from_secs(1)), "{}").await;
        assert!(outcome.starts_with(expected), "{with}: {outcome}");
        assert!(!outcome.contains("within 1s"), "{with}: {outcome}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_or_slow_is_tried_again() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let mail = || {
        let [from, to] = ["hooks@shop.example", "orders@shop.example"].map(template);
        let server = MailServer::plain("127.0.0.1").port(port);
        MailTo::new(server, from, to).timeout(Duration::from_millis(100))
    };

    let slow = send(mail(), "{}").await;
    assert_eq!(slow, "retry: mail server did not take it within 100ms");
    drop(listener);
    let gone = send(mail(), "{}").await;
    assert!(gone.starts_with("retry: "), "{gone}");
}

#[test]
fn a_mailbox_that_gets_no_mails_is_refused() {
    let mail = |server, to| MailTo::new(server, template("hooks@shop.example"), template(to));
    for (mail, problem) in [
        (
            mail(MailServer::plain("mail.example"), "a@shop.example"),
            "mail server `mail.example` without TLS: only one on this machine is spoken to so",
        ),
        (mail(MailServer::plain("localhost"), "nobody"), "`nobody` is no address of a mailbox"),
        (
            mail(MailServer::tls("mail.example").trusting("no PEM"), "a@shop.example"),
            "certificate of the authority cannot be read: expected PEM",
        ),
        (
            mail(MailServer::plain("::1"), "a@shop.example").timeout(Duration::ZERO),
            "`timeout` must not be zero",
        ),
    ] {
        assert_eq!(mail.build().unwrap_err().to_string(), problem);
    }
}
