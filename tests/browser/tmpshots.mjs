import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Simulator, replaceCardApis } from './lib/simulator.mjs';
import { World } from './lib/world.mjs';
const [into] = process.argv.slice(2);
mkdirSync(into, { recursive: true });
const world = new World();
const shot = async (visit, name) => {
  for (const width of [1280, 320]) {
    await visit.page.setViewport({ width, height: 800 });
    await visit.page.screenshot({ path: path.join(into, `${name}-${width}.png`), fullPage: true });
  }
  await visit.page.setViewport({ width: 718, height: 1000 });
  await visit.page.emulateMediaType('print');
  await visit.page.screenshot({ path: path.join(into, `${name}-print.png`), fullPage: true });
  await visit.page.emulateMediaType();
  await visit.page.setViewport({ width: 1280, height: 800 });
};
for (const [theme, language] of [['light', 'fr'], ['dark', 'en']]) {
  const place = { browser: 'chromium', origin: 'file', language };
  const simulator = new Simulator('--kind', 'cpe');
  const visit = await world.tab(place);
  await replaceCardApis(visit, simulator, { usb: {} });
  await visit.open('#/lecteur');
  await visit.setTheme(theme);
  await visit.page.emulateMediaFeatures([]);
  await visit.click('#reader-usb');
  await visit.sees('#reader-slot-0').catch(() => {});
  await new Promise((r) => setTimeout(r, 800));
  await shot(visit, `reader-refused-${theme}`);
  await visit.dropAll(await simulator.files());
  await visit.sees('#card');
  await shot(visit, `reader-card-${theme}`);
  await visit.click('#reader-demonstration');
  await visit.sees('#card-demonstration');
  await shot(visit, `reader-demo-${theme}`);
  await visit.page.browserContext().close();
  await simulator.close();
}
await world.close();
