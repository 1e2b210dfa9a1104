//! `hookport completions` and `hookport man`: for each command.

use std::fs;

use crate::terminal::hookport;

#[test]
fn each_shell_has_completions_for_each_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = hookport(&["completions", shell]);

        assert_eq!((run.code, &*run.stderr), (0, ""), "{shell}");
        for command in commands() {
            assert!(run.stdout.contains(&command), "{shell} completes no `{command}`");
        }
    }
    assert_eq!(hookport(&["completions", "tcsh"]).code, 2);
}

#[test]
fn each_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man1");

    let run = hookport(&["man", pages.to_str().unwrap()]);

    assert_eq!((run.code, &*run.stdout, &*run.stderr), (0, "", ""));
    for command in commands() {
        let page = fs::read_to_string(pages.join(format!("hookport-{command}.1"))).unwrap();
        assert!(page.contains(".SH \"EXIT CODES\"\n.nf\n"), "{command}");
        assert!(!page.contains("EXTRA"), "{command}");
    }
    let serve = fs::read_to_string(pages.join("hookport-serve.1")).unwrap();
    let (_, signals) = serve.split_once(".SH SIGNALS\n.nf\n").unwrap();
    assert!(signals.starts_with("  SIGHUP           read the file"), "{signals}");
    assert!(signals.contains("stop\n.fi\n.SH NOTES\nA socket that systemd passes"), "{signals}");
    assert!(hookport(&["man"]).stdout.contains(".TH hookport 1"));
}

/// The commands that `hookport help` lists.
pub(crate) fn commands() -> Vec<String> {
    let help = hookport(&["help"]).stdout;
    let listed = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = listed.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|name| !name.is_empty() && *name != "help").map(str::to_owned).collect()
}
