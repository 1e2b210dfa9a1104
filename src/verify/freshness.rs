//! Checks that a delivery was signed recently.

use std::time::{Duration, SystemTime};

use super::VerifyError;

/// The window in which a time of signing may lie.
#[derive(Clone, Copy)]
pub(super) struct Window {
    /// The longest time before now.
    pub(super) tolerance: Duration,
    /// The longest time after now.
    pub(super) ahead: Duration,
}

/// Refuses what was signed outside of the window around `now`.
pub(super) fn check(
    sent_at: SystemTime,
    now: SystemTime,
    Window { tolerance, ahead }: Window,
) -> Result<(), VerifyError> {
    match now.duration_since(sent_at) {
        Ok(age) if age > tolerance => Err(VerifyError::Stale { by: age, allowed: tolerance }),
        Err(by) if by.duration() > ahead => {
            Err(VerifyError::Future { by: by.duration(), allowed: ahead })
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
        let tolerance = Duration::from_secs(300);
        let window = Window { tolerance, ahead: tolerance };
        let checked = |sent_at, now| check(at(sent_at), at(now), window);

        assert!(checked(1000, 1300).is_ok());
        assert!(checked(1300, 1000).is_ok());
        assert!(matches!(checked(1000, 1301), Err(VerifyError::Stale { .. })));
        assert!(matches!(checked(1301, 1000), Err(VerifyError::Future { .. })));
    }

    #[test]
    fn a_time_ahead_has_a_limit_of_its_own() {
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        let window = Window { tolerance: Duration::from_secs(600), ahead: Duration::ZERO };
        let checked = |sent_at, now| check(at(sent_at), at(now), window);

        assert!(checked(1000, 1600).is_ok());
        assert!(checked(1000, 1000).is_ok());
        assert_eq!(
            checked(1001, 1000),
            Err(VerifyError::Future { by: Duration::from_secs(1), allowed: Duration::ZERO }),
        );
    }
}
