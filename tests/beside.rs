//! Crates that link SQLite too, and can be used beside the feature `sqlite`: there is one SQLite in a
//! program, so that their versions have to meet. A binary of its own: it asks the registry of crates.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs, process::Command};

/// Lines of `[dependencies]` that have to be resolvable beside hookport's.
const NEIGHBOURS: &[&str] = &[
    r#"rusqlite = "0.32""#,
    r#"rusqlite = "0.37""#,
    r#"rusqlite = "0.39""#,
    r#"rusqlite = "0.43""#,
    r#"sqlx = { version = "0.8", features = ["postgres", "runtime-tokio"] }"#,
    r#"sqlx = { version = "0.8", features = ["runtime-tokio", "sqlite"] }"#,
    r#"sqlx = { version = "0.8", default-features = false, features = ["sqlite"] }"#,
    r#"sqlx = { version = "0.8", default-features = false, features = ["postgres"] }"#,
    r#"sqlx = { version = "0.9", features = ["postgres", "runtime-tokio"] }"#,
    r#"sqlx = { version = "0.9", features = ["runtime-tokio", "sqlite"] }"#,
    r#"sqlx = { version = "0.9", default-features = false, features = ["sqlite"] }"#,
    r#"sqlx = { version = "0.9", default-features = false, features = ["postgres"] }"#,
    r#"sea-orm = { version = "1", features = ["runtime-tokio", "sqlx-postgres"] }"#,
    r#"sea-orm = { version = "1", features = ["runtime-tokio", "sqlx-sqlite"] }"#,
    r#"sea-orm = { version = "2", features = ["runtime-tokio", "sqlx-postgres"] }"#,
    r#"sea-orm = { version = "2", features = ["runtime-tokio", "sqlx-sqlite"] }"#,
    r#"diesel = { version = "2", features = ["sqlite"] }"#,
];

#[test]
fn sqlite_is_resolved_beside_other_crates_that_link_it() {
    let wrong: Vec<_> = NEIGHBOURS
        .iter()
        .filter_map(|neighbour| {
            let error = resolve(neighbour).err()?;
            Some(format!("{neighbour}\n{error}"))
        })
        .collect();

    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Has cargo choose the versions of all dependencies.
fn resolve(neighbour: &str) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    let hookport = env!("CARGO_MANIFEST_DIR");
    let manifest = format!(
        "[package]\nname = \"company\"\nedition = \"2024\"\n\n[dependencies]\n\
         hookport = {{ path = {hookport:?}, features = [\"sqlite\"] }}\n{neighbour}\n"
    );
    fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/lib.rs"), "").unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["generate-lockfile", "--quiet"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    let is_unreachable = ["failed to download", "Unable to update registry", "failed to get"];
    assert!(
        !is_unreachable.iter().any(|word| error.contains(word)),
        "this test has to reach the registry of crates, and cannot:\n{error}"
    );
    output.status.success().then_some(()).ok_or(error)
}
