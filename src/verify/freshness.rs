//! Checks that a delivery was signed recently.

use std::time::{Duration, SystemTime};

use super::VerifyError;

/// Refuses what was signed longer than `tolerance` before or after `now`.
pub(super) fn check(
    sent_at: SystemTime,
    now: SystemTime,
    tolerance: Duration,
) -> Result<(), VerifyError> {
    match now.duration_since(sent_at) {
        Ok(age) if age > tolerance => Err(VerifyError::Stale { by: age, allowed: tolerance }),
        Err(ahead) if ahead.duration() > tolerance => {
            Err(VerifyError::Future { by: ahead.duration(), allowed: tolerance })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    #[test]
    fn tolerance_is_two_sided_and_inclusive() {
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        let checked = |sent_at, now| check(at(sent_at), at(now), Duration::from_secs(300));

        assert!(checked(1000, 1300).is_ok());
        assert!(checked(1300, 1000).is_ok());
        assert!(matches!(checked(1000, 1301), Err(VerifyError::Stale { .. })));
        assert!(matches!(checked(1301, 1000), Err(VerifyError::Future { .. })));
    }
}
