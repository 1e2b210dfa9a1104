//! `docs/configuration.md` has each key as the program knows it.

use std::{env, fmt::Write as _, fs, path::Path};

use hookport::serve::{Key, keys};

#[test]
fn the_page_of_the_configuration_is_in_step() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md");
    let page = fs::read_to_string(&path).unwrap();
    let mut rest = &*page;
    let (mut written, mut tables) = (String::new(), Vec::new());
    while let Some((before, table)) = rest.split_once("<!-- keys of `") {
        let (name, behind) = table.split_once("` -->\n").unwrap();
        let (_, after) = behind.split_once("<!-- end -->").unwrap();
        let _ = write!(written, "{before}<!-- keys of `{name}` -->\n{}<!-- end -->", rows(name));
        tables.push(name.to_owned());
        rest = after;
    }
    written += rest;
    if env::var_os("HOOKPORT_BLESS").is_some() {
        fs::write(&path, &written).unwrap();
    }
    assert!(page == written, "HOOKPORT_BLESS=1 and this test rewrite docs/configuration.md");
    for Key { path, .. } in keys() {
        assert!(tables.iter().any(|table| table == parent(path)), "{path} is on the page");
    }
}

/// Returns the path of the table of a key; an empty one at the top.
fn parent(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(parent, _)| parent)
}

fn rows(table: &str) -> String {
    let mut rows =
        "| key | value | default | meaning, and an example |\n|---|---|---|---|\n".to_owned();
    for Key { path, form, default, meaning, example, .. } in
        keys().filter(|key| parent(key.path) == table)
    {
        let name = path.rsplit('.').next().unwrap_or_default().replace("[]", "");
        let example = example.replace('|', "\\|");
        let example = if example.is_empty() { "below".into() } else { format!("`{example}`") };
        let _ = writeln!(rows, "| `{name}` | {form} | {default} | {meaning} {example} |");
    }
    rows
}
