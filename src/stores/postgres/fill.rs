//! Opening a schema to fill it with an inbox that was in another store.

use sqlx::PgPool;

use super::{
    connect::connect_once, open::pool, options::PostgresOptions, patience::Patience, schema,
    shift::Measured, sql::Schema,
};
use crate::inbox::StoreError;

impl PostgresOptions {
    /// Connects, makes the tables, and tells by how many milliseconds the clock of the database is ahead.
    pub(in crate::stores) async fn open_to_fill(self) -> Result<(PgPool, Schema, i64), StoreError> {
        let (schema, connect) = self.parts()?;
        let patience = Patience::new(self.patience);
        connect_once(&connect, &patience).await?;
        let pool = pool(CONNECTIONS, &patience, schema).connect_lazy_with(connect);
        schema::prepare(&pool, schema).await?;
        let measured = Measured::default();
        measured.measure(&pool, schema, &*self.clock).await?;
        Ok((pool, schema, measured.get().ahead()))
    }
}

const CONNECTIONS: u32 = 2;
