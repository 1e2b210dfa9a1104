//! The names that a crate can have.

/// Checks the name of a crate, which is a folder too.
pub(super) fn checked(name: &str) -> Result<String, String> {
    if name.is_empty() || name.len() > LONGEST {
        return Err(format!("expected 1 to {LONGEST} characters"));
    }
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        return Err("expected a small letter first".to_owned());
    }
    let is_allowed =
        |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || "-_".contains(one);
    if let Some(other) = name.chars().find(|one| !is_allowed(*one)) {
        return Err(format!("`{}` is no small letter, digit, `-` or `_`", other.escape_debug()));
    }
    if RESERVED.contains(&name) {
        return Err("Rust has this name for something else".to_owned());
    }
    Ok(name.to_owned())
}

/// The longest name that the registry takes.
const LONGEST: usize = 64;

/// Keywords, and crates that the new one uses or that Rust brings.
const RESERVED: &[&str] = &[
    "abstract",
    "alloc",
    "as",
    "async",
    "await",
    "axum",
    "become",
    "box",
    "break",
    "bytes",
    "const",
    "continue",
    "core",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "hookport",
    "http",
    "if",
    "impl",
    "in",
    "let",
    "lettre",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "proc_macro",
    "pub",
    "ref",
    "reqwest",
    "return",
    "rustls",
    "self",
    "serde",
    "serde_json",
    "static",
    "std",
    "struct",
    "super",
    "tempfile",
    "test",
    "tokio",
    "tracing",
    "tracing-subscriber",
    "tracing_subscriber",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];
