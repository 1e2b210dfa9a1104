//! The keys outside of all tables.

use super::{Key, NONE, key, table};

pub(super) const KEYS: &[Key] = &[
    key(
        "listen",
        "address and port",
        "`\"127.0.0.1:8080\"`",
        "The address to listen on. It is not used where systemd passes a socket. `--listen` goes before it.",
        "listen = \"0.0.0.0:8080\"",
    ),
    key(
        "inbox",
        "`sqlite:PATH`, or `memory:`",
        "`\"sqlite:hookport.db\"`",
        "The file that keeps the deliveries. It is made if it is not there; its folder is not. `memory:` loses all when the process ends. `--inbox` goes before it.",
        "inbox = \"sqlite:/var/lib/hookport/inbox.db\"",
    ),
    key(
        "public-url",
        "`http(s)://host[:port]`",
        NONE,
        "The URL under which senders know the receiver. Some sign it. An endpoint may have its own.",
        "public-url = \"https://hooks.example\"",
    ),
    key(
        "trusted-proxies",
        "list of networks",
        "none",
        "The proxies whose word about the address of a client is believed: `X-Forwarded-For`, or `Forwarded`.",
        "trusted-proxies = [\"10.0.0.0/8\"]",
    ),
    table("log", "The log lines, which go to stderr."),
    key(
        "log.format",
        "`text` or `json`",
        "`\"text\"`",
        "The form of a line.",
        "log.format = \"json\"",
    ),
    key(
        "log.level",
        "`error`, `warn`, `info`, `debug` or `trace`",
        "`\"info\"`",
        "The lowest level of lines that are written.",
        "log.level = \"debug\"",
    ),
];
