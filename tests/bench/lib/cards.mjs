// A card's public data, read over PC/SC by certiroc-card and by OpenSC, in turns: whole processes. The card is made
// up (tests/card) and stands in vpcd's reader; the card service and OpenSC are not made up.

import { spawn, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ENOUGH } from './stats.mjs';

/** The first of the two slots that vpcd shows. */
const SLOT = 'Virtual PCD 00 00';
/** As the simulator names them. */
const GENERATIONS = { CPS3: 'cps3', CPS4: 'cps4' };

/** Milliseconds: how long something is waited for; in how long the simulator has written all that it will. */
const [PATIENCE, SETTLED] = [20_000, 300];
/** How `certiroc-card --list` ends where no card service runs. */
const NO_SERVICE = 3;

/** For each generation, of `ours` and `opensc`: `time`, samples in milliseconds; `commands`, how many a run sends. */
export async function measureCards({ program, simulator, pcscd, folder, say }, { rounds, seconds }) {
  const configuration = join(folder, 'opensc.conf');
  const env = { ...process.env, OPENSC_CONF: configuration };
  const run = (tool, values) => spawnSync(tool, values, { encoding: 'utf8', env });
  const slot = () => run(program, ['--list', '--lang', 'en']).stdout.split('\n').find((line) => line.includes(SLOT));
  const none = run(program, ['--list']).status === NO_SERVICE;
  const service = none && spawn(pcscd, ['--foreground'], { stdio: 'ignore' });
  try {
    const found = {};
    for (const [name, generation] of Object.entries(GENERATIONS)) {
      await until(`an empty ${SLOT}`, () => slot()?.includes('(empty)'));
      const log = join(folder, `${generation}.log`);
      const card = spawn(simulator, ['vpcd', '--generation', generation, '--log', log], { stdio: 'ignore' });
      try {
        await until('the card', () => existsSync(log) && slot()?.includes('(card present)'));
        const file = join(folder, `${generation}.pem`);
        const readers = {
          ours: () => run(program, ['--force', '-o', file, SLOT]),
          opensc: () => run('pkcs15-tool', ['--reader', SLOT, '--dump']),
        };
        const sample = async (reader) => {
          const before = await settled(log);
          const begin = performance.now();
          const { status, error, stderr } = readers[reader]();
          const time = performance.now() - begin;
          if (status !== 0) throw error ?? new Error(`${name}, ${reader}: ${stderr}`);
          return { time, exchanges: (await settled(log)).slice(before.length) };
        };

        // Once each, untimed: our file tells OpenSC's configuration the card's answer to reset.
        const first = { ours: (await sample('ours')).exchanges };
        const text = readFileSync(file, 'utf8');
        writeFileSync(configuration, openscConfiguration(text));
        const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g)
          .map((pem) => new X509Certificate(pem).raw.toString('hex'));
        first.opensc = (await sample('opensc')).exchanges;
        for (const [reader, exchanges] of Object.entries(first)) gave(exchanges, certificates, `${name}, ${reader}`);

        const time = { ours: [], opensc: [] };
        const end = performance.now() + seconds * 1000;
        for (let round = 0; round < rounds && (round < ENOUGH || performance.now() < end); round += 1) {
          // Each is as often first as second.
          for (const reader of round % 2 ? ['opensc', 'ours'] : ['ours', 'opensc']) {
            const { time: taken, exchanges } = await sample(reader);
            // The card is the same each time, and so is what is asked of it.
            if (exchanges.join() !== first[reader].join()) throw new Error(`${name}: another program asks the card`);
            time[reader].push(taken);
          }
        }
        found[name] = { time, commands: { ours: first.ours.length, opensc: first.opensc.length } };
        say(`${name}: ${time.ours.length} rounds`);
      } finally {
        await ended(card);
      }
    }
    return found;
  } finally {
    // Asked to end, it takes away its socket.
    if (service) await ended(service);
  }
}

/** As in tests/interop: a driver that is content with the files of ISO/IEC 7816-15, for this answer to reset. */
function openscConfiguration(text) {
  const [, atr] = /^ATR: ([0-9A-F ]+)$/m.exec(text);
  return `app default { card_drivers = itacns;
    card_atr ${atr.replaceAll(' ', ':')} { driver = "itacns"; type = "1"; }
    framework pkcs15 { use_file_caching = no; enable_pkcs15_emulation = no; } }`;
}

/** Throws unless the card gave these certificates, in hexadecimal, to the last byte. */
function gave(exchanges, certificates, who) {
  const data = exchanges.map((line) => line.split(' ')[1].toLowerCase().slice(0, -4)).join('');
  if (!certificates.every((der) => data.includes(der))) throw new Error(`${who} did not read every certificate`);
}

/** The lines of the simulator's log, once no more come. */
async function settled(log) {
  const lines = () => readFileSync(log, 'utf8').split('\n').slice(0, -1);
  let [before, now] = [null, lines()];
  while (now.length !== before?.length) {
    await sleep(SETTLED);
    [before, now] = [now, lines()];
  }
  return now;
}

async function until(what, done) {
  const start = performance.now();
  while (!done()) {
    if (performance.now() - start > PATIENCE) throw new Error(`${what} does not come`);
    await sleep(50);
  }
}

/** Ends a process, and waits for its end. */
async function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  if (await Promise.race([exit, sleep(PATIENCE, 'over', { ref: false })]) === 'over') child.kill('SIGKILL');
}
