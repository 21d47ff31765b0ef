// Just enough DER (X.690) to make a revocation list and to take a name out of a certificate.

export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
export const OCTET_STRING = 0x04;
export const OBJECT_IDENTIFIER = 0x06;
export const ENUMERATED = 0x0a;
export const UTC_TIME = 0x17;
export const SEQUENCE = 0x30;
export const CONTEXT_0 = 0xa0;

/** The header of an element with `length` bytes of content. */
export function header(tag, length) {
  if (length < 0x80) return Buffer.of(tag, length);
  const digits = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) digits.unshift(left % 256);
  return Buffer.of(tag, 0x80 | digits.length, ...digits);
}

/** An element of these contents, one after the other. */
export function element(tag, ...contents) {
  const content = Buffer.concat(contents);
  return Buffer.concat([header(tag, content.length), content]);
}

/** The elements that a constructed element holds, each whole. */
export function children(bytes) {
  const [start, end] = content(bytes);
  const found = [];
  for (let at = start; at < end;) {
    const [, next] = content(bytes.subarray(at));
    found.push(bytes.subarray(at, at + next));
    at += next;
  }
  return found;
}

/** Where the content of the first element begins and ends. */
function content(bytes) {
  if (bytes[1] < 0x80) return [2, 2 + bytes[1]];
  const digits = bytes[1] & 0x7f;
  const start = 2 + digits;
  return [start, start + bytes.readUIntBE(2, digits)];
}
