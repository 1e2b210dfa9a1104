//! A captured request that was read and written reads as the same again.
//!
//! Run: `cargo +nightly fuzz run http_file`
#![no_main]

use hookport::http_file::HttpFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Ok(file) = HttpFile::parse(input) else { return };
    // A method `#` makes the request line look like a note: the one exception that is documented.
    if file.method.as_str() == "#" {
        return;
    }
    let written = file.write();
    let again = HttpFile::parse(&written).expect("what was written can be read");
    assert!(again == file, "{}", written.escape_ascii());
    assert_eq!(again.write(), written);
});
