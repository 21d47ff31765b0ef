// Addresses, titles and focus; language and theme, and what the browser keeps of them.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { HOSPITAL } from './lib/establishment.mjs';
import { inBoth, only, titled } from './lib/matrix.mjs';
import { text } from './lib/texts.mjs';
import { until } from './lib/until.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

const PAGES = {
  '#/': 'home-title',
  '#/parcours': 'course-title',
  '#/etablissement': 'establishment-title',
  '#/demandes': 'requests-title',
  '#/dossier': 'dossier-title',
  '#/verification': 'verification-title',
  '#/lecteur': 'reader-title',
  '#/a-propos': 'about-title',
};

const stands = (visit, hash) => until(`page ${hash}`, async () => await visit.read('h1') === visit.text(PAGES[hash])
  && await visit.page.title() === `${visit.text(PAGES[hash])} – CertiROC`);

for (const place of [...inBoth('file', 'fr'), ...inBoth('localhost', 'en')]) {
  test(`${titled(place)}: each page has its address and title, and takes the focus`, () => world.visit(place, async (visit) => {
    await stands(visit, '#/');
    for (const hash of Object.keys(PAGES).reverse()) {
      await visit.go(hash);
      await stands(visit, hash);
      await until('focus', async () => await visit.focused() === 'page-title');
      assert.equal(await visit.$eval('main', (main) => main.querySelectorAll('h1').length), 1);
    }
  }));

  test(`${titled(place)}: Back and Forward`, () => world.visit(place, async (visit) => {
    const way = ['#/etablissement', '#/verification', '#/a-propos'];
    for (const hash of way) await visit.go(hash);
    await visit.page.evaluate(() => history.back());
    await stands(visit, '#/verification');
    await until('focus', async () => await visit.focused() === 'page-title');
    await visit.page.evaluate(() => history.back());
    await stands(visit, '#/etablissement');
    await visit.page.evaluate(() => history.forward());
    await stands(visit, '#/verification');
    assert.equal(await visit.route(), '#/verification');
  }));

  test(`${titled(place)}: an address opens its page at once, an unknown one the home page`, async () => {
    await world.visit(place, (visit) => stands(visit, '#/dossier'), { hash: '#/dossier' });
    await world.visit(place, (visit) => stands(visit, '#/'), { hash: '#/nulle-part' });
    await world.visit(place, (visit) => stands(visit, '#/'), { hash: '#/E:/demandes' });
  });

  test(`${titled(place)}: anchors and unknown addresses leave the page as it is`, () => world.visit(place, async (visit) => {
    await visit.go('#/etablissement');
    await visit.fill('#name', HOSPITAL.name);
    for (const hash of ['#x', '#contenu', '#/nulle-part', '#/demandes/']) {
      await visit.page.evaluate((wanted) => { location.hash = wanted; }, hash);
      assert.equal(await visit.read('h1'), visit.text('establishment-title'));
      assert.equal(await visit.value('#name'), HOSPITAL.name);
    }
    // The page still answers to its own addresses afterwards.
    await visit.go('#/verification');
    await stands(visit, '#/verification');
  }));

  test(`${titled(place)}: the language changes at any time, keeps what is typed, and is kept`, () => world.visit(place, async (visit) => {
    const other = place.language === 'fr' ? 'en' : 'fr';
    await visit.go('#/etablissement');
    await visit.fill('#name', HOSPITAL.name);
    await visit.choose('#department', HOSPITAL.department);
    await visit.radio('identifier-kind', HOSPITAL.kind);
    await visit.click(`#language-${other}`);
    await until('language', () => visit.$eval('html', (root, lang) => root.lang === lang, other));
    assert.equal(await visit.read('h1'), text(other, 'establishment-title'));
    assert.equal(await visit.page.title(), `${text(other, 'establishment-title')} – CertiROC`);
    assert.equal(await visit.$eval(`#language-${other}`, (button) => button.getAttribute('aria-pressed')), 'true');
    assert.equal(await visit.value('#name'), HOSPITAL.name);
    assert.equal(await visit.value('#department'), HOSPITAL.department);
    assert.equal(await visit.value('input[name="identifier-kind"]:checked'), HOSPITAL.kind);

    await visit.page.reload();
    await visit.started();
    assert.equal(await visit.$eval('html', (root) => root.lang), other);
    assert.equal(await visit.read('h1'), text(other, 'establishment-title'));
  }));

  test(`${titled(place)}: the theme changes the colours, and is kept`, () => world.visit(place, async (visit) => {
    const paper = () => visit.$eval('html', (root) => getComputedStyle(root).backgroundColor);
    await visit.setTheme('light');
    const light = await paper();
    await visit.setTheme('dark');
    assert.notEqual(await paper(), light);
    const dark = await paper();
    await visit.page.reload();
    await visit.started();
    assert.equal(await visit.value('#theme'), 'dark');
    assert.equal(await paper(), dark);
  }));
}

for (const place of only({ origin: ['file', 'localhost', 'intranet'], language: 'fr' })) {
  test(`${titled(place)}: after the whole job the browser has kept language and theme, and nothing else`, () => world.visit(place, async (visit) => {
    await visit.setTheme('dark');
    await visit.wholeRun();
    const kept = await visit.page.evaluate(async () => ({
      local: { ...localStorage },
      session: { ...sessionStorage },
      databases: (await indexedDB.databases()).map(({ name }) => name),
      caches: 'caches' in self ? await caches.keys().catch(() => []) : [],
      cookies: document.cookie,
    }));
    assert.deepEqual(kept, {
      local: { 'certiroc.language': 'fr', 'certiroc.theme': 'dark' },
      session: {},
      databases: [],
      caches: [],
      cookies: '',
    });
  }));
}

for (const [tag, wanted] of [['en-GB', 'en'], ['fr-CA', 'fr'], ['de-DE', 'fr']]) {
  test(`a browser that asks for ${tag} first gets ${wanted}`, async () => {
    const other = new World();
    try {
      await other.browser('firefox', { preferences: { 'intl.accept_languages': tag } });
      const visit = await other.tab({ browser: 'firefox', origin: 'file', language: wanted });
      await visit.load();
      await visit.started();
      assert.equal(await visit.$eval('html', (root) => root.lang), wanted);
      assert.equal(await visit.read('h1'), text(wanted, 'home-title'));
    } finally {
      await other.close();
    }
  });
}
