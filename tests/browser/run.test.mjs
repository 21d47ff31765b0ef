// The whole job, everywhere: from the establishment to two requests that OpenSSL takes.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';

import { folder } from './lib/environment.mjs';
import { HOSPITAL, PRODUCTS, subject, subjects } from './lib/establishment.mjs';
import { hasPicker, MATRIX, ORIGINS, titled } from './lib/matrix.mjs';
import { checkDossier, checkRequest, checkSeal, publicKeyOf } from './lib/openssl.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

/** How the dossier is saved in a place, in words. */
function how(place) {
  if (hasPicker(place)) {
    return place.origin === 'localhost'
      ? 'saved by the File System Access API, the picker replaced by an OPFS handle'
      : 'saved by the File System Access API, the picker replaced by a scripted handle';
  }
  return isStated(place) ? 'downloaded, and stated to be saved' : 'downloaded, and given back to the page';
}

const isStated = ({ language }) => language === 'en';

for (const place of MATRIX) {
  test(`${titled(place)}: the whole job, ${how(place)}`, () => world.visit(place, async (visit) => {
    assert.equal(await visit.page.evaluate(() => isSecureContext), ORIGINS[place.origin].secure);
    assert.equal(await visit.page.evaluate(() => typeof crypto.subtle === 'object'), ORIGINS[place.origin].secure);
    assert.equal(await visit.page.evaluate(() => 'showSaveFilePicker' in window), hasPicker(place));

    await visit.describe();
    assert.equal(await visit.route(), '#/demandes');
    const passphrase = await visit.make();
    assert.match(passphrase, /^([a-z]{4}-){5}[a-z]{4}$/);
    await visit.assertLocked();
    await assertForgotten(visit, passphrase);

    const file = await visit.save({ stated: isStated(place) });
    await visit.both('ready');
    assert.match(file.name, /^certiroc-[a-z-]+\.zip$/);
    const dossier = checkDossier(file.bytes, passphrase, subjects());
    assert.deepEqual(Object.keys(dossier.requests), PRODUCTS);
    assert.notEqual(publicKeyOf(dossier.requests['org-sign'].csr), publicKeyOf(dossier.requests['org-auth-cli'].csr));
    checkUnzips(file, dossier);
    await checkJournal(visit, place);

    await visit.go('#/demandes');
    for (const product of PRODUCTS) await handOver(visit, product, dossier.requests[product].csr);
  }));
}

/** The passphrase is nowhere on the page any more. */
async function assertForgotten(visit, passphrase) {
  const left = await visit.page.evaluate(() => document.documentElement.outerHTML
    + [...document.querySelectorAll('input')].map((input) => input.value).join('\n'));
  assert.ok(!left.includes(passphrase), 'the passphrase has left the page');
}

/** The archive is one that a stock tool takes. */
function checkUnzips(file, dossier) {
  const into = folder('unzipped');
  const archive = path.join(into, file.name);
  writeFileSync(archive, file.bytes);
  const said = execFileSync('unzip', ['-t', archive], { encoding: 'utf8' });
  assert.match(said, /No errors detected/);
  const names = [...dossier.members.keys()].sort();
  assert.equal(names.length, 10);
  const notice = dossier.members.get('LISEZMOI.txt').toString();
  assert.ok(notice.includes(HOSPITAL.name) && /CertiROC \d+\.\d+\.\d+/.test(notice), notice);
  for (const name of dossier.members.keys()) {
    const told = name.replace(/\/.*/, '/');
    assert.ok(told === 'LISEZMOI.txt' || notice.includes(told), `${told} in ${notice}`);
  }
  checkSeal(file.bytes);
  for (const name of names) assert.ok(said.includes(name), name);
}

/** The journal says how the file became known to be saved. */
async function checkJournal(visit, place) {
  await visit.go('#/dossier');
  await visit.says('event-created', {}, '#journal');
  for (const product of ['ORG AUTH_CLI', 'ORG SIGN']) {
    await visit.says('event-request-made', { product }, '#journal');
  }
  const stated = await visit.saysNow('event-saved-as-stated', {}, '#journal');
  assert.equal(stated, !hasPicker(place) && isStated(place));
}

/** Text, PEM and DER: the same request, and the one that the page takes for its own. */
async function handOver(visit, product, inDossier) {
  const raw = await visit.raw(product);
  assert.equal(raw.trim(), inDossier.toString().trim());
  checkRequest(Buffer.from(raw), subject(product));

  const pem = await visit.download(() => visit.click(`#${product}-pem`));
  const der = await visit.download(() => visit.click(`#${product}-der`));
  const stem = `${product}_1${HOSPITAL.identifier}_`;
  assert.match(pem.name, new RegExp(`^${stem}\\d{4}-\\d\\d-\\d\\d\\.csr$`));
  assert.match(der.name, new RegExp(`^${stem}\\d{4}-\\d\\d-\\d\\d\\.csr\\.der$`));
  assert.equal(pem.bytes.toString(), raw);
  checkRequest(pem.bytes, subject(product));
  checkRequest(der.bytes, subject(product));
  assert.equal(der.bytes.toString('base64'), raw.replace(/-----.*-----|\s/g, ''));

  await visit.click(`#${product}-copy`);
  await visit.says('csr-copied', {}, `#${product}-state`);
  await visit.go('#/verification');
  await visit.click('#verification-text');
  await visit.page.keyboard.down('Control');
  await visit.page.keyboard.press('v');
  await visit.page.keyboard.up('Control');
  assert.equal((await visit.value('#verification-text')).trim(), raw.trim());
  await visit.click('#verification-read');
  const label = { 'org-auth-cli': 'ORG AUTH_CLI', 'org-sign': 'ORG SIGN' }[product];
  await visit.says('joined-good', { product: label }, '#verification-joined');
  await visit.go('#/demandes');
}
