import assert from 'node:assert/strict';
import test from 'node:test';
import { makeJob, packJob, readJob, readReply } from '../lib/postcard.mjs';

const hex = (bytes) => Buffer.from(bytes).toString('hex');
const time = '9a1f' + 'c902' + '010203' + '00' + '000000';

test('jobs are written as postcard does', () => {
  const subject = { state: 'é', organization: 'O', organizationalUnit: '1', commonName: 'C' };
  const job = makeJob({ bits: 2048, subject, passphrase: 'pp' });
  assert.equal(hex(job), '000100' + '02c3a9' + '014f' + '0131' + '0143' + '008010' + '027070' + '00');
  assert.equal(hex(readJob({ passwords: ['p'], certificates: [[7, 8]] })), '01' + '010170' + '01020708' + '00');
  const pack = { keyId: 'ab', profile: 'modern', leaf: [7], chain: [[8], [9]], alias: 'a', password: 'p' };
  assert.equal(
    hex(packJob(pack)),
    '0301' + '026162' + '00' + '0e0001' + '0107' + '0201080109' + '0161' + '0562656e6368' + '0170',
  );
});

test('replies are read', () => {
  const read = (text) => readReply(Buffer.from(text, 'hex'));
  assert.deepEqual(read('0002008010'), { kind: 'Progress', stage: 'GeneratingKey' });
  assert.deepEqual(read('000401'), { kind: 'Progress', stage: 'SigningRequest' });
  assert.deepEqual(read('0005'), { kind: 'Progress', stage: 'Reading' });
  assert.deepEqual(read('0602'), { kind: 'Failed', words: 'KeyNotThere' });
  assert.deepEqual(read('06070161'), { kind: 'Failed', words: 'Internal: a' });
  const { made } = read('01' + '01' + '00' + '0166' + '020708' + '0109');
  assert.deepEqual(made.map(({ sealedKey, csr }) => [hex(sealedKey), hex(csr)]), [['0708', '09']]);
  const { files } = read('04' + '01' + '0161' + '0162' + '00' + '020708');
  assert.deepEqual(files.map(({ name, bytes }) => [name, hex(bytes)]), [['a', '0708']]);
});

test('a report of a list is read', () => {
  const found = '0105' + time + '0101';
  const sha256 = '00'.repeat(32);
  const crl = '0141' + time + '01' + time + '02' + '0142' + '0000' + '01' + sha256 + '010105' + '01' + found
    + '02' + sha256 + '0001' + found + sha256 + '0000';
  assert.deepEqual(readReply(Buffer.from(`0201000001${'0002'}${crl}0000`, 'hex')), {
    kind: 'Read',
    format: 'Der',
    rows: [{ name: null, kind: 'Crl', issuer: 'A', entries: 2, signed: true, verdicts: ['Revoked', 'NotRevoked'] }],
  });
});

test('other bytes are refused', () => {
  for (const bytes of [[], [9], [0], [0, 1, 0], [0, 2, 0], [1, 1, 0, 1], [0, 2, 0, 0x80], [2, 1, 0, 0, 1, 0, 4, 0]]) {
    assert.throws(() => readReply(Uint8Array.from(bytes)), /postcard|problem/, String(bytes));
  }
});
