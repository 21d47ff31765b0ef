// The tab dies, at every step of the run. What was promised as saved opens again, and its keys sign.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { HOSPITAL, PRODUCTS } from './lib/establishment.mjs';
import { launch } from './lib/browsers.mjs';
import { checkDossier, readDossier } from './lib/openssl.mjs';
import { until } from './lib/until.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

const hold = (visit) => visit.page.evaluate(() => { window.scripted.held = true; });

const remake = async (visit, passphrase) => {
  await visit.choose('#org-sign-plan', 'new-key');
  await visit.fill('#passphrase-existing', passphrase);
  await visit.click('#passphrase-submit');
};

async function changePassphrase(visit, old, fresh) {
  await visit.go('#/dossier');
  await visit.click('#passphrase-change');
  await visit.radio('passphrase-choice', 'own');
  await visit.fill('#passphrase-old', old);
  await visit.fill('#passphrase', fresh);
  await visit.fill('#passphrase-repeat', fresh);
  await visit.click('#passphrase-submit');
}

const FRESH = 'une autre phrase, bien longue';

/**
 * Each step goes up to a moment, and returns what was promised by then: `keys`, how many the file must
 * hold (absent: nothing was promised, not even a file), and the passphrases of which one opens them.
 */
const STEPS = {
  'the establishment typed, nothing saved': async (visit) => {
    await visit.describe();
    return {};
  },
  'the establishment saved': async (visit) => {
    await visit.describe();
    await visit.save();
    return { keys: 0 };
  },
  'the keys being made': async (visit) => {
    await visit.describe();
    await visit.save();
    await visit.click('.org-auth-cli summary');
    await visit.choose('#org-auth-cli-size', '4096');
    await visit.order();
    await visit.sees('#job-progress');
    return { keys: 0 };
  },
  'both keys made, not saved': async (visit) => {
    await visit.describe();
    await visit.make();
    return {};
  },
  'both keys made, being written': async (visit) => {
    await visit.describe();
    await visit.save();
    await hold(visit);
    await visit.make();
    await visit.says('save-writing', {}, '#save-panel');
    await visit.assertLocked();
    return { keys: 0 };
  },
  'both requests handed over': async (visit) => {
    const { passphrase } = await visit.wholeRun();
    return { keys: 2, passphrases: [passphrase] };
  },
  'a later change being written': async (visit) => {
    const { passphrase } = await visit.wholeRun();
    await hold(visit);
    await visit.go('#/etablissement');
    await visit.fill('#name', 'Autre nom');
    await visit.says('save-writing', {}, '#save-panel');
    return { keys: 2, passphrases: [passphrase] };
  },
  'a second key being made': async (visit) => {
    const { passphrase } = await visit.wholeRun();
    await visit.click('.org-sign summary');
    await visit.choose('#org-sign-size', '4096');
    await visit.savedWith('the size', (bytes) => readDossier(bytes).document.orders[1]['key-size'] !== readDossier(bytes).document.orders[0]['key-size']);
    await remake(visit, passphrase);
    await visit.sees('#job-progress');
    return { keys: 2, passphrases: [passphrase] };
  },
  'a second key made, being written': async (visit) => {
    const { passphrase } = await visit.wholeRun();
    await hold(visit);
    await remake(visit, passphrase);
    await visit.sees('#org-sign-state.locked');
    assert.ok(await visit.has('#org-auth-cli-state.ready'));
    return { keys: 2, passphrases: [passphrase] };
  },
  'the passphrase changed, being written': async (visit) => {
    const { passphrase } = await visit.wholeRun();
    await hold(visit);
    await changePassphrase(visit, passphrase, FRESH);
    await visit.notice('notice-passphrase-changed');
    return { keys: 2, passphrases: [passphrase] };
  },
  'the passphrase changed and saved': async (visit) => {
    const { passphrase } = await visit.wholeRun();
    await changePassphrase(visit, passphrase, FRESH);
    await visit.notice('notice-passphrase-changed');
    await visit.says('save-done-in', {}, '#save-panel');
    return { keys: 2, passphrases: [FRESH] };
  },
};

const KILLS = {
  'is closed': (visit) => visit.page.close(),
  crashes: async (visit) => {
    const session = await visit.page.createCDPSession();
    const crashed = new Promise((done) => { visit.page.once('error', done); });
    session.send('Page.crash').catch(() => {});
    await crashed;
  },
  'is killed with its browser': async (visit) => {
    const process = visit.page.browser().process();
    const gone = new Promise((done) => { process.once('exit', done); });
    process.kill('SIGKILL');
    await gone;
  },
};

/** What is left opens in a fresh tab, and holds what was promised. */
async function assertKept(place, file, promised) {
  if (promised.keys === undefined) {
    assert.equal(file, null, 'nothing was promised, and there is nothing');
    return;
  }
  assert.equal(Object.keys(readDossier(file.bytes).requests).length, promised.keys);
  if (promised.keys > 0) checkDossier(file.bytes, promised.passphrases[0]);
  await world.visit(place, async (visit) => {
    await visit.drop(file.name, file.bytes);
    await visit.notice('notice-opened', { name: file.name });
    await visit.go('#/etablissement');
    assert.equal(await visit.value('#identifier'), HOSPITAL.identifier);
    await visit.go('#/demandes');
    if (promised.keys > 0) {
      await visit.verify(promised.passphrases[0]);
      await visit.acceptAll();
      await visit.both('ready');
    } else for (const product of PRODUCTS) await visit.says('request-none', {}, `#${product}-state`);
  });
}

const SCRIPTED = { browser: 'chromium', origin: 'file', language: 'fr' };

for (const [index, [moment, reach]] of Object.entries(STEPS).entries()) {
  // Each moment dies in one way, all ways in turn: the scripted handle's file lies outside the browser, and knows nothing
  // of how that ended.
  const [death, kill] = Object.entries(KILLS)[index % 3];
  test(`chromium, file:// (scripted handle): the tab ${death}: ${moment}`, async () => {
    const own = death === 'is killed with its browser';
    const started = await (own ? launch('chromium') : world.browser('chromium'));
    const visit = await world.tab(SCRIPTED, { started });
    await visit.open();
    const promised = await reach(visit);
    await kill(visit);
    await assertKept(SCRIPTED, await visit.saved(), promised);
    if (!own) await visit.page.browserContext().close();
  });
}

for (const moment of ['the establishment saved', 'the keys being made', 'both requests handed over', 'the passphrase changed and saved']) {
  test(`chromium, localhost (OPFS handle): the tab is closed: ${moment}`, async () => {
    const place = { ...SCRIPTED, origin: 'localhost' };
    const visit = await world.tab(place);
    await visit.open();
    const promised = await STEPS[moment](visit);
    const context = visit.page.browserContext();
    await visit.page.close();
    // The file outlives the tab in the profile: another tab of the same origin reads it.
    visit.page = await world.page(context);
    await visit.load();
    await assertKept(place, await visit.saved(), promised);
    await context.close();
  });
}

const DOWNLOADED = {
  'downloaded, not confirmed': async (visit) => {
    await visit.describe();
    const passphrase = await visit.make();
    const file = await visit.download(() => visit.click('#save'));
    await visit.assertLocked();
    return { file, promised: { keys: 2, passphrases: [passphrase] } };
  },
  'given back': async (visit) => {
    const { passphrase, file } = await visit.wholeRun();
    return { file, promised: { keys: 2, passphrases: [passphrase] } };
  },
  stated: async (visit) => {
    await visit.describe();
    const passphrase = await visit.make();
    const file = await visit.save({ stated: true });
    await visit.both('ready');
    return { file, promised: { keys: 2, passphrases: [passphrase] } };
  },
  'a new key after it, not saved': async (visit) => {
    const { passphrase, file } = await visit.wholeRun();
    await remake(visit, passphrase);
    await visit.sees('#org-sign-state.locked');
    return { file, promised: { keys: 2, passphrases: [passphrase] } };
  },
};

for (const [moment, reach] of Object.entries(DOWNLOADED)) {
  test(`firefox, file:// (download): the tab is closed: ${moment}`, async () => {
    const place = { browser: 'firefox', origin: 'file', language: 'fr' };
    const visit = await world.tab(place);
    await visit.open();
    const { file, promised } = await reach(visit);
    await visit.page.close();
    await until('closed', () => visit.page.isClosed());
    await assertKept(place, file, promised);
  });
}

test('firefox, http://intranet.test (download): killed with its browser: given back', async () => {
  const place = { browser: 'firefox', origin: 'intranet', language: 'fr' };
  const visit = await world.tab(place, { started: await launch('firefox') });
  await visit.open();
  const { file, promised } = await DOWNLOADED['given back'](visit);
  await KILLS['is killed with its browser'](visit);
  await assertKept(place, file, promised);
});
