//! Numbers that are kept as they were written.

use hookport::ExactNumber;

#[test]
fn a_number_is_kept_as_it_was_written() {
    for text in ["0", "-0", "0.10", "1e400", "-12.5E+3", "123456789012345678901234567890"] {
        let number: ExactNumber = serde_json::from_str(text).unwrap();
        assert_eq!(number.to_string(), text);
        assert_eq!(serde_json::to_string(&number).unwrap(), text);
        assert_eq!(text.parse(), Ok(number));
    }
}

#[test]
fn a_string_may_hold_the_number() {
    let number: ExactNumber = serde_json::from_str(r#""\u0031.50""#).unwrap();
    assert_eq!(serde_json::to_string(&number).unwrap(), "1.50");
}

#[test]
fn what_json_does_not_write_is_no_number() {
    for text in ["", "-", "01", "1.", ".5", "+1", "1e", "1e+", "0x1", "1 ", "NaN", "1,5", "١"] {
        assert!(text.parse::<ExactNumber>().is_err(), "{text}");
        let quoted = serde_json::to_string(text).unwrap();
        assert!(serde_json::from_str::<ExactNumber>(&quoted).is_err(), "{text}");
    }
    assert!(serde_json::from_str::<ExactNumber>("[1]").is_err());
}

#[test]
fn numbers_are_equal_if_they_are_written_alike() {
    let number = |text: &str| text.parse::<ExactNumber>().unwrap();
    assert_eq!(number("1.0"), number("1.0"));
    assert_ne!(number("1.0"), number("1.00"));
}

#[test]
fn a_number_parses_into_other_types() {
    let number: ExactNumber = "42".parse().unwrap();
    assert_eq!(number.parse(), Ok(42_u8));
    assert_eq!(format!("{number:>4}"), "  42");
}
