//! Files that hold what others on the machine must not read.

use std::fs::OpenOptions;

/// Begins the options of a file that is made for its owner only (mode 600). One that is there keeps its
/// mode. Where there are no modes, the folder decides.
pub(crate) fn for_its_owner() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
