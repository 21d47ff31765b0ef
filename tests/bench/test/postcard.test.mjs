import assert from 'node:assert/strict';
import test from 'node:test';
import { makeJob, readReply } from '../lib/postcard.mjs';

test('a job is written as postcard does', () => {
  const subject = { state: 'é', organization: 'O', organizationalUnit: '1', commonName: 'C' };
  const job = makeJob({ bits: 2048, subject, passphrase: 'pp' });
  assert.equal(Buffer.from(job).toString('hex'), '000100' + '02c3a9' + '014f' + '0131' + '0143' + '008010' + '027070' + '00');
});

test('replies are read', () => {
  assert.deepEqual(readReply(Uint8Array.of(0, 2, 0, 0x80, 0x10)), { kind: 'Progress', stage: 'GeneratingKey' });
  assert.deepEqual(readReply(Uint8Array.of(0, 4, 1)), { kind: 'Progress', stage: 'SigningRequest' });
  assert.deepEqual(readReply(Uint8Array.of(3, 2, 1, 0x61)), { kind: 'Failed', words: 'a' });
  const made = readReply(Uint8Array.of(1, 1, 0, 1, 0x66, 2, 7, 8, 1, 9)).made;
  assert.deepEqual(made, [{ sealedKey: Uint8Array.of(7, 8), csr: Uint8Array.of(9) }]);
});

test('other bytes are refused', () => {
  for (const bytes of [[], [9], [0], [0, 1, 0], [0, 2, 0], [1, 1, 0, 1], [0, 2, 0, 0x80]]) {
    assert.throws(() => readReply(Uint8Array.from(bytes)), /postcard/, String(bytes));
  }
});
