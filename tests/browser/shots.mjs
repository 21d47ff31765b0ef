// Not a test: takes a picture of every screen, wide and narrow, light and dark, and as it prints.
// node shots.mjs FOLDER

import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { walk } from './lib/walk.mjs';
import { World } from './lib/world.mjs';

const [into] = process.argv.slice(2);
if (!into) throw new Error('usage: node shots.mjs FOLDER');
mkdirSync(into, { recursive: true });

const world = new World();
try {
  for (const [theme, language] of [['light', 'fr'], ['dark', 'fr'], ['light', 'en']]) {
    const place = { browser: 'chromium', origin: 'intranet', language };
    await walk(world, place, theme, async (name, { page }) => {
      for (const width of [1280, 320]) {
        await page.setViewport({ width, height: 800 });
        await page.screenshot({ path: path.join(into, `${name}-${language}-${theme}-${width}.png`), fullPage: true });
      }
      if (theme === 'light') {
        // The width of A4 between its margins, at 96 dots an inch.
        await page.setViewport({ width: 718, height: 1000 });
        await page.emulateMediaType('print');
        await page.screenshot({ path: path.join(into, `${name}-${language}-print.png`), fullPage: true });
        await page.emulateMediaType();
      }
      await page.setViewport({ width: 1280, height: 800 });
    });
  }
} finally {
  await world.close();
}
