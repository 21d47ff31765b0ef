// The page as Trunk builds it (`cargo xtask test trunk`; CERTIROC_HTML names it): one file, which starts by itself.

import { after, test } from 'node:test';

import { inBoth, titled } from './lib/matrix.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

for (const place of inBoth('file', 'fr')) {
  test(`${titled(place)}: Trunk's page starts`, () => world.visit(place, async () => {}));
}
