//! The text of a secret, out of what was read.

use zeroize::Zeroizing;

/// Returns bytes as a secret, without the line break at their end.
pub(super) fn text(bytes: &[u8]) -> Result<Zeroizing<String>, String> {
    if bytes.len() as u64 > LONGEST {
        return Err(format!("holds more than {LONGEST} bytes"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "holds no UTF-8".to_owned())?;
    let line = text.strip_suffix('\n').unwrap_or(text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.trim().is_empty() {
        return Err("is blank".to_owned());
    }
    Ok(Zeroizing::new(line.to_owned()))
}

/// Returns whether the name of a variable or a file may be the secret itself, in the wrong place.
pub(super) fn is_secret(name: &str) -> bool {
    let has = |kind: fn(&u8) -> bool| name.bytes().any(|byte| kind(&byte));
    let is_mixed =
        has(u8::is_ascii_lowercase) && (has(u8::is_ascii_uppercase) || has(u8::is_ascii_digit));
    let is_bare = !name.contains(['/', '.']);
    let starts = ["whsec_", "whsk_", "sk_", "Bearer "];
    starts.iter().any(|start| name.starts_with(start)) || (is_bare && is_mixed && name.len() >= 16)
}

/// Stands for a name that may be a secret.
pub(super) const NOT_REPEATED: &str = "(not repeated: it may be the secret itself)";

/// The length of the longest secret, in bytes: a PEM file with a chain fits.
pub(super) const LONGEST: u64 = 64 * 1024;
