// Starts the vault. The page makes the worker of a blob: the glue's text, then this one.
// The first message is { module: WebAssembly.Module }. The answer is { readsFiles: boolean }, after
// which every message belongs to the vault, or { failed: text }. Until then the page sends nothing else.
self.onmessage = function (event) {
  'use strict';
  self.onmessage = null;
  wasm_bindgen({ module_or_path: event.data.module }).then(function () {
    self.postMessage({ readsFiles: wasm_bindgen.vault() });
  }).catch(function (error) {
    self.postMessage({ failed: String(error) });
  });
};
