// The vault's messages, written and read by hand as postcard writes them: integers as LEB128 varints,
// an enum as the number of its variant, text and bytes after their length, a struct as its fields.
//
// Follows crates/web/src/vault/protocol.rs: the order of variants and fields there is the format.

const JOBS = { Make: 0, Read: 1, Adopt: 2, Pack: 3 };
const KEY_SOURCE_NEW = 0;
const ORG_AUTH_CLI = 0;
const PACKED_KEY_IN_FILE = 1;
const TARGET_VENDOR = 14;
const CONTAINER_PKCS12 = 0;
const PROFILES = { compatible: 0, modern: 1 };

const REPLIES = ['Progress', 'Made', 'Read', 'Adopted', 'Packed', 'Resealed', 'Failed'];
/** What each stage is about: a product and a size, or two numbers. */
const STAGES = {
  Starting: 0, CheckingPassphrase: 0, GeneratingKey: 2, SealingKey: 1, SigningRequest: 1, Reading: 0, Packing: 0,
  ResealingKey: 2,
};
/** Those that come with words. */
const FAILURES = {
  WrongPassphrase: false, UnacceptablePassphrase: false, KeyNotThere: false, FileGone: false, Package: true,
  Alias: false, UnacceptablePassword: false, Internal: true,
};
const FORMATS = ['Der', 'Pem', 'Pkcs7', 'Pkcs12', 'Jks', 'Unknown'];
const ENTRIES = ['Certificate', 'Request', 'Crl', 'Key', 'Problem'];
const STATUSES = ['NotRevoked', 'Revoked'];
const RESULTS = ['Ok', 'Err'];

/** `Job::Make` of one request for ORG AUTH_CLI with a new key, in a dossier without keys. */
export function makeJob({ bits, subject, passphrase }) {
  return Uint8Array.from([
    ...varint(JOBS.Make),
    ...varint(1),
    ...varint(ORG_AUTH_CLI),
    ...text(subject.state),
    ...text(subject.organization),
    ...text(subject.organizationalUnit),
    ...text(subject.commonName),
    ...varint(KEY_SOURCE_NEW),
    ...varint(bits),
    ...text(passphrase),
    0, // check: None
  ]);
}

/** `Job::Read` of the files beside it, with these passwords and certificates (DER) known. */
export function readJob({ passwords = [], certificates = [] }) {
  return Uint8Array.from([
    ...varint(JOBS.Read),
    ...list(passwords, text),
    ...list(certificates, lengthAndBytes),
    ...varint(0), // serial_numbers
  ]);
}

/**
 * `Job::Pack` of the key with this id (hexadecimal), which lies in clear in the file beside it, into a
 * PKCS #12 of a profile, `compatible` or `modern`.
 */
export function packJob({ keyId, profile, leaf, chain, alias, password }) {
  return Uint8Array.from([
    ...varint(JOBS.Pack),
    ...varint(PACKED_KEY_IN_FILE),
    ...text(keyId),
    ...varint(0), // its passwords
    ...varint(TARGET_VENDOR),
    ...varint(CONTAINER_PKCS12),
    ...varint(PROFILES[profile]),
    ...lengthAndBytes(leaf),
    ...list(chain, lengthAndBytes),
    ...text(alias),
    ...text('bench'), // what the names of files begin with
    ...text(password),
  ]);
}

/**
 * What a `Reply` says:
 *
 * - `{ kind: 'Progress', stage }`
 * - `{ kind: 'Made', made: [{ sealedKey, csr }] }`
 * - `{ kind: 'Read', format, rows }` of the first file; a row is `{ kind, name }`, and of a list also its
 *   `entries`, whether it is `signed` by an authority at hand, and its `verdicts`: `NotRevoked`, `Revoked`
 * - `{ kind: 'Packed', files: [{ name, bytes }] }`
 * - `{ kind: 'Failed', words }`
 *
 * Throws on bytes that are none of these, on a file or row that the vault could not read, and on bytes that
 * go on after it.
 */
export function readReply(bytes) {
  const reader = new Reader(bytes);
  const kind = reader.variant(REPLIES);
  const read = {
    Progress: () => {
      const stage = reader.variant(Object.keys(STAGES));
      for (let field = 0; field < STAGES[stage]; field += 1) reader.varint();
      return { stage };
    },
    Made: () => ({
      made: reader.list(() => {
        reader.varint(); // product
        reader.bytes(); // key_id, in hexadecimal
        return { sealedKey: reader.bytes(), csr: reader.bytes() };
      }),
    }),
    Read: () => readReport(reader),
    Packed: () => ({
      files: reader.list(() => {
        const name = reader.text();
        reader.text(); // media_type
        reader.varint(); // role
        return { name, bytes: reader.bytes() };
      }),
    }),
    Failed: () => ({ words: readFailure(reader) }),
  }[kind];
  if (!read) throw new Error(`the vault answered with ${kind}`);
  const reply = { kind, ...read() };
  reader.end();
  return reply;
}

function readFailure(reader) {
  const failure = reader.variant(Object.keys(FAILURES));
  return FAILURES[failure] ? `${failure}: ${reader.text()}` : failure;
}

/** The report of one file. */
function readReport(reader) {
  const files = reader.varint();
  if (files !== 1) throw new Error(`postcard: reports of ${files} files`);
  if (reader.variant(RESULTS) === 'Err') throw new Error(`the vault did not read the file: ${readFailure(reader)}`);
  const format = reader.variant(FORMATS);
  const rows = reader.list(() => {
    const name = reader.option(() => reader.text());
    return { name, ...readEntry(reader) };
  });
  // Remarks and parts of a PKCS #12 are for people; other files have none.
  if (format === 'Pkcs12') reader.skip();
  else for (const none of ['remarks', 'layout']) if (reader.varint() !== 0) throw new Error(`postcard: ${none}`);
  return { format, rows };
}

function readEntry(reader) {
  const kind = reader.variant(ENTRIES);
  switch (kind) {
    case 'Certificate':
    case 'Request':
      return { kind, der: reader.bytes() };
    case 'Key':
      return { kind, keyId: reader.text(), bits: reader.varint(), protected: reader.bool() };
    case 'Crl':
      return { kind, ...readCrl(reader) };
    default:
      throw new Error('the vault found a problem in the file');
  }
}

/** `CrlSummary`, of which it must be possible to rely on each verdict. */
function readCrl(reader) {
  const issuer = reader.text();
  reader.time(); // this_update
  reader.option(() => reader.time()); // next_update
  const entries = reader.varint();
  reader.text(); // signature_algorithm
  reader.bool(); // delta
  reader.bool(); // indirect
  const signed = reader.option(() => reader.raw(32)) !== null;
  const entry = () => {
    reader.bytes(); // serial_number
    reader.time(); // revoked
    reader.option(() => reader.raw(1)); // reason
  };
  reader.list(() => reader.bytes()); // sought
  reader.list(entry); // found
  const verdicts = reader.list(() => {
    reader.raw(32); // the certificate
    if (reader.variant(RESULTS) === 'Err') throw new Error('the vault does not rely on the list');
    const status = reader.variant(STATUSES);
    if (status === 'Revoked') entry();
    return status;
  });
  return { issuer, entries, signed, verdicts };
}

function varint(number) {
  const bytes = [];
  for (; number > 0x7f; number >>>= 7) bytes.push((number & 0x7f) | 0x80);
  return [...bytes, number];
}

function lengthAndBytes(bytes) {
  return [...varint(bytes.length), ...bytes];
}

function text(words) {
  return lengthAndBytes(new TextEncoder().encode(words));
}

function list(items, write) {
  return [...varint(items.length), ...items.flatMap((item) => write(item))];
}

class Reader {
  #bytes;
  #at = 0;

  constructor(bytes) {
    this.#bytes = bytes;
  }

  varint() {
    let number = 0;
    for (let shift = 0; shift < 32; shift += 7) {
      const [byte] = this.#take(1);
      number |= (byte & 0x7f) << shift;
      if (byte < 0x80) return number >>> 0;
    }
    throw new Error('postcard: a number is too long');
  }

  variant(names) {
    const number = this.varint();
    if (number < names.length) return names[number];
    throw new Error(`postcard: variant ${number} of ${names.join(', ')}: has protocol.rs changed?`);
  }

  bytes() {
    return this.#take(this.varint());
  }

  raw(length) {
    return this.#take(length);
  }

  text() {
    return new TextDecoder().decode(this.bytes());
  }

  bool() {
    return this.#take(1)[0] !== 0;
  }

  option(read) {
    return this.bool() ? read() : null;
  }

  list(read) {
    return Array.from({ length: this.varint() }, () => read());
  }

  /** `OffsetDateTime`: year, day of the year, hour, minute, second, nanosecond, offset in three parts. */
  time() {
    this.varint();
    this.varint();
    this.raw(3);
    this.varint();
    this.raw(3);
  }

  /** All that is left. */
  skip() {
    this.#at = this.#bytes.length;
  }

  end() {
    if (this.#at !== this.#bytes.length) throw new Error('postcard: bytes are left: has protocol.rs changed?');
  }

  #take(length) {
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    if (taken.length !== length) throw new Error('postcard: the bytes end early');
    this.#at += length;
    return taken;
  }
}
