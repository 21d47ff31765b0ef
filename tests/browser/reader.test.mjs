// Cards and readers on the built page: as the browsers are, and with their card APIs replaced by links to a made-up
// card and reader (simulated: lib/simulator.mjs says what the links refuse).

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';

import { Keyboard } from './lib/keyboard.mjs';
import { EACH_ONCE, inBoth, only, ORIGINS, titled } from './lib/matrix.mjs';
import { Pki } from './lib/pki.mjs';
import { replaceCardApis, Simulator } from './lib/simulator.mjs';
import { until } from './lib/until.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

const PAGE = '#/lecteur';
const READER = 'Lecteur simulé 00 00';
/** SELECT, READ BINARY, READ RECORD, GET RESPONSE, GET DATA: none that asks for a code, computes or writes. */
const ALLOWED = ['A4', 'B0', 'B2', 'C0', 'CA'];

/** Calls `use` with the page whose card APIs are replaced, and the simulator behind them. */
async function simulated(place, options, apis, use) {
  const simulator = new Simulator(...options);
  const visit = await world.tab(place);
  try {
    await replaceCardApis(visit, simulator, apis);
    await visit.open(PAGE);
    await use(visit, simulator);
    visit.assertQuiet();
  } finally {
    await visit.page.browserContext().close().catch(() => {});
    await simulator.close();
  }
}

async function assertOnlyRead(simulator) {
  const instructions = await simulator.instructions();
  assert.ok(instructions.length > 0);
  assert.deepEqual(instructions.filter((instruction) => !ALLOWED.includes(instruction)), []);
}

// The browsers as they are.

for (const place of only({ language: 'fr' })) {
  test(`${titled(place)}: the page says what the browser offers, and why not more`, () => world.visit(place, async (visit) => {
    const { secure } = ORIGINS[place.origin];
    const isChromium = place.browser === 'chromium';
    const reason = !isChromium ? 'absence-no-api' : secure ? 'absence-not-isolated' : 'absence-insecure';
    await visit.says(reason, {}, 'section[aria-labelledby="reader-smart-card-title"]');
    const usb = isChromium && secure;
    await visit.says(usb ? 'reader-usb-lead-model' : reason, {}, 'section[aria-labelledby="reader-usb-title"]');
    assert.equal(await visit.has('#reader-usb'), usb);
    assert.equal(await visit.has('#reader-file'), true);
    assert.equal(await visit.has('#reader-demonstration'), true);
    const there = visit.text(usb ? 'station-present' : 'station-absent');
    await visit.says('station-usb', { value: there }, '#station-text');
    await visit.says('station-hid', { value: there }, '#station-text');
    await visit.says('station-smart-card', { value: visit.text('station-absent') }, '#station-text');
    await visit.says('station-browser', { value: await visit.page.evaluate(() => navigator.userAgent) }, '#station-text');
  }, { hash: PAGE }));
}

// A certificate's file, wherever the page is opened.

for (const place of EACH_ONCE) {
  test(`${titled(place)}: the certificates of a card, from files`, async () => {
    const simulator = new Simulator('--kind', 'cpe', '--structure', 'CLINIQUE DES ESSAIS');
    try {
      const files = await simulator.files();
      await world.visit(place, async (visit) => {
        await visit.dropAll(files);
        await visit.sees('#card');
        assert.equal(await visit.route(), PAGE);
        await visit.says('card-kind-establishment', {}, '#card');
        await visit.says('card-test', {}, '#card');
        assert.equal(await visit.saysNow('card-finding-holders', {}, '#card'), false);
        assert.match(await visit.read('#card'), /CLINIQUE DES ESSAIS/);
        await visit.says('generation-no-atr', {}, '#card');
        await visit.says('signature-unknown', {}, '#card');
        // Whether it is a CDE or a CPE is the user's word, and changes the verdict on the representative's card.
        const verdict = 'section[aria-labelledby="assess-0-representant-legal"]';
        await visit.says('why-cde-or-cpe', {}, verdict);
        await visit.radio('stated-0', 'cpe');
        await visit.says('evidence-stated-cpe', {}, verdict);
        await visit.says('beyond-opposition', {}, '#card');
        // It stays while other pages are looked at, in any language, until it is removed.
        await visit.go('#/parcours');
        await visit.go(PAGE);
        await visit.says('evidence-stated-cpe', {}, verdict);
        await visit.click('#card-remove');
        await visit.loses('#card');
        assert.doesNotMatch(await visit.page.content(), /CLINIQUE DES ESSAIS/);
        await visit.go('#/verification');
        assert.doesNotMatch(await visit.page.content(), /CLINIQUE DES ESSAIS/);
      }, { hash: PAGE });
    } finally {
      await simulator.close();
    }
  });
}

for (const place of inBoth('file', 'fr')) {
  test(`${titled(place)}: a card's certificate given elsewhere leads to the card's page`, async () => {
    const simulator = new Simulator('--kind', 'cps');
    try {
      const files = await simulator.files();
      await world.visit(place, async (visit) => {
        await visit.dropAll(files);
        await visit.says('row-card', {}, '#verification-outcome');
        await visit.go(PAGE);
        await visit.says('card-kind-cps', {}, '#card');
      });
    } finally {
      await simulator.close();
    }
  });

  test(`${titled(place)}: the file of certiroc-card tells of the chip as well`, async () => {
    const simulator = new Simulator('--kind', 'cpf', '--number', '2900000003');
    try {
      const { hex } = await simulator.ask({ op: 'atr' });
      const { certificates } = await simulator.ask({ op: 'certificates' });
      const pairs = (digits) => digits.toUpperCase().match(/../g).join(' ');
      const pem = (der) => Buffer.from(der, 'hex').toString('base64').match(/.{1,64}/g).join('\n');
      const blocks = certificates.map(({ label, der }) => `\nCertificate: ${label}\n-----BEGIN CERTIFICATE-----\n${pem(der)}\n-----END CERTIFICATE-----\n`);
      const head = `CertiROC card 1\nATR: ${pairs(hex)}\nEF.SN.ICC: ${pairs('5a0a80250000012900000003')}\nEF.TokenInfo: CPS3v3-2900000003\n`;
      await world.visit(place, async (visit) => {
        await visit.drop('carte.pem', head + blocks.join(''));
        await visit.says('card-kind-cpf', {}, '#card');
        await visit.says('generation-cps3', {}, '.facts');
        await visit.says('agreement-same', {}, '.facts');
        await visit.says('source-files', {}, '.facts');
      }, { hash: PAGE });
    } finally {
      await simulator.close();
    }
  });

  test(`${titled(place)}: a revocation list that is dropped is used`, () => world.visit(place, async (visit) => {
    const pki = new Pki();
    const card = pki.card();
    await visit.drop('carte.pem', card);
    await visit.says('card-revocation-none', {}, '#card');
    await visit.dropAll({ 'chaine.pem': pki.chain, 'liste.crl': pki.crl() });
    await visit.says('card-revocation-good', {}, '#card');
    await visit.dropAll({ 'chaine.pem': pki.chain, 'liste.crl': pki.crl(card) });
    await visit.says('card-revocation-bad', {}, '#card');
    await visit.says('evidence-revoked', {}, 'section[aria-labelledby="assess-0-mandataire"]');
    assert.match(await visit.read('.facts'), /CAMILLE ESSAI/);
  }, { hash: PAGE }));

  test(`${titled(place)}: of two cards each is what the user says of it`, async () => {
    const [first, second] = ['2900000001', '2900000002'].map((number) => new Simulator('--kind', 'cpe', '--number', number));
    try {
      const [ours, theirs] = [await first.files(), await second.files()];
      await world.visit(place, async (visit) => {
        await visit.dropAll({ ...ours, ...Object.fromEntries(Object.entries(theirs).map(([name, bytes]) => [`b${name}`, bytes])) });
        await visit.says('card-several', { count: 2 }, '#card');
        await visit.radio('stated-1', 'cpe');
        await visit.says('evidence-stated-cpe', {}, 'section[aria-labelledby="assess-1-representant-legal"]');
        await visit.says('why-cde-or-cpe', {}, 'section[aria-labelledby="assess-0-representant-legal"]');
      }, { hash: PAGE });
    } finally {
      await Promise.all([first.close(), second.close()]);
    }
  });

  test(`${titled(place)}: a file that is no card's says so, and the card that is there stays`, async () => {
    const simulator = new Simulator('--kind', 'cps');
    try {
      const files = await simulator.files();
      await world.visit(place, async (visit) => {
        await visit.dropAll(files);
        await visit.sees('#card');
        await visit.drop('note.txt', 'bonjour');
        await visit.says('problem-unrecognized', {}, '#reader-given');
        await visit.says('card-kind-cps', {}, '#card');
      }, { hash: PAGE });
    } finally {
      await simulator.close();
    }
  });
}

// USB, simulated, as the Web Smart Card API below: in Chromium alone, for Firefox has neither, and says so (above).

const CHROMIUM = { browser: 'chromium', origin: 'file', language: 'fr' };

for (const place of [CHROMIUM, { ...CHROMIUM, origin: 'localhost', language: 'en' }]) {
  test(`${titled(place)}: simulated: an ordinary page learns the reader's model, and why no more`, () => simulated(place, [], { usb: {} }, async (visit, simulator) => {
    await visit.says('reader-usb-lead-model', {}, 'section[aria-labelledby="reader-usb-title"]');
    await visit.click('#reader-usb');
    await visit.says('failure-protected', {}, '#reader-outcome');
    const facts = await visit.read('#station-text');
    assert.match(facts, /08E6:4433/);
    assert.match(facts, new RegExp(visit.text('level-tpdu')));
    assert.match(facts, /T=0/);
    assert.deepEqual(await simulator.instructions(), []);
    assert.equal(await visit.has('#card'), false);
  }));
}

const READERS = {
  'CPS3, TPDU': [['--generation', 'cps3', '--level', 'tpdu'], 'generation-cps3'],
  'CPS4, TPDU, parameters to be set': [['--generation', 'cps4', '--level', 'tpdu', '--no-parameters'], 'generation-cps4'],
  'CPS3, short APDU, slow': [['--generation', 'cps3', '--level', 'short', '--extensions', '2', '--stale'], 'generation-cps3'],
  'CPS4, extended APDU, 512-byte packets': [['--generation', 'cps4', '--level', 'extended', '--packet', '512'], 'generation-cps4'],
  'voltage to be chosen': [['--no-voltage'], 'generation-cps3'],
};
for (const [what, [options, generation]] of Object.entries(READERS)) {
  test(`chromium: simulated: an isolated page reads ${what}`, () => simulated(CHROMIUM, ['--kind', 'cpe', ...options], { usb: { unrestricted: true } }, async (visit, simulator) => {
    await visit.says('reader-usb-lead-card', {}, 'section[aria-labelledby="reader-usb-title"]');
    await visit.click('#reader-usb');
    await visit.sees('#card');
    await visit.says('card-kind-establishment', {}, '#card');
    await visit.says(generation, {}, '.facts');
    await visit.says('agreement-same', {}, '.facts');
    assert.equal(await visit.$eval('#card', (card) => card.querySelectorAll('details').length), 2);
    await until('focus', async () => await visit.focused() === 'card-title');
    await assertOnlyRead(simulator);
  }));
}

test("chromium: simulated: a reader of its maker's class is read by an ordinary page", () => simulated(CHROMIUM, ['--class', 'FF'], { usb: { granted: true } }, async (visit, simulator) => {
  await visit.click('#reader-usb-0');
  await visit.says('card-kind-cps', {}, '#card');
  await assertOnlyRead(simulator);
}));

test('chromium: simulated: a reader with two slots', () => simulated(CHROMIUM, ['--slots', '2', '--slot', '1'], { usb: { unrestricted: true } }, async (visit) => {
  await visit.click('#reader-usb');
  await visit.sees('#reader-slot-1');
  await visit.click('#reader-slot-0');
  await visit.says('failure-no-card', {}, '#reader-outcome');
  await visit.click('#reader-slot-1');
  await visit.sees('#card');
  assert.equal(await visit.saysNow('failure-no-card', {}, '#reader-outcome'), false);
}));

for (const windows of [true, false]) {
  test(`chromium: simulated: ${windows ? 'on Windows' : 'elsewhere, where a card can be read,'} the certificate's file comes ${windows ? 'first' : 'after that'}`, () => simulated(CHROMIUM, [], { usb: { unrestricted: true, windows } }, async (visit) => {
    const ways = await visit.page.$$eval('section[aria-labelledby="reader-read"] > section', (sections) => sections.map((section) => section.getAttribute('aria-labelledby')));
    const [direct, file] = [['reader-smart-card-title', 'reader-usb-title'], ['reader-file-title']];
    assert.deepEqual(ways, [...(windows ? [file, direct] : [direct, file]).flat(), 'reader-demonstration-title']);
    assert.equal(await visit.$eval('#reader-powershell', (line) => line.closest('details').open), windows);
  }));
}

const NO_READER = '09022000010100800' + '0'.repeat(47);
/** What goes wrong: the simulator's options, how the API is replaced, the message. */
const FAILURES = {
  cancelled: [[], { refused: 'NotFoundError' }, 'failure-cancelled'],
  refused: [[], { opening: 'SecurityError' }, 'failure-refused'],
  busy: [[], { claiming: 'NetworkError' }, 'failure-busy'],
  "held by the driver of Windows": [[], { claiming: 'NetworkError', windows: true }, 'failure-driver'],
  unplugged: [[], { transferring: 'NotFoundError' }, 'failure-reader-removed'],
  'without an answer': [[], { silent: true }, 'failure-reader'],
  'busy slot': [['--busy'], {}, 'failure-busy'],
  'no reader': [[], { configuration: NO_READER }, 'failure-no-reader'],
  mute: [['--mute'], {}, 'failure-mute'],
  Vitale: [['--generation', 'vitale'], {}, 'failure-vitale'],
  'unknown card': [['--generation', 'other'], {}, 'failure-unknown-card'],
  'without certificates': [['--without-certificates'], {}, 'failure-no-certificates'],
  'removed while reading': [['--remove-after', '6'], {}, 'failure-card-removed'],
  'characters only': [['--level', 'character'], {}, 'failure-character'],
};
for (const [what, [options, api, message]] of Object.entries(FAILURES)) {
  test(`chromium: simulated: ${what}`, () => simulated(CHROMIUM, options, { usb: { unrestricted: true, ...api } }, async (visit) => {
    await visit.click('#reader-usb');
    await visit.says(message, {}, '#reader-outcome');
    await visit.says(message, {}, '#station-text');
    assert.equal(await visit.has('#card'), false);
    await until('focus', async () => await visit.focused() === 'reader-outcome');
    // The reader is given back, and every way is still there.
    if (!api.refused) await until('closed', async () => !(await visit.page.evaluate(() => window.usbIsOpen())));
    assert.equal(await visit.$eval('#reader-usb', (button) => button.disabled), false);
  }));
}

test('chromium: simulated: after a failure, the next try succeeds', () => simulated(CHROMIUM, [], { usb: { unrestricted: true } }, async (visit, simulator) => {
  await simulator.ask({ op: 'remove' });
  await visit.click('#reader-usb');
  await visit.says('failure-no-card', {}, '#reader-outcome');
  await simulator.ask({ op: 'insert' });
  await visit.click('#reader-usb-0');
  await visit.sees('#card');
  assert.equal(await visit.saysNow('failure-no-card', {}, '#reader-outcome'), false);
}));

test('chromium: simulated: a card whose data were removed while it was read is not shown', () => simulated(CHROMIUM, [], { usb: { unrestricted: true } }, async (visit, simulator) => {
  await visit.dropAll(await simulator.files());
  await visit.sees('#card-remove');
  await visit.page.evaluate(() => {
    document.querySelector('#reader-usb').click();
    const begun = setInterval(() => {
      if (!(window.usbTransfers > 5)) return;
      clearInterval(begun);
      document.querySelector('#card-remove').click();
    }, 1);
  });
  await visit.loses('#card');
  await until('read', async () => (await simulator.instructions()).length > 0
    && !(await visit.$eval('#reader-usb', (button) => button.disabled)));
  assert.equal(await visit.has('#card'), false);
  await visit.click('#reader-usb');
  await visit.sees('#card');
}));

test('chromium: simulated: a reader that was chosen is forgotten with the data of its card', () => simulated(CHROMIUM, [], { usb: { unrestricted: true } }, async (visit) => {
  const granted = () => visit.page.evaluate(async () => (await navigator.usb.getDevices()).length);
  assert.equal(await granted(), 0);
  await visit.click('#reader-usb');
  await visit.sees('#card');
  await visit.sees('#reader-usb-0');
  assert.equal(await granted(), 1);
  await visit.click('#card-remove');
  await visit.loses('#card');
  await visit.loses('#reader-usb-0');
  assert.equal(await granted(), 0);
  // The browser asks again.
  await visit.click('#reader-usb');
  await visit.sees('#card');
}));

test('chromium: simulated: a reader of an earlier visit is forgotten too, whatever card is removed', () => simulated(CHROMIUM, [], { usb: { granted: true } }, async (visit, simulator) => {
  await visit.sees('#reader-usb-0');
  await visit.dropAll(await simulator.files());
  await visit.click('#card-remove');
  await visit.loses('#reader-usb-0');
  assert.equal(await visit.page.evaluate(async () => (await navigator.usb.getDevices()).length), 0);
}));

// The Web Smart Card API, simulated.

test("chromium: simulated: through the system's readers", () => simulated(CHROMIUM, ['--kind', 'cpa', '--generation', 'cps4'], { smartCard: {} }, async (visit, simulator) => {
  await visit.click('#reader-smart-card');
  await visit.says('reader-smart-card-read', { reader: READER });
  await visit.click('#reader-smart-card-0');
  await visit.says('card-kind-authorised', {}, '#card');
  await visit.says('generation-cps4', {}, '.facts');
  await assertOnlyRead(simulator);
}));

test('chromium: simulated: not while something is unsaved', () => simulated(CHROMIUM, [], { smartCard: {} }, async (visit) => {
  await visit.sees('#reader-smart-card');
  await visit.go('#/parcours');
  await visit.click('main a[href="#/questions/contrat"]');
  await visit.radio('choice', 'no');
  await visit.click('#question-continue');
  await visit.go(PAGE);
  await visit.says('way-unsaved', {}, 'section[aria-labelledby="reader-smart-card-title"]');
  assert.equal(await visit.has('#reader-smart-card'), false);
}));

for (const [what, options, api, message] of [
  ['no reader', [], { readers: [] }, 'reader-smart-card-none'],
  ['a card held by another program', [], { refused: 'sharing-violation' }, 'failure-busy'],
  ['no card', [], { refused: 'no-smartcard' }, 'failure-no-card'],
  ['a mute card', ['--mute'], {}, 'failure-mute'],
  ['a card removed while it is read', ['--remove-after', '6'], {}, 'failure-card-removed'],
]) {
  test(`chromium: simulated: the system's readers: ${what}`, () => simulated(CHROMIUM, options, { smartCard: api }, async (visit) => {
    await visit.click('#reader-smart-card');
    if (!api.readers) await visit.click('#reader-smart-card-0');
    await visit.says(message, {}, 'main');
    assert.equal(await visit.has('#card'), false);
  }));
}

// The demonstration, the keyboard, the procedure.

for (const place of EACH_ONCE) {
  test(`${titled(place)}: by keyboard alone: the demonstration says that it is one, and leaves`, () => world.visit(place, async (visit) => {
    const keyboard = new Keyboard(visit);
    await keyboard.activate(`nav a[href="${PAGE}"]`);
    await keyboard.activate('#reader-demonstration');
    await visit.says('reader-demonstration-banner', {}, '#card-demonstration');
    await until('focus', async () => await visit.focused() === 'card-title');
    await visit.says('card-test', {}, '#card');
    await keyboard.radio('stated-0', 'cde');
    // Nothing of it may enter a dossier.
    assert.equal(await visit.has('.proposal'), false);
    await keyboard.activate('nav a[href="#/parcours"]');
    await keyboard.activate(`nav a[href="${PAGE}"]`);
    await visit.says('reader-demonstration-banner', {}, '#card-demonstration');
    await keyboard.activate('#card-remove');
    await visit.loses('#card');
  }));
}

const DATA = process.env.CERTIROC_TEST_DATA;
const real = (...parts) => readFileSync(path.join(DATA, 'igc-sante', ...parts));
for (const place of inBoth('file', 'fr')) {
  test(`${titled(place)}: a real TEST card: what may be recorded is proposed, and recorded only when asked`, { skip: !DATA && 'no test data' }, () => world.visit(place, async (visit) => {
    const AUTHORITY = { authority: 'ACI-ST-PP-TEST' };
    const administrator = 'section[aria-labelledby="assess-0-administrateur-technique"]';
    const proposals = () => visit.page.$$eval(`${administrator} .proposal`, (buttons) => buttons.map((button) => button.innerText));
    await visit.go('#/etablissement');
    await visit.radio('environment', 'test');
    await visit.go(PAGE);
    await visit.drop('carte.cer', real('card-test', 'cpe-auth-2017.cer'));
    await visit.says('signature-missing', AUTHORITY, '#card');
    await visit.drop('autorite.cer', real('ca-test', 'ACI-ST-PP-TEST.cer'));
    await visit.says('signature-verified', AUTHORITY, '#card');
    await visit.says('assess-fails', {}, administrator);
    await visit.says('assess-replacement', {}, administrator);

    const before = await proposals();
    assert.equal(before.length, 2);
    await visit.go('#/parcours');
    await visit.go(PAGE);
    assert.deepEqual(await proposals(), before);
    for (let left = before.length; left > 0; left -= 1) {
      await visit.click(`${administrator} .proposal`);
      await until('recorded', async () => (await proposals()).length === left - 1);
    }
    // It is at hand, and no authority that the page carries.
    await visit.go('#/certificats');
    assert.equal((await visit.read('#authorities-list')).includes('TEST AC IGC-SANTE STANDARD PERSONNES'), false);
    await visit.go(PAGE);
    await visit.drop('carte.cer', real('card-test', 'cpe-auth-2017-bad-signature.cer'));
    await visit.says('signature-wrong', AUTHORITY, '#card');
    assert.deepEqual(await proposals(), []);
  }));
}
