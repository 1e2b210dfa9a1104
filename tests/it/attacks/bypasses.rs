//! Ways around the proof: in the code, in a build, in a file, and in what a verifier may remember.

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
};

use super::{
    endpoints::attacks,
    target::{TARGETS, now, received},
};

#[test]
fn no_variable_and_no_kind_of_build_turns_the_proof_off() {
    let mut files = 0;
    for folder in ["verify", "scheme", "provider", "providers", "request", "receive", "router"] {
        for (file, code) in code_of(folder) {
            for switch in ["debug_assertions", "env::", "env!("] {
                assert!(!code.contains(switch), "{}: {switch}", file.display());
            }
            files += 1;
        }
    }
    assert!(files > 100, "{files}");
}

#[test]
fn one_word_alone_takes_deliveries_without_a_proof() {
    let code = code_of("").into_iter();
    let such: Vec<_> = code.filter(|(_, code)| code.contains("unauthenticated: true")).collect();

    assert_eq!(such.len(), 1);
    assert!(such[0].0.ends_with("src/verify/source.rs"));
    assert_eq!(such[0].1.matches("unauthenticated: true").count(), 1);
}

#[cfg(feature = "provider-file")]
#[test]
fn no_word_of_a_provider_file_turns_the_proof_off() {
    let file = hookport::providers::GITHUB.to_toml();
    assert!(hookport::Provider::from_toml(&file).is_ok());
    for word in ["unauthenticated = true", "accept-without-verifying = true", "verify = false"] {
        let error = hookport::Provider::from_toml(&format!("{word}\n{file}")).unwrap_err();
        assert!(error.to_string().contains("unknown field"), "{error}");
    }
}

#[test]
fn only_a_verifier_makes_a_verified() {
    for (file, code) in code_of("") {
        let is_value = |line: &&str| {
            let is_type = ["struct ", "impl", "-> "].iter().any(|word| line.contains(word));
            line.contains("Verified {") && !is_type
        };
        let makes = code.lines().find(is_value);
        let may = ["verify/verified.rs", "verify/verifier.rs"].iter().any(|it| file.ends_with(it));
        assert!(may || makes.is_none(), "{}: {makes:?}", file.display());
    }
    assert_eq!(derived("Verified"), ["Clone"]);
}

#[test]
fn nothing_that_is_secret_or_expected_is_compared_but_in_constant_time() {
    let all = code_of("");
    for name in
        ["Secret", "Tag", "Fingerprint", "KeyedHash", "Key", "PreparedKey", "Candidates", "Decoded"]
    {
        let derived = derived(name);
        for comparison in ["PartialEq", "Eq", "PartialOrd", "Ord", "Hash"] {
            assert!(!derived.iter().any(|it| it == comparison), "{name}: {comparison}");
            let by_hand = format!("{comparison} for {name} ");
            let found = all.iter().find(|(_, code)| code.contains(&by_hand));
            assert!(found.is_none(), "{name}: {comparison}");
        }
    }
    for file in ["verify/keyed_hash.rs", "verify/fingerprint.rs"] {
        let code = fs::read_to_string(source().join(file)).unwrap();
        assert!(code.contains("subtle::") && code.contains(".ct_eq("), "{file}");
    }
    for (file, code) in code_of("verify") {
        let line = code.lines().find(|line| {
            line.contains(".expose()") && (line.contains("==") || line.contains("!="))
        });
        assert!(line.is_none(), "{}: {line:?}", file.display());
    }
}

#[test]
fn a_verifier_remembers_nothing_of_other_requests() {
    for target in TARGETS.iter() {
        let (verifier, genuine) = (target.verifier(), target.genuine());
        let forged = attacks(target);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    for (attack, request) in &forged {
                        let refused = verifier.verify(&received(request), now());
                        assert!(refused.is_err(), "{}: {attack}", target.name);
                        let accepted = verifier.verify(&received(&genuine), now());
                        assert!(accepted.is_ok(), "{} after {attack}", target.name);
                    }
                });
            }
        });
    }
}

/// Returns the code of all files of a folder, without comments and without its tests.
fn code_of(folder: &str) -> Vec<(PathBuf, String)> {
    let (mut folders, mut all) = (vec![source().join(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().is_some_and(|name| name == "tests.rs" || name == "cost") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
                let code: Vec<_> =
                    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
                all.push((path, code.join("\n")));
            }
        }
    }
    all
}

/// Returns the traits that the only type of this name derives.
fn derived(name: &str) -> Vec<String> {
    let is_type = |line: &str| {
        let words: Vec<_> = line.split([' ', '<', '(', ';', '{']).collect();
        words.windows(2).any(|pair| matches!(pair[0], "struct" | "enum") && pair[1] == name)
    };
    let mut found = Vec::new();
    for folder in ["verify", "secret"] {
        for (_, code) in code_of(folder) {
            let lines: Vec<_> = code.lines().collect();
            for at in (0..lines.len()).filter(|at| is_type(lines[*at])) {
                let before = lines[..at].iter().rev();
                let attributes: String =
                    before.take_while(|line| line.starts_with("#[")).copied().collect();
                found.push(attributes);
            }
        }
    }
    assert_eq!(found.len(), 1, "{name}");
    let derives = found[0].split("derive(").skip(1).filter_map(|it| it.split(')').next());
    derives.flat_map(|list| list.split(", ")).map(str::to_owned).collect()
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}
