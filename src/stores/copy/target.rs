//! The schema that is copied to.

use std::time::SystemTime;

use sqlx::{Executor, PgPool, Row, postgres::PgRow};

use super::{
    checksum::Checksum, error::CopyError, place::Place, source::Batch, table::Table, time::time,
};
use crate::{
    inbox::ROUTE,
    stores::postgres::{Held, PostgresOptions, Schema},
};

/// A schema of a database, and how far the copy in it has come.
pub(super) struct Target {
    pool: PgPool,
    schema: Schema,
    /// The number of milliseconds that is added to times of the file.
    shift: i64,
    place: Place,
    finished_at: Option<i64>,
}

impl Target {
    /// Begins a copy of the file of this identity, or finds the one that was begun.
    pub(super) async fn open(options: PostgresOptions, identity: &[u8]) -> Result<Self, CopyError> {
        let (pool, schema, shift) = options.open_to_fill().await.map_err(CopyError::to)?;
        let place = Place::default();
        let mut target = Self { pool, schema, shift, place, finished_at: None };
        if let Some(begun) = target.find().await? {
            target.go_on(&begun, identity)?;
        } else {
            target.begin(identity).await?;
        }
        Ok(target)
    }

    pub(super) const fn schema(&self) -> &'static str {
        self.schema.name()
    }

    pub(super) const fn shift(&self) -> i64 {
        self.shift
    }

    pub(super) const fn place(&self) -> &Place {
        &self.place
    }

    /// Returns when an earlier call has ended the copy.
    pub(super) fn finished_at(&self) -> Option<SystemTime> {
        self.finished_at.map(|at| time(at.saturating_sub(self.shift)))
    }

    async fn find(&self) -> Result<Option<PgRow>, CopyError> {
        let find = async {
            let mut db = Held::of(&self.pool, self.schema).await?;
            self.schema.query(FIND).fetch_optional(&mut *db).await
        };
        find.await.map_err(CopyError::to)
    }

    fn go_on(&mut self, begun: &PgRow, identity: &[u8]) -> Result<(), CopyError> {
        let read = |begun: &PgRow| {
            let place = Place { table: begun.try_get(2)?, rows: unsigned(begun.try_get(3)?) };
            Ok::<_, sqlx::Error>((begun.try_get(0)?, begun.try_get(1)?, place, begun.try_get(4)?))
        };
        let source: Vec<u8>;
        (source, self.shift, self.place, self.finished_at) = read(begun).map_err(CopyError::to)?;
        let schema = || self.schema().to_owned();
        match self.finished_at {
            _ if source == identity => Ok(()),
            Some(_) => Err(CopyError::Changed { schema: schema() }),
            None => Err(CopyError::Another { schema: schema() }),
        }
    }

    async fn begin(&self, identity: &[u8]) -> Result<(), CopyError> {
        let begin = async {
            let mut db = Held::of(&self.pool, self.schema).await?;
            let begin = self.schema.query(BEGIN).bind(identity).bind(self.shift);
            let ended = begin.execute(&mut *db).await?;
            db.keep().await?;
            Ok::<_, sqlx::Error>(ended.rows_affected())
        };
        match begin.await.map_err(CopyError::to)? {
            1 => Ok(()),
            _ => Err(CopyError::NotEmpty { schema: self.schema().to_owned() }),
        }
    }

    /// Writes some rows, and notes that they are there.
    pub(super) async fn write(&mut self, batch: &Batch) -> Result<(), CopyError> {
        let next = Place { table: batch.table.name.to_owned(), rows: batch.end };
        if !self.try_write(batch, &next).await.map_err(CopyError::to)? {
            return Err(self.rival());
        }
        self.place = next;
        Ok(())
    }

    /// Returns false if the copy has come to another place meanwhile.
    async fn try_write(&self, batch: &Batch, next: &Place) -> Result<bool, sqlx::Error> {
        let mut db = self.pool.begin().await?;
        let moved = self
            .schema
            .query(MOVE)
            .bind(&self.place.table)
            .bind(signed(self.place.rows))
            .bind(&next.table)
            .bind(signed(next.rows))
            .execute(&mut *db)
            .await?;
        if moved.rows_affected() != 1 {
            return Ok(false);
        }
        let (schema, Table { name, .. }) = (self.schema(), batch.table);
        let columns = batch.table.column_list();
        let copy = format!("COPY {schema}.{name} ({columns}) FROM STDIN (FORMAT binary)");
        let mut copy = db.copy_in_raw(&copy).await?;
        copy.send(&batch.bytes[..]).await?;
        copy.finish().await?;
        db.commit().await?;
        Ok(true)
    }

    /// Counts what is in the tables, for the planner.
    pub(super) async fn analyze(&self) -> Result<(), CopyError> {
        let analyze = self.pool.execute(self.schema.sql(ANALYZE)).await;
        analyze.map(drop).map_err(CopyError::to)
    }

    /// Has the database sum up a table.
    pub(super) async fn sum(&self, table: &Table) -> Result<(u64, Checksum), CopyError> {
        let sum = async {
            let mut db = self.pool.begin().await?;
            db.execute("SET LOCAL statement_timeout = 0").await?;
            let sum = sqlx::query(self.schema.made(&sum_of(table))).persistent(false);
            let row = sum.fetch_one(&mut *db).await?;
            Ok::<_, sqlx::Error>((row.try_get(0)?, [row.try_get(1)?, row.try_get(2)?]))
        };
        let (rows, sums): (i64, [String; 2]) = sum.await.map_err(CopyError::to)?;
        let sums = sums.map(|sum| sum.parse().unwrap_or_default());
        Ok((unsigned(rows), Checksum::of_sums(sums)))
    }

    /// Sets the numbers that are given next behind the highest ones, and lets receivers in.
    pub(super) async fn finish(self, highest: [i64; 7]) -> Result<(), CopyError> {
        let finish = async {
            let mut db = self.pool.begin().await?;
            let mut count = self.schema.query(COUNT_ON);
            for number in highest {
                count = count.bind(number);
            }
            count.execute(&mut *db).await?;
            self.schema.query(NAME_ROUTES).bind(ROUTE).execute(&mut *db).await?;
            let finish = self
                .schema
                .query(FINISH)
                .bind(&self.place.table)
                .bind(signed(self.place.rows))
                .execute(&mut *db)
                .await?;
            db.commit().await?;
            Ok::<_, sqlx::Error>(finish.rows_affected() == 1)
        };
        let is_finished = finish.await.map_err(CopyError::to)?;
        self.pool.close().await;
        if is_finished { Ok(()) } else { Err(self.rival()) }
    }

    fn rival(&self) -> CopyError {
        CopyError::Rival { schema: self.schema().to_owned() }
    }
}

/// A statement that sums up the hashes of all rows of a table, as [`Checksum::add`] does.
fn sum_of(table: &Table) -> String {
    let columns = table.columns.iter().map(|(name, kind)| {
        let bytes = kind.bytes(name);
        format!("coalesce(int4send(octet_length({bytes})) || {bytes}, '\\xffffffff')")
    });
    let row = columns.collect::<Vec<_>>().join(" || ");
    let part = |from: u8| {
        let number = format!("('x' || encode(substr(hash, {from}, 8), 'hex'))::bit(64)::bigint");
        format!("coalesce(sum({number}), 0)::text")
    };
    let (first, second) = (part(1), part(9));
    let rows = format!("SELECT sha256({row}) AS hash FROM hookport.{}", table.name);
    format!("SELECT count(*), {first}, {second} FROM ({rows}) r")
}

fn unsigned(number: i64) -> u64 {
    number.unsigned_abs()
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

const FIND: &str = "SELECT source, shift, in_table, rows, finished_at FROM hookport.copy";

/// Begins a copy, if nothing is there to which any other row would refer.
const BEGIN: &str = "
    INSERT INTO hookport.copy (id, source, shift, in_table, rows)
    SELECT 1, $1, $2, '', 0
    WHERE NOT EXISTS (SELECT 1 FROM hookport.endpoints)
        AND NOT EXISTS (SELECT 1 FROM hookport.deliveries)
    ON CONFLICT DO NOTHING";

const MOVE: &str = "
    UPDATE hookport.copy SET in_table = $3, rows = $4
    WHERE in_table = $1 AND rows = $2 AND finished_at IS NULL";

const FINISH: &str = "
    UPDATE hookport.copy SET finished_at = (extract(epoch FROM clock_timestamp()) * 1000)::bigint
    WHERE in_table = $1 AND rows = $2 AND finished_at IS NULL";

const ANALYZE: &str = "
    ANALYZE hookport.endpoints, hookport.handlers, hookport.kinds, hookport.deliveries, hookport.payloads,
        hookport.requests, hookport.items, hookport.queue, hookport.ended, hookport.attempts,
        hookport.versions, hookport.usage, hookport.quarantine";

/// In a database each endpoint has the handler that routes, from the first on.
const NAME_ROUTES: &str = "
    INSERT INTO hookport.handlers (endpoint, name) SELECT id, $1 FROM hookport.endpoints
    ON CONFLICT DO NOTHING";

const COUNT_ON: &str = "
    SELECT setval('hookport.delivery_ids', greatest($1, 1), $1 > 0),
        setval('hookport.tokens', greatest($2, 1), $2 > 0),
        setval(pg_get_serial_sequence('hookport.requests', 'id'), greatest($3, 1), $3 > 0),
        setval(pg_get_serial_sequence('hookport.quarantine', 'id'), greatest($4, 1), $4 > 0),
        setval(pg_get_serial_sequence('hookport.endpoints', 'id'), greatest($5, 1), $5 > 0),
        setval(pg_get_serial_sequence('hookport.handlers', 'id'), greatest($6, 1), $6 > 0),
        setval(pg_get_serial_sequence('hookport.kinds', 'id'), greatest($7, 1), $7 > 0)";
