//! The schema of an inbox: made, and brought up to date.

use sqlx::{Executor, PgConnection, PgPool};

use super::{
    error::Unfit,
    held::Held,
    sql::{BEGIN_READ_COMMITTED, Schema},
};
use crate::{inbox::StoreError, log::log};

/// The migrations, oldest first.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/0001_inbox.sql")];

/// Makes the tables, or brings those of an older version up to date. Of several processes that come here
/// at one moment, one does it.
pub(super) async fn prepare(pool: &PgPool, schema: Schema) -> Result<(), StoreError> {
    check_server(pool, schema).await?;
    let mut db = Held::of(pool, schema).await?;
    if had(&mut db, schema).await? == MIGRATIONS.len() {
        return Ok(());
    }
    drop(db);
    let mut db = pool.begin_with(BEGIN_READ_COMMITTED).await?;
    be_alone(&mut db, schema).await?;
    let had = had(&mut db, schema).await?;
    for (number, migration) in (1_i32..).zip(MIGRATIONS).skip(had) {
        if number == 1 {
            make(&mut db, schema).await?;
        }
        db.execute(schema.sql(migration)).await?;
        schema.query(NOTE).bind(number).execute(&mut *db).await?;
    }
    Ok(db.commit().await?)
}

/// Waits until no other process makes or changes the tables.
async fn be_alone(db: &mut PgConnection, schema: Schema) -> Result<(), StoreError> {
    let is_alone: bool = schema.scalar(TRY_LOCK).bind(schema.name()).fetch_one(&mut *db).await?;
    if !is_alone {
        log!(INFO, "another process makes the tables of the inbox, which is waited for");
        schema.query(LOCK).bind(schema.name()).execute(&mut *db).await?;
    }
    Ok(())
}

/// Makes the schema. Whoever may not make one can be given an empty one: then Postgres would refuse this also with
/// `IF NOT EXISTS`.
async fn make(db: &mut PgConnection, schema: Schema) -> Result<(), StoreError> {
    let has = schema.scalar(HAS_SCHEMA).bind(schema.name());
    if !has.fetch_one(&mut *db).await? {
        db.execute(schema.sql(CREATE_SCHEMA)).await?;
    }
    Ok(())
}

/// Checks that the tables are there, and are those of this version.
pub(super) async fn check_is_current(pool: &PgPool, schema: Schema) -> Result<(), StoreError> {
    let known = MIGRATIONS.len();
    match had(&mut *Held::of(pool, schema).await?, schema).await? {
        0 => Err(Unfit::NoInbox(schema.name()).into()),
        found if found < known => Err(Unfit::Older { found, known }.into()),
        _ => Ok(()),
    }
}

/// Checks that the schema holds no copy of another inbox that is not finished.
pub(super) async fn check_is_whole(pool: &PgPool, schema: Schema) -> Result<(), StoreError> {
    let mut db = Held::of(pool, schema).await?;
    let is_unfinished: bool = schema.scalar(UNFINISHED).fetch_one(&mut *db).await?;
    if is_unfinished { Err(Unfit::Unfinished.into()) } else { Ok(()) }
}

/// Checks that the server can hold an inbox, and takes writes: a standby does not, until it is promoted.
async fn check_server(pool: &PgPool, schema: Schema) -> Result<(), StoreError> {
    let mut db = Held::of(pool, schema).await?;
    let (encoding, read_only): (String, String) =
        schema.tuple(SETTINGS).fetch_one(&mut *db).await?;
    if encoding != "UTF8" {
        return Err(Unfit::Encoding(encoding).into());
    }
    if read_only == "on" { Err(Unfit::ReadOnly.into()) } else { Ok(()) }
}

/// The number of migrations that the schema has had.
async fn had(db: &mut PgConnection, schema: Schema) -> Result<usize, StoreError> {
    let is_there: bool = schema.scalar(IS_THERE).bind(schema.name()).fetch_one(&mut *db).await?;
    if !is_there {
        return Ok(0);
    }
    let found: i64 = schema.scalar(HAD).fetch_one(&mut *db).await?;
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(Unfit::Newer { found, known }.into());
    }
    Ok(usize::try_from(found).unwrap_or_default())
}

const TRY_LOCK: &str =
    "SELECT pg_try_advisory_xact_lock(hashtextextended('hookport migrations of ' || $1, 0))";

const LOCK: &str =
    "SELECT pg_advisory_xact_lock(hashtextextended('hookport migrations of ' || $1, 0))";

// `to_regclass` and `to_regnamespace` may not see what another process has made while this one waited for the lock.
const HAS_SCHEMA: &str = "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1)";

const CREATE_SCHEMA: &str = "CREATE SCHEMA IF NOT EXISTS hookport";

const IS_THERE: &str = "
    SELECT EXISTS (
        SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND c.relname = 'migrations')";

const HAD: &str = "SELECT coalesce(max(number), 0)::bigint FROM hookport.migrations";

const UNFINISHED: &str = "SELECT EXISTS (SELECT 1 FROM hookport.copy WHERE finished_at IS NULL)";

const SETTINGS: &str =
    "SELECT current_setting('server_encoding'), current_setting('transaction_read_only')";

const NOTE: &str = "INSERT INTO hookport.migrations VALUES ($1)";
