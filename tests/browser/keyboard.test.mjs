// The whole job without a mouse: Tab, arrows, Space, Enter and typing.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { HOSPITAL, PRODUCTS, subjects } from './lib/establishment.mjs';
import { hasPicker, only, titled } from './lib/matrix.mjs';
import { checkDossier } from './lib/openssl.mjs';
import { until } from './lib/until.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

class Keyboard {
  constructor(visit) {
    this.visit = visit;
    this.page = visit.page;
  }

  press(key) {
    return this.page.keyboard.press(key);
  }

  is(selector) {
    return this.page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
  }

  /**
   * Tabs, forwards or backwards as the target lies, until the focus is there. Fails once it has made
   * as many steps as there are stops. (All the way round would leave the page for the browser's own bars.)
   */
  async to(selector) {
    await this.visit.sees(selector);
    const stops = await this.page.evaluate(() => document.querySelectorAll('a, button, input, select, textarea, summary, [tabindex]').length);
    for (let step = 0; step <= stops; step += 1) {
      if (await this.is(selector)) {
        await this.assertVisible(selector);
        return;
      }
      // Where what had the focus is gone, it lay below: only the forms of a page disappear.
      const isBefore = await this.page.evaluate((wanted) => document.activeElement === document.body
        || Boolean(document.activeElement.compareDocumentPosition(document.querySelector(wanted)) & Node.DOCUMENT_POSITION_PRECEDING), selector);
      if (isBefore) await this.page.keyboard.down('Shift');
      await this.press('Tab');
      if (isBefore) await this.page.keyboard.up('Shift');
    }
    assert.fail(`Tab does not lead to ${selector}`);
  }

  /** Whoever looks sees where the focus is: an outline, inside what is shown. */
  async assertVisible(selector) {
    const seen = await this.page.evaluate(() => {
      const element = document.activeElement;
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      return { outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0, size: box.width * box.height, inside: box.bottom > 0 && box.top < innerHeight };
    });
    assert.ok(seen.outline && seen.size > 0 && seen.inside, `${selector}: ${JSON.stringify(seen)}`);
  }

  async type(selector, text) {
    await this.to(selector);
    await this.page.keyboard.type(text);
  }

  async activate(selector, key = 'Enter') {
    await this.to(selector);
    await this.press(key);
  }

  /** In a group of radio buttons: Space, then arrows. */
  async radio(name, value) {
    await this.to(`input[name="${name}"]`);
    await this.press(' ');
    const wanted = `input[name="${name}"][value="${value}"]`;
    for (let step = 0; step < 5 && !(await this.is(wanted)); step += 1) await this.press('ArrowDown');
    assert.ok(await this.is(`${wanted}:checked`), wanted);
  }
}

for (const place of [...only({ origin: 'file' }), ...only({ origin: 'intranet', language: 'fr' })]) {
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

    await keyboard.activate('#begin');
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
