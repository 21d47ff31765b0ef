// Runs another library on a page: in a worker of a new tab, as the vault runs.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { giveFile, inNewTab } from './browsers.mjs';

const require = createRequire(import.meta.url);

// It puts itself on `window`, which a worker has not.
const ON_WINDOW = 'self.window = self;\n';
const bundle = await build({
  stdin: { contents: "export * from 'pkijs'; export * as asn1js from 'asn1js';", resolveDir: import.meta.dirname },
  bundle: true, format: 'iife', globalName: 'pkijs', minify: true, write: false,
});

/** The text of each library, for the beginning of a worker. */
export const LIBRARIES = {
  none: '',
  forge: ON_WINDOW + readFileSync(require.resolve('node-forge/dist/forge.min.js'), 'utf8'),
  pkijs: bundle.outputFiles[0].text,
  jsrsasign: ON_WINDOW + readFileSync(join(require.resolve('jsrsasign'), '../jsrsasign-all-min.js'), 'utf8'),
};

/** It took longer than it was given. */
export class OverTime extends Error {}

/**
 * What `task` answers: a function whose text is run in a worker on `address` after `library`, with `values` (which
 * JSON can carry) and, last, with the `file`. Throws OverTime after `seconds`.
 */
export async function inWorker(browser, address, { library = LIBRARIES.none, file, seconds = 120 }, task, ...values) {
  const answer = await inNewTab(browser, address, async (page) => {
    if (file) await giveFile(page, file);
    return page.evaluate(onPage, library, String(task), values, seconds);
  });
  if (answer === 'over time') throw new OverTime(`not done in ${seconds} s`);
  return answer;
}

/** The same on the page's own thread, which alone can tell the size of its heap. */
export async function onThread(browser, address, { library, file }, task, ...values) {
  return inNewTab(browser, address, async (page) => {
    await giveFile(page, file);
    await page.addScriptTag({ content: library });
    return page.evaluate(
      `(${task})(...${JSON.stringify(values)}, document.getElementById('bench-file').files[0])`,
    );
  });
}

async function onPage(library, text, values, seconds) {
  const main = `self.onmessage = async ({ data }) => {
    try { self.postMessage({ answer: await (${text})(...data) }); }
    catch (error) { self.postMessage({ failed: String(error) }); }
  };
  self.postMessage('ready');`;
  const address = URL.createObjectURL(new Blob([library, '\n', main], { type: 'text/javascript' }));
  const worker = new Worker(address);
  try {
    return await new Promise((resolve, reject) => {
      setTimeout(resolve, seconds * 1000, 'over time');
      worker.onerror = (event) => reject(new Error(event.message || 'the worker stopped'));
      worker.onmessage = ({ data }) => {
        const files = document.getElementById('bench-file')?.files ?? [];
        if (data === 'ready') worker.postMessage([...values, ...files]);
        else if ('failed' in data) reject(new Error(data.failed));
        else resolve(data.answer);
      };
    });
  } finally {
    worker.terminate();
    URL.revokeObjectURL(address);
  }
}
