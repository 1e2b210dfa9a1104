//! A captured request that was read and written reads as the same again; every other form of capture
//! is read or refused, without a panic.
//!
//! The input's first byte picks the form; by default its content tells it.
//!
//! Run: `cargo +nightly fuzz run http_file`
#![no_main]

use hookport::{
    capture::{Format, Reader},
    http_file::HttpFile,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Ok(file) = HttpFile::parse(input) {
        reads_again(&file);
    }
    let Some((pick, capture)) = input.split_first() else { return };
    let format = Format::ALL.get(usize::from(*pick));
    let reader = format.map_or(Reader::new(), |format| Reader::new().format(*format));
    if let Ok(file) = reader.read(capture) {
        reads_again(&file);
    }
});

fn reads_again(file: &HttpFile) {
    // A method `#` makes the request line look like a note: an exception that is documented.
    if file.method.as_str() == "#" {
        return;
    }
    let written = file.write();
    let again = HttpFile::parse(&written).expect("what was written can be read");
    assert!(again == *file, "{}", written.escape_ascii());
    assert_eq!(again.write(), written);
}
