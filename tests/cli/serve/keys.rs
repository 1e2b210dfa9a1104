//! Every key of the configuration file: a good value is taken, a bad one is refused at its line.

use std::{collections::BTreeSet, fs, path::Path};

use hookport::{
    Field, Provider, providers,
    scheme::{Encryption, Signature},
    serve::{Config, Problem, Programs, check, keys},
};
use tempfile::TempDir;

/// A key, a good value, a bad one, and a part of the sentence that refuses it.
type Row = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("listen", "'0.0.0.0:8080'", "8080", "a text"),
    ("inbox", "'memory:'", "'postgres:'", "`memory:`, `sqlite:PATH` or `postgres://"),
    ("role", "'worker'", "'none'", "expected one of `both`, `receiver`, `worker`"),
    ("public-url", "'https://hooks.example'", "'hooks.example'", "http(s)://host"),
    ("trusted-proxies", "['10.0.0.0/8', '::1']", "['0.0.0.0/0']", "all addresses"),
    ("tls.certificate", "'{folder}/cert.pem'", "'{folder}/secret'", "has no certificate in it"),
    ("tls.key", "'{folder}/key.pem'", "'/no/such.pem'", "cannot be read"),
    ("console.path", "'/inbox'", "'/'", "plain segments"),
    ("console.token", "{ file = '{folder}/secret' }", "{ file = '{folder}/short' }", "16 at least"),
    ("console.read-only-token", "{ file = '{folder}/other' }", "{ file = '{folder}/secret' }", "token"),
    ("metrics.path", "'/numbers'", "'/hooks'", "path of an endpoint"),
    ("metrics.allow-from", "['10.0.0.0/8']", "['all']", "an address or a network"),
    #[cfg(feature = "otlp")]
    ("otlp.endpoint", "'http://localhost:4318'", "'localhost'", "no URL of a collector"),
    #[cfg(feature = "otlp")]
    ("otlp.headers", "{ authorization = { file = '{folder}/secret' } }", "{ 'a b' = { file = '{folder}/secret' } }", "cannot be sent"),
    #[cfg(feature = "otlp")]
    ("otlp.service-name", "'hooks'", "5", "a text"),
    #[cfg(feature = "otlp")]
    ("otlp.sampling", "0.1", "2", "from 0 to 1"),
    #[cfg(feature = "otlp")]
    ("otlp.timeout", "'5s'", "'0s'", "zero"),
    #[cfg(feature = "otlp")]
    ("otlp.metrics-every", "'15s'", "15", "a duration with its unit"),
    ("log.format", "'json'", "'xml'", "`text` or `json`"),
    ("log.level", "'debug'", "'loud'", "`warn`"),
    ("limits.concurrency", "16", "0", "from 1"),
    ("limits.receivers", "3", "0", "from 1"),
    ("limits.max-in-flight", "1", "'many'", "from 1"),
    ("limits.unproved-bytes", "'16MiB'", "'16MB'", "`2MiB`"),
    ("limits.max-connections", "9", "-1", "from 1"),
    ("limits.header-timeout", "'5s'", "'0s'", "zero"),
    ("limits.write-timeout", "'5s'", "5", "a duration with its unit"),
    ("limits.requests-per-connection", "100", "1.5", "from 1"),
    ("limits.connection-lifetime", "'10m'", "'0s'", "zero"),
    ("limits.drain-timeout", "'0s'", "'soon'", "no duration"),
    ("limits.lease", "'30s'", "'10ms'", "1s at least"),
    ("limits.poll-interval", "'250ms'", "'1ms'", "10ms at least"),
    ("retention.done", "'7d'", "7", "a duration with its unit"),
    ("retention.dead", "'90d'", "'never'", "no duration"),
    ("retention.quarantined", "'2d'", "true", "a duration with its unit"),
    ("endpoints[].name", "'payments'", "''", "name of up to 128 bytes"),
    ("endpoints[].path", "'/a/b'", "'a{b}'", "plain segments"),
    ("endpoints[].provider", "'stripe'", "'strpe'", "similar: `stripe`"),
    ("endpoints[].provider-file", "'{folder}/acme.toml'", "'/no/such.toml'", "cannot be read"),
    ("endpoints[].sender", "{ name = 'acme', proved-by = [{ token = 'bearer' }] }", "{ name = 'acme', proven-by = [] }", "proven-by"),
    ("endpoints[].secrets", "[{ file = '{folder}/secret', label = 'old' }]", "[{ env = 'HOOKPORT_TEST_UNSET' }]", "`HOOKPORT_TEST_UNSET` is not set"),
    ("endpoints[].verify-token", "{ file = '{folder}/secret' }", "{ file = '/no/such' }", "cannot be read"),
    ("endpoints[].decryption-keys", "[{ file = '{folder}/secret' }]", "[{ key = 'a' }]", "`env`"),
    ("endpoints[].settings", "{ app-key = 'a' }", "{ other = 'a' }", "app-key"),
    ("endpoints[].unauthenticated", "true", "'yes'", "`true` or `false`"),
    ("endpoints[].accounts.in-path", "'/hooks/{account}'", "'/hooks'", "{account}"),
    ("endpoints[].accounts.at", "'header:x-shop'", "'x-shop'", "is no place"),
    ("endpoints[].accounts.secrets", "{ acme = [{ file = '{folder}/secret' }] }", "{ acme = [{ file = '/no/such' }] }", "cannot be read"),
    ("endpoints[].accounts.file", "'{folder}/accounts.json'", "'/no/such.json'", "is not there"),
    ("endpoints[].accounts.in-inbox", "true", "'yes'", "`true` or `false`"),
    ("endpoints[].public-url", "'https://a.example/b'", "'a.example'", "http(s)://host"),
    ("endpoints[].tolerance", "'10m'", "'10'", "no duration"),
    ("endpoints[].trusted-roots", "[]", "['/no/such.pem']", "cannot be read"),
    ("endpoints[].documents", "{}", "{ 'https://a.example/' = '/no/such' }", "cannot be read"),
    ("endpoints[].answer-probes", "true", "1", "`true` or `false`"),
    ("endpoints[].body-limit", "'8MiB'", "0", "greater than zero"),
    ("endpoints[].read-timeout", "'30s'", "'0s'", "zero"),
    ("endpoints[].accept-encoded-bodies", "true", "'no'", "`true` or `false`"),
    ("endpoints[].allow-from", "['192.0.2.7']", "['192.0.2.7/33']", "an address or a network"),
    ("endpoints[].rate-limit", "'100/s burst 500'", "'100'", "`100/s`"),
    ("endpoints[].rate-limit-of-tenant", "'60/min'", "'60/h'", "`600/min`"),
    ("endpoints[].quarantine", "1000", "-1", "a whole number from 0"),
    ("endpoints[].deduplicated-by", "['json:/a', 'header:b', 'json:/c']", "'id'", "is no place"),
    ("endpoints[].deduplicated-within", "'1d'", "'a day'", "no duration"),
    ("endpoints[].ordered-by", "'json:/data/id'", "'json:data'", "must begin with `/`"),
    ("endpoints[].lets-pass", "true", "2", "`true` or `false`"),
    ("endpoints[].stops-at-dead-letter", "true", "2", "`true` or `false`"),
    ("endpoints[].version", "'json:/data/v'", "'v'", "is no place"),
    ("endpoints[].run-stale", "true", "2", "`true` or `false`"),
    ("endpoints[].retries.attempts", "12", "0", "from 1"),
    ("endpoints[].retries.first-wait", "'1s'", "1", "a duration with its unit"),
    ("endpoints[].retries.longest-wait", "'10m'", "'ten'", "no duration"),
    ("endpoints[].concurrency", "4", "0", "from 1"),
    ("endpoints[].refuse-while-paused", "true", "2", "`true` or `false`"),
    ("endpoints[].store-only", "true", "2", "`true` or `false`"),
    ("endpoints[].reply.status", "202", "100", "200 to 599"),
    ("endpoints[].reply.content-type", "'application/json'", "\"a\\n\"", "value of a header"),
    ("endpoints[].reply.body", "'{json:/a?b}'", "'{evnt}'", "unknown word"),
    ("endpoints[].destinations[].name", "'app'", "''", "cannot be the name"),
    ("endpoints[].destinations[].formerly", "['old']", "['']", "cannot be the name"),
    ("endpoints[].destinations[].events", "['order.*', 'a/b']", "['*']", "no pattern of event names"),
    ("endpoints[].destinations[].when[].at", "'json:/a'", "'a'", "is no place"),
    ("endpoints[].destinations[].when[].equals", "5", "[5]", "a text, a number"),
    ("endpoints[].destinations[].when[].one-of", "['a', 5, true]", "[]", "no values to compare"),
    ("endpoints[].destinations[].when[].like", "'test*'", "5", "a text"),
    ("endpoints[].destinations[].when[].exists", "false", "'no'", "`true` or `false`"),
    ("endpoints[].destinations[].when[].not", "true", "2", "`true` or `false`"),
    ("endpoints[].destinations[].timeout", "'10s'", "'0s'", "zero"),
    ("endpoints[].destinations[].retries.attempts", "3", "0", "from 1"),
    ("endpoints[].destinations[].retries.first-wait", "'1s'", "1", "a duration with its unit"),
    ("endpoints[].destinations[].retries.longest-wait", "'1m'", "true", "a duration with its unit"),
    ("endpoints[].destinations[].concurrency", "2", "0", "from 1"),
    ("endpoints[].destinations[].out-of-order", "true", "2", "`true` or `false`"),
    ("endpoints[].destinations[].forward.url", "'http://127.0.0.1:9/a'", "'127.0.0.1:9'", "expected `http://`"),
    ("endpoints[].destinations[].forward.method-of-sender", "true", "2", "`true` or `false`"),
    ("endpoints[].destinations[].forward.append-path", "true", "2", "`true` or `false`"),
    ("endpoints[].destinations[].forward.append-query", "true", "2", "`true` or `false`"),
    ("endpoints[].destinations[].forward.headers", "['x-a']", "['host']", "belongs to the connection"),
    ("endpoints[].destinations[].forward.set-headers", "{ x-a = 'b', x-c = { file = '{folder}/secret' } }", "{ 'x a' = 'b' }", "name of a header"),
    ("endpoints[].destinations[].forward.secrets", "[{ file = '{folder}/whsec' }]", "[{ file = '{folder}/short' }]", "`whsec_`"),
    ("endpoints[].destinations[].forward.connect-timeout", "'1s'", "'0s'", "zero"),
    ("endpoints[].destinations[].forward.trusted-roots", "['{folder}/cert.pem']", "['/no/such']", "cannot be read"),
    ("endpoints[].destinations[].forward.public-only", "false", "2", "`true` or `false`"),
    ("endpoints[].destinations[].forward.statuses", "{ 404 = 'retry' }", "{ 404 = 'again' }", "`dead-letter`"),
    ("endpoints[].destinations[].forward.longest-retry-after", "'1m'", "1", "a duration with its unit"),
    ("endpoints[].destinations[].forward.rate-limit", "'5/s'", "'5'", "`100/s`"),
    ("endpoints[].destinations[].forward.pause.failures", "5", "0", "from 1"),
    ("endpoints[].destinations[].forward.pause.first", "'1s'", "1", "a duration with its unit"),
    ("endpoints[].destinations[].forward.pause.longest", "'1m'", "'long'", "no duration"),
    ("endpoints[].destinations[].command.run", "['cat', '{json:/a}']", "['cat', '{evnt}']", "unknown word"),
    ("endpoints[].destinations[].command.env", "{ A = '{event}' }", "{ '' = 'a' }", "name of a variable"),
    ("endpoints[].destinations[].command.keeping-env", "['PATH']", "['A=B']", "name of a variable"),
    ("endpoints[].destinations[].command.folder", "'{folder}'", "5", "a text"),
    ("endpoints[].destinations[].command.without-body", "true", "2", "`true` or `false`"),
    ("endpoints[].destinations[].command.exit-codes", "{ 65 = 'dead-letter' }", "{ many = 'retry' }", "expected a number"),
    ("endpoints[].destinations[].mail.from", "'a@b.example'", "'a'", "no address"),
    ("endpoints[].destinations[].mail.to", "['a@b.example', '{json:/to}']", "[]", "`to`"),
    ("endpoints[].destinations[].mail.subject", "'{event}'", "'{evnt}'", "unknown word"),
    ("endpoints[].destinations[].mail.text", "'{id}'", "'{'", "template"),
    ("endpoints[].destinations[].mail.attach-body", "true", "2", "`true` or `false`"),
    ("endpoints[].destinations[].mail.server.host", "'localhost'", "5", "a text"),
    ("endpoints[].destinations[].mail.server.port", "2525", "99999", "from 0 to 65535"),
    ("endpoints[].destinations[].mail.server.security", "'tls'", "'ssl'", "`starttls`"),
    ("endpoints[].destinations[].mail.server.user", "'a'", "5", "a text"),
    ("endpoints[].destinations[].mail.server.password", "{ file = '{folder}/secret' }", "{ file = '/no/such' }", "cannot be read"),
    ("endpoints[].destinations[].mail.server.trusted-roots", "['{folder}/cert.pem']", "['/no/such']", "cannot be read"),
    ("endpoints[].destinations[].ndjson.file", "'{folder}/a.ndjson'", "5", "a text"),
    ("endpoints[].destinations[].ndjson.headers", "['user-agent']", "['a b']", "name of a header"),
    ("endpoints[].destinations[].ndjson.rotated-at", "'1MiB'", "'0'", "greater than zero"),
    ("endpoints[].destinations[].ndjson.daily", "true", "2", "`true` or `false`"),
    ("endpoints[].destinations[].ndjson.keeping", "14", "0", "from 1"),
];

/// Further bad values.
#[rustfmt::skip]
const BAD: &[(&str, &str, &str)] = &[
    ("inbox", "7", "must be a text"),
    ("inbox", "{ env = 'HOOKPORT_TEST_UNSET' }", "`HOOKPORT_TEST_UNSET` is not set"),
    ("inbox", "{ file = '{folder}/short' }", "`memory:`, `sqlite:PATH` or `postgres://"),
    ("inbox", "'postgres://shop@localhost/shop?connections=0'", "must be a whole number from 1"),
    ("inbox", "'postgres://shop@localhost/shop?schema=A'", "malformed schema name"),
    ("inbox", "'postgres://shop@localhost:0/shop'", "a number from 1 to 65535"),
    ("inbox", "'postgres:///shop?port=0'", "a number from 1 to 65535"),
    ("inbox", "'sqlite:{folder}'", "is a folder"),
    ("inbox", "'sqlite:{folder}/none/'", "is a folder"),
    ("inbox", "'sqlite:a.db?mode=rwc'", "no parameters"),
    ("public-url", "'https://hooks.example:0'", "http(s)://host"),
    #[cfg(feature = "otlp")]
    ("otlp.endpoint", "'http://localhost:0'", "no URL of a collector"),
    #[cfg(feature = "otlp")]
    ("otlp.sampling", "nan", "no finite number"),
    #[cfg(feature = "otlp")]
    ("otlp.sampling", "-0.1", "from 0 to 1"),
    ("console.path", "'/a/..'", "plain segments"),
    ("limits.concurrency", "4294967296", "from 1"),
    ("endpoints[].path", "'/../x'", "plain segments"),
    ("endpoints[].path", "'/a/./x'", "plain segments"),
    ("endpoints[].quarantine", "inf", "no finite number"),
    ("endpoints[].retries.attempts", "1001", "from 1 to 1000"),
    ("endpoints[].reply.status", "70000", "from 0 to 65535"),
    ("endpoints[].destinations[].retries.attempts", "1001", "from 1 to 1000"),
    ("endpoints[].retries.first-wait", "'2h'", "must not be longer than `longest-wait`"),
    ("endpoints[].destinations[].name", "'(route)'", "and not `(route)`"),
    ("endpoints[].destinations[].name", "\"a\\nb\"", "on one line"),
    ("endpoints[].destinations[].retries.first-wait", "'2h'", "must not be longer than `longest-wait`"),
    ("endpoints[].destinations[].forward.pause.first", "'1h'", "must not be longer than `longest`"),
    ("endpoints[].destinations[].forward.connect-timeout", "'1m'", "must not be longer than `timeout`"),
    ("endpoints[].destinations[].command.exit-codes", "{ 256 = 'done' }", "from 0 to 255"),
    ("endpoints[].destinations[].command.exit-codes", "{ -1 = 'done' }", "from 0 to 255"),
    ("endpoints[].deduplicated-within", "'31d'", "must not be longer than `retention.done`"),
    ("endpoints[].public-url", "'https://a.example:0'", "http(s)://host"),
    ("endpoints[].destinations[].forward.headers", "['hookport-event']", "what hookport knows"),
    ("endpoints[].destinations[].forward.set-headers", "{ Host = 'a' }", "belongs to the connection"),
    ("endpoints[].destinations[].forward.set-headers", "{ hookport-event = 'a' }", "what hookport knows"),
];

/// The keys that stand in the table of an endpoint too, so that the good value of a key makes sense: the keys
/// that are left out, and those that are added.
type Beside = (&'static str, &'static [&'static str], &'static str);

#[rustfmt::skip]
const BESIDE: &[Beside] = &[
    ("endpoints[].provider-file", &["provider"], ""),
    ("endpoints[].sender", &["provider"], ""),
    ("endpoints[].settings", &["provider"], "provider = 'pusher'"),
    ("endpoints[].unauthenticated", &["secrets"], ""),
    ("endpoints[].verify-token", &["provider"], "provider = 'meta'"),
    ("endpoints[].tolerance", &["provider"], "provider = 'stripe'"),
    ("endpoints[].trusted-roots", &["provider", "secrets"], "provider = 'alexa'\nsettings.skill-id = 'a'"),
    ("endpoints[].rate-limit-of-tenant", &["provider"], "provider = 'routal'"),
    ("endpoints[].retries.attempts", &["store-only"], DESTINATIONS),
    ("endpoints[].retries.first-wait", &["store-only"], DESTINATIONS),
    ("endpoints[].retries.longest-wait", &["store-only"], DESTINATIONS),
    ("endpoints[].concurrency", &["store-only"], DESTINATIONS),
    ("endpoints[].decryption-keys", &["provider"], "provider-file = '{folder}/encrypted.toml'"),
    ("endpoints[].public-url", &["provider"], "provider = 'square'"),
    ("endpoints[].destinations[].out-of-order", &[], "ordered-by = 'json:/a'"),
    ("endpoints[].lets-pass", &["store-only"], IN_ORDER),
    ("endpoints[].stops-at-dead-letter", &["store-only"], IN_ORDER),
    ("endpoints[].version", &["store-only"], IN_ORDER),
    ("endpoints[].run-stale", &["store-only"], VERSIONED),
    ("endpoints[].accounts.in-path", &["secrets"], "accounts.file = '{folder}/accounts.json'"),
    ("endpoints[].accounts.at", &["secrets"], "accounts.file = '{folder}/accounts.json'"),
    ("endpoints[].accounts.secrets", &["secrets"], "accounts.in-path = '/{account}'"),
    ("endpoints[].accounts.file", &["secrets"], ""),
    ("endpoints[].accounts.in-inbox", &["secrets"], ""),
];

const IN_ORDER: &str =
    "ordered-by = 'json:/a'\ndestinations = [{ ndjson.file = '{folder}/a.ndjson' }]";
const VERSIONED: &str = "ordered-by = 'json:/a'\nversion = 'json:/b'\ndestinations = [{ ndjson.file = '{folder}/a.ndjson' }]";

/// A destination, as a key of the endpoint.
pub(super) const DESTINATIONS: &str = "destinations = [{ ndjson.file = '{folder}/a.ndjson' }]";

pub(super) const DEFAULTS: &[(&str, &str)] = &[
    ("path", "'/hooks'"),
    ("provider", "'github'"),
    ("secrets", "[{ file = '{folder}/secret' }]"),
    ("store-only", "true"),
];

/// Returns a file in which a key has a value, and the line of it.
pub(super) fn file_with(key: &str, value: &str, folder: &Path) -> (String, usize) {
    let in_endpoint = key.strip_prefix("endpoints[].");
    let beside = BESIDE.iter().find(|(of, ..)| *of == key);
    let (without, with) = beside.map_or((&[][..], ""), |(_, without, with)| (*without, *with));
    let defaults = DEFAULTS.iter().filter(|(name, _)| Some(*name) != in_endpoint);
    let is_destined = key.contains("destinations");
    let defaults = defaults.filter(|(name, _)| !without.contains(name));
    let defaults = defaults.filter(|(name, _)| !(is_destined && *name == "store-only"));
    let defaults: String = defaults.map(line).collect();
    let endpoint = format!("[[endpoints]]\n{defaults}{with}\n");
    let of_destination = key.strip_prefix("endpoints[].destinations[].");
    let text = match (in_endpoint, of_destination) {
        (_, Some(name)) => format!("{endpoint}{}", destination_with(name, value)),
        (Some(name), None) => format!("{}{endpoint}{name} = {value}\n", at_the_top_with(key)),
        (None, None) => format!("{key} = {value}\n{}{endpoint}", at_the_top_with(key)),
    };
    let text = text.replace("{folder}", folder.to_str().unwrap());
    let line = if in_endpoint.is_some() { text.lines().count() } else { 1 };
    (text, line)
}

/// Returns a line of the file.
pub(super) fn line((key, value): &(&str, &str)) -> String {
    format!("{key} = {value}\n")
}

/// Returns what a key at the top needs besides.
fn at_the_top_with(key: &str) -> &'static str {
    match key {
        "tls.certificate" => "tls.key = '{folder}/key.pem'\n",
        "tls.key" => "tls.certificate = '{folder}/cert.pem'\n",
        "console.path" | "console.read-only-token" => "console.token.file = '{folder}/secret'\n",
        "endpoints[].accounts.in-inbox" => "inbox = 'postgres://localhost/shop'\n",
        "otlp.endpoint" => "",
        otlp if otlp.starts_with("otlp.") => "otlp.endpoint = 'http://localhost:4318'\n",
        _ => "",
    }
}

/// Returns a destination in which a key has a value.
fn destination_with(name: &str, value: &str) -> String {
    let file: String =
        needed_by(name).iter().filter(|(needed, _)| *needed != name).map(line).collect();
    let line = match name.strip_prefix("when[].") {
        Some(name @ ("at" | "not")) => {
            format!("when = [{{ {name} = {value}, {} }}]", other_of(name))
        }
        Some(name) => format!("when = [{{ {name} = {value}, at = 'json:/a' }}]"),
        None => format!("{name} = {value}"),
    };
    format!("[[endpoints.destinations]]\n{file}{line}\n")
}

/// Returns the keys that a destination needs, of the kind of a key.
fn needed_by(name: &str) -> &'static [(&'static str, &'static str)] {
    match name.split('.').next() {
        Some("forward") => &[("forward.url", "'https://app.example/'")],
        Some("command") => &[("command.run", "['true']")],
        Some("mail") if name.ends_with("user") || name.ends_with("password") => &[
            ("mail.from", "'a@b.example'"),
            ("mail.to", "['c@d.example']"),
            ("mail.server.host", "'mail.example'"),
            ("mail.server.user", "'a'"),
            ("mail.server.password", "{ file = '{folder}/secret' }"),
        ],
        Some("mail") => &[
            ("mail.from", "'a@b.example'"),
            ("mail.to", "['c@d.example']"),
            ("mail.server.host", "'mail.example'"),
        ],
        Some("ndjson") if name.ends_with("keeping") => {
            &[("ndjson.file", "'{folder}/a.ndjson'"), ("ndjson.daily", "true")]
        }
        _ => &[("ndjson.file", "'{folder}/a.ndjson'")],
    }
}

/// Returns what a condition needs besides.
fn other_of(key: &str) -> &'static str {
    if key == "at" { "equals = 1" } else { "at = 'json:/a', equals = 1" }
}

pub(super) async fn problems_of(text: &str) -> Vec<Problem> {
    let checked = match Config::parse(text, "hookport.toml") {
        Ok(config) => check(&config, Programs::NotRun).await.map(drop),
        Err(problems) => Err(problems),
    };
    checked.err().map(|problems| problems.all().to_vec()).unwrap_or_default()
}

/// Returns the path of a key in a file with one endpoint.
fn path(key: &str) -> String {
    key.replace("[]", "[0]")
}

const ENCRYPTED: Provider =
    Provider::new("acme").signed_with(Signature::hmac_sha256("x-acme-signature")).encrypted(
        &Encryption::gcm(Field::Json("/ciphertext"), Field::Json("/nonce"), Field::Json("/data")),
    );

pub(super) fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put("secret", "made-up-key-of-32-bytes-in-words\n");
    put("short", "made-up");
    put("whsec", "whsec_bWFkZS11cC1zZWNyZXQtb2YtMjQtYnl0ZXM=");
    put("other", "another-made-up-token");
    let tls = |name| fs::read_to_string(format!("tests/it/receiver/tls_files/{name}")).unwrap();
    put("cert.pem", &tls("new.cert.pem"));
    put("key.pem", &tls("new.key.pem"));
    put("accounts.json", "{\"\":[]}");
    put("acme.toml", &providers::GITHUB.to_toml());
    put("encrypted.toml", &ENCRYPTED.to_toml());
    folder
}

#[tokio::test]
async fn a_good_value_of_each_key_is_taken() {
    let folder = folder();
    for (key, good, ..) in ROWS {
        let (text, _) = file_with(key, good, folder.path());
        assert_eq!(problems_of(&text).await, [], "{text}");
    }
}

#[tokio::test]
async fn a_bad_value_of_each_key_is_refused_at_its_line_with_what_is_allowed() {
    let folder = folder();
    let mut wrong = Vec::new();
    let bad = ROWS.iter().map(|(key, _, bad, allowed)| (key, bad, allowed));
    for (key, bad, allowed) in bad.chain(BAD.iter().map(|(key, bad, why)| (key, bad, why))) {
        let (text, line) = file_with(key, bad, folder.path());
        let problems = problems_of(&text).await;
        // A condition is refused as a whole.
        let whole = ["when[].", "mail.to", "mail.server"];
        let whole = whole.iter().find_map(|part| key.split_once(part));
        let at = path(whole.map_or(key, |(before, _)| before));
        let is_it = |problem: &&Problem| {
            problem.key.starts_with(&at)
                && (problem.line == Some(line) || whole.is_some())
                && problem.to_string().contains(allowed)
        };
        if !problems.iter().any(|problem| is_it(&problem)) {
            wrong.push(format!("{key} at line {line}: {allowed}\n{text}\n{problems:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The tables, each with the keys that the reader of the file knows.
#[test]
fn the_keys_of_the_documentation_are_those_that_are_read() {
    let documented: BTreeSet<&str> = keys().map(|key| key.path).collect();
    let tables = keys().filter(|key| key.example.is_empty()).map(|key| key.path);
    let mut read = BTreeSet::new();
    for table in tables.chain([""]) {
        for name in keys_of(table) {
            let path = if table.is_empty() { name } else { format!("{table}.{name}") };
            let list = format!("{path}[]");
            read.insert(if documented.contains(&*list) { list } else { path });
        }
    }
    let read: BTreeSet<&str> = read.iter().map(String::as_str).collect();
    assert_eq!(documented, read);
}

#[test]
fn each_key_has_a_row() {
    let rows: BTreeSet<&str> = ROWS.iter().map(|(key, ..)| *key).collect();
    let without_tables = keys().filter(|key| !key.example.is_empty()).map(|key| key.path);

    assert_eq!(without_tables.collect::<BTreeSet<_>>(), rows);
}

/// Returns the keys that a table may have, as the refusal of an unknown one lists them.
fn keys_of(table: &str) -> Vec<String> {
    let in_table = |inner: String, part: &str| match part.strip_suffix("[]") {
        Some(list) => format!("{{ {list} = [{inner}] }}"),
        None => format!("{{ {part} = {inner} }}"),
    };
    let parts = table.split('.').filter(|part| !part.is_empty());
    let text = parts.rev().fold("{ no-such-key = 1 }".to_owned(), in_table);
    let text = text.strip_prefix("{ ").and_then(|text| text.strip_suffix(" }")).unwrap();
    let problems = Config::parse(text, "hookport.toml").unwrap_err();
    let sentence = &problems.all()[0].problem;
    let expected = sentence.split_once("expected").unwrap().1;
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
