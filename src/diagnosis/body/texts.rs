//! Texts that programs write in place of an object.

use super::super::finding::Finding;

/// Names a body that is the text of an object of some language.
pub(super) fn sign(body: &[u8]) -> Option<Finding> {
    let body = body.trim_ascii();
    let whole = WHOLE.iter().find(|text| body == text.as_bytes());
    let start = STARTS.iter().find(|(text, _)| body.starts_with(text.as_bytes()));
    let says = match (whole, start) {
        (Some(text), _) => {
            format!("the body is the text `{text}`: an object was written as a string")
        }
        (None, Some((_, what))) => format!("the body is {what}, not what was sent"),
        (None, None) => return None,
    };
    Some(Finding::of_body("object_text", says))
}

const WHOLE: [&str; 14] = [
    "[object Object]",
    "[object ArrayBuffer]",
    "[object Promise]",
    "[object ReadableStream]",
    "[object Blob]",
    "[object Buffer]",
    "undefined",
    "null",
    "None",
    "nil",
    "NaN",
    "Array",
    "System.Byte[]",
    "System.IO.MemoryStream",
];

const STARTS: [(&str, &str); 9] = [
    ("[object ", "the text of an object of JavaScript"),
    ("<Buffer ", "the text of a buffer of Node.js"),
    ("b'", "Python's notation of bytes"),
    ("b\"", "Python's notation of bytes"),
    ("{'", "Python's notation of a dictionary"),
    ("<coroutine ", "the text of a coroutine of Python: an `await` is missing"),
    ("<_io.", "the text of a stream of Python: it was not read"),
    ("[B@", "the text of an array of Java"),
    ("map[", "Go's notation of a map"),
];
