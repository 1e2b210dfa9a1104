//! The rules of ARCHITECTURE.md and CONTRIBUTING.md that a test can hold. A binary of its own, so that
//! it can be run in a second while one writes.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod files;
mod layers;
mod modules;
mod prose;
mod tokens;

use std::{collections::BTreeSet, fs, path::PathBuf, process::Command};

use hookport::{Fact, Provider, providers};

use self::files::{code, root, sources};

#[test]
fn verify_and_providers_know_no_clock_no_io_and_no_framework() {
    let absent =
        ["SystemTime::now", "Instant::now", "std::fs", "std::net", "tokio", "tower", "axum::"];
    for (path, text) in ["src/secret", "src/verify", "src/providers", "src/diagnosis"]
        .iter()
        .flat_map(|it| sources(it))
    {
        // The signer is the sender's side, for tests. Tests beside the code read keys from files.
        if path.components().any(|part| part.as_os_str() == "sign") || path.ends_with("tests.rs") {
            continue;
        }
        for word in absent {
            assert!(!code(&text).contains(word), "{} holds `{word}`", path.display());
        }
    }
}

#[test]
fn a_provider_is_constants_only() {
    for (path, text) in sources("src/providers") {
        if !path.ends_with("mod.rs") {
            assert!(!code(&text).contains("fn "), "{} holds a function", path.display());
        }
    }
}

/// The names of the promises' tests are in the first column of code after the contract.
#[test]
fn every_promise_has_a_test_of_its_name() {
    let promises = fs::read_to_string(root().join("src/inbox/promises.md")).unwrap();
    let tests: String = sources("tests/it/promises").into_iter().map(|(_, text)| text).collect();
    let rows: Vec<_> = promises.lines().filter(|line| line.starts_with('|')).skip(2).collect();
    assert_eq!(rows.len(), 14);
    for row in rows {
        let columns: Vec<_> = row.split('|').map(str::trim).collect();
        let name = columns[4].split('`').nth(1).unwrap();
        assert!(tests.contains(&format!("::{name}")), "{name} is in the list");
        assert!(columns[5].len() > 10, "{name} says what it does not cover");
    }
}

#[test]
fn a_build_without_the_inbox_has_none_of_its_dependencies() {
    let (default, all) = (dependencies(&[]), dependencies(&["--all-features"]));
    for name in ["fastrand", "hyper", "hyper-util", "libsqlite3-sys", "metrics", "rusqlite"] {
        assert!(all.contains(name), "{name} is a dependency of the inbox");
        assert!(!default.contains(name), "{name} comes without the inbox");
    }
}

#[test]
fn a_build_without_postgres_has_none_of_its_dependencies() {
    let of = |features| dependencies(&["--features", features]);
    let (default, sqlite, postgres) = (dependencies(&[]), of("sqlite"), of("sqlite,postgres"));
    let is_new = |name: &&String| name.starts_with("sqlx") || name.contains("rustls");
    assert_eq!(default.iter().chain(&sqlite).find(is_new), None);
    assert!(postgres.is_superset(&sqlite), "both stores are in one build");
    assert!(["sqlx-postgres", "rustls"].iter().all(|name| postgres.contains(*name)));
}

/// Returns the names of the packages in a build with these features.
fn dependencies(features: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--edges", "normal", "--prefix", "none"])
        .args(features)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).unwrap();
    tree.lines().filter_map(|line| Some(line.split_once(" v")?.0.to_owned())).collect()
}

/// Tests, vectors, payloads, examples and benches stay in the repository.
#[test]
fn the_package_holds_what_a_user_needs_and_no_more() {
    let output = Command::new(env!("CARGO"))
        .args(["package", "--package", "hookport", "--list", "--allow-dirty", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let list = String::from_utf8(output.stdout).unwrap();
    let is_other = |path: &&str| !path.starts_with("src/") && *path != ".cargo_vcs_info.json";
    let others: Vec<_> = list.lines().filter(is_other).collect();

    assert_eq!(
        others,
        [
            "CHANGELOG.md",
            "Cargo.lock",
            "Cargo.toml",
            "Cargo.toml.orig",
            "LICENSE-APACHE",
            "LICENSE-MIT",
            "README.md",
            "SECURITY.md",
            "docs/sqlite-schema.md"
        ]
    );
    let size: u64 =
        list.lines().filter_map(|path| fs::metadata(root().join(path)).ok()?.len().into()).sum();
    assert!(size <= 6 << 20, "{size} bytes before they are packed");
}

#[test]
fn files_are_short() {
    let mut lengths: Vec<(usize, PathBuf)> = ["src", "macros/src"]
        .iter()
        .flat_map(|root| sources(root))
        .map(|(path, text)| (without_tests(&text).lines().count(), path))
        .collect();
    lengths.sort();

    let (longest, path) = lengths.last().unwrap();
    assert!(*longest <= 500, "{} has {longest} lines", path.display());
    let (ninth, path) = &lengths[lengths.len() * 9 / 10];
    assert!(*ninth <= 350, "nine in ten have at most 350 lines; {} has {ninth}", path.display());
}

#[test]
fn the_readme_counts_the_providers() {
    let number = format!("{} senders", providers::ALL.len());
    for file in ["README.md", "CHANGELOG.md"] {
        let text = fs::read_to_string(root().join(file)).unwrap();
        assert!(text.contains(&number), "{file}: {number}");
    }
}

#[test]
fn every_constant_of_a_provider_is_in_the_list() {
    let sources = sources("src/providers");
    let constants = sources.iter().flat_map(|(_, text)| text.lines());
    let constants =
        constants.filter(|line| line.starts_with("pub const ") && line.contains(": Provider ="));

    assert_eq!(constants.count(), providers::ALL.len());
}

#[test]
fn every_provider_links_the_page_it_was_written_from() {
    for provider in providers::ALL {
        let url = provider.docs().unwrap_or_default();
        assert!(url.starts_with("https://"), "{}", provider.name());
    }
}

/// A value and "none" of one sender would be a slip: the value counts, and the other word misleads a reader.
#[test]
fn no_fact_of_a_provider_is_said_twice() {
    let sources = sources("src/providers");
    let marks = sources.iter().flat_map(|(_, text)| text.split("pub const ").skip(1));
    for constant in marks {
        for mark in [".has_none_of(", ".does_not_publish("] {
            assert!(constant.matches(mark).count() <= 1, "{mark} twice: {constant}");
        }
    }
}

#[test]
fn every_source_is_a_page() {
    for provider in providers::ALL {
        for fact in Fact::ALL {
            let source = provider.source_of(fact).unwrap_or("https://");
            assert!(source.starts_with("https://"), "{} {fact}: {source}", provider.name());
        }
    }
}

#[test]
fn providers_are_listed_once_and_in_order() {
    let names: Vec<_> = providers::ALL.iter().map(Provider::name).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();

    assert_eq!(names, sorted);
}

#[test]
fn every_example_starts_with_its_run_command() {
    for (path, text) in sources("examples") {
        // What lies in a folder is a package of its own.
        if path.parent() != Some(&root().join("examples")) {
            continue;
        }
        let command = format!("--example {}", path.file_stem().unwrap().display());
        assert!(text.lines().take(4).any(|line| line.contains(&command)), "{}", path.display());
    }
}

/// Returns a file without the module of tests at its end.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}
