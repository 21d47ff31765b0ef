// The main act in two more engines: WebKitGTK (Safari's) and Chromium 109 (the last for Windows Server 2012 R2). Two
// requests are made and saved; another tab opens the file, gets the certificates, and makes the servers' files of them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';

import { folder } from '../browser/lib/environment.mjs';
import { PRODUCTS, subjects } from '../browser/lib/establishment.mjs';
import { only, titled } from '../browser/lib/matrix.mjs';
import { checkDossier, checkSeal } from '../browser/lib/openssl.mjs';
import { Pki } from '../browser/lib/pki.mjs';
import { until } from '../browser/lib/until.mjs';
import { World } from '../browser/lib/world.mjs';

const world = new World();
after(() => world.close());

const pki = new Pki();

const LABELS = { 'org-auth-cli': 'ORG AUTH_CLI', 'org-sign': 'ORG SIGN' };
const PASSWORD = 'Fichier pour ROC 2026 !';
/** A target of each product, and how the key in its file is sealed (in OpenSSL's words). */
const TARGETS = {
  'org-auth-cli': ['java17', /PBES2, PBKDF2, AES-256-CBC, Iteration \d+, PRF hmacWithSHA256/],
  'org-sign': ['windows-old', /pbeWithSHA1And3-KeyTripleDES-CBC/],
};

/** The PKCS #12 of a certificate, made for a target. */
async function packaged(visit, product, target, passphrase) {
  await visit.go('#/certificats');
  await visit.click(`#${product}-0-deliver`);
  await visit.choose('#delivery-target', target);
  await visit.fill('#delivery-password', PASSWORD);
  await visit.fill('#delivery-passphrase', passphrase);
  await visit.click('#delivery-submit');
  await visit.sees('#delivery-files');
  return visit.download(() => visit.click('button[data-file$=".p12"]'));
}

/** Opens a PKCS #12 with OpenSSL: how it is sealed, its certificates, its key in clear. */
function opened(bytes) {
  const at = path.join(folder('p12'), 'file.p12');
  writeFileSync(at, bytes);
  const { status, stdout, stderr } = spawnSync('openssl', ['pkcs12', '-in', at, '-passin', `pass:${PASSWORD}`, '-nodes', '-info'], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return { sealed: stderr, text: stdout };
}

/** The public key in a certificate, or of a key in clear. */
function publicKey(input, ...options) {
  const { status, stdout, stderr } = spawnSync('openssl', options, { input, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout;
}

for (const place of [...only({ origin: 'file', language: 'fr' }), ...only({ origin: 'localhost', language: 'en' })]) {
  test(`${titled(place)}: described, made, saved; opened again, certified, packaged`, async () => {
    let passphrase;
    let file;
    let requests;
    await world.visit(place, async (visit) => {
      await visit.go('#/etablissement');
      await visit.radio('environment', 'test');
      ({ passphrase, file } = await visit.wholeRun());
      ({ requests } = checkDossier(file.bytes, passphrase, subjects()));
      checkSeal(file.bytes);
      for (const product of PRODUCTS) {
        const pem = await visit.download(() => visit.click(`#${product}-pem`));
        assert.equal(pem.bytes.toString(), requests[product].csr.toString());
      }
    });
    const issued = Object.fromEntries(PRODUCTS.map((product) => [product, pki.issue(requests[product].csr, product)]));

    // Who comes back has the file, and what came by mail.
    await world.visit(place, async (visit) => {
      await visit.give('#open-file', file.name, file.bytes);
      await visit.notice('notice-opened', { name: file.name });
      await visit.go('#/demandes');
      await visit.verify(passphrase);
      await visit.go('#/certificats');
      await visit.giveAll('#certificates-file', { '1.bin': issued['org-auth-cli'], '2.bin': issued['org-sign'], '3.bin': pki.chain });
      for (const product of PRODUCTS) {
        await visit.says('row-joined-current', { product: LABELS[product] }, '#certificates-given');
        // Other keys than IGC-Santé's: named as ordered, and not trusted.
        await visit.says('rule-root-unknown', {}, `#${product}-0-verdict`);
        assert.equal(await visit.saysNow('found-swapped', {}, `#${product}-0-verdict`), false);
      }
      for (const left of [1, 0]) {
        await visit.click('.keep-authority');
        await until('one authority kept', () => visit.page.$$eval('.keep-authority', (all, wanted) => all.length === wanted, left));
      }
      for (const [product, [target, sealed]] of Object.entries(TARGETS)) {
        const { sealed: words, text } = opened((await packaged(visit, product, target, passphrase)).bytes);
        assert.match(words, sealed);
        assert.equal(text.match(/BEGIN CERTIFICATE/g).length, 3);
        assert.equal(publicKey(text, 'pkey', '-pubout'), publicKey(issued[product], 'x509', '-noout', '-pubkey'));
      }
    });
  });
}
