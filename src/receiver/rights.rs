//! The rights that a receiver needs in its store.

use tokio::time::timeout;

use super::{Receiver, ReceiverError, health::ANSWERS_WITHIN, parts::Assembled};
use crate::inbox::{Duty, Store};

impl Receiver {
    /// Returns the parts of the work that this process does.
    pub(super) fn all_duties(&self) -> Vec<Duty> {
        let Self { role, endpoints, duties, .. } = self;
        let keeps_refused = endpoints.iter().any(|(_, endpoint)| endpoint.quarantine_at_most > 0);
        let of_role = [
            (Duty::Accept, role.accepts()),
            (Duty::Quarantine, role.accepts() && keeps_refused),
            (Duty::Work, role.works()),
        ];
        let of_role = of_role.into_iter().filter_map(|(duty, is_here)| is_here.then_some(duty));
        of_role.chain(duties.iter().copied().filter(|_| role.accepts())).collect()
    }

    /// Refuses to start without the rights that this process needs in the store.
    #[cfg(feature = "serve")]
    pub(crate) async fn check_rights(&self) -> Result<(), ReceiverError> {
        check(&*self.store, &self.all_duties()).await
    }
}

impl Assembled {
    /// Returns it if the store gives the rights that it needs.
    pub(super) async fn with_rights(self) -> Result<Self, ReceiverError> {
        check(&*self.shared.store, &self.duties).await?;
        Ok(self)
    }
}

/// Refuses to serve without these rights. A store that does not answer now is asked again by the health page.
async fn check(store: &dyn Store, duties: &[Duty]) -> Result<(), ReceiverError> {
    match timeout(ANSWERS_WITHIN, store.missing_rights(duties)).await {
        Ok(Ok(Some(missing))) => Err(ReceiverError::MissingRights(missing)),
        _ => Ok(()),
    }
}
