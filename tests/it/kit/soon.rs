use std::time::Duration;

use tokio::time::timeout;

/// Fails if something takes far longer than it should.
pub(crate) async fn soon<T>(future: impl Future<Output = T>) -> T {
    timeout(LONG, future).await.expect("it should have ended by now")
}

/// Longer than anything takes on a machine that has much else to do.
pub(crate) const LONG: Duration = Duration::from_secs(30);
