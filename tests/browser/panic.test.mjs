// When the program cannot start or cannot go on; and when it works long, the page stays alive.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { pageText } from './lib/environment.mjs';
import { HOSPITAL, subjects } from './lib/establishment.mjs';
import { inBoth, only, titled } from './lib/matrix.mjs';
import { checkDossier, readDossier } from './lib/openssl.mjs';
import { pattern } from './lib/texts.mjs';
import { until } from './lib/until.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

const stopped = (visit) => until('the panic screen', () => visit.page.evaluate(() => !document.getElementById('panic').hidden));

/** Ways to break the program. What they throw is meant to be caught by nobody. */
const BREAKS = {
  'it says so itself': (visit) => visit.page.evaluate(() => {
    setTimeout(() => window.certiroc.panic('on purpose'), 0);
  }),
  // (module (func (export "f") unreachable))
  'a trap in WASM': (visit) => visit.page.evaluate(async () => {
    const bytes = Uint8Array.from(atob('AGFzbQEAAAABBAFgAAADAgEABwUBAWYAAAoFAQMAAAs='), (letter) => letter.charCodeAt(0));
    const { instance } = await WebAssembly.instantiate(bytes);
    setTimeout(() => instance.exports.f(), 0);
  }),
  // Yew holds that a node can be put into the document, and panics when it cannot.
  'a panic of the program, which meets a document that refuses its nodes': (visit) => visit.page.evaluate(() => {
    const refuse = () => { throw new DOMException('refused on purpose', 'HierarchyRequestError'); };
    Node.prototype.insertBefore = refuse;
    location.hash = '#/a-propos';
  }),
};

for (const place of inBoth('file', 'fr')) {
  for (const [cause, provoke] of Object.entries(BREAKS)) {
    test(`${titled(place)}: ${cause}: the screen says what happened, and saves the dossier`, async () => {
      const visit = await world.tab(place);
      await visit.open();
      await visit.describe();
      const passphrase = await visit.make();
      await provoke(visit);
      await stopped(visit);
      for (const id of ['panic-title', 'panic-text', 'panic-kept', 'panic-details']) await visit.says(id, {}, '#panic');
      // What the program still hears changes nothing any more.
      await visit.page.evaluate(() => new Promise((resolve) => {
        location.hash = '#/certificats';
        setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve)), 0);
      }));
      assert.match(await visit.page.title(), pattern(place.language, 'panic-title'));
      assert.notEqual(await visit.read('#panic pre'), '');
      assert.equal(await visit.page.evaluate(() => document.activeElement.closest('#panic') !== null), true, 'the screen has the focus');
      assert.equal(await visit.$eval('#app', (app) => app.textContent), '', 'nothing of the page is left');
      const file = await visit.download(() => visit.click('#panic [data-do="save"]'));
      await visit.says('panic-saved', {}, '#panic');
      assert.match(file.name, /^certiroc-.*\.zip$/);
      checkDossier(file.bytes, passphrase, subjects());

      await visit.click('#panic [data-do="reload"]');
      await until('a fresh page', async () => {
        try {
          return await visit.has('#page-title');
        } catch {
          return false;
        }
      });
      await visit.speak();
      await visit.drop(file.name, file.bytes);
      await visit.notice('notice-opened', { name: file.name });
      await visit.go('#/demandes');
      await visit.verify(passphrase);
      await visit.acceptAll();
      await visit.both('ready');
      await visit.page.browserContext().close();
    });
  }

  test(`${titled(place)}: a panic after the first word typed saves that too; one before offers nothing`, async () => {
    for (const isTyped of [false, true]) {
      const visit = await world.tab(place);
      await visit.open();
      await visit.go('#/etablissement');
      if (isTyped) {
        await visit.fill('#name', HOSPITAL.name);
        // What is typed is kept when typing rests, a second later at most; the page's timers end in their order.
        await visit.page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 1000); }));
      }
      await BREAKS['it says so itself'](visit);
      await stopped(visit);
      assert.equal(await visit.saysNow('panic-nothing', {}, '#panic'), !isTyped);
      if (isTyped) {
        const file = await visit.download(() => visit.click('#panic [data-do="save"]'));
        assert.equal(readDossier(file.bytes).document.establishment.name, HOSPITAL.name);
      }
      await visit.page.browserContext().close();
    }
  });

  test(`${titled(place)}: a browser that lacks something is told so in plain words`, async () => {
    for (const missing of ['WebAssembly', 'Worker', 'TextDecoder']) {
      const visit = await world.tab(place);
      await visit.page.evaluateOnNewDocument((name) => { delete window[name]; }, missing);
      await visit.load();
      await until('the failure screen', () => visit.page.evaluate(() => !document.getElementById('boot-failure').hidden));
      const language = await visit.$eval('html', (root) => root.lang);
      assert.match(await visit.read('#boot-failure'), pattern(language, 'failure-old-text'));
      assert.match(await visit.read('#boot-failure pre'), new RegExp(missing));
      assert.match(await visit.page.title(), pattern(language, 'failure-old-title'));
      assert.equal(await visit.$eval('#app', (app) => app.innerText.trim()), '');
      await visit.page.browserContext().close();
    }
  });

  test(`${titled(place)}: a copy that is not whole says so`, async () => {
    const whole = pageText();
    for (const [what, html] of Object.entries({
      'the program cut': whole.replace(/(id="wasm"[^>]*>.{2000})..../, '$1'),
      'the glue changed, which the policy then refuses': whole.replace('<script id="glue">', '<script id="glue">/**/'),
      'the end missing': whole.slice(0, -1000),
    })) {
      const visit = await world.tab(place, { html });
      await visit.load();
      await until(`the failure screen: ${what}`, () => visit.page.evaluate(() => !document.getElementById('boot-failure').hidden));
      const language = await visit.$eval('html', (root) => root.lang);
      assert.match(await visit.read('#boot-failure'), pattern(language, 'failure-damaged-text'), what);
      await visit.page.browserContext().close();
    }
  });
}

test('chromium: without JavaScript the page says that it needs it', async () => {
  const visit = await world.tab({ browser: 'chromium', origin: 'file', language: 'fr' });
  await visit.page.setJavaScriptEnabled(false);
  await visit.load();
  const shown = await visit.read();
  for (const language of ['fr', 'en']) assert.match(shown, pattern(language, 'boot-no-script'));
  assert.doesNotMatch(shown, pattern('fr', 'boot-loading'));
  await visit.page.browserContext().close();
});

for (const place of only({ origin: 'intranet', language: 'fr' })) {
  test(`${titled(place)}: making a key of 4096 bits can be cancelled, and begun again`, () => world.visit(place, async (visit) => {
    await visit.describe();
    await visit.click('.org-auth-cli summary');
    await visit.choose('#org-auth-cli-size', '4096');
    const shown = await visit.order();
    await visit.says('stage-generating', { product: 'ORG AUTH_CLI', bits: 4096 }, '#job-stage');
    await visit.says('job-elapsed', {}, '#job-progress');
    await visit.click('#job-cancel');
    await visit.loses('#job-progress');
    for (const product of ['org-auth-cli', 'org-sign']) await visit.says('request-none', {}, `#${product}-state`);
    if (place.browser === 'chromium') await until('the vault is ended', () => visit.page.workers().length === 0);
    assert.equal(await visit.read('#generated-passphrase'), shown, 'the paper is not for nothing');
    await visit.choose('#org-auth-cli-size', '2048');
    const passphrase = await visit.make();
    checkDossier((await visit.save()).bytes, passphrase, subjects());
  }));

  test(`${titled(place)}: the page lives while the vault makes a key of 4096 bits without WebCrypto`, () => world.visit(place, async (visit) => {
    await visit.describe();
    await visit.click('.org-sign summary');
    await visit.choose('#org-sign-size', '4096');
    await visit.page.evaluate((generating) => {
      const wanted = new RegExp(generating);
      const isWorking = () => wanted.test(document.getElementById('job-stage')?.textContent.replace(/\s+/g, ' ') ?? '');
      self.ticks = { timers: 0, frames: 0 };
      setInterval(() => { self.ticks.timers += isWorking() ? 1 : 0; }, 20);
      const frame = () => {
        self.ticks.frames += isWorking() ? 1 : 0;
        requestAnimationFrame(frame);
      };
      frame();
    }, pattern(place.language, 'stage-generating', { product: 'ORG SIGN', bits: 4096 }).source);
    await visit.order();
    await visit.says('stage-generating', { product: 'ORG SIGN', bits: 4096 }, '#job-stage');
    // The page answers while the vault works.
    await visit.go('#/a-propos');
    await visit.go('#/demandes');
    await visit.both('locked');
    const ticks = await visit.page.evaluate(() => self.ticks);
    assert.ok(ticks.timers > 1 && ticks.frames > 1, JSON.stringify(ticks));
  }));
}
