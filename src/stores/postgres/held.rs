//! Connections for statements that need no transaction.

use std::ops::{Deref, DerefMut};

use sqlx::{PgConnection, PgPool, Postgres, Transaction, pool::PoolConnection};

use super::sql::{BEGIN_READ_COMMITTED, Schema};

/// A connection for statements that need no transaction.
///
/// Behind a proxy that shares connections it is a transaction all the same. `sqlx` sends a statement in two
/// steps, and between two transactions the proxy may give the connection to another client.
pub(in crate::stores) enum Held {
    Own(PoolConnection<Postgres>),
    Shared(Transaction<'static, Postgres>),
}

impl Held {
    pub(in crate::stores) async fn of(pool: &PgPool, schema: Schema) -> Result<Self, sqlx::Error> {
        Ok(if schema.is_shared() {
            Self::Shared(pool.begin_with(BEGIN_READ_COMMITTED).await?)
        } else {
            Self::Own(pool.acquire().await?)
        })
    }

    /// Keeps what was written.
    pub(in crate::stores) async fn keep(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Own(_) => Ok(()),
            Self::Shared(transaction) => transaction.commit().await,
        }
    }
}

impl Deref for Held {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        match self {
            Self::Own(connection) => connection,
            Self::Shared(transaction) => transaction,
        }
    }
}

impl DerefMut for Held {
    fn deref_mut(&mut self) -> &mut PgConnection {
        match self {
            Self::Own(connection) => connection,
            Self::Shared(transaction) => transaction,
        }
    }
}
