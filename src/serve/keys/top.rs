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
        "`sqlite:PATH`, `postgres://USER@HOST/DATABASE` or `memory:`, or the place of such a URL: `{ env = \"NAME\" }`, `{ file = \"PATH\" }` or `{ command = [\"PROGRAM\"] }`",
        "`\"sqlite:hookport.db\"`",
        "The file or the database that keeps the deliveries. A file is made if it is not there; its folder is not, and no parameters stand behind its path. Behind a `?`, the URL of a database has the parameters of libpq, as `sslmode=verify-full`, and those of the store: `schema` (the default is `hookport`), `connections` (16) and `transactions` (16), which are the most at a time, `patience` (5), the longest wait for a connection in seconds, and `listen=false` for a proxy that shares connections between transactions, as pgbouncer in transaction mode. A URL with a password belongs into a variable or a file of its own; `PGPASSWORD` and `~/.pgpass` are read too. `memory:` loses all when the process ends, and is for the role `both` alone. `--inbox` goes before it.",
        "inbox = { env = \"HOOKPORT_INBOX\" }",
    ),
    key(
        "role",
        "`both`, `receiver` or `worker`",
        "`\"both\"`",
        "The part of the work that a process does, where several share the inbox in a database. A `receiver` takes deliveries and runs no destination: it opens none, and reads no secret of one. A `worker` runs destinations and takes no delivery: at `listen` are its health pages, its console and its metrics. `--role` goes before it.",
        "role = \"worker\"",
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
        "The lowest level of lines that are written. What `sqlx` says of a database is written from `error` on, or with `debug` and `trace`.",
        "log.level = \"debug\"",
    ),
];
