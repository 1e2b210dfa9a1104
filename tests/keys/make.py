"""Makes the keys of this folder, and signatures by them, with the Python package `cryptography`.

`python3 tests/keys/make.py` makes the keys that are missing, and all signatures. The private keys are made up
and sign nothing but tests.

- `<name>.pem`: the private key, as PKCS#8
- `<name>.pub.pem`: the public key, as SPKI; `rsa.pkcs1.pem` and `rsa.cert.pem`: the same in other forms
- `signatures.txt`: `<algorithm> <name> <base64 of a signature of "made-up message">`
"""

import base64
import datetime
import os

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID

HERE = os.path.dirname(os.path.abspath(__file__))
MESSAGE = b"made-up message"
SHA1, SHA256, SHA384, SHA512 = hashes.SHA1(), hashes.SHA256(), hashes.SHA384(), hashes.SHA512()


def main():
    kinds = {
        "rsa": lambda: rsa.generate_private_key(65537, 2048),
        "rsa_other": lambda: rsa.generate_private_key(65537, 2048),
        "rsa_1024": lambda: rsa.generate_private_key(65537, 1024),
        "rsa_exponent_3": lambda: rsa.generate_private_key(3, 2048),
        "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
        "p256_other": lambda: ec.generate_private_key(ec.SECP256R1()),
        "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
        "p384_other": lambda: ec.generate_private_key(ec.SECP384R1()),
        "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
        "p521_other": lambda: ec.generate_private_key(ec.SECP521R1()),
        "ed25519": ed25519.Ed25519PrivateKey.generate,
        "ed25519_other": ed25519.Ed25519PrivateKey.generate,
    }
    keys = {name: load(name) or generate() for name, generate in kinds.items()}
    for name, key in keys.items():
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write(f"{name}.pem", private)
        write(f"{name}.pub.pem", public(key, serialization.PublicFormat.SubjectPublicKeyInfo))
    write("rsa.pkcs1.pem", public(keys["rsa"], serialization.PublicFormat.PKCS1))
    write("rsa.cert.pem", certificate(keys["rsa"]))
    write("signatures.txt", "".join(signatures(keys)).encode())


def load(name):
    path = os.path.join(HERE, f"{name}.pem")
    if os.path.exists(path):
        with open(path, "rb") as file:
            return serialization.load_pem_private_key(file.read(), None)


def public(key, form):
    return key.public_key().public_bytes(serialization.Encoding.PEM, form)


def certificate(key):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "made-up.example")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1)
    builder = builder.not_valid_before(datetime.datetime(2020, 1, 1))
    builder = builder.not_valid_after(datetime.datetime(2049, 12, 31))
    return builder.sign(key, SHA256).public_bytes(serialization.Encoding.PEM)


def signatures(keys):
    for name in ["rsa", "rsa_1024", "rsa_exponent_3"]:
        for hash in [SHA1, SHA256, SHA384, SHA512]:
            yield line(f"rsa-{hash.name}", name, keys[name].sign(MESSAGE, padding.PKCS1v15(), hash))
    for hash in [SHA256, SHA384, SHA512]:
        pss = padding.PSS(padding.MGF1(hash), hash.digest_size)
        yield line(f"pss-{hash.name}", "rsa", keys["rsa"].sign(MESSAGE, pss, hash))
    for name, hash, size in [("p256", SHA256, 32), ("p384", SHA384, 48), ("p521", SHA512, 66)]:
        der = keys[name].sign(MESSAGE, ec.ECDSA(hash))
        r, s = decode_dss_signature(der)
        yield line(f"{name}-der", name, der)
        yield line(f"{name}-fixed", name, r.to_bytes(size, "big") + s.to_bytes(size, "big"))
    yield line("ed25519", "ed25519", keys["ed25519"].sign(MESSAGE))


def line(algorithm, name, signature):
    return f"{algorithm} {name} {base64.b64encode(signature).decode()}\n"


def write(name, data):
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(data)


main()
