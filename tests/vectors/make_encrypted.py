#!/usr/bin/env python3
"""Writes the vectors of senders that encrypt, as `make.py` does.

Run in this folder; it needs the package `cryptography` and the key `../keys/rsa.pem`."""

import base64, hashlib, json, os

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NOW = 1_772_000_000
ENCRYPT_KEY = "made-up-encrypt-key"
VERIFICATION_TOKEN = "made-up-verification-token"
API_KEY = "made-up-key-of-32-bytes-in-words"


def b64(data):
    return base64.b64encode(data).decode()


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def pkcs7(text, block):
    count = block - len(text) % block
    return text + bytes([count]) * count


def cbc(key, iv, padded):
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(padded) + encryptor.finalize()


# Feishu and Lark

FEISHU_EVENT = compact({
    "schema": "2.0",
    "header": {"event_id": "evt_1", "token": VERIFICATION_TOKEN, "create_time": "1772000000000",
               "event_type": "contact.user.created_v3", "tenant_key": "tenant_1", "app_id": "cli_1"},
    "event": {"object": {"name": "Zoë 王"}},
})
FEISHU_OLD_EVENT = compact({
    "uuid": "evt_1", "token": VERIFICATION_TOKEN, "ts": "1772000000.000000", "type": "event_callback",
    "event": {"type": "message", "tenant_key": "tenant_1", "text": "hello"},
})
CHALLENGE = compact({"challenge": "ajls384kdjx98XX", "token": VERIFICATION_TOKEN, "type": "url_verification"})


def feishu_body(text, key=ENCRYPT_KEY, iv=b"made-up-iv-16-by", pad=None):
    padded = pad(text) if pad else pkcs7(text, 16)
    return compact({"encrypt": b64(iv + cbc(hashlib.sha256(key.encode()).digest(), iv, padded))})


def feishu_headers(body, key=ENCRYPT_KEY):
    nonce = "made-up-nonce"
    signed = hashlib.sha256(f"{NOW}{nonce}{key}".encode() + body).hexdigest()
    return [("X-Lark-Request-Timestamp", str(NOW)), ("X-Lark-Request-Nonce", nonce), ("X-Lark-Signature", signed)]


def feishu(name):
    secret = [("secret", ENCRYPT_KEY)]
    facts = [("event", "contact.user.created_v3"), ("id", "evt_1"), ("sent-at", str(NOW))]
    body = feishu_body(FEISHU_EVENT)
    headers = feishu_headers(body)
    yield "accept-event", "", secret + facts, headers, body
    old = feishu_body(FEISHU_OLD_EVENT)
    yield "accept-event-of-the-first-version", "", secret + [("event", "message"), *facts[1:]], feishu_headers(old), old
    challenge = feishu_body(CHALLENGE)
    token = [("verify-token", VERIFICATION_TOKEN)]
    yield "accept-challenge", "", secret + token + [("answer", '200 {"challenge":"ajls384kdjx98XX"}')], [], challenge
    yield "reject-challenge-with-another-token", "verify-token", secret + [("verify-token", "made-up")], [], challenge
    other = feishu_body(CHALLENGE, "another-key")
    yield "reject-challenge-encrypted-with-another-key", "wrong-key", secret + token, [], other
    yield "reject-body-tampered", "body-tampered", secret, headers, body.replace(b"encrypt", b"Encrypt")
    yield "reject-missing-signature", "missing-signature", secret, headers[:2], body
    yield "reject-wrong-secret", "wrong-secret", [("secret", "made-up")], headers, body
    yield "reject-empty-secret", "empty-secret", [("secret", "")], headers, body
    plain = FEISHU_EVENT
    yield "reject-signed-and-not-encrypted", "not-encrypted", secret, feishu_headers(plain), plain
    for claim, text in [
        ("padding-of-zero", lambda text: pkcs7(text, 16)[:-1] + b"\0"),
        ("padding-longer-than-a-block", lambda text: pkcs7(text, 16)[:-1] + b"\x11"),
        ("padding-of-several-values", lambda text: text + b" " * (13 - len(text) % 16) + b"\x02\x03\x03"),
    ]:
        wrong = feishu_body(FEISHU_EVENT, pad=text)
        yield f"reject-{claim}", "padding", secret, feishu_headers(wrong), wrong
    for claim, ciphertext in [("part-of-a-block", b"x" * 40), ("vector-only", b"x" * 16), ("nothing", b"")]:
        short = compact({"encrypt": b64(ciphertext)})
        yield f"reject-{claim}", "ciphertext", secret, feishu_headers(short), short
    broken = compact({"encrypt": "not base64"})
    yield "reject-no-base64", "ciphertext", secret, feishu_headers(broken), broken


# WeChat Pay

def rsa():
    with open("../keys/rsa.pem", "rb") as file:
        return serialization.load_pem_private_key(file.read(), None)


def rsa_public():
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return b64(rsa().public_key().public_bytes(serialization.Encoding.DER, form))


TRANSACTION = compact({"transaction_id": "1217752501201407033233368018", "trade_state": "SUCCESS",
                       "amount": {"total": 100, "currency": "CNY"}, "attach": "支付"})


def wechat_pay_body(key=API_KEY, nonce="made-up-nonc", data="transaction", algorithm="AEAD_AES_256_GCM", plain=TRANSACTION):
    sealed = AESGCM(key.encode()).encrypt(b"made-up-nonc", plain, data.encode())
    resource = {"original_type": "transaction", "algorithm": algorithm, "ciphertext": b64(sealed)}
    resource |= {"associated_data": data} if data else {}
    return compact({"id": "evt_1", "create_time": "2026-02-25T14:13:20+08:00", "resource_type": "encrypt-resource",
                    "event_type": "TRANSACTION.SUCCESS", "summary": "支付成功",
                    "resource": resource | {"nonce": nonce}})


def wechat_pay_headers(body, now=NOW, signature=None):
    message = f"{now}\nmade-up-nonce-of-a-header\n".encode() + body + b"\n"
    signed = b64(rsa().sign(message, padding.PKCS1v15(), hashes.SHA256()))
    return [("Wechatpay-Serial", "PUB_KEY_ID_0114232134912410000000000000"), ("Wechatpay-Timestamp", str(now)),
            ("Wechatpay-Nonce", "made-up-nonce-of-a-header"), ("Wechatpay-Signature", signature or signed),
            ("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048")]


def wechat_pay(_):
    secret = [("secret", rsa_public())]
    key = [("decryption-key", API_KEY)]
    facts = [("event", "TRANSACTION.SUCCESS"), ("id", "evt_1"), ("sent-at", str(NOW))]
    body = wechat_pay_body()
    headers = wechat_pay_headers(body)
    yield "accept-payment", "", secret + key + facts, headers, body
    bare = wechat_pay_body(data="")
    yield "accept-without-associated-data", "", secret + key + facts, wechat_pay_headers(bare), bare
    rotated = [("decryption-key", "another-key-of-32-bytes-in-words"), *key]
    yield "accept-with-the-older-key", "", secret + rotated + facts, headers, body
    tampered = body.replace(b"SUCCESS", b"SUCCESs")
    yield "reject-body-tampered", "body-tampered", secret + key, headers, tampered
    yield "reject-missing-signature", "missing-signature", secret + key, headers[:3], body
    test = wechat_pay_headers(body, signature="WECHATPAY/SIGNTEST/" + headers[3][1][19:])
    yield "reject-probe-of-the-sender", "signature-tampered", secret + key, test, body
    late = wechat_pay_headers(body, NOW - 600)
    yield "reject-old", "stale", secret + key, late, body
    other = [("decryption-key", "another-key-of-32-bytes-in-words")]
    yield "reject-another-decryption-key", "wrong-key", secret + other, headers, body
    yield "reject-empty-secret", "empty-secret", [("secret", ""), *key], headers, body
    for claim, wrong in [
        ("long-nonce", wechat_pay_body(nonce="made-up-nonce")),
        ("empty-nonce", wechat_pay_body(nonce="")),
        ("another-associated-data", wechat_pay_body().replace(b'"transaction"', b'"refund"')),
        ("another-algorithm", wechat_pay_body(algorithm="AEAD_AES_128_GCM")),
        ("plain-text-that-is-no-json", wechat_pay_body(plain=b'{},"id":"evt_2"')),
    ]:
        yield f"reject-{claim}", claim, secret + key, wechat_pay_headers(wrong), wrong


SENDERS = {"feishu": feishu, "lark": feishu, "wechat-pay": wechat_pay}


def main():
    for name, vectors in SENDERS.items():
        os.makedirs(name, exist_ok=True)
        for claim, reason, notes, headers, body in vectors(name):
            expect = claim.split("-")[0]
            notes = [("expect", expect), *([("reason", reason)] if reason else []), *notes,
                     ("now", str(NOW + 2)), ("computed", "tests/vectors/make_encrypted.py")]
            lines = [f"# {key}: {value}".rstrip() for key, value in notes]
            lines.append(f"POST https://hooks.example/{name} HTTP/1.1")
            lines.append("Content-Type: application/json")
            lines += [f"{key}: {value}" for key, value in headers]
            with open(f"{name}/{claim}.http", "wb") as file:
                file.write("\n".join(lines).encode() + b"\n\n" + body)


main()
