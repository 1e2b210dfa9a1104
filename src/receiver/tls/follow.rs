//! Reading certificate files again when they change.

use std::{convert::Infallible, time::Duration};

use tokio::{task::spawn_blocking, time::sleep};

use super::{Tls, TlsError};
use crate::{error_text::chain, log::log};

impl Tls {
    /// Looks at the files for ever, away from the threads that serve.
    pub(in crate::receiver) async fn follow(self) -> Infallible {
        let mut told = None;
        loop {
            sleep(LOOK_EVERY).await;
            let tls = self.clone();
            if let Ok(read) = spawn_blocking(move || tls.reload()).await {
                self.tell(&read, &mut told);
            }
        }
    }

    /// Logs a change, and an error once.
    fn tell(&self, read: &Result<bool, TlsError>, told: &mut Option<String>) {
        let certificate = self.pair.certificate().display();
        let error = read.as_ref().err().map(|error| chain(error));
        if error.is_some() && *told != error {
            log!(
                ERROR,
                "certificate not changed: the old one stays",
                certificate = certificate.to_string(),
                error = error.clone(),
            );
        }
        if let Ok(true) = *read {
            log!(INFO, "certificate changed", certificate = certificate.to_string());
        }
        *told = error;
    }
}

const LOOK_EVERY: Duration = Duration::from_secs(2);
