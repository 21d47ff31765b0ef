// A user without a mouse.

import assert from 'node:assert/strict';

import { ORIGINS } from './matrix.mjs';
import { until } from './until.mjs';

export class Keyboard {
  constructor(visit) {
    this.visit = visit;
    this.page = visit.page;
  }

  /** Presses a key, once something was painted: before that, Chromium drops what is typed. */
  async press(key) {
    await until('painted', () => this.page.evaluate(() => performance.getEntriesByType('paint').length > 0));
    await this.page.keyboard.press(key);
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

  /** Fills in the establishment's form, from any page. */
  async describe(hospital) {
    await this.activate('nav a[href="#/etablissement"]');
    await this.type('#name', hospital.name);
    await this.to('#department');
    await this.page.keyboard.type('Rh');
    await this.radio('identifier-kind', hospital.kind);
    await this.type('#identifier', hospital.identifier);
    await this.radio('contract-level', hospital.contract);
    await this.activate('#establishment-continue');
    await this.reachKeys();
  }

  /** To where keys are made: over plain http, the words that the journal keeps are ticked before. */
  async reachKeys() {
    if (!ORIGINS[this.visit.place.origin].secure) {
      await this.visit.sees('#http-accept');
      await this.activate('#http-accept', ' ');
    }
    await this.visit.sees('#passphrase-submit');
  }
}
