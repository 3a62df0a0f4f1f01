"""Checks a bundle without any code of this project: python3 check_bundle.py model/ made-here.sig made-here.pem

With Python 3.11 and the package cryptography 48. Raises unless the bundle is a signature by the key over the files.
"""

import base64
import hashlib
import json
import pathlib
import sys

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

model, signature, key = (pathlib.Path(argument) for argument in sys.argv[1:4])
bundle = json.loads(signature.read_text())
assert bundle["mediaType"] == "application/vnd.dev.sigstore.bundle.v0.3+json"
public = serialization.load_pem_public_key(key.read_bytes())
pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
assert bundle["verificationMaterial"]["publicKey"]["hint"] == hashlib.sha256(pem).hexdigest()

envelope = bundle["dsseEnvelope"]
payload = base64.b64decode(envelope["payload"], validate=True)
kind = envelope["payloadType"]
assert kind == "application/vnd.in-toto+json"
signed = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)
public.verify(base64.b64decode(envelope["signatures"][0]["sig"], validate=True), signed, ec.ECDSA(hashes.SHA256()))

statement = json.loads(payload)
assert statement["_type"] == "https://in-toto.io/Statement/v1"
assert statement["predicateType"] == "https://model_signing/signature/v1.0"
predicate = statement["predicate"]
assert predicate["serialization"]["method"] == "files"
assert predicate["serialization"]["hash_type"] == "sha256"
there = sorted(path.relative_to(model) for path in model.rglob("*") if path.is_file())
assert [resource["name"] for resource in predicate["resources"]] == [str(path) for path in there]
together = hashlib.sha256()
for resource in predicate["resources"]:
    digest = hashlib.sha256((model / resource["name"]).read_bytes())
    assert resource["algorithm"] == "sha256" and resource["digest"] == digest.hexdigest()
    together.update(digest.digest())
assert statement["subject"][0]["digest"]["sha256"] == together.hexdigest()
print("ok", len(there), "files by", hashlib.sha256(pem).hexdigest())
