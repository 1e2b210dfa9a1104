//! Secrets that are shown: in the path, as a bearer token, as user and password, in the query.

use bytes::Bytes;
use hookport::{Provider, Secret, Trust, Verdict, providers, scheme::Token};
use http::{HeaderValue, Request};

use super::{
    target::{SECRET, TARGETS, now, received, target, with_header, with_uri},
    tries::{Try, all_are_accepted, all_are_refused},
};

#[test]
fn a_path_that_does_not_end_in_the_whole_secret_is_refused() {
    let paths = [
        "/", "", "//", "/in", "/in/", "/S/", "/S//", "//S/", "/S/x", "/xS", "/Sx", "/S%20",
        "/%20S", "/S%00", "/S?", "/S;x", "/S.json", "/in?S", "/in?x=/S", "/in/?/S", "/S/?x=1",
        "/in/%2fS", "/in%2FS", "/S%2F", "/S/.", "/S/..", "/S,x", "/x,S", "/S%", "/%53", "/*", "*",
        "/S%ff", "/%ffS",
    ];
    all_are_refused(by_path().flat_map(|target| {
        paths.iter().filter(|path| !path.is_empty() && **path != "/S?").map(move |path| {
            Try::new(target, *path, with_uri(&target.genuine(), &path.replace('S', SECRET)))
        })
    }));
}

#[test]
fn a_secret_in_the_path_is_compared_in_its_own_case() {
    all_are_refused(by_path().flat_map(|target| {
        [SECRET.to_lowercase(), SECRET.to_uppercase()].map(|other| {
            Try::new(target, other.clone(), with_uri(&target.genuine(), &format!("/in/{other}")))
        })
    }));
}

#[test]
fn every_prefix_and_suffix_of_a_secret_in_the_path_is_refused() {
    all_are_refused(by_path().flat_map(|target| {
        (1..SECRET.len()).flat_map(move |at| {
            [&SECRET[..at], &SECRET[at..]].map(|part| {
                Try::new(target, part, with_uri(&target.genuine(), &format!("/in/{part}")))
            })
        })
    }));
}

#[test]
fn the_secret_in_another_place_than_the_path_is_refused() {
    all_are_refused(by_path().map(|target| {
        let mut request = with_uri(&target.genuine(), "/in?secret=whsec_bWFkZS11cC1zZWNyZXQ=");
        for name in ["authorization", "x-api-key", "x-original-url", "referer"] {
            request.headers_mut().insert(name, HeaderValue::from_static(SECRET));
        }
        Try::new(target, "headers and query", request)
    }));
}

#[test]
fn a_path_may_spell_the_secret_percent_encoded_and_carry_a_query() {
    let spelled = SECRET.bytes().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat();
    all_are_accepted(by_path().flat_map(|target| {
        [format!("/in/{spelled}"), format!("/in/{SECRET}?x=1"), format!("/{SECRET}")]
            .map(|path| Try::new(target, path.clone(), with_uri(&target.genuine(), &path)))
    }));
}

#[test]
fn a_malformed_bearer_token_is_refused() {
    let rabbot = target("rabbot");
    let values = [
        "Bearer",
        "Bearer ",
        "Bearer  S",
        "Bearer S ",
        "Bearer\tS",
        "BearerS",
        "S",
        " Bearer S",
        "Bearer S,S",
        "Bearer S, Bearer S",
        "Bearer S S",
        "Basic S",
        "Token S",
        "Bearer \"S\"",
        "Bearer token=S",
        "Bearer s",
        "Digest S",
        "Bearer Bearer S",
        "Bearer=S",
        "Bearer: S",
    ];
    all_are_refused(values.map(|value| {
        let value =
            value.replace('S', SECRET).replace(" s", &format!(" {}", SECRET.to_lowercase()));
        Try::new(rabbot, value.clone(), with_header(&rabbot.genuine(), "authorization", &value))
    }));
}

#[test]
fn the_name_of_the_scheme_may_be_written_in_any_case() {
    let rabbot = target("rabbot");
    all_are_accepted(["bearer", "BEARER", "bEaReR"].map(|scheme| {
        let value = format!("{scheme} {SECRET}");
        Try::new(rabbot, scheme, with_header(&rabbot.genuine(), "authorization", &value))
    }));
}

#[test]
fn malformed_user_and_password_are_refused() {
    let basic = Provider::new("basic").token_in(Token::basic());
    // `user:pass`, as it should be, and in other forms.
    assert!(shows(basic, "user:pass", "Basic dXNlcjpwYXNz"));
    for value in [
        "Basic dXNlcjpwYXNz=",
        "Basic dXNlcjpwYX Nz",
        "Basic  dXNlcjpwYXNz",
        "Basic user:pass",
        "Basic",
        "Basic ",
        "Basic Og==",
        "Basic dXNlcg==",
        "Basic dXNlcjo=",
        "Basic OnBhc3M=",
        "Basic dXNlcjpwYXNzCg==",
        "Basic VVNFUjpwYXNz",
        "Bearer dXNlcjpwYXNz",
        "Basic dXNlcjpwYXNz,x",
        "Basic dXNlcjpwYXNz Basic dXNlcjpwYXNz",
        "Basic dXNlcjpwYXN6AA==",
        "Basic ////",
    ] {
        assert!(!shows(basic, "user:pass", value), "{value}");
    }
}

#[test]
fn a_token_in_the_query_must_be_there_once_and_be_whole() {
    let query = Provider::new("query").token_in(Token::query("key"));
    let verifier = query.secret("made-up").verifier().unwrap();
    let accepts = |uri: &str| {
        let request = Request::post(uri).body(Bytes::new()).unwrap();
        verifier.verify(&received(&request), now()).is_ok()
    };
    assert!(accepts("/?a=1&key=made-up"));
    for uri in [
        "/",
        "/?key",
        "/?key=",
        "/?key=made-u",
        "/?key=made-upp",
        "/?key=MADE-UP",
        "/?KEY=made-up",
        "/?key=made-up&key=made-up",
        "/?key=x&key=made-up",
        "/?key=made-up&key=x",
        "/?key=made-up&k%65y=x",
        "/?key=+made-up",
        "/?key=made-up%00",
        "/?key[]=made-up",
        "/?key=made-up;x=1",
        "/made-up?key=%ff",
    ] {
        assert!(!accepts(uri), "{uri}");
    }
}

#[test]
fn a_wrong_token_header_is_refused() {
    let values = [
        "",
        " ",
        "S ",
        " S",
        "S,S",
        "S, S",
        "\"S\"",
        "s",
        "null",
        "undefined",
        "Bearer S",
        "*",
        "S\t",
    ];
    all_are_refused(["gitlab", "telegram"].into_iter().flat_map(|name| {
        let target = target(name);
        let (header, ..) = target.header().unwrap();
        values.map(|value| {
            let value = value.replace('S', target.signing);
            let value = if value == "s" { target.signing.to_uppercase() } else { value };
            Try::new(target, value.clone(), with_header(&target.genuine(), header, &value))
        })
    }));
}

#[test]
fn a_token_is_never_said_to_be_a_signature() {
    for target in TARGETS.iter().filter(|target| target.is_token()) {
        let Ok(Verdict::Delivery(verified)) = target.judge(&target.genuine()) else {
            panic!("{}", target.name)
        };
        assert_eq!(verified.trust(), Trust::Token, "{}", target.name);
        assert_eq!(verified.sent_at(), None, "{}", target.name);
    }
}

#[test]
fn the_second_of_two_tokens_is_told_from_the_first() {
    let source = providers::TELEGRAM.secrets([Secret::new("new"), Secret::new("old")]);
    let two = source.verifier().unwrap();
    for (shown, key) in [("new", Some(0)), ("old", Some(1)), ("newold", None), ("new,old", None)] {
        let mut request = Request::post("/").body(Bytes::new()).unwrap();
        let name = "x-telegram-bot-api-secret-token";
        request.headers_mut().insert(name, shown.parse().unwrap());
        let found = match two.verify(&received(&request), now()) {
            Ok(Verdict::Delivery(verified)) => verified.secret_index(),
            _ => None,
        };
        assert_eq!(found, key, "{shown}");
    }
}

fn shows(provider: Provider, secret: &str, authorization: &str) -> bool {
    let verifier = provider.secret(secret).verifier().unwrap();
    let request = Request::post("/").header("authorization", authorization);
    verifier.verify(&received(&request.body(Bytes::new()).unwrap()), now()).is_ok()
}

fn by_path() -> impl Iterator<Item = &'static super::target::Target> {
    ["cargoson", "routal", "zonos"].into_iter().map(target)
}
