// Weak signatures, keys that are not taken, and authorities of the test IGC-Santé: each is called what it is.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';

import { folder } from './lib/environment.mjs';
import { inBoth, titled } from './lib/matrix.mjs';
import { Pki } from './lib/pki.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

const pki = new Pki();
const DATA = process.env.CERTIROC_TEST_DATA;
const OUTCOME = '#verification-outcome';
const PASSWORD = 'azerty12';

const FOLDER = folder('weak');

/** A file that OpenSSL makes: `@` stands for its name. */
function made(name, ...args) {
  const at = path.join(FOLDER, name);
  execFileSync('openssl', args.map((arg) => arg.replace('@', at)), { stdio: 'pipe' });
  return readFileSync(at);
}

for (const place of inBoth('file', 'fr')) {
  test(`${titled(place)}: a weak signature is told, of a certificate and of a request`, () => world.visit(place, async (visit) => {
    await visit.go('#/verification');
    const key = made('key.pem', 'genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', '@');
    assert.ok(key.length > 1000);
    const from = path.join(FOLDER, 'key.pem');
    const of = (name, ...args) => made(name, 'req', '-new', '-key', from, '-subj', '/CN=Essai', '-sha1', ...args, '-out', '@');
    await visit.drop('sha1.pem', of('sha1.pem', '-x509'));
    await visit.says('signature-weak', { found: 'sha1WithRSAEncryption' }, OUTCOME);
    await visit.drop('sha1.csr', of('sha1.csr'));
    await visit.says('algorithm-weak', { name: 'sha1WithRSAEncryption' }, OUTCOME);
  }));

  test(`${titled(place)}: a key that is not taken says why`, () => world.visit(place, async (visit) => {
    await visit.go('#/verification');
    const key = made('three.pem', 'genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-pkeyopt', 'rsa_keygen_pubexp:3', '-out', '@');
    await visit.drop('three.pem', key);
    await visit.says('problem-key-exponent', { found: '3' }, OUTCOME);
    assert.equal(await visit.has('.adopt'), false);

    // One bit of the salt of its MAC: the key opens as before, and is not taken.
    const file = Buffer.from(pki.platformFile('org-sign', PASSWORD));
    await visit.drop('bon.p12', file);
    await visit.fill('#unlock-0', PASSWORD);
    await visit.click('#unlock-0-submit');
    await visit.sees('.adopt');
    file[file.length - 10] ^= 1;
    await visit.drop('altere.p12', file);
    await visit.fill('#unlock-0', PASSWORD);
    await visit.click('#unlock-0-submit');
    await visit.says('problem-key-unverified', {}, OUTCOME);
    assert.equal(await visit.has('.adopt'), false);
    assert.equal(await visit.has('.reseal'), false);
  }));

  test(`${titled(place)}: an authority of the test IGC-Santé is called so`, { skip: !DATA }, () => world.visit(place, async (visit) => {
    await visit.go('#/verification');
    const real = (...parts) => readFileSync(path.join(DATA, 'igc-sante', ...parts));
    await visit.drop('ACR-EL-TEST.cer', real('ca-test', 'ACR-EL-TEST.cer'));
    await visit.says('authority-known-test', { name: 'ACR-EL-TEST' }, OUTCOME);
    await visit.dropAll({
      'ACR-EL-TEST.cer': real('ca-test', 'ACR-EL-TEST.cer'),
      'ACI-EL-ORG-TEST.cer': real('ca-test', 'ACI-EL-ORG-TEST.cer'),
    });
    await visit.says('certificates-path-test', { root: 'TEST AC RACINE IGC-SANTE ELEMENTAIRE' }, OUTCOME);
  }));
}
