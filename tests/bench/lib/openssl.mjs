// OpenSSL on the command line.

import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What it writes; `options` are those of spawnSync. Throws where it fails. */
export function openssl(values, options = {}) {
  const { status, error, stdout, stderr } = spawnSync('openssl', values, { encoding: 'utf8', ...options });
  if (status !== 0) throw error ?? new Error(`openssl ${values[0]}: ${stderr}`);
  return stdout;
}

/** Milliseconds from the start of its process to the end. */
export function timed(values) {
  const begin = performance.now();
  openssl(values);
  return performance.now() - begin;
}

/** The most memory that its process had, in bytes, as Linux tells it; null elsewhere. */
export async function peakMemory(values) {
  const child = spawn('openssl', values, { stdio: 'ignore' });
  let peak = null;
  const poll = setInterval(() => {
    try {
      const [, kilobytes] = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      if (kilobytes) peak = Number(kilobytes) * 1024;
    } catch {
      // It has ended.
    }
  }, 1);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject).once('exit', resolve);
    });
    if (code !== 0) throw new Error(`openssl ${values[0]} ended with ${code}`);
  } finally {
    clearInterval(poll);
  }
  return peak;
}
