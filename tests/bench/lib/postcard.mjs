// The vault's messages, written and read by hand as postcard writes them: integers as LEB128 varints,
// an enum as the number of its variant, text and bytes after their length, a struct as its fields.
//
// Follows crates/web/src/vault/protocol.rs: the order of variants and fields there is the format.

const JOB_MAKE = 0;
const KEY_SOURCE_NEW = 0;
const ORG_AUTH_CLI = 0;
const REPLIES = ['Progress', 'Made', 'Resealed', 'Failed'];
const STAGES = [
  'Starting', 'CheckingPassphrase', 'GeneratingKey', 'SealingKey', 'SigningRequest', 'ResealingKey',
];
const FAILURES = ['WrongPassphrase', 'UnacceptablePassphrase', 'Internal'];

/** `Job::Make` of one request for ORG AUTH_CLI with a new key, in a dossier without keys. */
export function makeJob({ bits, subject, passphrase }) {
  return Uint8Array.from([
    ...varint(JOB_MAKE),
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

/**
 * What a `Reply` says: `{ kind: 'Progress', stage }`, `{ kind: 'Made', made: [{ sealedKey, csr }] }`,
 * `{ kind: 'Failed', words }`. Throws on bytes that are none of these, or that go on after it.
 */
export function readReply(bytes) {
  const reader = new Reader(bytes);
  const kind = reader.variant(REPLIES);
  const reply = { kind };
  if (kind === 'Progress') {
    reply.stage = reader.variant(STAGES);
    // What the stage is about: a product and a size, or two numbers.
    const fields = { GeneratingKey: 2, SealingKey: 1, SigningRequest: 1, ResealingKey: 2 };
    for (let field = 0; field < (fields[reply.stage] ?? 0); field += 1) reader.varint();
  } else if (kind === 'Made') {
    reply.made = Array.from({ length: reader.varint() }, () => {
      reader.varint(); // product
      reader.bytes(); // key_id, in hexadecimal
      return { sealedKey: reader.bytes(), csr: reader.bytes() };
    });
  } else if (kind === 'Failed') {
    const failure = reader.variant(FAILURES);
    reply.words = failure === 'Internal' ? new TextDecoder().decode(reader.bytes()) : failure;
  } else {
    throw new Error(`the vault answered with ${kind}`);
  }
  reader.end();
  return reply;
}

function varint(number) {
  const bytes = [];
  for (; number > 0x7f; number >>>= 7) bytes.push((number & 0x7f) | 0x80);
  return [...bytes, number];
}

function text(words) {
  const bytes = new TextEncoder().encode(words);
  return [...varint(bytes.length), ...bytes];
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
