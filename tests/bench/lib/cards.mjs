// A card's public data, read over PC/SC by certiroc-card and by OpenSC, in turns: whole processes. The card is made
// up (tests/card) and stands in vpcd's reader; the card service and OpenSC are not made up.

import { spawn, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ENOUGH } from './stats.mjs';

/** The first of the two slots that vpcd shows. */
const SLOT = 'Virtual PCD 00 00';

/** As the simulator names them. */
const GENERATIONS = { CPS3: 'cps3', CPS4: 'cps4' };

/** Milliseconds: how long something is waited for; in how long the simulator has written all that it will. */
const PATIENCE = 20_000;
const SETTLED = 300;

/** `certiroc-card --list` where no card service runs. */
const NO_SERVICE = 3;

/** For each generation, of `ours` and `opensc`: `time`, samples in milliseconds, and `commands`, as many numbers. */
export async function measureCards({ program, simulator, pcscd, folder, say }, { rounds, seconds }) {
  const run = (file, values, env = {}) => spawnSync(file, values, { encoding: 'utf8', env: { ...process.env, ...env } });
  const slot = () => run(program, ['--list', '--lang', 'en']).stdout.split('\n').find((line) => line.includes(SLOT));
  const none = run(program, ['--list']).status === NO_SERVICE;
  const service = none && spawn(pcscd, ['--foreground'], { stdio: 'ignore' });
  try {
    await until('the reader of vpcd', slot);
    if (!slot().includes('(empty)')) throw new Error(`${SLOT} is in use: ${slot()}`);
    const found = {};
    for (const [name, generation] of Object.entries(GENERATIONS)) {
      const log = join(folder, `${generation}.log`);
      const card = spawn(simulator, ['vpcd', '--generation', generation, '--log', log], { stdio: 'ignore' });
      try {
        await until('the card', () => slot().includes('(card present)'));
        const [file, configuration] = [join(folder, `${generation}.pem`), join(folder, `${generation}.conf`)];
        const readers = {
          ours: () => run(program, ['--force', '-o', file, SLOT]),
          opensc: () => run('pkcs15-tool', ['--reader', SLOT, '--dump'], { OPENSC_CONF: configuration }),
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
        const first = await sample('ours');
        const text = readFileSync(file, 'utf8');
        writeFileSync(configuration, openscConfiguration(text));
        const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g)
          .map((pem) => new X509Certificate(pem).raw.toString('hex'));
        gave(first.exchanges, certificates, `${name}, certiroc-card`);
        gave((await sample('opensc')).exchanges, certificates, `${name}, OpenSC`);

        const series = () => ({ ours: [], opensc: [] });
        const [time, commands] = [series(), series()];
        const end = performance.now() + seconds * 1000;
        for (let round = 0; round < rounds && (round < ENOUGH || performance.now() < end); round += 1) {
          // Each is as often first as second.
          for (const reader of round % 2 ? ['opensc', 'ours'] : ['ours', 'opensc']) {
            const { time: taken, exchanges } = await sample(reader);
            time[reader].push(taken);
            commands[reader].push(exchanges.length);
          }
        }
        found[name] = { time, commands, certificates: certificates.length };
        say(`${name}: ${time.ours.length} rounds`);
      } finally {
        await ended(card);
      }
      await until('the end of the card', () => slot().includes('(empty)'));
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
  return `app default {
card_drivers = itacns;
card_atr ${atr.replaceAll(' ', ':')} { driver = "itacns"; type = "1"; }
framework pkcs15 { use_file_caching = no; enable_pkcs15_emulation = no; }
}\n`;
}

/** Throws unless the card gave these certificates, in hexadecimal, to the last byte. */
function gave(exchanges, certificates, who) {
  const data = exchanges.map((line) => line.split(' ')[1].toLowerCase().slice(0, -4)).join('');
  const missing = certificates.filter((certificate) => !data.includes(certificate)).length;
  if (missing) throw new Error(`${who} did not read ${missing} of ${certificates.length} certificates`);
}

/** The lines of the simulator's log, once no more come. */
async function settled(log) {
  for (let lines; ; ) {
    const now = readFileSync(log, 'utf8').split('\n').slice(0, -1);
    if (now.length === lines?.length) return now;
    lines = now;
    await sleep(SETTLED);
  }
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
