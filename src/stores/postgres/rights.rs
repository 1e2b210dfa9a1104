//! The rights that the role of a process needs, and those that it lacks.

use super::{database::Database, error::Unfit};
use crate::inbox::{Duty, MissingRights, StoreError};

/// A right, and the tables, columns or sequences that it is needed on.
struct Right {
    name: &'static str,
    /// A column is written behind a dot.
    on: &'static [&'static str],
}

/// Finds the rights that the role of this process lacks. It is one statement, which reads no table of the inbox.
pub(super) async fn missing(
    database: &Database,
    duties: &[Duty],
) -> Result<Option<MissingRights>, StoreError> {
    let (mut rights, mut relations, mut columns) = (Vec::new(), Vec::new(), Vec::new());
    for right in duties.iter().flat_map(|duty| of_duty(*duty)) {
        for place in right.on {
            let (relation, column) = place.split_once('.').unwrap_or((place, ""));
            rights.push(right.name);
            relations.push(relation);
            columns.push(column);
        }
    }
    let schema = database.schema;
    let ask = schema.tuple::<(bool, String, String)>(MISSING).bind(schema.name());
    let ask = ask.bind(rights).bind(relations).bind(columns);
    let rows = ask.fetch_all(&mut *database.hold().await?).await?;
    match rows.first().cloned() {
        None => Ok(None),
        Some((false, ..)) => Err(Unfit::NoInbox(schema.name()).into()),
        Some((true, role, _)) => Ok(Some(MissingRights::new(
            role,
            rows.into_iter().map(|(.., rights)| rights).collect(),
        ))),
    }
}

const fn of_duty(duty: Duty) -> &'static [Right] {
    match duty {
        Duty::Accept => &ACCEPT,
        Duty::Quarantine => &[Right { name: INSERT, on: &["quarantine"] }],
        Duty::Work => &WORK,
        Duty::FindSecrets => &[Right { name: SELECT, on: &["account_secrets"] }],
        Duty::KeepSecrets => &[Right { name: UPDATE, on: &["account_secrets"] }],
    }
}

// docs/postgres.md has both as statements, and a test grants no more than those.
const ACCEPT: [Right; 8] = [
    READ_BY_BOTH,
    ADDED_BY_BOTH,
    CHANGED_BY_BOTH,
    REMOVED_BY_BOTH,
    Right { name: SELECT, on: &["requests.id", "quarantine.endpoint"] },
    Right { name: INSERT, on: &["kinds", "deliveries", "payloads", "requests", "items"] },
    Right { name: UPDATE, on: &["deliveries.key", "deliveries.sender_id_is_key"] },
    Right { name: USAGE, on: &["delivery_ids"] },
];

const WORK: [Right; 9] = [
    READ_BY_BOTH,
    ADDED_BY_BOTH,
    CHANGED_BY_BOTH,
    REMOVED_BY_BOTH,
    Right { name: SELECT, on: &["payloads", "requests", "items", "versions", "quarantine"] },
    Right { name: INSERT, on: &["attempts", "versions"] },
    Right { name: UPDATE, on: &["renamings", "requests", "attempts", "versions", "quarantine"] },
    Right {
        name: DELETE,
        on: &["deliveries", "payloads", "requests", "items", "attempts", "versions", "quarantine"],
    },
    Right { name: USAGE, on: &["tokens"] },
];

const READ_BY_BOTH: Right = Right {
    name: SELECT,
    on: &[
        "migrations",
        "copy",
        "endpoints",
        "handlers",
        "renamings",
        "kinds",
        "deliveries",
        "queue",
        "locks",
        "usage",
        "probe",
        "attempts",
        "ended",
    ],
};

const ADDED_BY_BOTH: Right =
    Right { name: INSERT, on: &["endpoints", "handlers", "queue", "ended", "usage", "probe"] };

const CHANGED_BY_BOTH: Right =
    Right { name: UPDATE, on: &["handlers", "locks", "queue", "usage", "probe"] };

const REMOVED_BY_BOTH: Right = Right { name: DELETE, on: &["queue", "ended"] };

const SELECT: &str = "SELECT";
const INSERT: &str = "INSERT";
const UPDATE: &str = "UPDATE";
const DELETE: &str = "DELETE";
const USAGE: &str = "USAGE";

/// One row for each right, with all that it is missing on. A name would be looked up by the rights on the schema.
const MISSING: &str = "
    SELECT bool_and(s.oid IS NOT NULL), current_user::text,
        n.name || ' on ' || string_agg(DISTINCT
            $1 || '.' || n.relation || CASE n.part WHEN '' THEN '' ELSE ' (' || n.part || ')' END, ', ')
    FROM unnest($2::text[], $3::text[], $4::text[]) n(name, relation, part)
    LEFT JOIN pg_catalog.pg_namespace s ON s.nspname = $1
    LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = s.oid AND c.relname = n.relation
    WHERE NOT coalesce(CASE
        WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, n.name)
        WHEN n.part = '' THEN has_table_privilege(c.oid, n.name)
        ELSE has_column_privilege(c.oid, n.part, n.name) END, false)
    GROUP BY n.name ORDER BY n.name";
