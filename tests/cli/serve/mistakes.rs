//! `hookport check`: mistakes at single keys, and warnings.

use hookport::{
    Field, Provider,
    scheme::{Answer, AnswerValue, Encoding, Guard, Handshake, Hash, Signature, When},
};

use super::kit::{Folder, GITHUB, checked, refused_at};

#[test]
fn a_key_that_has_no_effect_beside_others_is_refused() {
    for (lines, key) in [
        ("lets-pass = true", "lets-pass"),
        ("stops-at-dead-letter = true", "stops-at-dead-letter"),
        ("unauthenticated = true", "unauthenticated"),
        ("run-stale = true", "run-stale"),
        ("retries.attempts = 3", "retries"),
        ("concurrency = 3", "concurrency"),
        ("ordered-by = 'json:/a'\nlets-pass = true", "lets-pass"),
        ("ordered-by = 'json:/a'\nstops-at-dead-letter = true", "stops-at-dead-letter"),
        ("ordered-by = 'json:/a'\nversion = 'json:/b'", "version"),
        ("reply = { status = 204, body = 'thanks' }", "reply.body"),
    ] {
        refused_at(&format!("endpoints[0].{key}"), &format!("{GITHUB}{lines}\n"));
    }
    let open = GITHUB.replace("secrets = [{ file = 'secret' }]", "unauthenticated = true");
    for (line, key) in [
        ("tolerance = '5m'", "tolerance"),
        ("documents = { 'https://a.example' = 'secret' }", "documents"),
        ("trusted-roots = ['secret']", "trusted-roots"),
        ("decryption-keys = [{ file = 'secret' }]", "decryption-keys"),
        ("quarantine = 5", "quarantine"),
    ] {
        refused_at(&format!("endpoints[0].{key}"), &format!("{open}{line}\n"));
    }
}

#[test]
fn a_key_that_has_no_effect_on_its_destinations_is_refused() {
    for (of_endpoint, destination, key) in [
        ("", "ndjson.file = 'a'\nout-of-order = true", "destinations[0].out-of-order"),
        (
            "ordered-by = 'json:/a'\nlets-pass = true\n",
            "ndjson.file = 'a'\nout-of-order = true",
            "lets-pass",
        ),
        ("", "ndjson = { file = 'a', keeping = 3 }", "destinations[0].ndjson.keeping"),
        (
            "",
            "forward = { url = 'http://a', trusted-roots = ['secret'] }",
            "destinations[0].forward.trusted-roots",
        ),
        (
            "",
            "[endpoints.destinations.mail]\nfrom = 'a@b.example'\nto = ['a@b.example']\n\
             server = { host = 'localhost', security = 'plain', trusted-roots = ['secret'] }",
            "destinations[0].mail.server.trusted-roots",
        ),
    ] {
        let destined = format!("{of_endpoint}[[endpoints.destinations]]\n{destination}\n");
        let config = GITHUB.replace("store-only = true\n", &destined);
        refused_at(&format!("endpoints[0].{key}"), &config);
    }
}

#[test]
fn a_file_of_lines_that_cannot_be_opened_is_refused() {
    let long = format!("'{}'", "a".repeat(300));
    for file in ["'.'", "'..'", &long, r#""a\u0000b""#] {
        let destined = format!("[[endpoints.destinations]]\nndjson.file = {file}\n");
        let config = GITHUB.replace("store-only = true\n", &destined);
        refused_at("endpoints[0].destinations[0].ndjson.file", &config);
    }
}

#[test]
fn a_mail_server_without_a_name_is_refused() {
    for host in ["''", "' '"] {
        let destined = format!(
            "[[endpoints.destinations]]\n[endpoints.destinations.mail]\nfrom = 'a@b.example'\n\
             to = ['a@b.example']\nserver.host = {host}\n"
        );
        let config = GITHUB.replace("store-only = true\n", &destined);
        refused_at("endpoints[0].destinations[0].mail.server.host", &config);
    }
}

#[test]
fn a_date_is_refused_at_its_key() {
    let destined = "[[endpoints.destinations]]\nforward.url = 'http://a'\nforward.";
    let forwarding = GITHUB.replace("store-only = true\n", destined);
    for (config, key) in [
        (
            format!("{forwarding}set-headers = 1979-05-27\n"),
            "endpoints[0].destinations[0].forward.set-headers",
        ),
        (
            format!("{forwarding}set-headers.a = 1979-05-27T07:32:00Z\n"),
            "endpoints[0].destinations[0].forward.set-headers.a",
        ),
        (format!("retention = 07:32:00\n{GITHUB}"), "retention"),
        (format!("trusted-proxies = [1979-05-27]\n{GITHUB}"), "trusted-proxies[0]"),
        (format!("{GITHUB}settings = 1979-05-27T07:32:00\n"), "endpoints[0].settings"),
    ] {
        refused_at(key, &config);
        let told = checked(&Folder::with(&config), &[]).stdout;
        let line = 3 + config
            .lines()
            .position(|line| line.contains(":32:00") || line.contains("79-05"))
            .unwrap();
        assert!(told.contains(&format!(":{line}: `{key}`: is a date or a time")), "{line} {told}");
    }
}

#[test]
fn a_key_that_the_sender_has_no_use_for_is_refused() {
    let key_by_program =
        "'alexa'\nsettings.skill-id = 'a'\nsecrets = [{ command = ['print-key'] }]";
    let lone_certificate = "'aws-sns'\nsettings.topic-arn = 'arn:aws:sns:eu-west-1:1:a'";
    let of_github = "'github'\nsecrets = [{ file = 'secret' }]";
    for (sender, line) in [
        (of_github, "tolerance = '5m'"),
        (of_github, "verify-token = { file = 'secret' }"),
        (of_github, "trusted-roots = ['secret']"),
        (of_github, "public-url = 'https://a.example'"),
        (key_by_program, "trusted-roots = ['secret']"),
        (lone_certificate, "trusted-roots = ['secret']"),
        ("'linear'\nsecrets = [{ file = 'secret' }]", "rate-limit-of-tenant = '5/s'"),
    ] {
        let (key, _) = line.split_once(' ').unwrap();
        let endpoint = GITHUB.replace("secrets = [{ file = 'secret' }]\n", "");
        let endpoint = endpoint.replace("'github'", sender);
        refused_at(&format!("endpoints[0].{key}"), &format!("{endpoint}{line}\n"));
    }
}

#[test]
fn a_key_that_the_sender_has_a_use_for_is_taken() {
    for (provider, line) in [
        ("provider = 'stripe'", "tolerance = '10m'"),
        ("provider = 'meta'", "verify-token = { file = 'secret' }"),
        ("provider-file = 'ebay.toml'", "verify-token = { file = 'secret' }"),
        ("provider = 'routal'", "rate-limit-of-tenant = '5/s'"),
        ("provider = 'square'", "public-url = 'https://b.example'"),
        ("provider = 'github'", "quarantine = 0"),
    ] {
        let config = GITHUB.replace("provider = 'github'", provider);
        let folder = Folder::with(&format!("public-url = 'https://a.example'\n{config}{line}\n"));
        folder.put("ebay.toml", &hashing_the_token().to_toml());
        let run = checked(&folder, &[]);
        assert_eq!(run.code, 0, "{run:?}");
    }
}

/// A sender whose question is answered with a hash of the verify token.
fn hashing_the_token() -> Provider {
    let hash = AnswerValue::TokenHash {
        of: Field::Query("challenge_code"),
        hash: Hash::Sha256,
        encoding: Encoding::Hex,
    };
    let asked = Handshake::new(Guard::Anyone, &[When::Method("GET")], Answer::text(hash));
    Provider::new("ebay")
        .signed_with(Signature::hmac_sha256("x-ebay"))
        .answers_handshakes(vec![asked].leak())
}

#[test]
fn a_port_that_nothing_can_be_sent_to_is_refused() {
    let to = |destination: &str| {
        let app = format!("[[endpoints.destinations]]\n{destination}\n");
        GITHUB.replace("store-only = true\n", &app)
    };
    refused_at("endpoints[0].destinations[0].forward.url", &to("forward.url = 'http://a:0'"));
    let mail =
        "mail = { from = 'a@b.example', to = ['a@b.example'], server = { host = 'a', port = 0 } }";
    refused_at("endpoints[0].destinations[0].mail.server.port", &to(mail));
}

#[test]
fn an_inbox_in_a_folder_that_is_not_there_is_warned_of() {
    for inbox in ["sqlite:no-such/hookport.db", "sqlite:///no-such/hookport.db"] {
        let run = checked(&Folder::with(&format!("inbox = '{inbox}'\n{GITHUB}")), &[]);
        assert_eq!(run.code, 0, "it can be made before the start: {run:?}");
        assert!(run.stderr.contains("`inbox`: lies in a folder that is not there"), "{run:?}");
    }
    refused_at("inbox", &format!("inbox = 'sqlite::memory:'\n{GITHUB}"));
}

#[test]
fn what_is_unwise_is_warned_of() {
    let twice = GITHUB.replace("}]", "}, { file = 'secret' }]");
    let app = "[[endpoints.destinations]]\nndjson.file = 'a'\n";
    let run = GITHUB.replace("store-only = true\n", app);
    let of_stripe = |config: &str| config.replace("'github'", "'stripe'");
    for (config, warning) in [
        (twice, "`endpoints[0].secrets[1]`: is the same secret as one before it"),
        (
            format!("retention.done = '0s'\n{}", of_stripe(&run)),
            "`retention.done`: is shorter than `stripe`",
        ),
        (format!("retention.done = '0s'\n{}", of_stripe(GITHUB)), ""),
        (format!("retention.done = '0s'\n{run}"), ""),
        (format!("retention.done = '9d'\n{}", of_stripe(&run)), ""),
    ] {
        let run = checked(&Folder::with(&config), &[]);
        assert_eq!((run.code, run.stderr.is_empty()), (0, warning.is_empty()), "{run:?}");
        assert!(run.stderr.contains(warning), "{run:?}");
    }
}

#[test]
fn one_of_several_that_exclude_each_other_is_asked_for() {
    let told = |config: &str| checked(&Folder::with(config), &[]).stdout;
    let accounts = |written: &str| {
        let accounts = format!("accounts = {{ in-path = '/github/{{account}}', {written} }}");
        told(&GITHUB.replace("secrets = [{ file = 'secret' }]", &accounts))
    };
    let when = |test: &str| {
        let app = format!(
            "[[endpoints.destinations]]\nforward.url = 'http://a'\nwhen = [{{ at = 'json:/a'{test} }}]\n"
        );
        told(&GITHUB.replace("store-only = true\n", &app))
    };

    let both = accounts("file = 'secret', secrets.acme = [{ file = 'secret' }]");
    assert!(both.contains("has several of `secrets`, `file` and `in-inbox`"), "{both}");
    let none = accounts("in-inbox = false");
    assert!(none.contains("needs one of `secrets`, `file` and `in-inbox`"), "{none}");
    let both = when(", equals = 'b', exists = true");
    assert!(both.contains("has several of `equals`, `one-of`, `like` and `exists`"), "{both}");
    assert!(when("").contains("needs one of `equals`, `one-of`, `like` and `exists`"));
}

#[test]
fn a_value_of_another_kind_is_told_in_the_words_of_toml() {
    for (line, told) in [
        ("role = 1", "`role`: is `1`, expected a text"),
        ("role = 'boss'", "`role`: unknown value `boss`, expected one of `both`"),
    ] {
        let run = checked(&Folder::with(&format!("{line}\n{GITHUB}")), &[]);
        assert!(run.stdout.contains(told), "{run:?}");
    }
}

#[test]
fn a_limit_of_zero_is_told_once_at_its_own_key() {
    let to = |destination: &str| {
        let app = format!("[[endpoints.destinations]]\n{destination}\ntimeout = '0s'\n");
        GITHUB.replace("store-only = true\n", &app)
    };
    let at = "endpoints[0].destinations[0].timeout";
    let mail = "mail = { from = 'a@b.example', to = ['a@b.example'], server.host = 'a' }";
    for destination in
        ["forward.url = 'http://a'", "command.run = ['true']", mail, "ndjson.file = 'a'"]
    {
        refused_at(at, &to(destination));
    }
}

#[test]
fn a_name_that_an_endpoint_cannot_have_is_told_without_words_of_rust() {
    for name in ["''", "'  '", "\"a\\tb\""] {
        let run = checked(&Folder::with(&format!("{GITHUB}name = {name}\n")), &[]);
        let told = "`endpoints[0].name`: must be a name of up to 128 bytes, on one line\n";
        assert!(run.stdout.ends_with(told), "{run:?}");
    }
}

#[test]
fn a_key_that_is_written_twice_is_named() {
    let told = |config: &str| checked(&Folder::with(config), &[]).stdout;

    let key = told(&format!("inbox = 'memory:'\ninbox = 'memory:'\n{GITHUB}"));
    assert!(key.contains("hookport.toml:4: is no TOML: key `inbox` is written twice\n"), "{key}");
    let inner =
        told(&GITHUB.replace("{ file = 'secret' }", "{ file = 'secret', file = 'secret' }"));
    assert!(inner.contains("key `file` is written twice\n"), "{inner}");
    let table = told(&format!("[limits]\n[limits]\n{GITHUB}"));
    assert!(
        table.contains("hookport.toml:4: is no TOML: key `limits` is written twice\n"),
        "{table}"
    );
}
