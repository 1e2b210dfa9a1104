//! The text that tools show of a request is read into the request that was sent.
//!
//! The files in `tests/captures` are as the tools write them, of one delivery with a made-up secret;
//! `curl-verbose.txt` has the body added where the documentation says.

mod curl;
mod damage;
mod detection;
mod json;

use std::{fs, path::Path};

use hookport::{
    capture::{self, CaptureError, Format, Reader},
    http_file::HttpFile,
};

/// The body of all captures but one.
const BODY: &str =
    "{\"id\":\"evt_1\",\"type\":\"invoice.paid\",\r\n \"data\":{\"name\":\"Café\"}}\n";

/// A file of `tests/captures`.
fn captured(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures").join(name)).unwrap()
}

fn read(capture: impl AsRef<[u8]>) -> HttpFile {
    capture::read(capture.as_ref()).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(capture: impl AsRef<[u8]>) -> String {
    capture::read(capture.as_ref()).unwrap_err().to_string()
}
