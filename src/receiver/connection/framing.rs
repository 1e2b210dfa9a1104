//! Requests whose ends can be seen in two ways.
//!
//! A proxy and a server that see the end of a request in different places take the rest for different
//! requests: a stranger smuggles one past the proxy. hyper accepts some such heads, and does not show
//! what it left out of them, so the bytes are looked at as they come.

use memchr::memchr;

/// A view on the bytes that a client sends: where requests end, and which one is ambiguous.
pub(super) struct Framing {
    state: State,
    line: Line,
    head: Head,
    /// The heads that have come whole.
    heads: u64,
    ambiguous: Option<u64>,
}

/// The part of a request that the next byte is of.
#[derive(Clone, Copy)]
enum State {
    Head,
    /// So many bytes of the body.
    Body(u64),
    /// The line with the size of a chunk.
    ChunkSize,
    /// So many bytes of the chunk and of the line break behind it.
    Chunk(u64),
    Trailers,
}

/// The lines of a head that say where the body ends.
#[derive(Default)]
struct Head {
    has_begun: bool,
    length: Option<u64>,
    is_chunked: bool,
}

/// The beginning of a line.
#[derive(Default)]
struct Line {
    bytes: Vec<u8>,
    length: usize,
    ends_in_cr: bool,
}

/// The end of a request can be seen in two ways.
struct Ambiguous;

impl Framing {
    pub(super) fn new() -> Self {
        Self {
            state: State::Head,
            line: Line::default(),
            head: Head::default(),
            heads: 0,
            ambiguous: None,
        }
    }

    /// Looks at what has come next. Returns the number of the first request that is ambiguous; the
    /// first of a connection has 0.
    pub(super) fn look(&mut self, mut bytes: &[u8]) -> Option<u64> {
        while self.ambiguous.is_none() && !bytes.is_empty() {
            bytes = match self.state {
                State::Body(left) => self.pass(bytes, left, State::Body, State::Head),
                State::Chunk(left) => self.pass(bytes, left, State::Chunk, State::ChunkSize),
                State::Head | State::ChunkSize | State::Trailers => self.look_at_line(bytes),
            };
        }
        self.ambiguous
    }

    /// Passes over `left` bytes. Returns what comes after them.
    fn pass<'b>(
        &mut self,
        bytes: &'b [u8],
        left: u64,
        still: fn(u64) -> State,
        then: State,
    ) -> &'b [u8] {
        let passed = usize::try_from(left).map_or(bytes.len(), |left| left.min(bytes.len()));
        let left = left - passed as u64;
        self.state = if left == 0 { then } else { still(left) };
        &bytes[passed..]
    }

    /// Takes bytes to the end of a line. Returns what comes after it.
    fn look_at_line<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let Some(end) = memchr(b'\n', bytes) else {
            self.line.push(bytes);
            return &[];
        };
        let mut line = std::mem::take(&mut self.line);
        line.push(&bytes[..end]);
        if self.end_line(&line).is_err() {
            self.ambiguous = Some(self.heads);
        }
        line.clear();
        self.line = line;
        &bytes[end + 1..]
    }

    fn end_line(&mut self, line: &Line) -> Result<(), Ambiguous> {
        let text = line.text()?;
        self.state = match self.state {
            State::Head if !text.is_empty() => {
                self.head.read(text, line)?;
                State::Head
            }
            State::Head if !self.head.has_begun => State::Head,
            State::Head => {
                let next = self.head.end()?;
                self.head = Head::default();
                self.heads += 1;
                next
            }
            State::ChunkSize => match chunk_size(text, line.is_whole())? {
                0 => State::Trailers,
                size => State::Chunk(size.checked_add(LINE_BREAK).ok_or(Ambiguous)?),
            },
            State::Trailers if text.is_empty() => State::Head,
            state => state,
        };
        Ok(())
    }
}

impl Head {
    fn read(&mut self, text: &[u8], line: &Line) -> Result<(), Ambiguous> {
        let is_request_line = !std::mem::replace(&mut self.has_begun, true);
        let Some(colon) = memchr(b':', text).filter(|_| !is_request_line) else {
            return Ok(());
        };
        let (name, value) = (&text[..colon], text[colon + 1..].trim_ascii());
        if name.eq_ignore_ascii_case(b"content-length") {
            let length = digits(value, 10).filter(|_| line.is_whole()).ok_or(Ambiguous)?;
            self.length.replace(length).map_or(Ok(()), |_| Err(Ambiguous))
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            let is_plain = value.eq_ignore_ascii_case(b"chunked") && line.is_whole();
            let is_second = std::mem::replace(&mut self.is_chunked, true);
            (is_plain && !is_second).then_some(()).ok_or(Ambiguous)
        } else {
            Ok(())
        }
    }

    fn end(&self) -> Result<State, Ambiguous> {
        match (self.length, self.is_chunked) {
            (Some(_), true) => Err(Ambiguous),
            (None, true) => Ok(State::ChunkSize),
            (None | Some(0), false) => Ok(State::Head),
            (Some(length), false) => Ok(State::Body(length)),
        }
    }
}

impl Line {
    fn push(&mut self, bytes: &[u8]) {
        let room = KEPT_OF_LINE.saturating_sub(self.bytes.len()).min(bytes.len());
        self.bytes.extend_from_slice(&bytes[..room]);
        self.length = self.length.saturating_add(bytes.len());
        if let Some(last) = bytes.last() {
            self.ends_in_cr = *last == b'\r';
        }
    }

    /// Begins the next line in the same memory.
    fn clear(&mut self) {
        self.bytes.clear();
        (self.length, self.ends_in_cr) = (0, false);
    }

    fn is_whole(&self) -> bool {
        self.length == self.bytes.len()
    }

    /// Returns the beginning of the line, without its end, which has to be that of HTTP.
    fn text(&self) -> Result<&[u8], Ambiguous> {
        let bytes = self.bytes.as_slice();
        let text = if self.is_whole() { bytes.strip_suffix(b"\r").unwrap_or(bytes) } else { bytes };
        self.ends_in_cr.then_some(text).ok_or(Ambiguous)
    }
}

/// Reads the size in front of a chunk. A line that is not whole may have more digits than `text`.
fn chunk_size(text: &[u8], is_whole: bool) -> Result<u64, Ambiguous> {
    let end = text.iter().position(|byte| matches!(byte, b';' | b' ' | b'\t'));
    let end = end.or(is_whole.then_some(text.len())).ok_or(Ambiguous)?;
    digits(&text[..end], 16).ok_or(Ambiguous)
}

fn digits(text: &[u8], radix: u32) -> Option<u64> {
    let text = std::str::from_utf8(text).ok()?;
    let are_digits = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    are_digits.then(|| u64::from_str_radix(text, radix).ok()).flatten()
}

/// More than `content-length` and its digits take up.
const KEPT_OF_LINE: usize = 128;

const LINE_BREAK: u64 = 2;

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks at all of it at once, and byte by byte.
    fn ambiguous(text: &str) -> Option<u64> {
        let (mut at_once, mut bytewise) = (Framing::new(), Framing::new());
        let found = at_once.look(text.as_bytes());
        let found_bytewise = text.as_bytes().chunks(1).map(|byte| bytewise.look(byte)).last();
        assert_eq!(found_bytewise, Some(found), "{text}");
        found
    }

    #[test]
    fn ends_that_every_server_sees_alike_are_clear() {
        let length = "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\na\n\r\nb";
        let chunked = "POST /a:b HTTP/1.1\r\ntransfer-encoding:  Chunked \r\n\r\n\
                       5;x=y\r\na\n\r\nb\r\n0\r\nx-trailer: 1\r\n\r\n";
        let none = "\r\nGET / HTTP/1.1\r\nx-long: ".to_owned() + &"x".repeat(500) + "\r\n\r\n";
        let empty = "POST / HTTP/1.1\r\ncontent-length: 0\r\n\r\n";

        for text in [length, chunked, &none, empty] {
            assert_eq!(ambiguous(&text.repeat(3)), None, "{text}");
        }
        assert_eq!(ambiguous(&[length, chunked, &none, empty].concat()), None);
    }

    #[test]
    fn ends_that_servers_see_differently_are_ambiguous() {
        let clear = "GET / HTTP/1.1\r\n\r\n";
        for fields in [
            "content-length: 5\r\ntransfer-encoding: chunked\r\n",
            "transfer-encoding: chunked\r\ncontent-length: 5\r\n",
            "transfer-encoding: chunked, chunked\r\n",
            "transfer-encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "transfer-encoding: identity, chunked\r\n",
            "transfer-encoding: gzip\r\ntransfer-encoding: chunked\r\n",
            "content-length: 5\r\ncontent-length: 5\r\n",
            "content-length: 5, 5\r\n",
            "content-length: +5\r\n",
            "content-length:\r\n",
            "x-bare: 1\n",
        ] {
            let text = format!("{clear}POST / HTTP/1.1\r\n{fields}\r\n{clear}");
            assert_eq!(ambiguous(&text), Some(1), "{fields:?}");
        }
        let padded = format!("POST / HTTP/1.1\r\ncontent-length: {}5\r\n\r\n", " ".repeat(500));
        assert_eq!(ambiguous(&padded), Some(0));
        assert_eq!(ambiguous("POST / HTTP/1.1\n\n"), Some(0));
    }

    #[test]
    fn a_chunk_whose_size_cannot_be_told_ends_the_view() {
        for size in ["x", "-1", "+5", "0x5", "ffffffffffffffff", "11111111111111111", ""] {
            let text = format!("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n{size}\r\n");
            assert_eq!(ambiguous(&text), Some(1), "{size}");
        }
        let zeros = format!("{}5", "0".repeat(KEPT_OF_LINE));
        let text = format!("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n{zeros}\r\n");
        assert_eq!(ambiguous(&text), Some(1), "{zeros}");
    }
}
