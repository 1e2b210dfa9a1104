//! All tables, in the order in which they are copied.

use super::table::{
    Kind::{Big, Bytes, Flag, Int, Line, Name, Small, Text, Time},
    Table,
};

/// All tables, in the order in which they are copied.
pub(super) static TABLES: [Table; 13] = [
    Table {
        name: "endpoints",
        columns: &[("id", Int), ("name", Name), ("paused", Flag)],
        rows: "SELECT id, name, paused FROM hookport_endpoints ORDER BY id",
        count: "SELECT count(*) FROM hookport_endpoints",
    },
    Table {
        name: "handlers",
        columns: &[("id", Int), ("endpoint", Int), ("name", Name), ("same_as", Int)],
        rows: "SELECT id, endpoint, name, same_as FROM hookport_handlers ORDER BY id",
        count: "SELECT count(*) FROM hookport_handlers",
    },
    Table {
        name: "kinds",
        columns: &[
            ("id", Int),
            ("endpoint", Int),
            ("provider", Text),
            ("event", Text),
            ("event_is_signed", Flag),
            ("sender_id_is_signed", Flag),
            ("tenant_is_signed", Flag),
            ("trust", Name),
            ("secret", Big),
            ("counted_as", Text),
        ],
        rows: "SELECT id, endpoint, provider, event, event_is_signed, sender_id_is_signed,
                tenant_is_signed, trust, secret, counted_as
            FROM hookport_kinds ORDER BY id",
        count: "SELECT count(*) FROM hookport_kinds",
    },
    Table {
        name: "deliveries",
        columns: &[
            ("id", Big),
            ("kind", Int),
            ("endpoint", Int),
            ("key", Bytes),
            ("sender_id", Text),
            ("sent_at", Big),
            ("received_at", Time),
            ("size", Big),
            ("event", Text),
            ("order_key", Text),
            ("line", Line(2)),
            ("lets_pass", Flag),
            ("stops", Flag),
            ("version", Big),
            ("tenant", Text),
            ("trace", Bytes),
            ("sender_id_is_key", Flag),
        ],
        rows: "SELECT id, kind, endpoint, key, sender_id, sent_at, received_at, size, event, order_key,
                order_key, lets_pass, stops, version, tenant, trace, sender_id_is_key
            FROM hookport_deliveries ORDER BY id",
        count: "SELECT count(*) FROM hookport_deliveries",
    },
    Table {
        name: "payloads",
        columns: &[
            ("delivery", Big),
            ("method", Name),
            ("uri", Name),
            ("headers", Bytes),
            ("body", Bytes),
        ],
        rows: "SELECT delivery, method, uri, headers, body FROM hookport_payloads ORDER BY delivery",
        count: "SELECT (SELECT count(*) FROM hookport_deliveries) - (SELECT count(*) FROM hookport_items)",
    },
    Table {
        name: "requests",
        columns: &[("id", Big), ("method", Name), ("uri", Name), ("headers", Bytes), ("body", Bytes)],
        rows: "SELECT id, method, uri, headers, body FROM hookport_requests ORDER BY id",
        count: "SELECT count(DISTINCT request) FROM hookport_items",
    },
    Table {
        name: "items",
        columns: &[
            ("delivery", Big),
            ("request", Big),
            ("position", Big),
            ("start", Big),
            ("length", Big),
            ("body", Bytes),
        ],
        rows: "SELECT delivery, request, position, start, length, body
            FROM hookport_items ORDER BY delivery",
        count: "SELECT count(*) FROM hookport_items",
    },
    Table {
        name: "queue",
        columns: &[
            ("delivery", Big),
            ("handler", Int),
            ("endpoint", Int),
            ("kind", Int),
            ("phase", Small),
            ("alone", Flag),
            ("versioned", Flag),
            ("lets_pass", Flag),
            ("stops", Flag),
            ("claims", Int),
            ("tried", Int),
            ("token", Big),
            ("started", Time),
            ("time", Time),
            ("set_at", Time),
            ("line", Line(2)),
        ],
        rows: QUEUE,
        count: "SELECT count(*) FROM hookport_queue",
    },
    Table {
        name: "ended",
        columns: &[("delivery", Big), ("dead", Flag), ("at", Time)],
        rows: "SELECT delivery, dead, at FROM hookport_ended e
            ORDER BY e.dead, e.at, e.delivery",
        count: "SELECT count(*) FROM hookport_ended",
    },
    Table {
        name: "attempts",
        columns: &[
            ("delivery", Big),
            ("handler", Int),
            ("number", Int),
            ("started_at", Time),
            ("ended_at", Time),
            ("result", Name),
            ("error", Text),
            ("ordered", Flag),
        ],
        rows: "SELECT delivery, handler, number, started_at, ended_at, result, error, ordered
            FROM hookport_attempts ORDER BY delivery, handler, number",
        count: "SELECT count(*) FROM hookport_attempts",
    },
    Table {
        name: "versions",
        columns: &[("handler", Int), ("line", Line(4)), ("version", Big), ("handled_at", Time)],
        rows: "SELECT v.handler, v.order_key, v.version, v.handled_at, h.endpoint
            FROM hookport_versions v LEFT JOIN hookport_handlers h ON h.id = v.handler
            ORDER BY v.handler, v.order_key",
        count: "SELECT count(*) FROM hookport_versions",
    },
    Table {
        name: "usage",
        columns: &[
            ("day", Big),
            ("endpoint", Int),
            ("event", Text),
            ("part", Int),
            ("received", Big),
            ("bytes", Big),
            ("duplicates", Big),
            ("done", Big),
            ("retried", Big),
            ("dead", Big),
            ("limited", Big),
            ("refused", Big),
        ],
        rows: "SELECT day, endpoint, event, 0, received, bytes, duplicates, done, retried, dead, limited,
                refused
            FROM hookport_usage ORDER BY day, endpoint, event",
        count: "SELECT count(*) FROM hookport_usage",
    },
    Table {
        name: "quarantine",
        columns: &[
            ("id", Big),
            ("endpoint", Int),
            ("reason", Name),
            ("received_at", Time),
            ("method", Name),
            ("uri", Name),
            ("headers", Bytes),
            ("body", Bytes),
        ],
        rows: "SELECT id, endpoint, reason, received_at, method, uri, headers, body
            FROM hookport_quarantine ORDER BY id",
        count: "SELECT count(*) FROM hookport_quarantine",
    },
];

/// The file has one column for the time of a retry and the number of a claim, and keeps the start of a run
/// with its claim.
const QUEUE: &str = "
    SELECT q.delivery, q.handler, q.endpoint, q.kind, q.phase, q.alone, q.versioned,
        coalesce(d.lets_pass, 0), coalesce(d.stops, 0), q.claims, q.tried,
        iif(q.phase = 1, q.at, NULL),
        iif(q.phase = 1, coalesce(c.started, q.set_at, 0), NULL),
        CASE q.phase WHEN 0 THEN NULL WHEN 2 THEN q.at ELSE q.time END,
        iif(q.phase >= 1 AND q.phase <= 3, q.set_at, NULL),
        q.order_key
    FROM hookport_queue q
    LEFT JOIN hookport_deliveries d ON d.id = q.delivery
    LEFT JOIN hookport_claims c ON q.phase = 1 AND c.claim = q.at
    ORDER BY q.handler, q.phase, q.at, q.delivery";

#[cfg(test)]
mod tests {
    use std::{
        collections::BTreeSet,
        sync::{Arc, Mutex},
    };

    use rusqlite::{
        Connection,
        hooks::{AuthAction, AuthContext, Authorization},
    };

    use super::*;
    use crate::stores::SqliteStore;

    /// The tables and columns that only a file has: its migrations, its identity, the messages of its processes to
    /// each other, and those that a database has in another form.
    const ITS_OWN: [&str; 11] = [
        "blocks.",
        "claims.handler",
        "claims.set_at",
        "claims.until",
        "deliveries.unhandled",
        "file.",
        "migrations.",
        "phases.",
        "probe.",
        "removed.",
        "renamings.",
    ];

    #[tokio::test]
    async fn each_column_of_each_table_of_the_file_is_copied() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("inbox.db");
        SqliteStore::open(&path).await.unwrap().close().await;
        let db = Connection::open(path).unwrap();
        let columns: BTreeSet<String> = db
            .prepare(COLUMNS)
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();

        let copied = read_by_copy(&db);
        let left = columns.difference(&copied);
        let is_of_copy = |column: &&String| !ITS_OWN.iter().any(|own| column.starts_with(own));
        let forgotten: Vec<_> = left.filter(is_of_copy).collect();
        assert!(forgotten.is_empty(), "{forgotten:?}");
    }

    /// The columns that SQLite reads for the rows of all tables.
    fn read_by_copy(db: &Connection) -> BTreeSet<String> {
        let read = Arc::new(Mutex::new(BTreeSet::new()));
        let reads = Arc::clone(&read);
        let watch = move |asked: AuthContext<'_>| {
            if let AuthAction::Read { table_name, column_name } = asked.action {
                let table = table_name.trim_start_matches("hookport_");
                reads.lock().unwrap().insert(format!("{table}.{column_name}"));
            }
            Authorization::Allow
        };
        db.authorizer(Some(watch)).unwrap();
        for table in &TABLES {
            db.prepare(table.rows).unwrap();
        }
        read.lock().unwrap().clone()
    }

    const COLUMNS: &str = "
        SELECT substr(t.name, 10) || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c
        WHERE t.type = 'table' AND t.name LIKE 'hookport%'";
}
