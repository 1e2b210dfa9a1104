//! The names that a crate can have.

/// Checks the name of a crate, which is a folder too.
pub(super) fn checked(name: &str) -> Result<String, String> {
    if name.is_empty() || name.len() > LONGEST {
        return Err(format!("expected 1 to {LONGEST} characters"));
    }
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        return Err("expected a letter from `a` to `z` first".to_owned());
    }
    let is_allowed =
        |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || "-_".contains(one);
    if let Some(other) = name.chars().find(|one| !is_allowed(*one)) {
        return Err(format!(
            "expected letters from `a` to `z`, digits, `-` and `_`, not `{}`",
            other.escape_debug()
        ));
    }
    if RESERVED.contains(&name) {
        return Err(
            "a word of Rust or cargo, or a crate that the new one needs: expected another name"
                .to_owned(),
        );
    }
    Ok(name.to_owned())
}

/// The longest name that the registry takes.
const LONGEST: usize = 64;

/// Words of Rust, crates that the new one uses or that Rust brings, and folders of cargo.
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
    "build",
    "bytes",
    "const",
    "continue",
    "core",
    "crate",
    "deps",
    "do",
    "dyn",
    "else",
    "enum",
    "examples",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "hookport",
    "hookport-macros",
    "hookport_macros",
    "http",
    "if",
    "impl",
    "in",
    "incremental",
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
    "webpki-roots",
    "webpki_roots",
    "where",
    "while",
    "yield",
];
