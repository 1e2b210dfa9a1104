//! The shape of an error: its text without the numbers and ids in it.

/// Returns the shape of an error. Errors of one cause have one shape, mostly.
pub(super) fn shape(error: &str) -> String {
    let mut shape = String::new();
    let mut word = String::new();
    for c in error.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LOOKED_AT) {
        if c.is_alphanumeric() || c == '-' || c == '_' {
            word.push(c);
            continue;
        }
        add(&mut shape, &std::mem::take(&mut word));
        shape.push(c);
    }
    add(&mut shape, &word);
    shape
}

/// Adds a word, or `#` for one that looks like an id.
fn add(shape: &mut String, word: &str) {
    let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
    if !has_digit {
        shape.push_str(word);
    } else if word.len() >= ID {
        shape.push('#');
    } else {
        let mut before = ' ';
        for c in word.chars() {
            match (c.is_ascii_digit(), before.is_ascii_digit()) {
                (true, true) => {}
                (true, false) => shape.push('#'),
                (false, _) => shape.push(c),
            }
            before = c;
        }
    }
}

/// A word of this length with a digit in it is an id.
const ID: usize = 8;

/// The number of characters that count.
const LOOKED_AT: usize = 300;

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn numbers_and_ids_are_left_out_of_the_shape() {
        let cases = [
            ("order 4711 is unknown", "order # is unknown"),
            ("no account cus_NffrFeUfNV2Hib", "no account #"),
            (
                "550e8400-e29b-41d4-a716-446655440000: timed out after 30.5 s",
                "#: timed out after #.# s",
            ),
            ("evt_1 is gone", "evt_# is gone"),
            ("http://127.0.0.1:8080/hooks: 503", "http://#.#.#.#:#/hooks: #"),
            ("connection refused", "connection refused"),
            ("a\nb", "a b"),
        ];
        for (error, expected) in cases {
            assert_eq!(shape(error), expected);
        }
        assert_eq!(shape(&"ä".repeat(2000)).chars().count(), 300);
    }
}
