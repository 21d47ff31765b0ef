// What stands in for Chromium's file pickers, which no test can click. The functions run in the page.

/** On localhost: a real FileSystemFileHandle, of the origin private file system. */
export function opfsPicker() {
  const root = () => navigator.storage.getDirectory();
  window.showSaveFilePicker = async ({ suggestedName }) =>
    (await root()).getFileHandle(suggestedName, { create: true });
  window.showOpenFilePicker = async () => {
    const found = [];
    for await (const handle of (await root()).values()) found.push(handle);
    return found.slice(0, 1);
  };
}

/** In the page: what is in the origin private file system, as [name, base64]. */
export async function readOpfs() {
  const found = [];
  for await (const handle of (await navigator.storage.getDirectory()).values()) {
    const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
    found.push([handle.name, btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))]);
  }
  return found;
}

/**
 * On `file://`: an object that behaves as a FileSystemFileHandle and writes a file on the test's disk.
 *
 * `window.scripted` directs it: `permission` is what `requestPermission` answers; `fail` names the step
 * that rejects (`createWritable`, `write`, `close`); while `held`, `close` does not end. `overwrittenWith` (base64) is
 * what another machine writes right after the next `close`. It counts the `createWritable` calls in `writes`.
 */
export function scriptedPicker() {
  const scripted = { permission: 'granted', fail: '', held: false, writes: 0, cancelled: false, overwrittenWith: null };
  window.scripted = scripted;
  const step = (name) => {
    if (scripted.fail === name) throw new DOMException('scripted: no space left', 'QuotaExceededError');
  };
  class ScriptedHandle {
    kind = 'file';

    /** Chosen to be saved to: empty until it is written. */
    #fresh;

    constructor(name, fresh) {
      this.name = name;
      this.#fresh = fresh;
    }

    async requestPermission({ mode }) {
      return mode === 'readwrite' ? scripted.permission : 'granted';
    }

    async getFile() {
      const content = await window.diskRead(this.name);
      if (content === null && !this.#fresh) throw new DOMException('scripted: it is gone', 'NotFoundError');
      const text = atob(content ?? '');
      return new File([Uint8Array.from(text, (letter) => letter.charCodeAt(0))], this.name);
    }

    async createWritable() {
      step('createWritable');
      scripted.writes += 1;
      let beside = '';
      return {
        write: async (bytes) => {
          step('write');
          beside += Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
        },
        close: async () => {
          step('close');
          while (scripted.held) await new Promise((done) => { setTimeout(done, 20); });
          await window.diskWrite(this.name, btoa(beside));
          this.#fresh = false;
          if (scripted.overwrittenWith) await window.diskWrite(this.name, scripted.overwrittenWith);
          scripted.overwrittenWith = null;
        },
        abort: async () => { beside = ''; },
      };
    }
  }
  const pick = (name, fresh) => {
    if (scripted.cancelled) throw new DOMException('scripted: closed', 'AbortError');
    return new ScriptedHandle(name, fresh);
  };
  window.showSaveFilePicker = async ({ suggestedName }) => pick(suggestedName, true);
  window.showOpenFilePicker = async () => [pick(await window.diskFirst(), false)];
}
