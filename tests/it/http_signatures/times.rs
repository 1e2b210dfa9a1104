//! The time at which a signature was made, and the one at which it ends.

use std::time::Duration;

use hookport::{ConfigError, VerifyError, scheme::HttpSignature};

use super::{ANY, NOW, acme, judge, judge_at, now, signed, source};

const FRESH: HttpSignature = ANY.fresh_within(Duration::from_secs(300));

#[test]
fn a_signature_outside_of_the_window_is_refused() {
    let made = |at: u64| signed(&[], &format!("();created={at}"), &[]);

    for at in [NOW - 300, NOW, NOW + 300] {
        let verified = judge(source(FRESH), &made(at)).unwrap();
        assert_eq!(verified.sent_at().map(|it| it > now()), Some(at > NOW));
    }
    let reason = |at| judge(source(FRESH), &made(at)).unwrap_err().reason();
    assert_eq!(reason(NOW - 301), "stale_timestamp");
    assert_eq!(reason(NOW + 301), "future_timestamp");
    assert!(judge(source(ANY), &made(1)).is_ok(), "there is no window");
    let patient = source(FRESH).tolerance(Duration::MAX);
    assert!(judge(patient, &made(1)).is_ok());
}

#[test]
fn a_signature_without_its_time_is_refused_where_there_is_a_window() {
    let refused = judge(source(FRESH), &signed(&[], r#"();keyid="a""#, &[])).unwrap_err();
    assert_eq!(refused.reason(), "malformed_value");
    for created in ["created=x", "created=\"1700000000\"", "created", "created=-1"] {
        let request = signed(&[], &format!("();{created}"), &[]);
        for scheme in [ANY, FRESH] {
            let refused = judge(source(scheme), &request).unwrap_err();
            assert_eq!(refused.reason(), "malformed_value", "{created}");
        }
    }
}

#[test]
fn a_signature_is_refused_after_its_end() {
    let request = signed(&[], &format!("();expires={NOW}"), &[]);

    assert!(judge(source(ANY), &request).is_ok(), "the last second");
    let later = now() + Duration::from_secs(7);
    let refused = judge_at(source(ANY), &request, later).err();
    assert_eq!(refused, Some(VerifyError::Expired { by: Duration::from_secs(7) }));
    let malformed = signed(&[], "();expires=\"never\"", &[]);
    assert_eq!(judge(source(ANY), &malformed).unwrap_err().reason(), "malformed_value");
}

#[test]
fn a_window_without_a_time_that_is_signed_is_refused_at_start_up() {
    let draft = HttpSignature::hmac_sha256().in_draft_form("signature").covering(&["digest"]);
    let error = acme(draft.fresh_within(Duration::from_secs(1))).secret("made-up").verifier();
    assert_eq!(error.unwrap_err(), ConfigError::NoTimestamp { provider: "acme" });

    let dated = draft.covering(&["digest", "date"]).fresh_within(Duration::from_secs(1));
    assert!(acme(dated).secret("made-up").verifier().is_ok());
}
