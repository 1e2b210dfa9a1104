//! Files that hold what others on the machine must not read.

use std::fs::OpenOptions;

/// Begins the options of a file that is written, and is made for its owner only. One that is there keeps its
/// mode.
pub(crate) fn for_its_owner() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
