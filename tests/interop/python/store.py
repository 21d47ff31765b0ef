"""Python's cryptography and the files of keys and certificates.

    store.py read KIND FILE [PASSWORD-FILE]
        KIND: pkcs12, pkcs7, pem (a key or certificates). Prints a line for each certificate ("certificate", its DER
        in hexadecimal) and for the key ("key", PKCS #8 likewise).
    store.py write PROFILE KEY-PEM CERTIFICATES-PEM ALIAS OUT PASSWORD-FILE
        PROFILE: default, 3des, aes. The first certificate is the key's.
"""

import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization as s
from cryptography.hazmat.primitives.serialization import pkcs7, pkcs12


def read_file(path):
    with open(path, "rb") as file:
        return file.read()


def password_of(path):
    return read_file(path).rstrip(b"\n")


def show(key, certificates):
    for certificate in certificates:
        print("certificate", certificate.public_bytes(s.Encoding.DER).hex())
    if key is not None:
        der = key.private_bytes(s.Encoding.DER, s.PrivateFormat.PKCS8, s.NoEncryption())
        print("key", der.hex())


def read(kind, path, password=None):
    data = read_file(path)
    password = password_of(password) if password else None
    if kind == "pkcs12":
        store = pkcs12.load_pkcs12(data, password)
        show(store.key, [store.cert.certificate] + [c.certificate for c in store.additional_certs])
    elif kind == "pkcs7":
        show(None, pkcs7.load_pem_pkcs7_certificates(data))
    elif b"PRIVATE KEY" in data:
        show(s.load_pem_private_key(data, password), [])
    else:
        show(None, x509.load_pem_x509_certificates(data))


def write(profile, key, certificates, alias, path, password):
    key = s.load_pem_private_key(read_file(key), None)
    leaf, *chain = x509.load_pem_x509_certificates(read_file(certificates))
    builder = s.PrivateFormat.PKCS12.encryption_builder()
    password = password_of(password)
    encryption = {
        "default": lambda: s.BestAvailableEncryption(password),
        "3des": lambda: builder.kdf_rounds(2048)
        .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
        .hmac_hash(hashes.SHA1())
        .build(password),
        "aes": lambda: builder.kdf_rounds(100000)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(password),
    }[profile]()
    data = pkcs12.serialize_key_and_certificates(alias.encode(), key, leaf, chain, encryption)
    with open(path, "wb") as file:
        file.write(data)


{"read": read, "write": write}[sys.argv[1]](*sys.argv[2:])
