"""Puts a MAC by PBMAC1 (RFC 9579) in place of the one of a PKCS #12 file.

    pbmac1.py IN OUT PASSWORD-FILE PRF HASH ROUNDS [FLAW]

FLAW makes one of the three files that RFC 9579 says are to be refused: `rounds` and `salt` write others than
were used, `length` leaves the key length out. `short` takes a key of one byte less than the RFC asks for, `long` writes
a key length beyond any use, and `many` as many rounds as the field takes.
"""

import hashlib
import hmac
import os
import sys

# The arcs of each HMAC below digestAlgorithm of RSADSI.
HMACS = {"sha1": 7, "sha224": 8, "sha256": 9, "sha384": 10, "sha512": 11}


def tlv(tag, *content):
    value = b"".join(content)
    length = len(value)
    if length < 128:
        return bytes([tag, length]) + value
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 128 | size]) + length.to_bytes(size, "big") + value


def split(data):
    """The tag and content of the first element, and what follows it."""
    start, length = 2, data[1]
    if length & 128:
        start += length & 127
        length = int.from_bytes(data[2:start], "big")
    return data[0], data[start : start + length], data[start + length :]


def integer(number):
    return tlv(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def algorithm(oid, parameters):
    return tlv(0x30, tlv(6, bytes.fromhex(oid)), parameters)


def hmac_with(name):
    return algorithm("2a864886f70d02%02x" % HMACS[name], tlv(5))


def main(source, target, password_file, prf, digest, rounds, flaw=""):
    with open(source, "rb") as file:
        version, safe, _ = take_three(split(file.read())[1])
    with open(password_file, encoding="utf-8") as file:
        password = file.read().rstrip("\n").encode()
    # ContentInfo: type, [0] of an OCTET STRING, whose content is what is authenticated.
    content = split(split(split(split(safe)[1])[2])[1])[1]
    salt, rounds, length = os.urandom(16), int(rounds), hashlib.new(digest).digest_size
    if flaw == "short":
        length = 19
    key = hashlib.pbkdf2_hmac(prf, password, salt, rounds, length)
    value = hmac.new(key, content, digest).digest()
    if flaw == "rounds":
        rounds += 1
    if flaw == "many":
        rounds = 4_000_000_000
    if flaw == "salt":
        salt = os.urandom(16)
    if flaw == "long":
        length = 65_535
    parameters = [tlv(4, salt), integer(rounds), integer(length), hmac_with(prf)]
    if flaw == "length":
        del parameters[2]
    pbkdf2 = algorithm("2a864886f70d01050c", tlv(0x30, *parameters))
    pbmac1 = algorithm("2a864886f70d01050e", tlv(0x30, pbkdf2, hmac_with(digest)))
    mac = tlv(0x30, tlv(0x30, pbmac1, tlv(4, value)), tlv(4, b"NOT USED"), integer(1))
    with open(target, "wb") as file:
        file.write(tlv(0x30, version, safe, mac))


def take_three(data):
    """The three elements of a PFX, whole."""
    elements = []
    for _ in range(3):
        rest = split(data)[2]
        elements.append(data[: len(data) - len(rest)])
        data = rest
    return elements


main(*sys.argv[1:])
