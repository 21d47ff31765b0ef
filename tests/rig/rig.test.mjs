// The built page on a real USB stack: real Chromium in a machine that a card reader is plugged into. It runs in the
// guest, started by guest.sh, and says in diagnostics what each step saw.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { CHROMIUM, folder, pageText } from '../browser/lib/environment.mjs';
import { pattern, plain } from '../browser/lib/texts.mjs';

const puppeteer = createRequire(new URL('../browser/', import.meta.url))('puppeteer-core');

/** Where Debian's Chromium looks for what its administrator decided. */
const POLICIES = '/etc/chromium/policies/managed';
/** QEMU's `usb-ccid`. */
const DEVICE = { vendor_id: 0x08e6, product_id: 0x4433 };

const ORDINARY = { port: 8081, origin: 'http://localhost:8081' };
/**
 * The same page as an Isolated Web App, which Chromium in developer mode takes from a server. The name of such an app
 * ends with the bytes 0, 0, 2, after 32 of free choice, all in base32.
 */
const ISOLATED = { port: 8082, origin: `isolated-app://${'a'.repeat(52)}aaac` };

const MANIFEST = {
  name: 'CertiROC', version: '1', id: '/', scope: '/', start_url: '/', display: 'standalone',
  icons: [{ src: '/icon.svg', sizes: '512x512', type: 'image/svg+xml' }],
  permissions_policy: { 'cross-origin-isolated': ['self'], usb: ['self'], 'usb-unrestricted': ['self'] },
};

/** What an Isolated Web App must be served with; the policy of its content is the browser's. */
const ISOLATION = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
};

/** That policy lets no inline script run: the page's scripts become files. Its program stays as it is. */
function isolated(page) {
  const files = {
    '/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512"/>',
    '/.well-known/manifest.webmanifest': JSON.stringify(MANIFEST),
  };
  files['/'] = page
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    .replace(/<script( id="glue")?>([^]*?)<\/script>/g, (_, id = '', text) => {
      const name = `/${Object.keys(files).length}.js`;
      files[name] = text;
      return `<script${id} src="${name}"></script>`;
    });
  return files;
}

const TYPES = { '/': 'text/html; charset=utf-8', js: 'text/javascript', svg: 'image/svg+xml', webmanifest: 'application/manifest+json' };

const serve = ({ port }, files, headers) => createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  const type = TYPES[pathname.split('.').pop()] ?? 'text/plain';
  response.writeHead(pathname in files ? 200 : 404, { 'content-type': type, ...headers }).end(files[pathname]);
}).listen(port);

/** Everything takes long in an emulated processor. */
const PATIENCE = { timeout: 300_000 };

let browser;
let servers;

before(async () => {
  servers = [serve(ORDINARY, { '/': pageText() }, {}), serve(ISOLATED, isolated(pageText()), ISOLATION)];
  mkdirSync(POLICIES, { recursive: true });
  const urls = [ORDINARY.origin, ISOLATED.origin];
  writeFileSync(`${POLICIES}/rig.json`, JSON.stringify({ WebUsbAllowDevicesForUrls: [{ devices: [DEVICE], urls }] }));
  browser = await puppeteer.launch({
    executablePath: CHROMIUM,
    headless: false,
    userDataDir: folder('chromium'),
    // The only way by which apps may be installed.
    pipe: true,
    timeout: 0,
    protocolTimeout: 0,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
      '--enable-features=IsolatedWebApps,IsolatedWebAppDevMode'],
  });
});

after(async () => {
  await browser?.close();
  servers.forEach((server) => server.close());
});

/** The page with its reader's chapter shown. */
async function opened(page) {
  await page.waitForSelector('#page-title', PATIENCE);
  await page.evaluate(() => { location.hash = '#/lecteur'; });
  await page.waitForSelector('#reader-usb-0', PATIENCE);
  const language = await page.evaluate(() => document.documentElement.lang);
  const text = async (selector) => plain(await page.$eval(selector, (element) => element.textContent));
  return {
    text,
    says: async (id, selector) => assert.match(await text(selector), pattern(language, id)),
    /** Has the page read the reader that the policy grants, until there is a card, or a word on why there is none. */
    async read() {
      await page.$eval('#reader-usb-0', (button) => button.click());
      await page.waitForSelector('#card .facts, #reader-outcome [role="alert"] *', PATIENCE);
    },
  };
}

/** In a page: what WebUSB itself allows there. */
async function tryToClaim() {
  const [device, ...others] = await navigator.usb.getDevices();
  await device.open();
  const classes = device.configuration.interfaces.map((one) => one.alternate.interfaceClass);
  const claim = await device.claimInterface(0).then(() => 'claimed', String);
  await device.close();
  return { name: device.productName, others: others.length, classes, claim };
}

test('in an ordinary page the reader opens, its interface is refused, and the page says so', async (t) => {
  const page = await browser.newPage();
  await page.goto(ORDINARY.origin, PATIENCE);
  const { read, says, text } = await opened(page);
  const seen = await page.evaluate(tryToClaim);
  t.diagnostic(`WebUSB: ${JSON.stringify(seen)}`);
  assert.match(seen.claim, /^SecurityError: .*protected class/);
  assert.deepEqual(seen.classes, [0x0b]);
  await says('reader-usb-lead-model', '#app');
  await read();
  t.diagnostic(`the page: ${await text('#reader-outcome')}`);
  t.diagnostic(`the workstation: ${await text('#station-text')}`);
  await says('failure-protected', '#reader-outcome');
  await says('level-tpdu', '#station-text');
  assert.equal(await page.$('#card'), null);
  await page.close();
});

test('in an Isolated Web App the same program reads the card, and reads it again', async (t) => {
  const session = await browser.target().createCDPSession();
  const manifestId = `${ISOLATED.origin}/`;
  await session.send('PWA.install', { manifestId, installUrlOrBundleUrl: `http://localhost:${ISOLATED.port}/` });
  await session.send('PWA.launch', { manifestId });
  const target = await browser.waitForTarget((one) => one.url().startsWith(ISOLATED.origin), PATIENCE);
  const page = await target.page();
  const { read, says, text } = await opened(page);
  t.diagnostic(`WebUSB: ${JSON.stringify(await page.evaluate(tryToClaim))}`);
  await says('reader-usb-lead-card', '#app');
  for (const time of ['first', 'second']) {
    const start = Date.now();
    await read();
    t.diagnostic(`the ${time} time, after ${Date.now() - start} ms of an emulated processor`);
    if (!await page.$('#card')) assert.fail(await text('#reader-outcome'));
    const card = await text('#card .facts');
    t.diagnostic(`the card: ${card}`);
    await says('card-kind-establishment', '#card .facts');
    await says('generation-cps3', '#card .facts');
    // The number on the chip is that in the certificates.
    await says('agreement-same', '#card .facts');
    for (const wanted of [process.env.NUMBER, process.env.FINESS, 'FICTIF-DIRECTEUR']) {
      assert.ok(card.includes(wanted), wanted);
    }
    await page.$eval('#card-remove', (button) => button.click());
    await page.waitForSelector('#card', { ...PATIENCE, hidden: true });
  }
});
