//! Methods a provider does not deliver with.

use hookport::{VerifyError, providers};
use http::Method;

use super::{
    target::TARGETS,
    tries::{Try, all_are_refused_because},
};

#[test]
fn a_genuine_request_under_another_method_is_refused_before_anything_else() {
    let tries = TARGETS.iter().flat_map(|target| {
        let others = METHODS.iter().filter(|method| !target.provider.uses(&named(method)));
        others.map(|method| {
            let mut request = target.genuine();
            *request.method_mut() = named(method);
            Try::new(target, *method, request)
        })
    });
    all_are_refused_because(tries, |error| matches!(error, VerifyError::MethodNotAllowed { .. }));
}

#[test]
fn only_those_that_say_so_deliver_with_get() {
    for provider in providers::ALL {
        let gets = [
            "contentful",
            "hubspot-v2",
            "hubspot-v3",
            "messagebird",
            "plivo",
            "rabbot",
            "twilio",
            "twilio-shared-key",
        ]
        .contains(&provider.name());
        assert_eq!(provider.delivers_with(&Method::GET), gets, "{}", provider.name());
    }
}

fn named(method: &str) -> Method {
    Method::from_bytes(method.as_bytes()).unwrap()
}

const METHODS: &[&str] = &[
    "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "post", "Post",
    "POSTT", "PROPFIND",
];
