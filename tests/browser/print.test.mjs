// What is printed. Only Chromium lets a test look at the page as it prints.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { HOSPITAL, PRODUCTS } from './lib/establishment.mjs';
import { titled } from './lib/matrix.mjs';
import { readDossier, sha256 } from './lib/openssl.mjs';
import { Pki } from './lib/pki.mjs';
import { pattern, plain } from './lib/texts.mjs';
import { until } from './lib/until.mjs';
import { unzip } from './lib/zip.mjs';
import { World } from './lib/world.mjs';

/** Where something is to be written by hand. */
const BLANK = '……………………………………';

const world = new World();
after(() => world.close());

for (const language of ['fr', 'en']) {
  const place = { browser: 'chromium', origin: 'file', language };
  test(`${titled(place)}: the passphrase prints alone under the hospital's name, and nothing else prints it`, () => world.visit(place, async (visit) => {
    await visit.describe();
    const passphrase = await visit.read('#generated-passphrase');
    await visit.page.evaluate(() => { window.print = () => { self.asked = true; }; });
    await visit.click('#passphrase-print');
    assert.equal(await visit.page.evaluate(() => self.asked), true);

    await visit.page.emulateMediaType('print');
    const printed = await visit.$eval('body', (body) => body.innerText.split('\n').filter((line) => line.trim() !== ''));
    const sheet = plain(printed.join(' '));
    assert.match(plain(printed[0]), pattern(language, 'passphrase-sheet'));
    assert.equal(printed[1], passphrase);
    assert.ok(sheet.includes(HOSPITAL.name), sheet);
    assert.ok(sheet.includes('certiroc-hospices-de-l-ile-d-ete-sur-saone.zip'), sheet);
    for (const product of ['ORG AUTH_CLI', 'ORG SIGN']) {
      assert.match(sheet, pattern(language, 'facts-key', { product, keys: '……' }), 'to be written on by hand');
    }
    assert.match(sheet, pattern(language, 'seal-of', { number: BLANK, time: BLANK }));
    assert.match(sheet, pattern(language, 'seal-fingerprint', { fingerprint: '……' }));
    assert.match(plain(printed.at(-1)), pattern(language, 'passphrase-sheet-advice'));
    assert.equal(await visit.page.$$eval('.passphrase', (all) => all.every((secret) => secret.translate)), false, 'no translator touches it');
    const pdf = Buffer.from(await visit.page.pdf({ format: 'A4' })).toString('latin1');
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 1);

    await visit.page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await visit.page.emulateMediaType('screen');
    await visit.fill('#passphrase-repeat', passphrase);
    // The browser's own command.
    await visit.page.emulateMediaType('print');
    const page = await visit.read();
    assert.ok(page.includes(visit.text('make-title')));
    assert.ok(page.includes(visit.text('passphrase-not-printed')));
    assert.ok(!page.includes(passphrase));
    assert.equal(await visit.$eval('#passphrase-repeat', (field) => field.checkVisibility()), false);
    await visit.page.emulateMediaType('screen');
    assert.ok(!(await visit.read()).includes(visit.text('passphrase-not-printed')));
  }));
}

test('chromium, file://, fr: the sheet of a new passphrase bears no key and no seal that the page does not answer for', () => world.visit({ browser: 'chromium', origin: 'file', language: 'fr' }, async (visit) => {
  const { passphrase } = await visit.wholeRun();
  const file = await visit.savedWith('a seal', (bytes) => unzip(bytes).has('sceau.json'));
  const keys = readDossier(file.bytes).document.orders.map(({ requests }) => requests[0]['key-id'].slice(0, 8));
  const fingerprint = sha256(Buffer.from(unzip(file.bytes).get('sceau.pub.pem').toString().replace(/-----[^-]+-----|\s/g, ''), 'base64'));
  const sheet = () => visit.$eval('.sheet', (element) => element.textContent);
  const bears = async (wanted) => until(`the sheet ${wanted ? 'bears' : 'leaves blank'} keys and seal`, async () => {
    const words = plain(await sheet());
    return [...keys, fingerprint].every((fact) => words.includes(fact) === wanted)
      && pattern('fr', 'seal-fingerprint', { fingerprint: '……' }).test(words) !== wanted;
  });
  await visit.go('#/dossier');
  await visit.click('#passphrase-change');
  await bears(true);
  // Lost: what is made next has other keys and another seal.
  await visit.click('#passphrase-lost summary');
  await visit.click('#passphrase-lost-start');
  await visit.sees('#generated-passphrase');
  await bears(false);
  // From a file that nobody verified.
  await visit.click('#passphrase-found');
  await visit.go('#/dossier');
  await visit.click('#dossier-new');
  await visit.drop(file.name, file.bytes);
  await visit.notice('notice-opened');
  await visit.go('#/dossier');
  await visit.click('#passphrase-change');
  await bears(false);
  await visit.verify(passphrase);
  await bears(true);
}));

test('chromium, file://, fr: of two passphrases on a page, the one is printed whose button was pressed', () => world.visit({ browser: 'chromium', origin: 'file', language: 'fr' }, async (visit) => {
  const [pki, passwords] = [new Pki(), ['azerty12', 'qwerty34']];
  const files = PRODUCTS.map((product, index) => pki.platformFile(product, passwords[index]));
  await visit.dropAll({ 'un.p12': files[0], 'deux.p12': files[1] });
  for (const index of [0, 1]) {
    await visit.fill(`#unlock-${index}`, passwords[index]);
    await visit.click(`#unlock-${index}-submit`);
    await visit.sees(`#given-${index} .adopt`);
    await visit.click(`#given-${index} .adopt summary`);
  }
  const ids = await visit.page.$$eval('.adopt', (all) => all.map((element) => element.id.replace(/-form$/, '')));
  const [other, passphrase] = await Promise.all(ids.map((id) => visit.read(`#${id}-generated-passphrase`)));
  const twice = await visit.page.$$eval('[id]', (all) => all.map(({ id }) => id).filter((id, index, each) => each.indexOf(id) < index));
  assert.deepEqual(twice, []);
  await visit.page.evaluate(() => { window.print = () => { self.asked = true; }; });
  await visit.click(`#${ids[1]}-passphrase-print`);
  assert.equal(await visit.page.evaluate(() => self.asked), true);
  await visit.page.emulateMediaType('print');
  const printed = await visit.read();
  assert.ok(printed.includes(passphrase));
  assert.ok(!printed.includes(other));
}));
