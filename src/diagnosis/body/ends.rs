//! Line ends, the end of the last line, and white space around the body.

use super::Undone;

/// Undoes rewritten line ends and a final line end that was added or cut off, alone and together.
pub(super) fn undone(body: &[u8]) -> impl Iterator<Item = Undone> {
    let plain = without_carriage_returns(body);
    let [lf, crlf] = [b"\n".as_slice(), b"\r\n"];
    let dos = plain.split(|byte| *byte == b'\n').collect::<Vec<_>>().join(crlf);
    let trimmed = body.trim_ascii_end().to_vec();
    let rewritten = dos != plain;
    let all = [
        (true, ENDED, trimmed.clone()),
        (true, UNENDED, [body, lf].concat()),
        (true, UNENDED, [body, crlf].concat()),
        (rewritten, LINES, plain.clone()),
        (rewritten, LINES, dos.clone()),
        (rewritten, BOTH, plain.trim_ascii_end().to_vec()),
        (rewritten, BOTH, dos.trim_ascii_end().to_vec()),
        (rewritten, BOTH, [plain.trim_ascii_end(), lf].concat()),
        (rewritten, BOTH, [dos.trim_ascii_end(), crlf].concat()),
        (true, ENDED, [&trimmed, lf].concat()),
        (true, AROUND, body.trim_ascii().to_vec()),
        (body.ends_with(&[0]), ZEROS, without_zeros(body).to_vec()),
    ];
    let applicable = all.into_iter().filter(|(applies, ..)| *applies);
    applicable.map(|(_, says, body)| Undone::new("line_ends", says, body))
}

fn without_zeros(body: &[u8]) -> &[u8] {
    let len = body.iter().rposition(|byte| *byte != 0).map_or(0, |at| at + 1);
    &body[..len]
}

fn without_carriage_returns(body: &[u8]) -> Vec<u8> {
    body.iter().copied().filter(|byte| *byte != b'\r').collect()
}

const ENDED: &str = "a line end or white space was added at the end of the body";
const UNENDED: &str = "the final line end of the body was cut off";
const LINES: &str = "the line endings of the body were rewritten (CRLF and LF)";
const BOTH: &str = "the line endings of the body were rewritten (CRLF and LF), and a final line end \
                    was added or cut off";
const ZEROS: &str = "zero bytes stand behind the body: a buffer was longer than what was read";
const AROUND: &str = "white space was added around the body";
