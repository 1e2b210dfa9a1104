//! Forms that were decoded or encoded again.

use std::{borrow::Cow, fmt::Write as _, iter};

use super::{Undone, charset};

/// Encodes a form as its sender may have done, and puts JSON back into the form that held it.
pub(super) fn undone<'a>(body: &'a [u8], field: Option<&'a str>) -> impl Iterator<Item = Undone> {
    let encoded_again = is_form(body).then(|| encoded_again(body)).into_iter().flatten();
    let field_of = is_form(body).then(|| field_of(body)).into_iter().flatten();
    let form_of = form_of(body).into_iter().flatten();
    let field = field.into_iter().flat_map(move |field| in_field(body, field));
    iter::empty().chain(field).chain(form_of).chain(field_of).chain(encoded_again)
}

/// JSON that came in a form field and was taken out of it: the signature is over the form.
fn in_field<'a>(body: &'a [u8], field: &'a str) -> impl Iterator<Item = Undone> + use<'a> {
    let json = body.trim_ascii();
    // A form that was decoded as a whole still has the name of the field.
    let named = json.strip_prefix(field.as_bytes()).and_then(|rest| rest.strip_prefix(b"="));
    let json = named.unwrap_or(json);
    super::is_json(json).then_some(json).into_iter().flat_map(move |json| {
        let says = format!(
            "the body was sent as a form, and these bytes are its decoded field `{field}`: the \
             signature is over the form"
        );
        STYLES.iter().map(move |style| {
            let body = format!("{field}={}", style.encoded(json));
            Undone::new("form_decoded", says.clone(), body.into_bytes())
        })
    })
}

/// A JSON object in place of the fields of a form.
fn form_of(body: &[u8]) -> Option<impl Iterator<Item = Undone> + use<>> {
    let pairs = super::json::texts(body)?;
    let says = "the body was sent as a form, and was written again as a JSON object of its fields";
    Some(STYLES.iter().map(move |style| {
        let pairs = pairs.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes()));
        Undone::new("form_decoded", says, style.form(pairs))
    }))
}

/// The JSON document in a field of the form, which was wrapped on the way.
fn field_of(body: &[u8]) -> Option<Undone> {
    let mut fields = form_urlencoded::parse(body);
    let (_, value) = fields.find(|(_, value)| super::is_json(value.as_bytes()))?;
    let says = "the body was sent as JSON, and came as a field of a form";
    Some(Undone::new("form_wrapped", says, value.into_owned().into_bytes()))
}

fn encoded_again(body: &[u8]) -> Vec<Undone> {
    let undone = |says: &str, body: Vec<u8>| Undone::new("form_rewritten", says, body);
    let pairs: Vec<_> = form_urlencoded::parse(body).collect();
    let decoded = || pairs.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes()));
    let raw = || body.split(|byte| *byte == b'&').map(split_pair);
    let mut all = vec![
        undone(SPACES, replaced(body, b"%20", b"+")),
        undone(SPACES, replaced(body, b"+", b"%20")),
        undone(HEX_CASE, with_hex_case(body, u8::to_ascii_uppercase)),
        undone(HEX_CASE, with_hex_case(body, u8::to_ascii_lowercase)),
    ];
    all.extend(STYLES.iter().map(|style| undone(style.says(body), style.form(decoded()))));
    all.extend(STYLES.iter().take(2).map(|style| undone(DECODED, style.form(raw()))));
    all.extend(in_charset(&pairs));
    all
}

/// Counts the pairs of neighbouring fields, if all lie in alphabetical order.
pub(super) fn sorted_pairs(body: &[u8]) -> Option<u32> {
    let fields = is_form(body).then(|| body.split(|byte| *byte == b'&'))?;
    let names: Vec<_> = fields.map(|pair| split_pair(pair).0).collect();
    names.is_sorted().then(|| u32::try_from(names.len() - 1).unwrap_or(u32::MAX))
}

/// The fields with their texts in another character set: UTF-8 that was read as Latin-1.
fn in_charset(pairs: &[(Cow<'_, str>, Cow<'_, str>)]) -> Vec<Undone> {
    let fixed = |text: &str| {
        let undone = charset::undone(text.as_bytes()).find(|undone| undone.cause == "charset");
        undone.map_or_else(|| text.as_bytes().to_vec(), |undone| undone.body)
    };
    if pairs.iter().all(|(name, value)| name.is_ascii() && value.is_ascii()) {
        return Vec::new();
    }
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (fixed(name), fixed(value))).collect();
    let says = "the fields of the form are UTF-8 that was read as Latin-1 and written again";
    let styles = STYLES.iter().take(2);
    let pairs = || pairs.iter().map(|(name, value)| (name.as_slice(), value.as_slice()));
    styles.map(|style| Undone::new("charset", says, style.form(pairs()))).collect()
}

fn is_form(body: &[u8]) -> bool {
    let body = body.trim_ascii();
    !super::is_json(body)
        && body.contains(&b'=')
        && !body.contains(&b'\n')
        && !body.starts_with(b"\"")
}

fn split_pair(pair: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memchr(b'=', pair) {
        Some(at) => (&pair[..at], &pair[at + 1..]),
        None => (pair, &[]),
    }
}

fn replaced(body: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut start = 0;
    for at in memchr::memmem::find_iter(body, from) {
        out.extend_from_slice(&body[start..at]);
        out.extend_from_slice(to);
        start = at + from.len();
    }
    out.extend_from_slice(&body[start..]);
    out
}

fn with_hex_case(body: &[u8], case: fn(&u8) -> u8) -> Vec<u8> {
    let mut out = body.to_vec();
    for at in memchr::memchr_iter(b'%', body) {
        for byte in out.iter_mut().skip(at + 1).take(2) {
            *byte = case(byte);
        }
    }
    out
}

/// A way to write a form: the signs that are left as they are, and a space.
struct Style {
    kept: &'static [u8],
    space: &'static str,
}

impl Style {
    fn form<'a>(&self, pairs: impl Iterator<Item = (&'a [u8], &'a [u8])>) -> Vec<u8> {
        let pairs =
            pairs.map(|(name, value)| format!("{}={}", self.encoded(name), self.encoded(value)));
        pairs.collect::<Vec<_>>().join("&").into_bytes()
    }

    fn encoded(&self, text: &[u8]) -> String {
        let mut out = String::with_capacity(text.len() * 2);
        for byte in text {
            match byte {
                b' ' => out.push_str(self.space),
                byte if byte.is_ascii_alphanumeric() || self.kept.contains(byte) => {
                    out.push(char::from(*byte));
                }
                // Writing to a string does not fail.
                byte => drop(write!(out, "%{byte:02X}")),
            }
        }
        out
    }

    /// Says how the sender wrote the form, where it was `body` that came.
    fn says(&self, body: &[u8]) -> &'static str {
        let plus = self.space == "+" && memchr::memmem::find(body, b"%20").is_some();
        let escaped = self.space != "+" && body.contains(&b'+');
        if plus || escaped { SPACES } else { SIGNS }
    }
}

/// The characters that browsers and Java, Python, PHP, JavaScript and RFC 3986 leave as they are.
const STYLES: &[Style] = &[
    Style { kept: b"*-._", space: "+" },
    Style { kept: b"-._~", space: "+" },
    Style { kept: b"-_.!~*'()", space: "%20" },
    Style { kept: b"-_.", space: "+" },
    Style { kept: b"-._~", space: "%20" },
];

const SPACES: &str =
    "the form was decoded and encoded again, with other escapes for spaces (`+` and `%20`)";
const HEX_CASE: &str =
    "the form was encoded again, with its escapes in another case (`%2f` and `%2F`)";
const SIGNS: &str = "the form was decoded and encoded again, with escapes for other signs";
const DECODED: &str = "the form was decoded, and its escapes were not written again";
