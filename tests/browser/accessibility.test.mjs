// Every screen and state: axe-core finds nothing, and nothing is cut off at 320 px.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';

import { titled } from './lib/matrix.mjs';
import { walk } from './lib/walk.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };

async function violations(page) {
  // Evaluated by the debugger: the page's policy lets no script element in. It stays until the page is loaded again.
  if (!await page.evaluate(() => 'axe' in self)) await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations: found } = await self.axe.run(document, { resultTypes: ['violations'] });
    return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} – ${node.failureSummary}`));
  });
}

// Both languages and both themes in Chromium. What axe-core reads, the document and its computed colours, is the same in
// Firefox; what that lays out in its own way is told by the longer language.
for (const [place, theme] of [
  [{ browser: 'chromium', origin: 'file', language: 'fr' }, 'light'],
  [{ browser: 'chromium', origin: 'intranet', language: 'en' }, 'dark'],
  [{ browser: 'firefox', origin: 'file', language: 'fr' }, 'dark'],
]) {
  test(`${titled(place)}, ${theme}: every screen is accessible`, async (context) => {
    await world.browser(place.browser);
    await walk(world, place, theme, (name, visit) => context.test(name, async () => {
      await visit.page.setViewport(WIDE);
      assert.equal(await visit.$eval('html', (root) => root.lang), place.language);
      assert.deepEqual(await violations(visit.page), []);
      await visit.page.setViewport(NARROW);
      const width = await visit.page.evaluate(() => document.documentElement.scrollWidth);
      const wide = await visit.page.evaluate(() => [...document.querySelectorAll('body *')]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && element.checkVisibility())
        .map((element) => `${element.tagName.toLowerCase()}#${element.id}.${element.className} ${element.textContent.slice(0, 40)}`));
      assert.ok(width <= NARROW.width, `${width} px wide at ${NARROW.width}: ${wide.join('; ')}`);
      await visit.page.setViewport(WIDE);
    }));
  });
}
