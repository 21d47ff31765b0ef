// One size of key in one browser: the contenders take turns, A B C A B C, so that what else the machine
// does meets them all alike.

import { forge, opensslKeyAndRequest, opensslSeal, verifyMade, webCrypto } from './contenders.mjs';
import { runVault } from './vault.mjs';

/**
 * node-forge takes longest by far: it is measured at this size only, for about this share of the
 * time. Firefox needs more of it for as many samples.
 */
const FORGE = { bits: 2048, share: { Chromium: 0.3, Firefox: 0.5 } };

/** OpenSSL's sealing takes the same time each time: it is measured in one round of so many. */
const SEALING_EVERY = 2;

/**
 * Samples in milliseconds, each a list:
 *
 * - `page.with` and `page.without` WebCrypto: `start`, `key`, `seal`, `csr`, `inside` (see vault.mjs)
 *   and `total`, key and request without sealing
 * - `openssl`: `total`, `seal`
 * - `webCrypto`: `key`, `sign` (one signature), `seal` (PBKDF2 alone)
 * - `forge`: `total`; absent at other sizes
 */
export async function measureKeys({ name, browser, addresses, folder, say }, bits, { rounds, seconds }) {
  const samples = { page: { with: {}, without: {} }, openssl: {}, webCrypto: {}, forge: {} };
  const keep = (series, values) => {
    for (const [what, value] of Object.entries(values)) {
      if (typeof value === 'number') (series[what] ??= []).push(value);
    }
  };
  let round = 0;
  const vault = async (address, hasWebCrypto) => {
    const times = await runVault(browser, address, bits, hasWebCrypto);
    if (round === 0) verifyMade(folder, times.made);
    return { ...times, total: times.key + times.csr };
  };
  const begin = performance.now();
  const elapsed = () => performance.now() - begin;
  let forgeTime = 0;
  for (; round < rounds && elapsed() < seconds * 1000; round += 1) {
    keep(samples.page.with, await vault(addresses.page, true));
    keep(samples.openssl, { total: opensslKeyAndRequest(folder, bits) });
    if (round % SEALING_EVERY === 0) keep(samples.openssl, { seal: opensslSeal(folder) });
    keep(samples.page.without, await vault(addresses.insecurePage, false));
    keep(samples.webCrypto, await webCrypto(browser, addresses.blank, bits));
    if (bits === FORGE.bits && forgeTime <= FORGE.share[name] * elapsed()) {
      const before = elapsed();
      keep(samples.forge, await forge(browser, addresses.insecureBlank, bits));
      forgeTime += elapsed() - before;
    }
  }
  say(`${name}, RSA ${bits}: ${round} rounds`);
  if (!samples.forge.total) delete samples.forge;
  return samples;
}
