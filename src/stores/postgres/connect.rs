//! Connecting to the database, with the cause if that is not possible.

use std::{io, time::Duration};

use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use tokio::time::{Instant, sleep, timeout_at};

use super::{
    error::{Chance, Unfit, chance},
    patience::Patience,
};
use crate::inbox::StoreError;

/// Connects once, so that what stands against it is told as it is: a pool tells of the time that it has waited.
/// A server that refuses, as one does that starts, is tried again until the patience ends.
pub(super) async fn connect_once(
    connect: &PgConnectOptions,
    patience: &Patience,
) -> Result<(), StoreError> {
    let end = Instant::now() + patience.limit();
    let mut error_before = None;
    loop {
        let Ok(connected) = timeout_at(end, PgConnection::connect_with(connect)).await else {
            return Err(error_before.unwrap_or_else(|| Unfit::Late(patience.limit()).into()));
        };
        let error = match connected {
            Ok(connection) => return Ok(connection.close().await?),
            Err(error) => error,
        };
        // In the words of `sqlx`, a server that hangs up breaks the protocol.
        let hung_up = matches!(error, sqlx::Error::Protocol(_));
        let is_distrusted = is_distrusted(&error);
        let error = StoreError::from(error);
        let may_pass = hung_up || chance(&error) == Some(Chance::LostConnection);
        if !may_pass || is_distrusted || Instant::now() + BEFORE_NEXT >= end {
            return Err(error);
        }
        error_before = Some(error);
        sleep(BEFORE_NEXT).await;
    }
}

/// Returns whether TLS refuses the server, as for a certificate of an unknown authority: it does so each time.
fn is_distrusted(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Io(error) if error.kind() == io::ErrorKind::InvalidData)
}

/// Between two attempts.
const BEFORE_NEXT: Duration = Duration::from_millis(200);
