// Revocation lists of any length, as IGC-Santé's: serial numbers of 16 bytes, every second entry with a
// reason, signed by RSA with SHA-256.

import { createSign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import {
  BIT_STRING, CONTEXT_0, ENUMERATED, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, UTC_TIME, children,
  element, header,
} from './der.mjs';

const SHA256_WITH_RSA = element(
  SEQUENCE, element(OBJECT_IDENTIFIER, Buffer.from('2a864886f70d01010b', 'hex')), Buffer.of(5, 0),
);
const oid = (hex) => element(OBJECT_IDENTIFIER, Buffer.from(hex, 'hex'));
const REASON = oid('551d15');
const AUTHORITY_KEY_IDENTIFIER = oid('551d23');
const CRL_NUMBER = oid('551d14');
/** The last entry, of a certificate whose serial number is looked for, tells keyCompromise. */
const KEY_COMPROMISE = 1;

/**
 * Writes a list of `entries` to `path`, issued now by `authority` (of makePki) for a year. Its last entry is that
 * of `serial` (hexadecimal, 16 bytes).
 */
export function writeCrl(path, entries, authority, serial) {
  const now = new Date();
  const time = (date) => element(UTC_TIME, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
  const extension = (kind, value) => element(SEQUENCE, kind, element(OCTET_STRING, value));
  const entry = (reason) => {
    const extensions = reason === null
      ? []
      : [element(SEQUENCE, extension(REASON, element(ENUMERATED, Buffer.of(reason))))];
    return element(SEQUENCE, element(INTEGER, Buffer.alloc(16)), time(now), ...extensions);
  };
  const kinds = [entry(null), entry(KEY_COMPROMISE)];
  const pair = kinds[0].length + kinds[1].length;
  const list = Buffer.alloc(Math.floor(entries / 2) * pair + (entries % 2) * kinds[1].length);
  // After the headers of the entry and of its number.
  const SERIAL_AT = 4;
  let at = 0;
  for (let index = 0; index < entries; index += 1) {
    // Backwards, so that the last entry is always one with a reason.
    const kind = kinds[(entries - index) % 2];
    kind.copy(list, at);
    list[at + SERIAL_AT] = 0x21;
    list.writeUInt32BE(Math.imul(index, 0x9e37_79b1) >>> 0, at + SERIAL_AT + 4);
    list.writeUInt32BE(index, at + SERIAL_AT + 12);
    if (index === entries - 1) Buffer.from(serial, 'hex').copy(list, at + SERIAL_AT);
    at += kind.length;
  }

  const [signed] = children(authority.der);
  // Version, serial number, algorithm, issuer, validity, subject.
  const subject = children(signed)[5];
  const certificateExtensions = children(children(signed).at(-1))[0];
  const keyIdentifier = children(certificateExtensions)
    .map(children)
    .find(([kind]) => kind.equals(oid('551d0e')))
    .at(-1)
    .subarray(4);
  const nextYear = new Date(now.getTime() + 365 * 86_400_000);
  const extensions = element(CONTEXT_0, element(
    SEQUENCE,
    extension(AUTHORITY_KEY_IDENTIFIER, element(SEQUENCE, element(0x80, keyIdentifier))),
    extension(CRL_NUMBER, element(INTEGER, Buffer.of(1))),
  ));
  const before = Buffer.concat([element(INTEGER, Buffer.of(1)), SHA256_WITH_RSA, subject, time(now), time(nextYear)]);
  const listHeader = header(SEQUENCE, list.length);
  const length = before.length + listHeader.length + list.length + extensions.length;
  const toBeSigned = Buffer.concat([header(SEQUENCE, length), before, listHeader, list, extensions]);
  const signature = createSign('sha256').update(toBeSigned).sign(readFileSync(authority.key));
  const tail = Buffer.concat([SHA256_WITH_RSA, element(BIT_STRING, Buffer.of(0), signature)]);
  writeFileSync(path, Buffer.concat([header(SEQUENCE, toBeSigned.length + tail.length), toBeSigned, tail]));
}
