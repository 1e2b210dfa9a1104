//! Bodies inside of something else: base64, a JSON string, chunks, an event of a gateway.

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};
use serde::Deserialize;

use super::Undone;

/// Takes the body out of what it is wrapped in, also where that is wrapped once more or ends in a
/// line end that was not sent.
pub(super) fn undone(body: &[u8]) -> impl Iterator<Item = Undone> {
    opened(body).flat_map(|outer| {
        let trimmed = outer.body.trim_ascii_end().to_vec();
        let trimmed = Undone::new(outer.cause, outer.says.clone(), trimmed);
        let inner: Vec<_> = opened(&outer.body).map(|inner| inner.inside(&outer)).collect();
        [outer, trimmed].into_iter().chain(inner)
    })
}

fn opened(body: &[u8]) -> impl Iterator<Item = Undone> {
    WRAPPINGS.iter().filter_map(move |wrapping| {
        let inner = (wrapping.open)(body)?;
        Some(Undone::new(wrapping.cause, wrapping.says, inner))
    })
}

/// Names the first wrapping that the body has, where what is inside looks like a body.
pub(super) fn first(body: &[u8]) -> Option<(&'static str, &'static str)> {
    let has = |wrapping: &&Wrapping| (wrapping.open)(body).is_some_and(|inner| is_body(&inner));
    WRAPPINGS.iter().find(has).map(|wrapping| (wrapping.cause, wrapping.says))
}

struct Wrapping {
    cause: &'static str,
    says: &'static str,
    open: fn(&[u8]) -> Option<Vec<u8>>,
}

const WRAPPINGS: &[Wrapping] = &[
    Wrapping {
        cause: "chunked",
        says: "the chunk framing of `Transfer-Encoding: chunked` is still in the body",
        open: chunks,
    },
    Wrapping {
        cause: "base64",
        says: "the body is base64, as Lambda and API gateways hand it on (`isBase64Encoded`)",
        open: base64,
    },
    Wrapping {
        cause: "json_string",
        says: "the body is a JSON string that holds the body: it was written as JSON once more",
        open: json_string,
    },
    Wrapping {
        cause: "wrapped",
        says: "the body is the event of a Lambda function or an API gateway, which holds the body as \
               `body`",
        open: gateway_event,
    },
    Wrapping {
        cause: "wrapped",
        says: "the body is a buffer of Node.js, written as JSON",
        open: node_buffer,
    },
    Wrapping {
        cause: "wrapped",
        says: "the body is in Python's notation of bytes (`b'…'`)",
        open: python_bytes,
    },
    Wrapping { cause: "wrapped", says: "the body is written in hex", open: hex },
    Wrapping {
        cause: "wrapped",
        says: "the body is percent-encoded: JSON was taken for a form",
        open: percent_encoded,
    },
    Wrapping { cause: "wrapped", says: "the body has HTML escapes (`&quot;`) in it", open: html },
    Wrapping {
        cause: "wrapped",
        says: "the quotation marks in the body have backslashes in front of them",
        open: backslashes,
    },
    Wrapping {
        cause: "wrapped",
        says: "the head of the request is still in front of the body",
        open: after_head,
    },
];

fn chunks(body: &[u8]) -> Option<Vec<u8>> {
    let (mut rest, mut inner) = (body, Vec::new());
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let line = str::from_utf8(rest[..end].trim_ascii_end()).ok()?;
        let digits = line.split(';').next().unwrap_or(line).trim();
        let size = usize::from_str_radix(digits, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return (!inner.is_empty()).then_some(inner);
        }
        inner.extend_from_slice(rest.get(..size)?);
        rest = &rest[size..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

fn base64(body: &[u8]) -> Option<Vec<u8>> {
    let quoted = body.trim_ascii();
    let text =
        quoted.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(quoted);
    let text = match text.strip_prefix(b"data:") {
        Some(rest) => &rest[memchr::memchr(b',', rest)? + 1..],
        None => text,
    };
    let digits: Vec<u8> = text.iter().copied().filter(|byte| !b"\r\n=".contains(byte)).collect();
    let inner = BASE64_NOPAD.decode(&digits).or_else(|_| BASE64URL_NOPAD.decode(&digits)).ok()?;
    (!inner.is_empty()).then_some(inner)
}

fn json_string(body: &[u8]) -> Option<Vec<u8>> {
    let body = body.trim_ascii();
    let inner: String = serde_json::from_slice(body.starts_with(b"\"").then_some(body)?).ok()?;
    Some(inner.into_bytes())
}

fn gateway_event(body: &[u8]) -> Option<Vec<u8>> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Event {
        #[serde(alias = "rawBody", alias = "raw_body", alias = "payload")]
        body: String,
        #[serde(default)]
        is_base64_encoded: bool,
    }
    let event: Event = serde_json::from_slice(body).ok()?;
    if event.is_base64_encoded {
        return base64(event.body.as_bytes());
    }
    Some(event.body.into_bytes())
}

fn node_buffer(body: &[u8]) -> Option<Vec<u8>> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Bytes {
        Buffer { data: Vec<u8> },
        Array(Vec<u8>),
    }
    let (Bytes::Buffer { data } | Bytes::Array(data)) = serde_json::from_slice(body).ok()?;
    (!data.is_empty()).then_some(data)
}

fn python_bytes(body: &[u8]) -> Option<Vec<u8>> {
    let text = str::from_utf8(body.trim_ascii()).ok()?.strip_prefix('b')?;
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let mut chars = text.strip_prefix(quote)?.strip_suffix(quote)?.chars();
    let mut inner = Vec::new();
    while let Some(c) = chars.next() {
        let byte = match c {
            '\\' => python_escape(&mut chars)?,
            c => u8::try_from(c).ok()?,
        };
        inner.push(byte);
    }
    Some(inner)
}

fn python_escape(chars: &mut std::str::Chars<'_>) -> Option<u8> {
    Some(match chars.next()? {
        'n' => b'\n',
        'r' => b'\r',
        't' => b'\t',
        'x' => {
            let digits: String = chars.by_ref().take(2).collect();
            u8::from_str_radix(&digits, 16).ok()?
        }
        c => u8::try_from(c).ok()?,
    })
}

fn hex(body: &[u8]) -> Option<Vec<u8>> {
    let text = body.trim_ascii();
    let digits = text.strip_prefix(b"\\x").or_else(|| text.strip_prefix(b"0x")).unwrap_or(text);
    HEXLOWER_PERMISSIVE.decode(digits).ok().filter(|inner| !inner.is_empty())
}

/// A parser of forms takes a JSON body for the name of a field without a value.
fn percent_encoded(body: &[u8]) -> Option<Vec<u8>> {
    let body = body.trim_ascii();
    let text = body.strip_suffix(b"=").unwrap_or(body);
    let starts = [b"%7B".as_slice(), b"%7b", b"%5B", b"%5b", b"{", b"["];
    if !starts.iter().any(|start| text.starts_with(start)) || !text.contains(&b'%') {
        return None;
    }
    // `&` and `=` in it are part of the document.
    let whole = text.iter().flat_map(|byte| match byte {
        b'&' => b"%26".to_vec(),
        b'=' => b"%3D".to_vec(),
        byte => vec![*byte],
    });
    let whole: Vec<u8> = whole.collect();
    let (document, _) = form_urlencoded::parse(&whole).next()?;
    Some(document.into_owned().into_bytes())
}

fn html(body: &[u8]) -> Option<Vec<u8>> {
    let text = str::from_utf8(body).ok().filter(|text| text.contains("&quot;"))?;
    let plain = ENTITIES.iter().fold(text.to_owned(), |text, (entity, c)| text.replace(entity, c));
    Some(plain.into_bytes())
}

/// The inside of a JSON string without its quotation marks.
fn backslashes(body: &[u8]) -> Option<Vec<u8>> {
    let body = body.trim_ascii();
    if memchr::memmem::find(body, b"\\\"").is_none() || body.starts_with(b"\"") {
        return None;
    }
    json_string(&[b"\"", body, b"\""].concat())
}

fn after_head(body: &[u8]) -> Option<Vec<u8>> {
    let line = body.split(|byte| *byte == b'\n').next()?;
    let starts_head = memchr::memmem::find(line, b"HTTP/1").is_some()
        || line.to_ascii_lowercase().starts_with(b"content-")
        || line.to_ascii_lowercase().starts_with(b"host:");
    let end = |end: &[u8]| memchr::memmem::find(body, end).map(|at| at + end.len());
    let at = end(b"\r\n\r\n").or_else(|| end(b"\n\n")).filter(|_| starts_head)?;
    Some(body[at..].to_vec())
}

/// Returns true if the bytes look like a body that a sender sends.
fn is_body(inner: &[u8]) -> bool {
    super::is_json(inner)
        || inner.starts_with(b"\x1F\x8B")
        || (inner.contains(&b'=') && inner.iter().all(|byte| (b' '..=b'~').contains(byte)))
}

const ENTITIES: [(&str, &str); 6] = [
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&amp;", "&"),
];
