// Opening the page from a file, beside an empty page and an empty TiddlyWiki, in turns.

import { setTimeout as wait } from 'node:timers/promises';
import { navigate } from './navigation.mjs';
import { TITLE } from './vault.mjs';

/** Samples in milliseconds: `page`, `blank`, `tiddlywiki`. The first opening of each is not counted. */
export async function measureNavigation({ name, browser, addresses, say }, { rounds, seconds }) {
  const pages = { page: TITLE, blank: 'h1', tiddlywiki: '.tc-page-container' };
  const samples = Object.fromEntries(Object.keys(pages).map((page) => [page, []]));
  const end = performance.now() + seconds * 1000;
  for (let round = 0; round <= rounds && (round < 2 || performance.now() < end); round += 1) {
    for (const [page, selector] of Object.entries(pages)) {
      const time = await navigate(browser, addresses[page], selector);
      if (round > 0) samples[page].push(time);
    }
  }
  say(`${name}, navigation: ${samples.page.length} rounds`);
  return samples;
}

/** Milliseconds that the page's scripts have taken so far; null where the browser does not tell. */
export async function script(page, name) {
  return name === 'Chromium' ? (await page.metrics()).ScriptDuration * 1000 : null;
}

/** Waits until the page's scripts have had nothing to do for half a second. */
export async function rested(page) {
  for (let [before, now] = [-1, 0]; before !== now;) {
    before = now;
    await wait(500);
    now = (await page.metrics()).ScriptDuration;
  }
}
