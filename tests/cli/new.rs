//! `hookport new`: what it writes, and what it refuses.

use std::{collections::BTreeSet, fs, path::Path};

use hookport::providers;

use crate::terminal::{Run, command, same_as_file};

/// Runs the command in a folder.
fn new(folder: &Path, args: &[&str]) -> Run {
    command(&[&["new"], args].concat()).current_dir(folder).output().unwrap().into()
}

#[track_caller]
fn refused(args: &[&str], told: &str) {
    let folder = tempfile::tempdir().unwrap();
    let run = new(folder.path(), args);

    assert_eq!((run.code, &*run.stdout), (2, ""), "{args:?}: {run:?}");
    assert!(run.stderr.contains(told), "{args:?}: {run:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{args:?}: something is written");
}

#[test]
fn a_crate_has_all_that_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let run = new(folder.path(), &["shop", "--provider", "stripe", "--template", "save"]);

    assert_eq!((run.code, &*run.stderr), (0, ""));
    assert!(run.stdout.starts_with("wrote shop: each delivery is saved in SQLite, exactly once."));
    assert!(run.stdout.contains("STRIPE_SECRET"), "{}", run.stdout);
    let read = |path| fs::read_to_string(folder.path().join("shop").join(path)).unwrap();
    assert!(
        read("Cargo.toml").contains("hookport = { version = \"0.1.0\", features = [\"sqlite\"] }")
    );
    assert!(read("src/events.rs").contains("#[event(\"payment_intent.succeeded\")]"));
    assert!(read("src/main.rs").contains("Secret::from_env(\"STRIPE_SECRET\")?"));
    assert!(read("README.md").contains("| `STRIPE_SECRET` |"));
    assert!(read(".gitignore").contains("/target"));
    for path in
        ["src/lib.rs", "tests/deliveries/main.rs", "tests/deliveries/kit.rs", ".dockerignore"]
    {
        assert!(!read(path).contains("{{"), "{path}: a place is not filled");
    }
}

#[test]
fn the_dockerfile_takes_the_images_packages_and_user_of_that_of_hookport() {
    let folder = tempfile::tempdir().unwrap();
    new(folder.path(), &["shop", "--provider", "stripe", "--template", "save"]);
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/Dockerfile");
    let [ours, theirs] =
        [ours, folder.path().join("shop/Dockerfile")].map(|file| fs::read_to_string(file).unwrap());

    let same = |line: &&str| {
        let starts = ["FROM ", "RUN apt-get", " && apt-get", "    ca-", "USER ", "STOPSIGNAL "];
        starts.iter().any(|start| line.starts_with(start))
    };
    let [ours, theirs] = [&ours, &theirs].map(|it| it.lines().filter(same).collect::<Vec<_>>());
    assert_eq!((theirs.len(), theirs), (7, ours));
}

#[test]
fn the_next_steps_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    let run = new(folder.path(), &["bot", "--provider", "twilio", "--template", "answer"]);

    let files = files(&folder.path().join("bot")).into_iter();
    let files: String = files.flat_map(|file| [file, "\n".to_owned()]).collect();
    same_as_file("new", &format!("{}{}\n{files}", run.stdout, run.stderr));
}

/// The URL that a person gives to the sender is in the README.
#[test]
fn the_readme_says_where_the_sender_delivers_to() {
    let folder = tempfile::tempdir().unwrap();
    for (provider, told) in [
        ("stripe", "delivers to `/stripe`.\n"),
        ("rabbot", "delivers to `/rabbot/EVENT` (`EVENT` is the name of the event).\n"),
        ("routal", "delivers to `/routal/TOKEN` (`TOKEN` is the secret).\n"),
        (
            "cargoson",
            "delivers to `/cargoson/EVENT/TOKEN` (`EVENT` is the name of the event, `TOKEN` is the secret).\n",
        ),
    ] {
        new(folder.path(), &[provider, "--provider", provider, "--template", "save"]);
        let readme = fs::read_to_string(folder.path().join(provider).join("README.md")).unwrap();
        assert!(readme.contains(told), "{provider}: {readme}");
    }
}

/// The paths of all files of a folder, in order.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut folders = vec![folder.to_owned()];
    let mut files = BTreeSet::new();
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    files
}

#[test]
fn a_folder_that_is_there_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("shop")).unwrap();
    let run = new(folder.path(), &["shop", "--provider", "stripe", "--template", "save"]);

    assert_eq!(run.code, 2);
    assert_eq!(run.stderr, "error: NAME: expected a folder that is not there yet: `shop` is\n");
    assert_eq!(fs::read_dir(folder.path().join("shop")).unwrap().count(), 0);
}

#[test]
fn a_name_that_no_crate_can_have_is_refused() {
    let with = |name: &'static str| ["--provider", "stripe", "--template", "save", "--", name];

    refused(&with(""), "expected 1 to 64 characters");
    refused(&with("7up"), "expected a letter from `a` to `z` first");
    refused(&with("../shop"), "expected a letter from `a` to `z` first");
    refused(&with("shop/west"), "expected letters from `a` to `z`, digits, `-` and `_`, not `/`");
    refused(&with("Shop"), "expected a letter from `a` to `z` first");
    refused(&with("test"), "a word of Rust or cargo, or a crate that the new one needs");
    refused(&with("hookport"), "a word of Rust or cargo, or a crate that the new one needs");
}

#[test]
fn a_provider_or_a_template_that_does_not_exist_is_named() {
    refused(&["shop", "--provider", "strpe", "--template", "save"], "similar: stripe");
    refused(&["shop", "--provider", "stripe", "--template", "keep"], "save");
    refused(&["shop", "--provider", "stripe"], "--template");
    refused(&["shop", "--template", "save"], "--provider");
}

#[test]
fn an_answer_to_a_sender_that_wants_none_is_refused() {
    refused(
        &["shop", "--provider", "github", "--template", "answer"],
        "--template: `answer` is for senders that use the answer: rabbot, slack, twilio. For `github` take \
         save, notify, trigger or forward",
    );
}

#[test]
fn a_hookport_that_is_not_there_is_refused() {
    let shop = ["shop", "--provider", "stripe", "--template", "save"];
    refused(
        &[&shop[..], &["--hookport-path", "nowhere"]].concat(),
        "`nowhere` holds no `Cargo.toml`",
    );
}

#[test]
fn hookport_is_taken_from_a_folder_or_a_repository() {
    let shop = ["shop", "--provider", "stripe", "--template", "save"];
    let root = env!("CARGO_MANIFEST_DIR");
    for (from, told) in [
        (["--hookport-path", root], format!("hookport = {{ path = {root:?}, ")),
        (["--hookport-git", "https://git.example/h"], "git = \"https://git.example/h\"".to_owned()),
    ] {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(new(folder.path(), &[&shop[..], &from].concat()).code, 0);
        let manifest = fs::read_to_string(folder.path().join("shop/Cargo.toml")).unwrap();
        assert!(manifest.contains(&told), "{manifest}");
    }
}

/// For each built-in provider there is a crate whose test has a delivery that was tried, or a sentence.
#[test]
fn every_provider_has_a_crate_but_a_few() {
    let constants = constants();
    let folder = tempfile::tempdir().unwrap();
    let mut none = Vec::new();
    for provider in providers::ALL {
        let name = format!("of-{}", provider.name());
        let args = ["new", &name, "--provider", provider.name(), "--template", "save"];
        // Without a `PATH` there is no `rustfmt`, which would take half of the time.
        let output = command(&args).current_dir(folder.path()).env("PATH", "").output();
        let run = Run::from(output.unwrap());
        if run.code == 0 {
            let main = fs::read_to_string(folder.path().join(&name).join("src/main.rs")).unwrap();
            let used =
                main.split("providers::").nth(1).unwrap_or_default().split(['.', '\n']).next();
            let used = used.unwrap_or_default().trim();
            assert!(constants.contains(used), "{name}: no constant `{used}`");
        } else {
            assert!(run.stderr.contains("cannot be made up here"), "{name}: {run:?}");
            none.push(provider.name());
        }
    }
    assert_eq!(none, WITHOUT_A_CRATE);
}

/// The names of the constants, as the list of all providers has them.
fn constants() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/providers/mod.rs");
    let text = fs::read_to_string(path).unwrap();
    let list = text.split_once("pub const ALL").unwrap().1.split_once("];").unwrap().0;
    list.lines().filter_map(|line| Some(line.trim().strip_suffix(',')?.to_owned())).collect()
}

/// Their deliveries are signed in or beside values that nobody can make up.
const WITHOUT_A_CRATE: &[&str] = &["google-risc", "kinde", "salesforce-outbound", "wix"];
