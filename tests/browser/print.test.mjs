// What is printed. Only Chromium lets a test look at the page as it prints.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { HOSPITAL } from './lib/establishment.mjs';
import { titled } from './lib/matrix.mjs';
import { pattern, plain } from './lib/texts.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

for (const language of ['fr', 'en']) {
  const place = { browser: 'chromium', origin: 'file', language };
  test(`${titled(place)}: the passphrase prints alone under the hospital's name, and nothing else prints it`, () => world.visit(place, async (visit) => {
    await visit.describe();
    const passphrase = await visit.read('#generated-passphrase');
    await visit.page.evaluate(() => { window.print = () => { self.asked = true; }; });
    await visit.click('#passphrase-print');
    assert.equal(await visit.page.evaluate(() => self.asked), true);

    await visit.page.emulateMediaType('print');
    const printed = await visit.$eval('body', (body) => body.innerText.split('\n').filter((line) => line.trim() !== ''));
    const sheet = plain(printed.join(' '));
    assert.match(plain(printed[0]), pattern(language, 'passphrase-sheet'));
    assert.equal(printed[1], passphrase);
    assert.ok(sheet.includes(HOSPITAL.name), sheet);
    assert.ok(sheet.includes('certiroc-hospices-de-l-ile-d-ete-sur-saone.zip'), sheet);
    for (const product of ['ORG AUTH_CLI', 'ORG SIGN']) {
      assert.match(sheet, pattern(language, 'facts-key', { product, keys: '……' }), 'to be written on by hand');
    }
    assert.match(plain(printed.at(-1)), pattern(language, 'passphrase-sheet-advice'));
    assert.equal(await visit.page.$$eval('.passphrase', (all) => all.every((secret) => secret.translate)), false, 'no translator touches it');
    const pdf = Buffer.from(await visit.page.pdf({ format: 'A4' })).toString('latin1');
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 1);

    await visit.page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await visit.page.emulateMediaType('screen');
    await visit.fill('#passphrase-repeat', passphrase);
    // The browser's own command.
    await visit.page.emulateMediaType('print');
    const page = await visit.read();
    assert.ok(page.includes(visit.text('make-title')));
    assert.ok(page.includes(visit.text('passphrase-not-printed')));
    assert.ok(!page.includes(passphrase));
    assert.equal(await visit.$eval('#passphrase-repeat', (field) => field.checkVisibility()), false);
    await visit.page.emulateMediaType('screen');
    assert.ok(!(await visit.read()).includes(visit.text('passphrase-not-printed')));
  }));
}
