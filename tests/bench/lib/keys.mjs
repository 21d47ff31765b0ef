// One size of key in one browser: the contenders take turns, A B C A B C, so that what else the machine
// does meets them all alike.

import { forge, opensslKeyAndRequest, opensslSeal, verifyMade, webCrypto } from './contenders.mjs';
import { runVault } from './vault.mjs';

/** node-forge takes longest by far, and is measured at this size only, in every other round. */
const FORGE_BITS = 2048;

/**
 * Samples in milliseconds, each a list:
 *
 * - `page.with` and `page.without` WebCrypto: `start`, `key`, `seal`, `csr`, `inside` (see vault.mjs)
 *   and `total`, key and request without sealing
 * - `openssl`: `total`, `seal`
 * - `webCrypto`: `key`, `total` (key and one signature), `seal` (PBKDF2 alone)
 * - `forge`: `total`; absent at other sizes
 */
export async function measureKeys({ name, browser, addresses, folder, say }, bits, { rounds, seconds }) {
  const samples = { page: { with: {}, without: {} }, openssl: {}, webCrypto: {}, forge: {} };
  const keep = (series, values) => {
    for (const [what, value] of Object.entries(values)) {
      if (typeof value === 'number') (series[what] ??= []).push(value);
    }
  };
  const vault = async (address, hasWebCrypto) => {
    const times = await runVault(browser, address, bits, hasWebCrypto);
    verifyMade(folder, times.made);
    return { ...times, total: times.key + times.csr };
  };
  const end = performance.now() + seconds * 1000;
  let round = 0;
  for (; round < rounds && performance.now() < end; round += 1) {
    keep(samples.page.with, await vault(addresses.page, true));
    keep(samples.openssl, { total: opensslKeyAndRequest(folder, bits), seal: opensslSeal(folder) });
    keep(samples.page.without, await vault(addresses.insecurePage, false));
    const { key, sign, derive } = await webCrypto(browser, addresses.blank, bits);
    keep(samples.webCrypto, { key, total: key + sign, seal: derive });
    if (bits === FORGE_BITS && round % 2 === 0) {
      keep(samples.forge, await forge(browser, addresses.insecureBlank, bits));
    }
  }
  say(`${name}, RSA ${bits}: ${round} rounds`);
  if (!samples.forge.total) delete samples.forge;
  return samples;
}
