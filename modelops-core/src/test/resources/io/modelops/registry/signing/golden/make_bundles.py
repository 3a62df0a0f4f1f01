"""Makes the bundles in this directory without any code of this project.

Run once, as "python3 make_bundles.py", with Python 3.11 and the package cryptography 48. The private keys are thrown
away; running it again makes other keys and other bundles. model/ holds the files that are signed. What it writes follows
the OpenSSF model-signing format 1.0: a Sigstore bundle 0.3, a DSSE envelope, an in-toto statement 1.
"""

import base64
import hashlib
import json
import pathlib

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HERE = pathlib.Path(__file__).parent
TYPE = "application/vnd.in-toto+json"


def files(model):
    """Paths are compared segment by segment, as pathlib does it."""
    return sorted(path.relative_to(model) for path in model.rglob("*") if path.is_file())


def statement(name, resources):
    together = hashlib.sha256()
    for resource in resources:
        together.update(bytes.fromhex(resource["digest"]))
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": name, "digest": {"sha256": together.hexdigest()}}],
        "predicateType": "https://model_signing/signature/v1.0",
        "predicate": {
            "serialization": {
                "method": "files",
                "hash_type": "sha256",
                "allow_symlinks": False,
                "ignore_paths": ["model.sig", ".git", ".gitattributes", ".github", ".gitignore"],
            },
            "resources": resources,
        },
    }


def resource(name, content):
    return {"algorithm": "sha256", "digest": hashlib.sha256(content).hexdigest(), "name": name}


def sign(name, resources, curve, digest, target):
    key = ec.generate_private_key(curve)
    pem = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    payload = json.dumps(statement(name, resources), indent=2).encode()
    signed = b"DSSEv1 %d %s %d %s" % (len(TYPE), TYPE.encode(), len(payload), payload)
    bundle = {
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "verificationMaterial": {
            "publicKey": {"hint": hashlib.sha256(pem).hexdigest()},
            "tlogEntries": [],
        },
        "dsseEnvelope": {
            "payload": base64.b64encode(payload).decode(),
            "payloadType": TYPE,
            "signatures": [{"sig": base64.b64encode(key.sign(signed, ec.ECDSA(digest))).decode(), "keyid": ""}],
        },
    }
    (HERE / (target + ".sig")).write_text(json.dumps(bundle))
    (HERE / (target + ".pem")).write_bytes(pem)


model = HERE / "model"
all_files = [resource(str(path), (model / path).read_bytes()) for path in files(model)]
sign("model", all_files, ec.SECP256R1(), hashes.SHA256(), "p256")
sign("model", all_files, ec.SECP384R1(), hashes.SHA384(), "p384")
sign("model", all_files, ec.SECP521R1(), hashes.SHA512(), "p521")
only = model / "weights-a.txt"
sign(only.name, [resource(".", only.read_bytes())], ec.SECP256R1(), hashes.SHA256(), "single-file")
