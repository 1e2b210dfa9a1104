//! Members of a body that are signed line by line, and the certificate without a chain that signs them: of
//! Amazon SNS. The genuine message was made for Amazon's own validator, which accepts it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use hookport::{
    Field, Provider, RawRequest, Trust, Verdict, Verified, VerifyError, http_file::HttpFile,
    providers,
};
use serde_json::Value;

const GENUINE: &[u8] = include_bytes!("../../vectors/aws-sns/accept-ascii.http");
const WITH_SHA1: &[u8] = include_bytes!("../../vectors/aws-sns/accept-signature-version-1.http");
const LATER: Duration = Duration::from_secs(60 * 60 * 24 * 365 * 40);

#[test]
fn the_signed_members_are_covered_and_no_others() {
    let verified = judge(providers::AWS_SNS, GENUINE, |_| {}).unwrap();

    assert_eq!(verified.trust(), Trust::SignedInPart);
    for pointer in ["/Message", "/MessageId", "/Subject", "/TopicArn", "/Type"] {
        assert!(verified.covers(Field::Json(pointer)), "{pointer}");
    }
    for pointer in ["/UnsubscribeURL", "/MessageAttributes", "/SigningCertURL", "/SubscribeURL"] {
        assert!(!verified.covers(Field::Json(pointer)), "{pointer}");
    }
    assert!(!verified.covers(Field::Header("x-amz-sns-message-type")));
}

#[test]
fn a_value_of_two_lines_cannot_stand_for_two_values() {
    let refused = judge(providers::AWS_SNS, GENUINE, |message| {
        // The signed text is the same, character by character.
        let subject = message.as_object_mut().unwrap().remove("Subject").unwrap();
        let id = message["MessageId"].as_str().unwrap();
        message["MessageId"] = format!("{id}\nSubject\n{}", subject.as_str().unwrap()).into();
    });

    let at = Field::Json("/MessageId");
    assert_eq!(refused.unwrap_err(), VerifyError::UnexpectedValue { at });
}

#[test]
fn a_message_cannot_be_given_a_subject_nor_pass_for_another_type() {
    for (member, value) in [
        ("Subject", "another"),
        ("Subject", "a\nTimestamp"),
        ("Type", "SubscriptionConfirmation"),
        ("Type", "UnsubscribeConfirmation"),
        ("Type", "notification"),
        ("SignatureVersion", "1"),
        ("SignatureVersion", "3"),
        ("TopicArn", "arn:aws:sns:eu-west-1:857126341687:others"),
        ("Timestamp", "2025-10-09T16:33:38.001Z"),
    ] {
        let refused = judge(providers::AWS_SNS, GENUINE, |message| message[member] = value.into());
        assert!(refused.is_err(), "{member}: {value}");
    }
}

#[test]
fn a_message_of_another_topic_is_refused_although_amazon_has_signed_it() {
    let file = HttpFile::parse(GENUINE).unwrap();
    let other = "arn:aws:sns:eu-west-1:857126341687:made-up";
    let refused = verify(providers::AWS_SNS, &file, other, now(&file)).unwrap_err();

    assert_eq!(refused, VerifyError::UnexpectedValue { at: Field::Json("/TopicArn") });
}

#[test]
fn sha1_is_refused_where_version_2_is_asked_for() {
    assert!(judge(providers::AWS_SNS, WITH_SHA1, |_| {}).is_ok());
    let refused = judge(providers::AWS_SNS_SHA256, WITH_SHA1, |_| {}).unwrap_err();
    assert_eq!(refused, VerifyError::UnexpectedValue { at: Field::Json("/SignatureVersion") });

    let relabelled = |message: &mut Value| message["SignatureVersion"] = "2".into();
    assert!(judge(providers::AWS_SNS_SHA256, WITH_SHA1, relabelled).is_err());
    assert!(judge(providers::AWS_SNS_SHA256, GENUINE, |_| {}).is_ok());
}

#[test]
fn a_lone_certificate_is_refused_before_and_after_its_time() {
    let file = HttpFile::parse(GENUINE).unwrap();
    let at = |now| verify(providers::AWS_SNS, &file, TOPIC, now);

    assert!(at(now(&file)).is_ok());
    for time in [UNIX_EPOCH, now(&file) + LATER] {
        assert_eq!(at(time).unwrap_err().reason(), "untrusted_certificate");
    }
}

#[test]
fn a_certificate_that_was_not_fetched_is_asked_for_whatever_the_type() {
    let file = HttpFile::parse(GENUINE).unwrap();
    let sns = providers::AWS_SNS.source().setting("topic-arn", TOPIC).verifier().unwrap();
    let refused = sns.verify(&file.received(), now(&file)).unwrap_err();

    assert_eq!(refused.reason(), "key_not_fetched");
}

/// Verifies a message that was changed.
fn judge(
    provider: Provider,
    file: &[u8],
    change: impl FnOnce(&mut Value),
) -> Result<Verified, VerifyError> {
    let mut file = HttpFile::parse(file).unwrap();
    let mut message: Value = serde_json::from_slice(&file.body).unwrap();
    change(&mut message);
    file.body = Bytes::from(message.to_string());
    let now = now(&file);
    verify(provider, &file, TOPIC, now)
}

fn verify(
    provider: Provider,
    file: &HttpFile,
    topic: &str,
    now: SystemTime,
) -> Result<Verified, VerifyError> {
    let (url, certificate) = file.note("fetched").unwrap().split_once(' ').unwrap();
    let source = provider.source().fetched(url, certificate.replace("\\n", "\n"));
    let verifier = source.setting("topic-arn", topic).verifier().unwrap();
    match verifier.verify(&file.received(), now)? {
        Verdict::Delivery(delivery) => Ok(delivery),
        Verdict::Handshake(_) => panic!("it is a notification"),
    }
}

fn now(file: &HttpFile) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(file.note("now").unwrap().parse().unwrap())
}

const TOPIC: &str = "arn:aws:sns:eu-west-1:857126341687:orders";

#[test]
fn without_a_proof_nothing_is_confirmed() {
    let body = r#"{"Type":"SubscriptionConfirmation","SubscribeURL":"https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription","TopicArn":"made-up"}"#;
    let mut request = http::Request::post("/sns").body(Bytes::from(body)).unwrap();
    let kind = "x-amz-sns-message-type";
    request.headers_mut().insert(kind, "SubscriptionConfirmation".parse().unwrap());
    let open = providers::AWS_SNS.accept_without_verifying().setting("topic-arn", "made-up");

    let verdict = open.verifier().unwrap().verify(&RawRequest::from(&request), UNIX_EPOCH).unwrap();
    assert!(matches!(verdict, Verdict::Delivery(_)), "{verdict:?}");
}
