// A made-up card and its reader (tests/card), and the browser's card APIs replaced by links to them. What the links
// refuse, and with which words, is what Chromium was measured to do.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { CARD_SIMULATOR } from './environment.mjs';

export class Simulator {
  #waiting = [];

  constructor(...options) {
    this.child = spawn(CARD_SIMULATOR, ['stdio', ...options], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child.on('exit', () => this.#waiting.forEach(({ reject }) => reject(new Error('the simulator has ended'))));
    createInterface(this.child.stdout).on('line', (line) => this.#waiting.shift().resolve(JSON.parse(line)));
  }

  /** One request of those that tests/card/src/stdio.rs lists; its answer. */
  ask(request) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.child.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }

  /** The certificates on the card, as files by their names. */
  async files() {
    const { certificates } = await this.ask({ op: 'certificates' });
    return Object.fromEntries(certificates.map(({ der }, index) => [`carte-${index}.cer`, Buffer.from(der, 'hex')]));
  }

  /** The instructions that the card was given. */
  async instructions() {
    const { commands } = await this.ask({ op: 'log' });
    return commands.map(({ command }) => command.slice(2, 4).toUpperCase());
  }

  async close() {
    this.child.stdin.end();
    if (this.child.exitCode === null) await once(this.child, 'exit');
  }
}

/**
 * Replaces the card APIs of a page that is not loaded yet. `apis`: `usb`, `smartCard`, each with what it does
 * otherwise than a reader that works:
 * - usb: `unrestricted` (as in an isolated web application), `granted` (from an earlier visit), `refused` (the name of
 *   the exception with which the user's choice ends), `opening`, `claiming` and `transferring` (the name of the exception
 *   there), `silent` (it takes what is sent and never answers), `windows` (the browser says that it runs there),
 *   `configuration` (hexadecimal, in place of the reader's own);
 * - smartCard: `refused` (the `responseCode` with which a connection ends), `readers`.
 */
export async function replaceCardApis({ page }, simulator, apis) {
  await page.exposeFunction('simulator', (request) => simulator.ask(request));
  await page.evaluateOnNewDocument(replacements, apis);
}

/** Runs in the page, before anything else. */
function replacements({ usb, smartCard }) {
  // Taken before the page's own scripts run.
  const ask = (request) => window.simulator(request);
  const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const hex = (data) => Array.from(new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength),
    (byte) => byte.toString(16).padStart(2, '0')).join('');
  const fix = (object, name, value) => Object.defineProperty(object, name, { value, configurable: true });
  if (usb) {
    // How long the page waits for a reader is told by what the reader does, not by the clock: without an end while it
    // works, however slowly, and not at all where it stays silent.
    const waiting = new Set();
    const timer = window.setTimeout.bind(window);
    fix(window, 'setTimeout', (call, delay, ...values) => {
      if (delay < 5000) return timer(call, delay, ...values);
      waiting.add(call);
      return 0;
    });
    const never = () => new Promise(() => {
      timer(() => {
        for (const call of waiting) call();
        waiting.clear();
      });
    });
    const words = {
      SecurityError: 'The requested interface implements a protected class.',
      NetworkError: 'Unable to claim interface.',
      NotFoundError: 'No device selected.',
    };
    const exception = (method, name) => new DOMException(`Failed to execute '${method}' on 'USBDevice': ${words[name] ?? name}`, name);
    if (usb.windows) fix(navigator, 'userAgent', navigator.userAgent.replace(/\(.*?\)/, '(Windows NT 10.0; Win64; x64)'));
    const device = async () => {
      const facts = await ask({ op: 'descriptor' });
      const mine = { opened: false, claimed: false };
      window.usbIsOpen = () => mine.opened;
      window.usbTransfers = 0;
      return {
        vendorId: facts.vendorId,
        productId: facts.productId,
        productName: facts.productName,
        manufacturerName: '',
        get configuration() { return mine.opened ? { configurationValue: 1 } : null; },
        async open() {
          if (usb.opening) throw exception('open', usb.opening);
          mine.opened = true;
        },
        async close() { Object.assign(mine, { opened: false, claimed: false }); },
        async forget() {
          Object.assign(mine, { opened: false, claimed: false });
          granted = null;
        },
        async selectConfiguration() {},
        async claimInterface() {
          if (usb.claiming) throw exception('claimInterface', usb.claiming);
          if (facts.interfaceClass === 0x0b && !usb.unrestricted) throw exception('claimInterface', 'SecurityError');
          mine.claimed = true;
        },
        async controlTransferIn({ requestType, request, value }, length) {
          if (!mine.opened || requestType !== 'standard' || request !== 6 || value !== 0x0200) throw exception('controlTransferIn', 'NetworkError');
          const data = bytes(usb.configuration ?? facts.configuration).slice(0, length);
          return { status: 'ok', data: new DataView(data.buffer) };
        },
        async transferOut(endpoint, data) {
          if (!mine.claimed || endpoint !== facts.endpointOut) throw exception('transferOut', 'InvalidStateError');
          window.usbTransfers += 1;
          if (usb.transferring) throw exception('transferOut', usb.transferring);
          const { written } = await ask({ op: 'out', hex: hex(data) });
          return { status: 'ok', bytesWritten: written };
        },
        async transferIn(endpoint, length) {
          if (!mine.claimed || endpoint !== facts.endpointIn) throw exception('transferIn', 'InvalidStateError');
          const answer = usb.silent ? { ok: false } : await ask({ op: 'in', length });
          if (!answer.ok) return never();
          const data = bytes(answer.hex);
          return { status: 'ok', data: new DataView(data.buffer) };
        },
        async clearHalt() {},
      };
    };
    let granted = usb.granted ? device() : null;
    fix(navigator, 'usb', {
      async getDevices() { return granted ? [await granted] : []; },
      async requestDevice({ filters }) {
        if (!filters.some(({ classCode }) => classCode === 0x0b)) throw new TypeError('no filter for card readers');
        if (usb.refused) throw new DOMException(`Failed to execute 'requestDevice' on 'USB': ${words[usb.refused]}`, usb.refused);
        granted ??= device();
        return granted;
      },
    });
    fix(document, 'featurePolicy', { allowsFeature: (name) => name === 'usb-unrestricted' && usb.unrestricted === true });
  }

  if (smartCard) {
    const refuse = (responseCode) => Object.assign(new DOMException(responseCode, 'SmartCardError'), { responseCode });
    const connection = (atr) => ({
      async status() { return { readerName: 'Lecteur simulé 00 00', state: 'present', answerToReset: bytes(atr).buffer }; },
      async transmit(command) {
        const answer = await ask({ op: 'apdu', hex: hex(command) });
        if (!answer.ok) throw refuse(answer.error === 'absent' ? 'removed-card' : 'unresponsive-card');
        return bytes(answer.hex).buffer;
      },
      async disconnect() {},
    });
    fix(window, 'crossOriginIsolated', true);
    fix(navigator, 'smartCard', {
      async establishContext() {
        return {
          async listReaders() { return smartCard.readers ?? ['Lecteur simulé 00 00']; },
          async connect(reader, access) {
            if (smartCard.refused) throw refuse(smartCard.refused);
            if (access !== 'shared') throw new TypeError('the card is not for this page alone');
            const answer = await ask({ op: 'atr' });
            if (!answer.ok) throw refuse(answer.error === 'absent' ? 'no-smartcard' : 'unresponsive-card');
            return { connection: connection(answer.hex), activeProtocol: 't0' };
          },
        };
      },
    });
  }
}
