//! The record of what a process asked of the disk.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// One entry of a record.
pub(super) struct Entry {
    pub(super) operation: Operation,
    /// The number under which the file is open.
    pub(super) file: i32,
}

pub(super) enum Operation {
    /// A file is opened by its name; the folder has none.
    Open(String),
    Write(u64, Vec<u8>),
    Sync,
    Truncate(u64),
    Remove(String),
}

/// Compiles the library that records, and tells a command to load it. Returns the path of the record.
pub(super) fn record(command: &mut tokio::process::Command, folder: &Path) -> PathBuf {
    let aside = folder.with_extension("aside");
    fs::create_dir(&aside).unwrap();
    let (library, record) = (aside.join("record_disk.so"), aside.join("record"));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/crash/power_cut/record_disk.c");
    let mut compile = Command::new("cc");
    compile.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-lpthread");
    assert!(compile.status().expect("`cc` starts").success());
    command
        .env("LD_PRELOAD", library)
        .env("HOOKPORT_RECORDED_FOLDER", folder)
        .env("HOOKPORT_RECORD", &record);
    record
}

pub(super) fn read(record: &Path) -> Vec<Entry> {
    let bytes = fs::read(record).unwrap();
    let mut rest = bytes.as_slice();
    let mut entries = Vec::new();
    while let Some((head, behind)) = rest.split_at_checked(HEAD) {
        let at = u64::from_ne_bytes(head[..8].try_into().unwrap());
        let file = i32::from_ne_bytes(head[8..12].try_into().unwrap());
        let length = u32::from_ne_bytes(head[12..16].try_into().unwrap());
        let (data, behind) = behind.split_at(length as usize);
        let name = || String::from_utf8(data.to_vec()).unwrap();
        let operation = match head[16] {
            b'o' => Operation::Open(name()),
            b'w' => Operation::Write(at, data.to_vec()),
            b's' => Operation::Sync,
            b't' => Operation::Truncate(at),
            b'u' => Operation::Remove(name()),
            unknown => panic!("operation {unknown}"),
        };
        entries.push(Entry { operation, file });
        rest = behind;
    }
    entries
}

const HEAD: usize = 24;
