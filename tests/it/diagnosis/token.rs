//! Senders that show a token.

use hookport::{Provider, diagnosis::Place, providers, scheme::Token, testing::Signer};
use http::{HeaderValue, Request};

use super::kit::{diagnosed, is_at, is_proved, says};

fn shown(provider: Provider, token: &str) -> Request<bytes::Bytes> {
    Signer::new(provider, token).sign("{}").unwrap()
}

const TOKENS: &[Provider] =
    &[providers::GITLAB, providers::TELEGRAM, providers::RABBOT, providers::ROUTAL];

#[test]
fn what_was_pasted_along_with_a_token_is_told() {
    for provider in TOKENS {
        for (given, word) in [
            ("made-up\n", "line break"),
            ("'made-up'", "quotation marks"),
            ("TOKEN=made-up", "a name and `=`"),
            ("MADE-UP", "lower case"),
            ("bWFkZS11cA==", "Kubernetes"),
        ] {
            let told = diagnosed(provider.secret(given), &shown(*provider, "made-up"));
            assert!(told.is_proved() && told.to_string().contains(word), "{given}: {told}");
            is_at(&told, Place::Secret);
        }
    }
}

#[test]
fn what_stands_around_the_token_that_came_is_told() {
    for provider in [providers::GITLAB, providers::TELEGRAM] {
        let told = diagnosed(provider.secret("made-up"), &shown(provider, "\"made-up\""));
        is_proved(&told, "token_pasted", &["quotation marks", "at the sender"], provider.name());
    }
}

#[test]
fn a_token_in_another_place_is_told() {
    let mut request = shown(providers::RABBOT, "made-up");
    request.headers_mut().remove("authorization");
    request.headers_mut().insert("x-api-key", HeaderValue::from_static("made-up"));
    let told = diagnosed(providers::RABBOT.secret("made-up"), &request);
    says(&told, "token_elsewhere", &["header `x-api-key`"], "Rabbot");

    let by_query = Request::post("/in?token=made-up").body(bytes::Bytes::new()).unwrap();
    for provider in [providers::GITLAB, providers::TELEGRAM, providers::ROUTAL] {
        let told = diagnosed(provider.secret("made-up"), &by_query);
        says(&told, "token_elsewhere", &["query of the URL"], provider.name());
    }

    for path in ["/zonos/made-up/ORDER_CREATED", "/zonos/ORDER_CREATED/made-up/"] {
        let swapped = Request::post(path).body(bytes::Bytes::new()).unwrap();
        let told = diagnosed(providers::ZONOS.secret("made-up"), &swapped);
        says(&told, "token_elsewhere", &["path segment 1 before the last"], path);
    }

    let own = Provider::new("own").token_in(Token::header("x-own-token"));
    let told = diagnosed(own.secret("made-up"), &shown(providers::RABBOT, "made-up"));
    says(&told, "token_elsewhere", &["header `authorization`"], "own");
}

#[test]
fn a_wrong_token_is_told_and_nothing_of_it_is_shown() {
    for provider in TOKENS {
        let told = diagnosed(provider.secret("made-up"), &shown(*provider, "guessed-4711"));
        says(&told, "wrong_secret", &["not the configured one"], provider.name());
        assert!(!told.to_string().contains("4711"));
    }
}
