//! `hookport backup` and `hookport restore`.

use std::fs;

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
