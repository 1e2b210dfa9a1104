#!/usr/bin/env python3
"""Writes the vectors of senders whose requests name a certificate by its URL and have no SDK that judged any, as
`make.py` does. The certificates are made anew each time.

Run in this folder; it needs the package `cryptography`."""

import base64, datetime, json, os

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

NOW = 1_772_000_000
YEAR = datetime.timedelta(days=365)
START = datetime.datetime(2020, 1, 1)


def key():
    return rsa.generate_private_key(65537, 2048)


def certificate(name, own, issuer=None, issuer_key=None, names=(), first=START, last=START + 100 * YEAR):
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer.subject if issuer else subject)
    made = made.public_key(own.public_key()).serial_number(x509.random_serial_number())
    made = made.not_valid_before(first).not_valid_after(last)
    made = made.add_extension(x509.BasicConstraints(not names, None), True)
    if names:
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(it) for it in names]), False)
    return made.sign(issuer_key or own, hashes.SHA256())


def pem(*certificates):
    return b"".join(it.public_bytes(serialization.Encoding.PEM) for it in certificates).decode()


ROOT_KEY, ISSUER_KEY, KEY = key(), key(), key()
ROOT = certificate("Made-up Root", ROOT_KEY)
ISSUER = certificate("Made-up Issuer", ISSUER_KEY, ROOT, ROOT_KEY)
HOST = "echo-api.amazon.com"
leaf = lambda names=(HOST,), **more: certificate(names[0], KEY, ISSUER, ISSUER_KEY, names, **more)
GOOD = pem(leaf(), ISSUER)
URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-12.pem"
SKILL = "amzn1.ask.skill.made-up"


def body(seconds=0, skill=SKILL):
    at = datetime.datetime.fromtimestamp(NOW - seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    request = {"type": "IntentRequest", "requestId": "amzn1.echo-api.request.1", "timestamp": at, "note": "\u00e9 /"}
    context = {"System": {"application": {"applicationId": skill}}}
    return json.dumps({"version": "1.0", "context": context, "request": request}).encode()


def write(name, reason=None, sent=None, signed=None, chain=GOOD, url=URL, fetched=URL, hash=hashes.SHA256, seconds=0, key=KEY):
    sent = sent or body(seconds)
    signature = base64.b64encode(key.sign(signed or sent, padding.PKCS1v15(), hash())).decode()
    lines = [f"# expect: {'reject' if reason else 'accept'}"]
    lines += [f"# reason: {reason}"] if reason else []
    lines += [f"# setting: skill-id={SKILL}", "# root: " + pem(ROOT).strip().replace("\n", "\\n")]
    lines += [f"# fetched: {fetched} " + chain.strip().replace("\n", "\\n"), f"# now: {NOW}"]
    if not reason:
        lines += ["# event: IntentRequest", "# id: amzn1.echo-api.request.1", f"# sent-at: {NOW - seconds}"]
    lines += ["# computed: tests/vectors/make_certificates.py", "POST https://hooks.example/alexa HTTP/1.1"]
    lines += ["Content-Type: application/json;charset=utf-8"]
    lines += [f"SignatureCertChainUrl: {url}"] if url else []
    lines += [f"Signature-256: {signature}"] if name != "reject-no-signature" else []
    os.makedirs("alexa", exist_ok=True)
    with open(f"alexa/{name}.http", "wb") as file:
        file.write("\n".join(lines).encode() + b"\n\n" + sent)


write("accept-json")
write("accept-port-443", url=URL.replace(".com/", ".com:443/"))
write("accept-in-the-window", seconds=150)
write("reject-too-old", "stale-timestamp", seconds=151)
write("reject-from-the-future", "future-timestamp", seconds=-151)
write("reject-body-changed", "body-tampered", signed=body(), sent=body().replace(b"Intent", b"intent"))
write("reject-no-signature", "missing-signature")
write("reject-no-url", "missing-header", url=None)
write("reject-other-skill", "identity-mismatch", sent=body(skill="amzn1.ask.skill.another"))
write("reject-sha1", "unsupported-algorithm", hash=hashes.SHA1)
write("reject-other-key", "wrong-secret", key=ISSUER_KEY)
write("reject-name-of-another", "untrusted-certificate", chain=pem(leaf(("echo-api.amazon.com.evil.example",)), ISSUER))
write("reject-expired", "untrusted-certificate", chain=pem(leaf(last=START + YEAR), ISSUER))
write("reject-not-yet-valid", "untrusted-certificate", chain=pem(leaf(first=START + 50 * YEAR), ISSUER))
write("reject-without-chain", "untrusted-certificate", chain=pem(leaf()))
write("reject-self-signed", "untrusted-certificate", chain=pem(certificate(HOST, KEY, names=(HOST,))))
for name, url in [
    ("plain-http", URL.replace("https", "http")),
    ("other-host", URL.replace("s3.amazonaws.com", "notamazon.com")),
    ("other-case", URL.replace("echo.api", "EcHo.aPi")),
    ("other-path", URL.replace("echo.api", "invalid.path")),
    ("other-port", URL.replace(".com/", ".com:563/")),
    ("dot-segments", URL.replace("echo.api", "echo.api/../bucket")),
]:
    write(f"reject-url-with-{name}", "untrusted-key-url", url=url, fetched=url)
