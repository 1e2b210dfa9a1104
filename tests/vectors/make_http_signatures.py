#!/usr/bin/env python3
"""Writes the vectors of senders of HTTP signatures (RFC 9421, and the draft before it), as `make_public_keys.py` does.

Run in this folder; it needs the package `cryptography` and the keys of `../keys`."""

import base64, hashlib, os

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

NOW = 1_772_000_000
DATE = "Wed, 25 Feb 2026 06:13:20 GMT"
BODY = b'{"data":{"id":"evt_1","attributes":{"event":"license.created"}},"lifecycle":"EVENT","executionId":"e-1"}\n'


def private(name):
    with open(f"../keys/{name}.pem", "rb") as file:
        return serialization.load_pem_private_key(file.read(), None)


def spki(name):
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return b64(private(name).public_key().public_bytes(serialization.Encoding.DER, form))


def b64(data):
    return base64.b64encode(data).decode()


def accessowl(body, url, now=NOW):
    digest = f"sha-512=:{b64(hashlib.sha512(body).digest())}:"
    values = {"@target-uri": url, "content-digest": digest, "content-type": "application/json", "idempotency-key": "018f1e2a"}
    names = " ".join(f'"{name}"' for name in values)
    params = f'({names});created={now};keyid="whsec_abc123"'
    base = "".join(f'"{name}": {value}\n' for name, value in values.items()) + f'"@signature-params": {params}'
    signed = b64(private("ed25519").sign(base.encode()))
    headers = [("Content-Digest", digest), ("Idempotency-Key", "018f1e2a")]
    return [*headers, ("Signature-Input", "sig=" + params), ("Signature", f"sig=:{signed}:")]


def keygen(body, url, date=DATE):
    path = url.removeprefix("https://hooks.example")
    digest = f"sha-256={b64(hashlib.sha256(body).digest())}"
    base = f"(request-target): post {path}\nhost: hooks.example\ndate: {date}\ndigest: {digest}"
    signed = b64(private("ed25519").sign(base.encode()))
    shown = f'keyid="acc-1", algorithm="ed25519", signature="{signed}", headers="(request-target) host date digest"'
    return [("Date", date), ("Digest", digest), ("Keygen-Signature", shown)]


def smartthings(body, url, date=DATE):
    path = url.removeprefix("https://hooks.example")
    digest = f"SHA-256={b64(hashlib.sha256(body).digest())}"
    base = f"(request-target): post {path}\ndigest: {digest}\ndate: {date}"
    signed = b64(private("rsa").sign(base.encode(), padding.PKCS1v15(), hashes.SHA256()))
    shown = f'Signature keyId="/pl/useast1/made-up",signature="{signed}",headers="(request-target) digest date",algorithm="rsa-sha256"'
    return [("Date", date), ("Digest", digest), ("Authorization", shown)]


RFC_8032 = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
ED25519 = private("ed25519").public_key().public_bytes_raw()
# The sender, its key, and another one of the same form.
SENDERS = {
    "accessowl": (accessowl, spki("ed25519"), b64(bytes.fromhex("302a300506032b6570032100") + RFC_8032)),
    "keygen": (keygen, ED25519.hex(), RFC_8032.hex()),
    "smartthings": (smartthings, spki("rsa"), spki("rsa_other")),
}
OLD = {"accessowl": {"now": NOW - 400}, "keygen": {"date": "Wed, 25 Feb 2026 06:06:40 GMT"}}
OLD["smartthings"] = OLD["keygen"]


def write(sender, name, secret, headers, body, reason=None):
    lines = [f"# expect: {'reject' if reason else 'accept'}"]
    lines += [f"# reason: {reason}"] if reason else []
    lines += [f"# secret: {secret}".rstrip(), f"# now: {NOW + 2}", "# computed: tests/vectors/make_http_signatures.py"]
    lines += [f"POST https://hooks.example/{sender} HTTP/1.1", "Host: hooks.example", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in headers]
    with open(f"{sender}/{name}.http", "wb") as file:
        file.write("\n".join(lines).encode() + b"\n\n" + body)


for sender, (sign, key, other) in SENDERS.items():
    os.makedirs(sender, exist_ok=True)
    url = f"https://hooks.example/{sender}"
    signed = sign(BODY, url)
    changed = BODY.replace(b"evt_1", b"evt_2").replace(b"e-1", b"e-2")
    write(sender, "accept-json", key, signed, BODY)
    write(sender, "accept-empty-object", key, sign(b"{}", url), b"{}")
    write(sender, "reject-wrong-key", other, signed, BODY, "wrong-secret")
    write(sender, "reject-empty-key", "", signed, BODY, "empty-secret")
    write(sender, "reject-no-header", key, signed[:-1], BODY, "missing-signature")
    write(sender, "reject-body-changed", key, signed, changed, "body-tampered")
    # The digest is right, and the signature is over another one.
    mixed = [*sign(changed, url)[:2], *signed[2:]]
    write(sender, "reject-digest-and-body-changed", key, mixed, changed, "signature-tampered")
    write(sender, "reject-signature-of-another-url", key, sign(BODY, url + "/other"), BODY, "url-mismatch")
    write(sender, "reject-stale", key, sign(BODY, url, **OLD[sender]), BODY, "stale-timestamp")
    less = [(name, value.replace(" digest", "").replace('"content-digest" ', "")) for name, value in signed]
    write(sender, "reject-digest-not-covered", key, less, BODY, "signature-tampered")
