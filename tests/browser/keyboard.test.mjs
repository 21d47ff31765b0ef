// The whole job without a mouse: Tab, arrows, Space, Enter and typing.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { HOSPITAL, PRODUCTS, subjects } from './lib/establishment.mjs';
import { Keyboard } from './lib/keyboard.mjs';
import { EACH_ONCE, hasPicker, only, titled } from './lib/matrix.mjs';
import { checkDossier } from './lib/openssl.mjs';
import { until } from './lib/until.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

// And once where the dossier is downloaded by the browser that elsewhere has the picker.
for (const place of [...EACH_ONCE, ...only({ browser: 'chromium', origin: 'intranet', language: 'fr' })]) {
  test(`${titled(place)}: the whole job with the keyboard alone`, () => world.visit(place, async (visit) => {
    const keyboard = new Keyboard(visit);
    await visit.page.reload();
    await visit.started();

    // The skip link comes first, and leads to the title.
    await keyboard.press('Tab');
    assert.ok(await keyboard.is('a.skip'));
    await keyboard.assertVisible('a.skip');
    await keyboard.press('Enter');
    await until('title', () => keyboard.is('#page-title'));

    await keyboard.activate('#direct');
    await until('title', () => keyboard.is('#page-title'));
    await keyboard.type('#name', HOSPITAL.name);
    await keyboard.to('#department');
    await keyboard.page.keyboard.type('Rh');
    await until('Rhône', async () => await visit.value('#department') === '69');
    await keyboard.radio('identifier-kind', 'finess-eg');
    await keyboard.press('ArrowUp');
    assert.ok(await keyboard.is('input[value="finess-ej"]:checked'));
    await keyboard.type('#identifier', HOSPITAL.identifier);

    // Refused: from the summary to the field.
    await keyboard.activate('#establishment-continue');
    await until('summary', () => keyboard.is('#error-summary'));
    await keyboard.activate('#error-summary li a');
    await until('field', () => keyboard.is('input[name="contract-level"]'));
    await keyboard.radio('contract-level', 'ej');
    await keyboard.to('#establishment-continue');
    await keyboard.press(' ');
    await until('title', () => keyboard.is('#page-title'));
    assert.equal(await visit.route(), '#/demandes');

    await keyboard.reachKeys();
    const passphrase = await visit.read('#generated-passphrase');
    await keyboard.type('#passphrase-repeat', passphrase);
    await keyboard.press('Enter');
    await visit.both('locked');

    let file;
    if (hasPicker(place)) {
      await keyboard.activate('#save');
      await visit.both('ready');
      file = await visit.saved();
    } else {
      file = await visit.download(() => keyboard.activate('#save'));
      await keyboard.activate('#save-stated', ' ');
      await visit.both('ready');
    }
    checkDossier(file.bytes, passphrase, subjects());

    for (const product of PRODUCTS) {
      await keyboard.to(`#${product}-raw`);
      await keyboard.activate(`#${product}-copy`);
      await visit.says('csr-copied', {}, `#${product}-state`);
      const pem = await visit.download(() => keyboard.activate(`#${product}-pem`, ' '));
      assert.equal(pem.bytes.toString(), await visit.raw(product));
    }
    await keyboard.activate('nav a[href="#/dossier"]');
    await until('title', () => keyboard.is('#page-title'));
    await keyboard.to('#open-file');
    await keyboard.activate(`#language-${place.language === 'fr' ? 'en' : 'fr'}`, ' ');
    await until('language', () => visit.$eval('html', (root, lang) => root.lang !== lang, place.language));
  }));
}
