//! The place of an endpoint: its path, and the file of its secret.

use std::sync::Arc;

use hookport::{
    Provider,
    serve::{Config, Problems, inbox_without_secrets},
    stores::MemoryStore,
};

use super::{
    secret_files::{CONSOLE_TOKEN, SecretFiles},
    wanted::{Proof, Wanted},
    written::quoted,
};

/// The places that others have.
pub(super) struct Places<'a> {
    pub(super) endpoints: &'a [Wanted],
    pub(super) files: &'a SecretFiles,
    /// True if secrets that are there are written over.
    pub(super) force: bool,
}

impl Places<'_> {
    /// Returns an endpoint of a sender at a path that is free: `/stripe`, or `/stripe-2`.
    pub(super) fn free(&self, provider: Provider) -> Wanted {
        let first = Wanted::of(provider);
        let further = (2..MOST).map(|number| first.at(&format!("{}-{number}", first.path)));
        let mut all = std::iter::once(first.clone()).chain(further);
        all.find(|wanted| self.check(wanted).is_ok()).unwrap_or(first)
    }

    /// Checks that an endpoint can be at its path.
    pub(super) fn check(&self, wanted: &Wanted) -> Result<(), String> {
        let file = SecretFiles::relative(wanted.name());
        let mut others = self.endpoints.iter().map(|other| SecretFiles::relative(other.name()));
        if file == CONSOLE_TOKEN || others.any(|other| other == file) {
            return Err(format!("`{}` is taken", wanted.name()));
        }
        let may_be_kept = matches!(wanted.proof(), Proof::Token | Proof::Secret);
        if may_be_kept && !self.force && self.files.path(&file).exists() {
            return Err(format!("there is a file at `{file}` already, of another configuration"));
        }
        check_paths(self.endpoints.iter().chain([wanted]))
    }
}

/// Checks the paths and names of all endpoints as `hookport check` does.
pub(super) fn check_paths<'a>(endpoints: impl Iterator<Item = &'a Wanted>) -> Result<(), String> {
    let table = |wanted: &Wanted| {
        let (name, path) = (quoted(wanted.name()), quoted(&wanted.path));
        format!("[[endpoints]]\nname = {name}\npath = {path}\n{SENDER}")
    };
    check(&endpoints.map(table).collect::<String>())
}

/// Checks a value outside of all tables as `hookport check` does.
pub(super) fn check_top(key: &str, value: &str) -> Result<(), String> {
    let value = quoted(value);
    check(&format!("{key} = {value}\n[[endpoints]]\npath = \"/github\"\n{SENDER}"))
}

/// Checks a setting of an endpoint as `hookport check` does. The others that its sender needs are filled in.
pub(super) fn check_setting(wanted: &Wanted, name: &str, value: &str) -> Result<(), String> {
    let needed = wanted.provider.settings().iter().map(|(needed, _)| *needed);
    let others = needed.filter(|needed| *needed != name).map(|needed| (needed, "1"));
    let setting = |(name, value)| format!("settings.{} = {}\n", quoted(name), quoted(value));
    let settings: String = others.chain([(name, value)]).map(setting).collect();
    let provider = quoted(wanted.provider.name());
    let proof = match wanted.proof() {
        Proof::Published => "",
        Proof::Token | Proof::Secret => "secrets = [{ env = \"SECRET\" }]\n",
        Proof::Brought | Proof::Unknown => "unauthenticated = true\n",
    };
    check(&format!("{ENDPOINT}provider = {provider}\n{proof}{settings}"))
}

fn check(text: &str) -> Result<(), String> {
    let made = Config::parse(text, FILE)
        .and_then(|config| inbox_without_secrets(&config, Arc::new(MemoryStore::new())));
    made.map(drop).map_err(|problems| first(&problems))
}

/// Checks the answer to the question for an environment variable, which may be a secret that was pasted.
pub(super) fn check_variable(name: &str) -> Result<(), String> {
    if !name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_') {
        return Err("expected a name of letters, digits and `_`, as `CASSA_SECRET`".to_owned());
    }
    let text = format!("[console]\ntoken = {{ env = {} }}\n", quoted(name));
    Config::parse(&text, FILE).map(drop).map_err(|problems| first(&problems))
}

fn first(problems: &Problems) -> String {
    problems.all().first().map(|problem| problem.problem.clone()).unwrap_or_default()
}

/// The name of a file that is only checked.
const FILE: &str = "hookport.toml";

/// An endpoint without its sender, which may sign the URL.
const ENDPOINT: &str = "\
public-url = \"https://hooks.example\"
[[endpoints]]
path = \"/sender\"
store-only = true
";

/// A sender that needs nothing besides.
const SENDER: &str = "provider = \"github\"\nunauthenticated = true\nstore-only = true\n";

/// The most endpoints of one sender for which a path is proposed.
const MOST: u32 = 100;

#[cfg(test)]
mod tests {
    use std::path::Path;

    use hookport::providers::{ALL, GITHUB, PUSHER, ROUTAL};

    use super::*;

    fn beside(endpoints: &[Wanted], path: &str) -> Result<(), String> {
        let folder = tempfile::tempdir().unwrap();
        let files = SecretFiles::beside(&folder.path().join("hookport.toml"));
        Places { endpoints, files: &files, force: false }.check(&Wanted::of(ROUTAL).at(path))
    }

    #[test]
    fn a_second_endpoint_of_a_sender_is_proposed_another_path() {
        let files = SecretFiles::beside(Path::new("/no/such/folder/hookport.toml"));
        let endpoints = [Wanted::of(GITHUB), Wanted::of(ROUTAL)];
        let places = |endpoints| Places { endpoints, files: &files, force: false };

        assert_eq!(places(&[]).free(ROUTAL).path, "/routal");
        assert_eq!(places(&endpoints).free(ROUTAL).path, "/routal-2");
    }

    #[test]
    fn a_path_that_an_endpoint_or_the_console_has_is_taken() {
        let there = [Wanted::of(GITHUB).at("/a/b")];

        for path in ["/a/b", "/a/b/", "/a-b", "/console"] {
            let refused = beside(&there, path).unwrap_err();
            assert!(refused.ends_with("is taken"), "{path}: {refused}");
        }
        assert_eq!(beside(&there, "/a"), Ok(()));
    }

    #[test]
    fn a_path_is_refused_with_the_sentence_of_check() {
        let refused = |path| beside(&[], path).unwrap_err();

        assert!(refused("/../x").ends_with("must be a path of plain segments, as `/stripe`"));
        assert!(refused("x").ends_with("must be a path of plain segments, as `/stripe`"));
        assert!(refused("/livez").ends_with("is the path of a health page"));
    }

    #[test]
    fn a_path_whose_secret_would_replace_one_that_is_there_is_refused_unless_forced() {
        let folder = tempfile::tempdir().unwrap();
        let files = SecretFiles::beside(&folder.path().join("hookport.toml"));
        files.make().unwrap();
        files.keep("secrets/routal", "made-up").unwrap();
        let places = |force| Places { endpoints: &[], files: &files, force };

        assert!(places(false).check(&Wanted::of(ROUTAL)).is_err());
        assert_eq!(places(false).free(ROUTAL).path, "/routal-2");
        assert_eq!(places(true).check(&Wanted::of(ROUTAL)), Ok(()));
    }

    #[test]
    fn a_value_outside_of_all_tables_is_refused_with_the_sentence_of_check() {
        let refused = |key, value| check_top(key, value).unwrap_err();

        assert!(refused("listen", "here").starts_with("is no address"));
        assert!(refused("public-url", "https://me@hooks.example").starts_with("is no URL"));
        assert_eq!(check_top("public-url", "https://hooks.example"), Ok(()));
    }

    #[test]
    fn a_setting_is_refused_with_the_sentence_of_check() {
        let pusher = Wanted::of(PUSHER);

        let refused = |name, value| check_setting(&pusher, name, value).unwrap_err();
        assert_eq!(
            refused("app-id", "1"),
            "provider `pusher` has no setting `app-id`: expected one of `app-key`"
        );
        assert!(refused("app-key", " ").contains("app-key"));
    }

    #[test]
    fn each_setting_of_a_sender_is_taken() {
        for provider in ALL {
            for (name, _) in provider.settings() {
                let checked = check_setting(&Wanted::of(*provider), name, "1");
                assert_eq!(checked, Ok(()), "{}", provider.name());
            }
        }
    }

    #[test]
    fn a_name_that_no_variable_can_have_is_refused() {
        for name in ["", "A B", "made-up-secret", "A\u{200b}"] {
            assert!(check_variable(name).is_err(), "{name}");
        }
        assert_eq!(check_variable("CASSA_SECRET"), Ok(()));
    }
}
