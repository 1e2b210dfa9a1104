use hookport::scheme::Signature;

const ACME: Signature = Signature::hmac_sha256("x-acme-signature");

const UNKNOWN: Signature = ACME.over("v0:{moment}:{body}");
const UNCLOSED: Signature = ACME.over("{timestamp}.{body");
const STRAY: Signature = ACME.over("timestamp}.{body}");
const POINTER: Signature = ACME.over("{json:id}.{body}");
const HEADER: Signature = ACME.over("{header:x acme id}.{body}");
const NOTHING: Signature = ACME.over("v0:");

fn main() {
    for signature in [UNKNOWN, UNCLOSED, STRAY, POINTER, HEADER, NOTHING] {
        println!("{signature:?}");
    }
}
