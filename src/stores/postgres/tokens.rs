//! The tokens of leases that accepts give.

use std::sync::{Mutex, MutexGuard, PoisonError};

use sqlx::PgPool;

use super::{held::Held, sql::Schema};
use crate::inbox::StoreError;

/// Tokens that are drawn before they are needed, many at a time.
#[derive(Default)]
pub(super) struct Tokens(Mutex<Vec<i64>>);

impl Tokens {
    /// Takes so many tokens.
    pub(super) async fn take(
        &self,
        pool: &PgPool,
        schema: Schema,
        count: usize,
    ) -> Result<Vec<i64>, StoreError> {
        loop {
            if let Some(taken) = self.take_drawn(count) {
                return Ok(taken);
            }
            let mut db = Held::of(pool, schema).await?;
            let drawn: Vec<i64> = schema.scalar(DRAW).fetch_all(&mut *db).await?;
            db.keep().await?;
            self.lock().extend(drawn);
        }
    }

    fn take_drawn(&self, count: usize) -> Option<Vec<i64>> {
        let mut drawn = self.lock();
        let rest = drawn.len().checked_sub(count)?;
        Some(drawn.split_off(rest))
    }

    fn lock(&self) -> MutexGuard<'_, Vec<i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const DRAW: &str = "SELECT nextval('hookport.tokens') FROM generate_series(1, 1024)";
