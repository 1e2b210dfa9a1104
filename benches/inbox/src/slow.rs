//! The accepts once more on a disk that is slow to sync.

use std::process::Command;

pub(crate) fn run() {
    let folder = tempfile::tempdir_in(".").expect("a folder");
    let shim = folder.path().join("slow_sync.so");
    let compiled = Command::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .arg(&shim)
        .args(["slow_sync.c", "-ldl"])
        .status()
        .expect("a C compiler");
    assert!(compiled.success(), "slow_sync.c compiles");
    let shim = shim.canonicalize().expect("a path");
    let status = Command::new(std::env::current_exe().expect("this program"))
        .arg("accept")
        .env("LD_PRELOAD", shim)
        .status()
        .expect("this program once more");
    assert!(status.success(), "it ran");
}
