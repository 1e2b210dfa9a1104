//! Forms that were decoded, encoded again, or not read as forms.

use hookport::{diagnosis::Place, providers};
use http::header::CONTENT_TYPE;

use super::kit::{changed, diagnosed, is_at, is_proved, says, signer, source};

#[test]
fn a_form_that_was_encoded_again_is_undone() {
    let sent = "command=%2Fdeploy&text=two+words+*~%27&empty=";
    let rows = [
        ("command=%2Fdeploy&text=two%20words%20*~%27&empty=", "`%20`"),
        ("command=%2fdeploy&text=two+words+*~%27&empty=", "another case"),
        ("command=%2Fdeploy&text=two+words+%2A~%27&empty=", "escapes"),
        ("command=/deploy&text=two+words+*~'&empty=", "escapes"),
    ];
    let whatwg = "command=%2Fdeploy&text=two+words+*%7E%27&empty=";
    for (came, word) in rows {
        for sent in [sent, whatwg] {
            let told = diagnosed(source(providers::SLACK), &changed(providers::SLACK, sent, came));
            if sent == whatwg || word == "`%20`" || word == "another case" {
                is_proved(&told, "form_rewritten", &["encoded again"], came);
            }
        }
    }
}

#[test]
fn a_form_in_another_character_set_is_undone() {
    let (sent, came) = ("text=caf%C3%A9+ol%C3%A9&a=b", "text=caf%C3%83%C2%A9+ol%C3%83%C2%A9&a=b");
    for provider in [providers::SLACK, providers::TWILIO] {
        let told = diagnosed(source(provider), &changed(provider, sent, came));
        is_proved(&told, "charset", &["read as Latin-1"], provider.name());
    }
}

#[test]
fn sorted_fields_are_suspected() {
    let sent = "token=t&team_id=T1&command=%2Fa&text=b&trigger_id=1&user_id=U&channel_id=C";
    let came = "channel_id=C&command=%2Fa&team_id=T1&text=b&token=t&trigger_id=1&user_id=U";
    let told = diagnosed(source(providers::SLACK), &changed(providers::SLACK, sent, came));
    says(&told, "form_sorted", &["alphabetical order"], came);
}

#[test]
fn a_form_that_was_decoded_is_encoded_again() {
    let sent = "text=two+words&url=https%3A%2F%2Fa.example%2F%3Fx%3D1";
    let came = "text=two words&url=https://a.example/?x=1";

    let told = diagnosed(source(providers::SLACK), &changed(providers::SLACK, sent, came));

    is_proved(&told, "form_rewritten", &["decoded"], came);
}

#[test]
fn json_that_was_taken_out_of_a_form_is_put_back() {
    let json = r#"{"action":"opened","text":"a b/c~*é"}"#;
    let plus: String = form_urlencoded::byte_serialize(json.as_bytes()).collect();
    let percent = plus.replace('+', "%20");
    for provider in [providers::GITHUB, providers::SLACK] {
        for encoded in [&plus, &percent.replace("%7E", "~")] {
            let sent = format!("payload={encoded}");
            for came in [json.to_owned(), format!("payload={json}")] {
                let told = diagnosed(source(provider), &changed(provider, sent.clone(), came));
                is_proved(
                    &told,
                    "form_decoded",
                    &["`payload`", "signature is over the form"],
                    &sent,
                );
                is_at(&told, Place::Body);
            }
        }
    }
}

#[test]
fn json_that_was_put_into_a_form_is_taken_out() {
    let json = r#"{"id":"evt_1","a":"b c"}"#;
    let encoded: String = form_urlencoded::byte_serialize(json.as_bytes()).collect();
    let came = format!("body={encoded}");

    let told = diagnosed(source(providers::STRIPE), &changed(providers::STRIPE, json, came));

    is_proved(&told, "form_wrapped", &["as JSON", "field of a form"], json);
}

#[test]
fn fields_that_became_a_json_object_are_a_form_again() {
    let sent = "token=t&command=%2Fdeploy&text=two+words";
    let came = r#"{"token":"t","command":"/deploy","text":"two words"}"#;
    let told = diagnosed(source(providers::SLACK), &changed(providers::SLACK, sent, came));
    is_proved(&told, "form_decoded", &["JSON object of its fields"], came);

    let form = "From=%2B1555&Body=hi+there";
    let came = r#"{"Body":"hi there","From":"+1555"}"#;
    let told = diagnosed(source(providers::TWILIO), &changed(providers::TWILIO, form, came));
    is_proved(&told, "form_decoded", &["JSON object of its fields"], came);
}

#[test]
fn a_form_without_its_content_type_is_read_as_one() {
    for content_type in [None, Some("text/plain"), Some("application/json")] {
        let mut request = signer(providers::TWILIO).sign("From=%2B1555&Body=hi+there").unwrap();
        request.headers_mut().remove(CONTENT_TYPE);
        if let Some(content_type) = content_type {
            request.headers_mut().insert(CONTENT_TYPE, content_type.parse().unwrap());
        }
        let told = diagnosed(source(providers::TWILIO), &request);
        is_proved(&told, "no_form", &["`Content-Type`", "x-www-form-urlencoded"], "Twilio");
        is_at(&told, Place::Header);
    }
}

#[test]
fn a_body_that_is_not_what_its_type_says_is_suspicious() {
    let mut request = changed(providers::XERO, r#"{"a":1}"#, r#"{"b":2}"#);
    let form = "application/x-www-form-urlencoded".parse().unwrap();
    request.headers_mut().insert(CONTENT_TYPE, form);
    let told = diagnosed(source(providers::XERO), &request);
    says(&told, "form_decoded", &["that of a form, and the body is JSON"], "Xero");
}
