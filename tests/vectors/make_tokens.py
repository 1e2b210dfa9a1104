#!/usr/bin/env python3
"""Writes the vectors of senders that sign tokens with a key that they publish and have no SDK that judged any,
as `make.py` does.

Run in this folder; it needs the package `cryptography` and the keys of `../keys`."""

import base64, json, os

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

NOW = 1_772_000_000
BODY = b'{"type":"order.paid","eventType":"order.paid","id":"evt_1","note":"\\u00e9 \\/ x"}\n'
KID = "made-up-key-1"


def part(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def private(name):
    with open(f"../keys/{name}.pem", "rb") as file:
        return serialization.load_pem_private_key(file.read(), None)


def rsa(message, hash):
    return part(private("rsa").sign(message, padding.PKCS1v15(), hash()))


def es512(message):
    signed = private("p521").sign(message, ec.ECDSA(hashes.SHA512(), deterministic_signing=True))
    return part(b"".join(number.to_bytes(66, "big") for number in decode_dss_signature(signed)))


def key_set(alg):
    if alg == "ES512":
        point = private("p521").public_key().public_numbers()
        x, y = (part(number.to_bytes(66, "big")) for number in (point.x, point.y))
        key = {"kty": "EC", "crv": "P-521", "use": "sig", "alg": alg, "kid": KID, "x": x, "y": y}
        return json.dumps({"keys": [key]})
    numbers = private("rsa").public_key().public_numbers()
    number = lambda value: part(value.to_bytes((value.bit_length() + 7) // 8, "big"))
    key = {"kty": "RSA", "use": "sig", "alg": alg, "kid": KID, "n": number(numbers.n), "e": number(numbers.e)}
    return json.dumps({"keys": [key]})


def bearer(claims):
    def sign(body, **changed):
        header = {"alg": "RS256", "typ": "JWT", "kid": KID} | changed.pop("header", {})
        all = {"iat": NOW, "exp": NOW + 60} | claims | changed
        text = ".".join(part(json.dumps(value).encode()) for value in (header, all))
        return [("Authorization", f"Bearer {text}.{rsa(text.encode(), hashes.SHA256)}")]
    return sign


def detached(header_name):
    def sign(body, header={}):
        header = part(json.dumps({"alg": "RS512", "kid": KID} | header).encode())
        signature = rsa(f"{header}.{part(body)}".encode(), hashes.SHA512)
        return [(header_name, f"{header}..{signature}")]
    return sign


def truelayer(jku):
    """Signs method, path, headers and body."""
    def sign(body, header={}, time="2026-02-25T06:13:20Z", signed_time=None, method="POST", listed="X-TL-Webhook-Timestamp"):
        all = {"alg": "ES512", "kid": KID, "tl_version": "2", "tl_headers": listed, "jku": jku} | header
        text = part(json.dumps(all).encode())
        lines = "".join(f"{name}: {signed_time or time}\n" for name in listed.split(",") if name)
        payload = f"{method} /truelayer-sandbox\n{lines}".encode() + body
        signature = es512(f"{text}.{part(payload)}".encode())
        return [("X-TL-Webhook-Timestamp", time), ("Tl-Signature", f"{text}..{signature}")]
    return sign


SANDBOX = "https://webhooks.truelayer-sandbox.com/.well-known/jwks"
ARI = "ari:cloud:ecosystem::app/made-up"
SENDERS = {
    "fireblocks": (
        "https://keys.fireblocks.io/.well-known/jwks.json", "RS512", None,
        detached("Fireblocks-Webhook-Signature"),
    ),
    "forge": (
        "https://forge.cdn.prod.atlassian-dev.net/.well-known/jwks.json", "RS256", f"app-id={ARI}",
        bearer({"iss": "forge/invocation-token", "aud": ARI}),
    ),
    "truelayer-sandbox": (SANDBOX, "ES512", None, truelayer(SANDBOX)),
}


def write(sender, name, headers, body, reason=None):
    url, alg, setting, _ = SENDERS[sender]
    lines = [f"# expect: {'reject' if reason else 'accept'}"]
    lines += [f"# reason: {reason}"] if reason else []
    lines += [f"# fetched: {url} {key_set(alg)}"]
    lines += [f"# setting: {setting}"] if setting else []
    lines += [f"# now: {NOW + 2}"]
    lines += ["# trust: signed_in_part"] if sender == "forge" and not reason else []
    lines += ["# computed: tests/vectors/make_tokens.py"]
    lines += [f"POST https://hooks.example/{sender} HTTP/1.1", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in headers]
    os.makedirs(sender, exist_ok=True)
    with open(f"{sender}/{name}.http", "wb") as file:
        file.write("\n".join(lines).encode() + b"\n\n" + body)


if __name__ == "__main__":
    for sender, (_, _, _, sign) in SENDERS.items():
        write(sender, "accept-json", sign(BODY), BODY)
        write(sender, "accept-empty-object", sign(b"{}"), b"{}")
        write(sender, "reject-no-header", [], BODY, "missing-signature")
        write(sender, "reject-unknown-key-id", sign(BODY, header={"kid": "made-up-key-2"}), BODY, "wrong-key-id")
        write(sender, "reject-other-algorithm", sign(BODY, header={"alg": "HS256"}), BODY, "unsupported-algorithm")
        if sender == "truelayer-sandbox":
            production = {"jku": SANDBOX.replace("-sandbox", "")}
            write(sender, "reject-production-key-url", sign(BODY, header=production), BODY, "untrusted-key-url")
            write(sender, "reject-unlisted-time", sign(BODY, listed=""), BODY, "missing-timestamp")
            write(sender, "reject-other-time", sign(BODY, signed_time="2026-02-25T06:13:21Z"), BODY, "timestamp-tampered")
            write(sender, "reject-other-method", sign(BODY, method="PUT"), BODY, "method-mismatch")
            write(sender, "reject-listed-twice", sign(BODY, listed="X-TL-Webhook-Timestamp,x-tl-webhook-timestamp"), BODY, "malformed-signature")
        if sender != "forge":
            write(sender, "reject-body-changed", sign(BODY), BODY.replace(b"paid", b"void"), "body-tampered")
        else:
            write(sender, "reject-other-audience", sign(BODY, aud="another"), BODY, "audience-mismatch")
            write(sender, "reject-other-issuer", sign(BODY, iss="another"), BODY, "issuer-mismatch")
            write(sender, "reject-expired", sign(BODY, iat=NOW - 2000, exp=NOW - 1000), BODY, "stale-timestamp")
