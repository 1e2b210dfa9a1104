//! `hookport check`.

use serde_json::Value;

use super::kit::{Folder, GITHUB, checked, refused_at};
use crate::terminal::{hookport, same_as_file};

const MISTAKES: &str = "limit = {}

[[endpoints]]
path = '/a'
provider = 'githb'
store-only = true
body-limit = 'much'

[[endpoints]]
pth = '/b'
";

#[test]
fn a_right_file_is_shown_in_a_line_for_each_endpoint() {
    let folder = Folder::with(GITHUB);

    let run = checked(&folder, &[]);

    assert_eq!((run.code, &*run.stderr), (0, ""));
    assert!(run.stdout.ends_with("/github is `github` of github, signed, kept only\n"), "{run:?}");
    assert!(!folder.path().join("hookport.db").exists(), "the inbox is not opened");
}

#[test]
fn the_destinations_of_a_right_file_are_shown_without_secrets() {
    let app = "[[endpoints.destinations]]
name = 'app'
forward = { url = 'http://127.0.0.1:9/in?key=s3cret' }
[[endpoints.destinations]]
name = 'archive'
ndjson = { file = 'all.ndjson' }
";
    let folder = Folder::with(&GITHUB.replace("store-only = true\n", app));

    let run = checked(&folder, &[]);

    let file = folder.path().join("all.ndjson");
    let shown = format!(
        "signed\n    to app: forward http://127.0.0.1:9/in\n    to archive: ndjson {}\n",
        file.display()
    );
    assert!(run.stdout.ends_with(&shown), "{run:?}");
    assert!(!file.exists(), "no file is opened");
}

#[test]
fn what_is_missing_where_deliveries_go_is_told_at_its_own_key() {
    let endpoint = GITHUB.replace("store-only = true", "[[endpoints.destinations]]");
    for (destination, key, problem) in [
        ("", "", "needs one of `forward`"),
        ("forward.url = 'http://a'\nndjson.file = 'a'", "", "has several of `forward`"),
        ("mail = { from = 'a@b.example', server.host = 'a', to = [] }", ".mail", "needs `to`, one"),
        ("events = []\nforward.url = 'http://a'", ".events", "no event is named"),
        ("forward = { url = 'http://a', set-headers.Host = 'b' }", ".forward.set-headers.Host", ""),
    ] {
        let folder = Folder::with(&format!("{endpoint}{destination}\n"));
        let run = checked(&folder, &["--json"]);
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        let problems = report["problems"].as_array().unwrap();
        let at = format!("endpoints[0].destinations[0]{key}");
        assert_eq!((problems.len(), &problems[0]["key"]), (1, &Value::from(at)), "{report}");
        assert!(problems[0]["problem"].as_str().unwrap().starts_with(problem), "{report}");
    }
}

#[test]
fn a_program_or_folder_that_is_not_there_and_a_query_that_is_dropped_are_warned_of() {
    let rabbot = GITHUB.replace("'github'", "'rabbot'");
    let endpoint = |of: &str| of.replace("store-only = true", "[[endpoints.destinations]]");
    for (config, warning) in [
        (
            endpoint(GITHUB) + "command.run = ['no-such-program']",
            "`endpoints[0].destinations[0].command.run`: begins",
        ),
        (endpoint(GITHUB) + "command.run = ['./no-such']", "a program that is not there"),
        (endpoint(GITHUB) + "command = { run = ['true'], folder = 'no-such' }", "is no folder"),
        (endpoint(&rabbot) + "forward.url = 'http://a'", "`rabbot` also delivers by `GET`"),
        (endpoint(&rabbot) + "forward = { url = 'http://a', append-query = true }", ""),
        (endpoint(GITHUB) + "command.run = ['true']", ""),
    ] {
        let run = checked(&Folder::with(&config), &[]);
        assert_eq!((run.code, run.stderr.is_empty()), (0, warning.is_empty()), "{run:?}");
        assert!(run.stderr.contains(warning), "{run:?}");
    }
}

#[test]
fn all_mistakes_are_told_with_file_line_and_key() {
    let folder = Folder::with(MISTAKES);

    let run = checked(&folder, &[]);

    assert_eq!(run.code, 1, "{run:?}");
    same_as_file("check", &run.stdout.replace(folder.path().to_str().unwrap(), "DIR"));
}

#[test]
fn a_file_with_mistakes_is_not_served() {
    let folder = Folder::with(MISTAKES);

    let run = hookport(&["serve", "--config", folder.file().to_str().unwrap()]);

    assert_eq!(run.code, 2, "{run:?}");
    same_as_file("serve", &run.stderr.replace(folder.path().to_str().unwrap(), "DIR"));
}

#[test]
fn mistakes_of_several_endpoints_are_told_at_once() {
    let folder = Folder::with(
        "[[endpoints]]
path = '/a'
provider = 'githb'
store-only = true

[[endpoints]]
path = '/b'
provider = 'github'
secrets = [{ env = 'HOOKPORT_TEST_UNSET' }]
",
    );

    let run = checked(&folder, &["--json"]);

    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let problems = report["problems"].as_array().unwrap();
    let keys: Vec<_> = problems.iter().map(|problem| problem["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["endpoints[0].provider", "endpoints[1]", "endpoints[1].secrets[0]"]);
    assert_eq!((run.code, &problems[0]["line"]), (1, &Value::from(5)));
}

#[test]
fn an_account_that_no_request_can_name_is_refused_at_its_key() {
    for (account, place, is_right) in [
        ("acme/shop", "in-path = '/github/{account}'", false),
        ("acme", "in-path = '/github/{account}'", true),
        ("acme/shop", "at = 'json:/repository/full_name'", true),
        ("", "at = 'json:/repository/full_name'", false),
    ] {
        let accounts =
            format!("accounts = {{ {place}, secrets.'{account}' = [{{ file = 'secret' }}] }}");
        let folder = Folder::with(&GITHUB.replace("secrets = [{ file = 'secret' }]", &accounts));

        let run = checked(&folder, &["--json"]);

        assert_eq!(run.code, i32::from(!is_right), "{run:?}");
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        let problems = report["problems"].as_array().unwrap();
        assert_eq!(problems.len(), usize::from(!is_right), "{report}");
        for problem in problems {
            assert!(problem["key"].as_str().unwrap().starts_with("endpoints[0].accounts.secrets"));
            assert!(
                problem["problem"].as_str().unwrap().contains("no request can name"),
                "{report}"
            );
        }
    }
}

#[test]
fn a_path_below_the_console_is_refused_as_its_pages_have_it() {
    let console = "[console]\npath = '/own'\ntoken = { file = 'token' }\n";
    let below = GITHUB.replace("'/github'", "'/own/deliveries'");
    refused_at("console.path", &format!("{console}{below}"));
    refused_at("console.path", &format!("{console}[metrics]\npath = '/own/log-in'\n{GITHUB}"));
}

#[test]
fn each_time_of_the_export_that_is_zero_is_told_at_its_own_key() {
    for key in ["timeout", "metrics-every"] {
        let otlp = format!("[otlp]\nendpoint = 'http://127.0.0.1:1'\n{key} = '0s'\n");
        refused_at(&format!("otlp.{key}"), &format!("{otlp}{GITHUB}"));
    }
}

#[test]
fn a_secret_in_the_place_of_its_name_is_not_repeated() {
    for secrets in [
        "['whsec_made_up']",
        "'whsec_made_up'",
        "[{ env = 5, label = 'whsec_made_up' }]",
        "[{ env = 'whsec_made_up' }]",
        "[{ file = 'whsec_made_up' }]",
    ] {
        let folder = Folder::with(&GITHUB.replace("[{ file = 'secret' }]", secrets));

        let run = checked(&folder, &[]);

        assert_eq!(run.code, 1);
        assert!(!format!("{run:?}").contains("whsec_made_up"), "{run:?}");
    }
}

#[test]
fn a_text_that_is_no_toml_is_told_with_its_line() {
    let folder = Folder::with("[[endpoints]\n");

    let run = checked(&folder, &[]);

    assert!(run.stdout.contains("hookport.toml:3: is no TOML: "), "{run:?}");
}

#[test]
fn a_text_without_quotation_marks_is_told_to_need_them() {
    let told = |config: &str| checked(&Folder::with(config), &[]).stdout;
    let hint = "a text stands in quotation marks";

    assert!(told("inbox = sqlite:hookport.db").contains(hint));
    assert!(told(&GITHUB.replace("'/github'", "/github")).contains(hint));
    assert!(!told("inbox = 'sqlite:").contains(hint));
}

#[test]
fn a_number_that_is_too_large_is_told_in_a_sentence() {
    let folder = Folder::with(&format!("limits.concurrency = 99999999999999999999\n{GITHUB}"));

    let run = checked(&folder, &[]);

    let told = "hookport.toml:3: holds a number that is too large\n";
    assert!(run.stdout.contains(told), "{run:?}");
}

#[test]
fn what_is_given_twice_is_told_once() {
    let twice = format!("{GITHUB}{GITHUB}");
    refused_at("endpoints[1].path", &twice);
    let destination = "[[endpoints.destinations]]\nname = 'app'\nndjson.file = 'a'\n";
    let endpoint = GITHUB.replace("store-only = true\n", "");
    refused_at(
        "endpoints[0].destinations[1].name",
        &format!("{endpoint}{destination}{destination}"),
    );
    let unnamed = destination.replace("name = 'app'\n", "");
    refused_at("endpoints[0].destinations[1]", &format!("{endpoint}{destination}{unnamed}"));
    let former = format!("{}formerly = ['app']\n", destination.replace("'app'", "'new'"));
    refused_at(
        "endpoints[0].destinations[1].formerly",
        &format!("{endpoint}{destination}{former}"),
    );
}

#[cfg(unix)]
#[test]
fn programs_that_print_secrets_are_run_only_if_asked() {
    let printed = "[{ command = ['sh', '-c', 'touch was-run; echo made-up'] }]";
    let folder = Folder::with(&GITHUB.replace("[{ file = 'secret' }]", printed));
    let was_run = || folder.path().join("was-run").exists();

    let without = checked(&folder, &[]);
    assert_eq!((without.code, was_run()), (0, false));
    let warning = "`endpoints[0].secrets[0]`: is not checked: its program was not run";
    assert!(without.stderr.contains(warning), "{without:?}");
    let with = checked(&folder, &["--secrets"]);
    assert_eq!((with.code, &*with.stderr, was_run()), (0, "", true));
}

#[cfg(unix)]
#[test]
fn each_secret_of_a_program_that_is_not_run_is_warned_of_at_its_key() {
    let printed = "{ command = ['sh', '-c', 'echo made-up-token-of-the-console'] }";
    let console = format!("[console]\ntoken = {printed}\nread-only-token = {printed}\n");
    let forward = format!(
        "[[endpoints.destinations]]\nforward = {{ url = 'http://a', set-headers.x-key = {printed} }}\n"
    );
    for (config, key) in [
        (format!("{console}{GITHUB}"), "console.token"),
        (format!("{console}{GITHUB}"), "console.read-only-token"),
        (
            GITHUB.replace("store-only = true\n", &forward),
            "endpoints[0].destinations[0].forward.set-headers.x-key",
        ),
    ] {
        let run = checked(&Folder::with(&config), &[]);

        assert_eq!(run.code, 0, "{run:?}");
        let warning = format!("`{key}`: is not checked: its program was not run");
        assert!(run.stderr.contains(&warning), "{run:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_program_that_fails_is_named_without_what_it_prints() {
    for (program, problem) in [
        ("['sh', '-c', 'echo made-up; exit 3']", "program `sh` failed: exit status: 3"),
        ("['no-such-program-of-hookport']", "cannot be started"),
        ("['true']", "is blank"),
        ("['head', '-c', '70000', '/dev/zero']", "holds more than 65536 bytes"),
    ] {
        let secrets = format!("[{{ command = {program} }}]");
        let folder = Folder::with(&GITHUB.replace("[{ file = 'secret' }]", &secrets));

        let run = checked(&folder, &["--secrets"]);

        assert!(run.stdout.contains(problem), "{run:?}");
        assert!(!run.stdout.contains("made-up"), "{run:?}");
    }
}

#[cfg(unix)]
#[test]
fn the_place_of_the_inbox_is_checked_at_its_key_without_what_it_holds() {
    for (inbox, problem) in [
        ("command = ['sh', '-c', 'echo made-up:nonsense']", "is no inbox: expected `memory:`"),
        ("command = ['sh', '-c', 'echo made-up; exit 3']", "program `sh` failed: exit status: 3"),
        ("command = ['false']", "program `false` failed: exit status: 1"),
        ("env = 'HOOKPORT_TEST_UNSET'", "`HOOKPORT_TEST_UNSET` is not set"),
        ("file = 'secret'", "is no inbox: expected `memory:`"),
        ("file = 'no-such'", "no-such` cannot be read"),
    ] {
        let folder = Folder::with(&format!("inbox = {{ {inbox} }}\n{GITHUB}"));

        let run = checked(&folder, &["--secrets"]);

        assert_eq!(run.code, 1, "{run:?}");
        assert!(run.stdout.contains("hookport.toml:3: `inbox`: "), "{run:?}");
        assert!(run.stdout.contains(problem), "{problem}: {run:?}");
        assert!(!run.stdout.contains("made-up"), "{run:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_program_of_the_inbox_that_is_not_run_is_warned_of() {
    let inbox = "inbox = { command = ['sh', '-c', 'touch was-run; echo memory:'] }\n";
    let folder = Folder::with(&format!("{inbox}{GITHUB}"));
    let was_run = || folder.path().join("was-run").exists();

    let without = checked(&folder, &[]);
    assert_eq!((without.code, was_run()), (0, false));
    let warning = "`inbox`: is not checked: its program was not run";
    assert!(without.stderr.contains(warning), "{without:?}");
    let with = checked(&folder, &["--secrets"]);
    assert_eq!((with.code, &*with.stderr, was_run()), (0, "", true));
}

#[test]
fn an_inbox_in_memory_is_refused_for_a_part_of_the_work() {
    for role in ["receiver", "worker"] {
        refused_at("inbox", &format!("inbox = 'memory:'\nrole = '{role}'\n{GITHUB}"));
    }
    let both = Folder::with(&format!("inbox = 'memory:'\nrole = 'both'\n{GITHUB}"));
    assert_eq!(checked(&both, &[]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_secret_that_all_users_can_read_is_warned_of() {
    use std::{fs, os::unix::fs::PermissionsExt, path::Path};

    let folder = Folder::with(GITHUB);
    let secret = folder.path().join("secret");
    let open_to = |mode, path: &Path| fs::set_permissions(path, fs::Permissions::from_mode(mode));
    open_to(0o644, &secret).unwrap();

    open_to(0o755, folder.path()).unwrap();
    let open = checked(&folder, &[]);
    open_to(0o750, folder.path()).unwrap();
    let closed = checked(&folder, &[]);

    assert_eq!((open.code, closed.code), (0, 0));
    let warning = "`endpoints[0].secrets[0]`: `secret` can be read by all users";
    assert!(open.stderr.contains(warning), "{open:?}");
    assert_eq!(closed.stderr, "", "nobody else can enter its folder");
}

#[test]
fn a_missing_file_is_named() {
    let run = hookport(&["check", "--config", "/no/such.toml"]);

    assert_eq!(run.code, 1);
    assert!(run.stdout.starts_with("/no/such.toml: is not there: "), "{run:?}");
}

#[test]
fn a_sender_in_the_table_is_read_in_the_words_of_a_provider_file() {
    let acme = |place: &str| {
        Folder::with(&format!(
            "[[endpoints]]
path = '/acme'
secrets = [{{ file = 'secret' }}]
store-only = true

[endpoints.sender]
name = 'acme'

[[endpoints.sender.proved-by]]
signature.algorithm = {{ hmac = 'sha256' }}
signature.found-in = '{place}'
"
        ))
    };

    let run = checked(&acme("header-x-acme"), &[]);

    let key = "hookport.toml:13: `endpoints[0].sender.proved-by[0].signature.found-in`: ";
    assert!(run.stdout.contains(key), "{run:?}");
    assert_eq!(checked(&acme("header:x-acme"), &[]).code, 0);
}
