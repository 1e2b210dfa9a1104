//! `hookport backup` and `hookport restore`.

use std::fs;
#[cfg(unix)]
use std::process::Command;

use super::kit::Kept;

#[test]
fn a_backup_of_an_inbox_can_be_restored() {
    let kept = Kept::new();

    let backup = kept.run(&format!("backup {}/monday.db", kept.folder().display()));
    assert_eq!(backup.code, 0, "{backup:?}");
    let again = kept.run("backup DIR/monday.db --force --json");
    let file = kept.folder().join("monday.db");
    let told: serde_json::Value = serde_json::from_str(&again.stdout).unwrap();
    let bytes = fs::metadata(&file).unwrap().len();
    assert_eq!(told, serde_json::json!({ "file": file.to_str().unwrap(), "bytes": bytes }));
    kept.transcript("backup", &["backup DIR/monday.db", "backup DIR/none/monday.db"]);
    kept.run("prune --done-before 2026-12-02 --dead-before 2026-12-02 --yes");
    fs::write(kept.folder().join("text.db"), "no database").unwrap();
    kept.transcript(
        "restore",
        &[
            "restore DIR/monday.db",
            "restore DIR/monday.db --force",
            "restore DIR/none.db --force --yes",
            "restore DIR/text.db --force --yes",
            "restore DIR/monday.db --force --yes",
            "restore DIR/monday.db --force --yes --json",
            "prune --done-before 2026-12-02 --dead-before 2026-12-02 --dry-run",
        ],
    );
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_replaced_by_a_copy() {
    let kept = Kept::new();
    assert_eq!(kept.run("backup DIR/monday.db").code, 0);
    let at = |name: &str| kept.folder().join(name);
    std::os::unix::fs::symlink(at("monday.db"), at("link")).unwrap();
    std::os::unix::fs::symlink(at("none"), at("to-nothing")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
    assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    let kind = |name: &str| fs::symlink_metadata(at(name)).unwrap().file_type();

    for (name, is, leads_to_file) in [
        ("link", "a symbolic link", true),
        ("to-nothing", "a symbolic link", false),
        ("socket", "a device, a pipe or a socket", false),
        ("pipe", "a device, a pipe or a socket", false),
    ] {
        let before = kind(name);
        let told = format!("there is {is} at `{}`: expected", at(name).display());
        for flags in ["", "--force"] {
            let backup = kept.run(&format!("backup DIR/{name} {flags}"));
            assert!(backup.code == 2 && backup.stderr.contains(&told), "{backup:?}");
        }
        if !leads_to_file {
            let url = format!("sqlite:{}", at(name).display());
            let monday = at("monday.db");
            let restore = ["restore", monday.to_str().unwrap(), "--inbox", &url, "--yes"];
            for flags in [&[][..], &["--force"]] {
                let restore = crate::terminal::hookport(&[&restore[..], flags].concat());
                assert!(restore.code == 2 && restore.stderr.contains(&told), "{restore:?}");
            }
        }
        assert_eq!(kind(name), before, "{name}");
    }
}

#[test]
fn a_running_inbox_is_copied_and_not_replaced() {
    let kept = Kept::new();
    kept.with_store(async |store| {
        let backup = kept.run("backup DIR/tuesday.db");
        assert_eq!(backup.code, 0, "{backup:?}");

        let restored = kept.run("restore DIR/tuesday.db --force --yes");

        assert_eq!(restored.code, 1, "{restored:?}");
        assert!(restored.stderr.contains("a process has `"), "{restored:?}");
        store
    });
    assert_eq!(kept.run("restore DIR/tuesday.db --force --yes").code, 0);
}

#[test]
fn a_file_that_is_no_inbox_is_left_alone() {
    let kept = Kept::new();
    let url = |name: &str| format!("sqlite:{}/{name}", kept.folder().display());
    fs::write(kept.folder().join("empty.db"), "").unwrap();

    for name in ["missing.db", "empty.db"] {
        let run = crate::terminal::hookport(&["pause", "stripe", "--inbox", &url(name)]);
        assert_eq!((run.code, &*run.stdout), (2, ""), "{run:?}");
        assert!(run.stderr.contains(name), "{run:?}");
    }
    assert!(!kept.folder().join("missing.db").exists());
    assert_eq!(fs::read(kept.folder().join("empty.db")).unwrap(), b"");
}
