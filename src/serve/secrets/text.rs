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

/// The length of the longest secret, in bytes: a PEM file with a chain fits.
pub(super) const LONGEST: u64 = 64 * 1024;
