//! The tokens of leases.

use std::sync::{Mutex, MutexGuard, PoisonError};

use sqlx::{PgConnection, PgPool};

use super::{held::Held, sql::Schema};
use crate::inbox::StoreError;

/// Tokens for the claims of accepts, which are drawn before they are needed, many at a time. A run that has just
/// come had none before.
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
            let drawn = draw(&mut db, schema, AT_ONCE).await?;
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

/// Draws so many tokens, which are higher than all that were drawn before.
pub(super) async fn draw(
    db: &mut PgConnection,
    schema: Schema,
    count: usize,
) -> Result<Vec<i64>, StoreError> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    Ok(schema.scalar(DRAW).bind(count).fetch_all(db).await?)
}

const AT_ONCE: usize = 1024;

const DRAW: &str = "SELECT nextval('hookport.tokens') FROM generate_series(1, $1)";
