#!/usr/bin/env python3
"""Writes the vectors of senders that sign with a private key and have no SDK that judged any, as `make.py` does.

Run in this folder; it needs the package `cryptography` and the keys of `../keys`."""

import base64, hashlib, os

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

NOW = 1_772_000_000
BODY = b'{"type":"order.paid","event_type":"order.paid","id":"evt_1","note":"\\u00e9 \\/ x"}\n'
SHA256, SHA512 = hashes.SHA256(), hashes.SHA512()


def private(name):
    with open(f"../keys/{name}.pem", "rb") as file:
        return serialization.load_pem_private_key(file.read(), None)


def spki(name):
    """The public key as base64 of its DER, since a note of a vector is one line."""
    key = private(name).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return base64.b64encode(key.public_bytes(serialization.Encoding.DER, form)).decode()


def raw():
    return private("ed25519").public_key().public_bytes_raw()


def rsa(message, name="rsa", hash=SHA256):
    return private(name).sign(message, padding.PKCS1v15(), hash)


def ecdsa(message, name="p256"):
    return private(name).sign(message, ec.ECDSA(SHA256, deterministic_signing=True))


def ed25519(message):
    return private("ed25519").sign(message)


def b64(signature):
    return base64.b64encode(signature).decode()


def hexed(signature):
    return signature.hex()


def base64url(signature):
    return base64.urlsafe_b64encode(signature).decode().rstrip("=")


def sha256(message):
    return hashlib.sha256(message).digest()


def body_only(header, sign, key, write=b64):
    return key, lambda body: [(header, write(sign(body)))]


def beside(header, clock, message, sign, key, now=str(NOW), write=b64, more=()):
    return key, lambda body: [(clock, now), (header, write(sign(message(now, body)))), *more]


def dotted(now, body):
    return f"{now}.".encode() + body


def bridge(body):
    signed = b64(rsa(sha256(f"{NOW}000.".encode() + body)))
    return [("X-Webhook-Signature", f"t={NOW}000,v0={signed}")]


def integrated_finance(body):
    digest = b64(hashlib.sha512(body).digest())
    values = ["evt_1", "2026-02-25T06:13:19Z", "req_1", "2026-02-25T06:13:20Z", "3"]
    signed = b64(ed25519("|".join([digest, *values]).encode()))
    names = ["Event-Id", "Event-Timestamp", "Request-Id", "Request-Timestamp", "Key-Version"]
    headers = [(f"X-Webhook-{name}", value) for name, value in zip(names, values)]
    return [("X-Webhook-Content-Digest", digest), *headers, ("X-Webhook-Signature", signed)]


def fal(body):
    lines = ["req_1", "user_1", str(NOW), hashlib.sha256(body).hexdigest()]
    names = ["X-Fal-Webhook-Request-Id", "X-Fal-Webhook-User-Id", "X-Fal-Webhook-Timestamp"]
    return [*zip(names, lines), ("X-Fal-Webhook-Signature", hexed(ed25519("\n".join(lines).encode())))]


def starbridge(body):
    signed = b64(ed25519(f"msg_1.{NOW}.".encode() + body))
    return [("webhook-id", "msg_1"), ("webhook-timestamp", str(NOW)), ("webhook-signature", "v1a," + signed)]


def topper(body):
    """A detached JSON Web Signature: `<header>..<signature>`."""
    header = base64url(b'{"alg":"ES256"}')
    r, s = decode_dss_signature(ecdsa(f"{header}.{base64url(body)}".encode()))
    return [("X-Topper-JWS-Signature", f"{header}..{base64url(r.to_bytes(32) + s.to_bytes(32))}")]


RSA, P256 = spki("rsa"), spki("p256")
OTHERS = {RSA: spki("rsa_other"), P256: spki("p256_other")}
BASE64URL = base64.urlsafe_b64encode(raw()).decode().rstrip("=")

SENDERS = {
    "binance-pay": beside(
        "BinancePay-Signature", "BinancePay-Timestamp",
        lambda now, body: f"{now}\nmade-up-nonce-of-32-letters-here\n".encode() + body + b"\n",
        rsa, RSA, str(NOW * 1000), more=[("BinancePay-Nonce", "made-up-nonce-of-32-letters-here")],
    ),
    "bridge": (RSA, bridge),
    "chip": body_only("X-Signature", rsa, RSA),
    "circle": body_only("X-Circle-Signature", ecdsa, P256),
    "cobo": beside(
        "Biz-Resp-Signature", "Biz-Timestamp", lambda now, body: body + f"|{now}".encode(),
        lambda message: ed25519(sha256(sha256(message))), hexed(raw()), str(NOW * 1000), hexed,
    ),
    "coinbase": body_only("CB-SIGNATURE", rsa, RSA),
    "cryptapi": body_only("x-ca-signature", lambda body: rsa(body, "rsa_1024"), spki("rsa_1024")),
    "fal": (BASE64URL, fal),
    "fireblocks-v1": body_only("Fireblocks-Signature", lambda body: rsa(body, hash=SHA512), RSA),
    "fonn": body_only("X-Payload-Signature", lambda body: rsa(body, hash=SHA512), RSA),
    "integrated-finance": (spki("ed25519"), integrated_finance),
    "kick": beside(
        "Kick-Event-Signature", "Kick-Event-Message-Timestamp",
        lambda now, body: f"01MADEUP.{now}.".encode() + body, rsa, RSA, "2026-02-25T06:13:20Z",
        more=[("Kick-Event-Message-Id", "01MADEUP"), ("Kick-Event-Type", "chat.message.sent")],
    ),
    "monobank": body_only("X-Sign", ecdsa, P256),
    "paypaga": beside("X-Signature", "X-Signature-Timestamp", dotted, rsa, RSA),
    "starbridge": ("whpk_" + spki("ed25519"), starbridge),
    "token-io": body_only("Token-Signature", ed25519, BASE64URL, write=base64url),
    "topper": (P256, topper),
    "wise": body_only("X-Signature-SHA256", rsa, RSA),
}


def other(key):
    """Another key of the same form. That of Ed25519 is the public key of the test vectors of RFC 8032."""
    rfc = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    known = {
        hexed(raw()): hexed(rfc),
        BASE64URL: base64.urlsafe_b64encode(rfc).decode().rstrip("="),
        spki("ed25519"): b64(bytes.fromhex("302a300506032b6570032100") + rfc),
        "whpk_" + spki("ed25519"): "whpk_" + b64(rfc),
        spki("rsa_1024"): spki("rsa_other"),
    }
    return OTHERS.get(key) or known[key]


def write(sender, name, secret, headers, body, reason=None, source=None, now=NOW + 2):
    lines = [f"# expect: {'reject' if reason else 'accept'}"]
    lines += [f"# reason: {reason}"] if reason else []
    lines += [f"# secret: {secret}".rstrip(), f"# now: {now}"]
    lines += [f"# source: {source}" if source else "# computed: tests/vectors/make_public_keys.py"]
    lines += [f"POST https://hooks.example/{sender} HTTP/1.1", "Content-Type: application/json"]
    lines += [f"{name}: {value}".rstrip() for name, value in headers]
    with open(f"{sender}/{name}.http", "wb") as file:
        file.write("\n".join(lines).encode() + b"\n\n" + body)


for sender, (key, sign) in SENDERS.items():
    os.makedirs(sender, exist_ok=True)
    signed = sign(BODY)
    write(sender, "accept-json", key, signed, BODY)
    write(sender, "accept-empty-object", key, sign(b"{}"), b"{}")
    write(sender, "reject-wrong-key", other(key), signed, BODY, "wrong-secret")
    write(sender, "reject-empty-key", "", signed, BODY, "empty-secret")
    write(sender, "reject-no-header", key, [], BODY, "missing-signature")
    write(sender, "reject-body-changed", key, signed, BODY.replace(b"paid", b"void"), "body-tampered")
    write(sender, "reject-signature-of-another-body", key, sign(b"{}"), BODY, "signature-tampered")

# The example of Topper's documentation.
x, y = "7-INQ150R-MCWlj5X_wyGLRIRYAA-o8NakJiUq7gOGg", "dM-GsyJvdDOuALE3l-U9lPL8V3gY_5BPjLH539yTdKU"
numbers = [int.from_bytes(base64.urlsafe_b64decode(number + "=")) for number in (x, y)]
published = ec.EllipticCurvePublicNumbers(*numbers, ec.SECP256R1()).public_key()
published = published.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
shown = [(
    "X-Topper-JWS-Signature",
    "eyJhbGciOiJFUzI1NiJ9..2H0Ypm5sVzuSpgyZySdAJan05lYxctqhmO8btghFQQzkisvSlNvNWzQ1kqTPXTLP_dR4zQZrTsSsShAK51I4EQ",
)]
page = "https://github.com/uphold/topper-docs/blob/17f03b184be3798de17583f361d46c1fc5796fb2/docs/webhooks.mdx"
write("topper", "accept-published", b64(published), shown, b'{"foo":"bar"}', source=page)
write("topper", "reject-published-with-another-body", b64(published), shown, b'{"foo":"baz"}', "body-tampered", page)
