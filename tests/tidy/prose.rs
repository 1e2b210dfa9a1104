//! The first words of the documentation.

use crate::files::sources;

/// The highest share of doc blocks, in thousandths, that begin with one of [`CLAUSE_WORDS`]: such a
/// first sentence is a clause where a noun or a verb should be.
const MOST_CLAUSES_PER_MILLE: usize = 2;

const CLAUSE_WORDS: &[&str] =
    &["What", "How", "Whether", "Why", "Who", "When", "Where", "Which", "Those"];

#[test]
fn few_docs_begin_with_a_clause() {
    let folders = ["src", "macros/src", "examples", "tests", "benches/src", "benches/inbox/src"];
    let all: Vec<(String, String)> = folders
        .iter()
        .flat_map(|folder| sources(folder))
        .flat_map(|(path, text)| {
            let path = path.display().to_string();
            first_lines(&text).into_iter().map(move |line| (path.clone(), line))
        })
        .collect();
    let clauses: Vec<_> = all.iter().filter(|(_, line)| begins_with_a_clause(line)).collect();

    let share = clauses.len() * 1000 / all.len();
    let examples: Vec<_> =
        clauses.iter().take(20).map(|(path, line)| format!("{path}: {line}")).collect();
    assert!(
        share <= MOST_CLAUSES_PER_MILLE,
        "{} of {} doc blocks begin with a clause ({share} of 1000), as:\n{}",
        clauses.len(),
        all.len(),
        examples.join("\n")
    );
}

/// Returns the first line of each doc block.
fn first_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut is_inside = false;
    for line in text.lines().map(str::trim_start) {
        let doc = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
        if let (Some(doc), false) = (doc, is_inside) {
            lines.push(doc.trim().to_owned());
        }
        is_inside = doc.is_some();
    }
    lines
}

fn begins_with_a_clause(line: &str) -> bool {
    line.split(|c: char| !c.is_alphabetic()).next().is_some_and(|word| CLAUSE_WORDS.contains(&word))
}
