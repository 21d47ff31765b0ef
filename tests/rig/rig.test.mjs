// The built page on a real USB stack: real Chromium in a virtual machine that a card reader is plugged into. It runs
// in the guest, started by guest.sh, and says in diagnostics what each step saw.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

const puppeteer = createRequire(new URL('../browser/', import.meta.url))('puppeteer-core');

const PAGE = readFileSync(process.env.CERTIROC_HTML, 'utf8');
const READER = '#/lecteur';

/** Where Debian's Chromium looks for what its administrator decided. */
const POLICIES = '/etc/chromium/policies/managed';
/** QEMU's `usb-ccid`. */
const DEVICE = { vendor_id: 0x08e6, product_id: 0x4433 };

const ORDINARY = { port: 8081, origin: 'http://localhost:8081' };
/**
 * The same page as an Isolated Web App, which Chromium in developer mode takes from a server. The end of such an
 * app's name says so: the bytes 0, 0, 2, after 32 of free choice, all in base32.
 */
const ISOLATED = { port: 8082, origin: `isolated-app://${'a'.repeat(52)}aaac` };

const MANIFEST = {
  name: 'CertiROC rig', version: '1', id: '/', scope: '/', start_url: '/', display: 'standalone',
  icons: [{ src: '/icon.svg', sizes: '512x512', type: 'image/svg+xml' }],
  permissions_policy: { 'cross-origin-isolated': ['self'], usb: ['self'], 'usb-unrestricted': ['self'] },
};

/** What an Isolated Web App must be served with. */
const ISOLATION = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
};

/** Under its own policy no inline script runs: the page's scripts become files. Nothing else changes. */
function isolated() {
  const files = {
    '/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512"/>',
    '/.well-known/manifest.webmanifest': JSON.stringify(MANIFEST),
  };
  files['/'] = PAGE
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
  const type = TYPES[pathname.split('.').pop()];
  response.writeHead(pathname in files ? 200 : 404, { 'content-type': type ?? 'text/plain', ...headers }).end(files[pathname]);
}).listen(port);

/** Everything takes long in an emulated processor. */
const PATIENCE = 300_000;

let browser;
let servers;

before(async () => {
  servers = [serve(ORDINARY, { '/': PAGE }, {}), serve(ISOLATED, isolated(), ISOLATION)];
  mkdirSync(POLICIES, { recursive: true });
  const urls = [ORDINARY.origin, ISOLATED.origin];
  writeFileSync(`${POLICIES}/rig.json`, JSON.stringify({ WebUsbAllowDevicesForUrls: [{ devices: [DEVICE], urls }] }));
  browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM,
    headless: false,
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

/** Opens the reader page there and has it read the device that the policy grants. Returns what it then shows. */
async function read(page, shown) {
  page.setDefaultTimeout(PATIENCE);
  await page.evaluate((address) => { location.hash = address; }, READER);
  await (await page.waitForSelector('#reader-usb-0')).click();
  const element = await page.waitForSelector(shown);
  return element.evaluate((found) => found.innerText);
}

/** In a page: what WebUSB itself allows there. */
async function tryToClaim() {
  const devices = await navigator.usb.getDevices();
  const [device] = devices;
  if (!device) return { devices: 0 };
  await device.open();
  const seen = { devices: devices.length, name: device.productName, opened: device.opened, interfaces: device.configuration.interfaces.map((one) => one.alternate.interfaceClass) };
  const claimed = await device.claimInterface(0).then(() => 'claimed', String);
  await device.close();
  return { ...seen, claimed };
}

test('in an ordinary page the reader opens and its interface is refused, and the page says so', async (t) => {
  const page = await browser.newPage();
  await page.goto(ORDINARY.origin, { timeout: PATIENCE });
  const seen = await page.evaluate(tryToClaim);
  t.diagnostic(JSON.stringify(seen));
  assert.equal(seen.devices, 1);
  assert.equal(seen.opened, true);
  assert.deepEqual(seen.interfaces, [0x0b]);
  assert.match(seen.claimed, /^SecurityError: .*protected class/);
  t.diagnostic(await read(page, '#reader-outcome[role="alert"]'));
  assert.equal(await page.$('#card'), null);
  await page.close();
});

test('in an Isolated Web App the same program reads the card', async (t) => {
  const session = await browser.target().createCDPSession();
  const manifestId = `${ISOLATED.origin}/`;
  await session.send('PWA.install', { manifestId, installUrlOrBundleUrl: `http://localhost:${ISOLATED.port}/` });
  await session.send('PWA.launch', { manifestId });
  const target = await browser.waitForTarget((one) => one.url().startsWith(ISOLATED.origin), { timeout: PATIENCE });
  const page = await target.page();
  t.diagnostic(`${page.url()} isolated: ${await page.evaluate(() => crossOriginIsolated)}`);
  t.diagnostic(JSON.stringify(await page.evaluate(tryToClaim)));
  const card = await read(page, '#card');
  t.diagnostic(card);
  const digits = card.replaceAll(/\s/g, '');
  assert.ok(digits.includes(process.env.NUMBER), 'the number of the card');
  assert.ok(digits.includes(process.env.FINESS), 'the number of the structure');
});
