// Files as they come from the field, given to the built page: what stands there. They were made after public reports,
// and lie outside the repository; what is found in each is tested below the page.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';

import { EACH_ONCE, titled } from './lib/matrix.mjs';
import { plain } from './lib/texts.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

const DATA = process.env.CERTIROC_TEST_DATA;
const skip = !DATA && 'no test data';
const read = (file) => readFileSync(path.join(DATA, 'cases', file));

const LEAF = 'Client_ROC_Annuaire_AMC';

/** A file, the messages that stand there, and the words that do not depend on the language. */
const FILES = [
  ['files/01-adcs-p7b-label-certificate.p7b', [], [LEAF]],
  ['files/02-certutil-encode-pfx.txt', [['problem-password-needed'], ['unlock-label']], []],
  ['files/07-utf16le-no-bom.pem', [['format-pem']], [LEAF]],
  ['files/09b-k8s-secret.yaml', [], [LEAF]],
  ['files/11b-json-body.json', [['remark-altered']], [LEAF]],
  ['files/13-word-dashes.txt', [['remark-altered']], [LEAF]],
  ['files/14-mail-attachment.eml', [['format-mail'], ['row-alias', { name: 'certificat.cer' }]], [LEAF]],
  ['files/21-der-padded-zeros.cer', [['remark-trailing']], [LEAF]],
  ['files/50-openssh-key', [['foreign-openssh']], []],
  ['files/54-pkcs8-pbe-md5-des.key', [['problem-unsupported', { name: 'pbeWithMD5AndDES-CBC' }]], []],
  ['files/69b-utf8string-holding-latin1.cer', [['remark-name-encoding']], []],
  ['files/71-empty-subject.cer', [['certificates-no-subject']], []],
  ['files/88-crl-trailing-newline.crl', [['row-crl-dates', { count: 1 }], ['remark-trailing']], []],
  ['files/92-winmail.dat', [['foreign-winmail']], []],
  ['files/93-message.msg', [['foreign-outlook']], []],
  ['files/98c-enveloped.p7m', [['foreign-encrypted-mail']], []],
  ['requests/q03-version-1.csr', [['problem-request-version', { version: 1 }]], []],
  ['archives/z9x-90-cert-in-zip.zip', [['format-archive']], [LEAF]],
  ['archives/z9x-91-cert-in-encrypted-zip.zip', [['problem-member-encrypted']], []],
  ['archives/z9x-99b-docx.docx', [['format-archive']], [LEAF]],
];

for (const place of EACH_ONCE) {
  test(`${titled(place)}: a file from the field is read, or named with what to do`, { skip }, () => world.visit(place, async (visit) => {
    await visit.go('#/verification');
    for (const [file, messages, words] of FILES) {
      const name = path.basename(file);
      await visit.drop(name, read(file));
      await visit.says('verification-result', { name }, '#verification-outcome');
      for (const [id, values] of messages) {
        await visit.says(id, values, '#verification-outcome').catch((error) => assert.fail(`${file}: ${error.message}`));
      }
      const there = plain(await visit.read('#verification-outcome'));
      for (const word of words) assert.ok(there.includes(word), `${file}: ${there.slice(0, 400)}`);
    }
  }));

  test(`${titled(place)}: nothing is quoted that is not there, and the parser's words are folded away`, { skip }, () => world.visit(place, async (visit) => {
    await visit.go('#/verification');
    for (const file of ['q04-t61-subject.csr', 'q08-c-utf8.csr', 'q09-empty-subject.csr', 'q11-latin1-in-utf8.csr']) {
      await visit.drop(file, read(`requests/${file}`));
      await visit.says('verification-result', { name: file }, '#verification-outcome');
      const there = plain(await visit.read('#verification-outcome'));
      assert.doesNotMatch(there, /«\s*»|“\s*”|\btag \d/, file);
    }
    await visit.drop('q04-t61-subject.csr', read('requests/q04-t61-subject.csr'));
    await visit.says('compare-string-type', { found: 'TeletexString' }, '#verification-outcome');
    // A certificate whose version is no number.
    const der = Buffer.from(read('files/23-two-der-concatenated.cer'));
    der[10] = 4;
    await visit.drop('version.cer', der);
    await visit.says('problem-malformed', {}, '#verification-outcome');
    assert.equal(await visit.$eval('#verification-outcome details', (details) => details.open), false);
  }));

  test(`${titled(place)}: a dossier packed otherwise opens, or says why not`, { skip }, () => world.visit(place, async (visit) => {
    for (const name of ['z05-two-levels.zip', 'z09-json-bom.zip', 'z27-zip-in-zip.zip']) {
      await visit.drop(name, read(`archives/${name}`));
      await visit.notice('notice-opened', { name });
      // They are one dossier, which would find itself again.
      await visit.page.reload();
      await visit.started();
    }
    for (const [name, id] of [
      ['z16-lzma.zip', 'problem-member-compression'],
      ['z17-bzip2.zip', 'problem-member-compression'],
      ['z19-infozip-encrypted.zip', 'problem-member-encrypted'],
      ['z26-truncated.zip', 'archive-damaged-whole'],
    ]) {
      await visit.drop(name, read(`archives/${name}`));
      await visit.notice('notice-open-failed', { name });
      await visit.says(id, {}, '#notice');
    }
  }));
}
