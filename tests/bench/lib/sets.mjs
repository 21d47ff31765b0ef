// What whoever makes the files may give: as much of it as the page takes. The script's time from the act until all of it
// is shown, which Chromium alone tells.

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changed } from '../../browser/lib/zip.mjs';
import { inNewTab } from './browsers.mjs';
import { savedDossier } from './course.mjs';
import { BIT_STRING, INTEGER, SEQUENCE, children, element } from './der.mjs';
import { rested, script } from './opening.mjs';

/** How many of each there are. */
const COUNTS = { certificates: 10_000, files: 200, authorities: 900 };
/** The files that the certificates of one name stand in. */
const FILES = 10;

/**
 * Samples in milliseconds of script: `certificates`, with the name of the issuer of one that is given with them;
 * `files`, each a certificate; `authorities`, in a dossier that is opened and whose certificates are then shown.
 */
export async function measureSets({ name, browser, addresses, folder, pki, say }, { rounds }) {
  if (name !== 'Chromium') return {};
  const { dossier } = await savedDossier(browser, addresses);
  const path = (file, content) => {
    writeFileSync(join(folder, file), content);
    return join(folder, file);
  };
  const some = (from, to, der) => Array.from({ length: to - from }, (_, index) => pem(numbered(der, from + index))).join('');
  const share = COUNTS.certificates / FILES;
  const given = {
    certificates: Array.from({ length: FILES }, (_, file) => path(
      `of-one-name-${file}.pem`, (file === 0 ? pem(pki.leaf.der) : '') + some(file * share, (file + 1) * share, pki.aci.der),
    )),
    files: Array.from({ length: COUNTS.files }, (_, file) => path(`one-of-many-${file}.pem`, some(file, file + 1, pki.leaf.der))),
    authorities: [path('authorities.zip', withAuthorities(Buffer.from(dossier, 'base64'), pki.acr.der))],
  };
  const pages = { certificates: '#/verification', files: '#/verification', authorities: '#/certificats' };
  // What is there once the last of what is shown at first is there.
  const last = { certificates: `#given-${FILES - 1}`, files: '#given-29', authorities: '#authorities-shown' };
  const patience = { timeout: 180_000 };
  const inputs = { certificates: '#verification-file', files: '#verification-file', authorities: '#certificates-file' };
  const samples = Object.fromEntries(Object.keys(given).map((set) => [set, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [set, files] of Object.entries(given)) {
      samples[set].push(await inNewTab(browser, addresses.page + pages[set], async (page) => {
        const input = await page.waitForSelector(inputs[set]);
        const before = await script(page, name);
        await input.uploadFile(...files);
        await page.waitForSelector(last[set], patience);
        await page.waitForSelector('#given-cancel', { hidden: true, ...patience });
        await rested(page);
        return await script(page, name) - before;
      }));
    }
  }
  say(`${name}, large sets: ${rounds} rounds`);
  return samples;
}

/** The certificate with another serial number and a signature that nobody made. */
function numbered(der, number) {
  const [signed, algorithm, signature] = children(der);
  const [version, , ...fields] = children(signed);
  const serial = Buffer.alloc(8, 1);
  serial.writeUInt32BE(number, 4);
  const made = element(SEQUENCE, version, element(INTEGER, serial), ...fields);
  return element(SEQUENCE, made, algorithm, element(BIT_STRING, Buffer.of(0), Buffer.alloc(signature.length - 5, number)));
}

function pem(der) {
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
}

/** The dossier with many authorities that its people kept. */
function withAuthorities(archive, der) {
  return changed(archive, (members) => {
    const document = JSON.parse(members.get('dossier.json'));
    document.authorities = Array.from({ length: COUNTS.authorities }, (_, number) => {
      const name = `autorites/${number}.cert.pem`;
      const content = Buffer.from(pem(numbered(der, number)));
      members.set(name, content);
      return { name, sha256: createHash('sha256').update(content).digest('hex') };
    });
    members.set('dossier.json', Buffer.from(JSON.stringify(document)));
  });
}
