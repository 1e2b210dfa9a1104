//! `hookport prune`.

use super::kit::Kept;

#[test]
fn what_is_old_is_counted_and_then_removed() {
    for kept in Kept::everywhere() {
        kept.transcript(
            "prune",
            &[
                "prune --done-before 2026-12-02 --dry-run",
                "prune --done-before 2026-12-02 --dead-before 2026-12-02 --dry-run",
                "prune --done-before 2026-12-02 --dry-run --json",
                "prune --done-before 2026-12-02",
                "prune --done-before 2026-12-02 --yes",
                "prune --done-before 2026-12-02 --yes",
                "prune --quarantined-before 2026-12-01 --yes",
                "prune --quarantined-before 2026-12-02 --dead-before 2026-12-02 --yes --json",
                "prune --quarantined-before 2026-12-02 --yes --json",
                "prune --done-before soon",
                "prune",
            ],
        );
    }
}
