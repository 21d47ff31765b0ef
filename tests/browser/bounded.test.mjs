// Much at once: what is shown is bounded, whatever is given, and the rest is a press away.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { inBoth, titled } from './lib/matrix.mjs';
import { Pki } from './lib/pki.mjs';
import { until } from './lib/until.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

const pki = new Pki();
// Issues a certificate, `online.pem`.
pki.platformFile('org-sign', 'azerty12');

/** How many certificates a file holds of the ten that are given. */
const EACH = 1_000;

/** So many elements hold what is shown of any of the sets below, the page around it included. */
const ELEMENTS = 6_000;

/** The certificate with a signature that nobody made, as PEM: one of many in its name. */
function namesake(pem, number) {
  const der = Buffer.from(pem.toString().replace(/-----[^-]+-----|\s/g, ''), 'base64');
  der.writeUInt32BE(number, der.length - 4);
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
}

const namesakes = (pem, from, count) => Buffer.from(Array.from({ length: count }, (_, at) => namesake(pem, from + at)).join(''));

const elements = (visit) => visit.page.evaluate(() => document.querySelectorAll('*').length);

for (const place of inBoth('file', 'fr')) {
  test(`${titled(place)}: ten thousand certificates in the issuer's name are shown in part, and the rest on request`, () => world.visit(place, async (visit) => {
    await visit.go('#/verification');
    const issuing = pki.read('issuing.pem');
    const files = Array.from({ length: 10 }, (_, file) => [`namesakes-${file}.pem`, namesakes(issuing, file * EACH, EACH)]);
    files[0][1] = Buffer.concat([pki.read('online.pem'), files[0][1]]);
    await visit.dropAll(Object.fromEntries(files));
    await visit.sees('#given-9-shown');
    assert.ok(await elements(visit) < ELEMENTS, `${await elements(visit)} elements`);
    const rows = () => visit.page.$$eval('#given-1 .entry', (all) => all.length);
    const before = await rows();
    await visit.says('list-shown', { shown: before, count: EACH }, '#given-1-shown');
    await visit.click('#given-1-shown button');
    await until('thirty more', async () => await rows() === before + 30);
    assert.equal(await visit.focused(), 'given-1-shown', 'who uses the keyboard stays there');
  }));

  test(`${titled(place)}: two hundred files at once are shown in part, and the rest on request`, () => world.visit(place, async (visit) => {
    await visit.go('#/verification');
    const leaf = pki.read('online.pem');
    await visit.dropAll(Object.fromEntries(Array.from({ length: 200 }, (_, file) => [`un-${file}.pem`, namesakes(leaf, file, 1)])));
    await visit.says('list-shown', { shown: 30, count: 200 }, '#given-shown');
    await visit.sees('#given-29');
    await visit.loses('#given-cancel');
    assert.ok(await elements(visit) < ELEMENTS, `${await elements(visit)} elements`);
    await visit.click('#given-shown button');
    await visit.sees('#given-59');
    assert.equal(await visit.has('#given-60'), false);
  }));
}
