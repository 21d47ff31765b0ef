// Starts the page's program, or says why it cannot start; keeps the dossier where a panic of that
// program cannot reach it. ES5 only: it must reach its end in a browser that is too old for the page.
(function () {
  'use strict';

  // 1. The language, before the page's own program can choose it.
  var root = document.documentElement;
  var stored = null;
  try {
    stored = localStorage.getItem('certiroc.language');
  } catch (error) {
    // Storage may be forbidden: the browser's language then counts.
  }
  var tags = root.getAttribute('data-tags').split(' ');

  function spoken(tag) {
    var primary = String(tag).split('-')[0].toLowerCase();
    return tags.indexOf(primary) < 0 ? null : primary;
  }

  root.lang = spoken(stored) || spoken(navigator.language) || tags[0];

  // 2. Within another page nothing starts: whoever made that page could lay something over this one, or show
  // another in its place. A policy in a document cannot forbid it (frame-ancestors counts in a header only).
  if (window.top !== window.self) {
    root.setAttribute('data-boot', 'framed');
    whenParsed(function () {
      var screen = document.getElementById('framed');
      var link = screen.querySelector('a');
      // What is no file of its own has no address to open it by.
      if (/^(https?|file):/.test(location.protocol)) {
        link.href = location.href;
      } else {
        link.hidden = true;
      }
      document.getElementById('app').hidden = true;
      screen.hidden = false;
    });
    return;
  }
  root.setAttribute('data-boot', '');

  // 3. The dossier's bytes, kept where a broken program cannot reach them.
  var kept = null;
  var keptName = '';
  var over = false;

  function one(within, selector) {
    return within.querySelector(selector);
  }

  function whenParsed(action) {
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', action);
    } else {
      action();
    }
  }

  // Puts `screen` in the place of the page. What the page showed is taken out of the document:
  // a passphrase may be among it.
  function replacePage(screen, heading, details) {
    // What the program still hears of changes nothing any more.
    root.setAttribute('data-boot', 'stopped');
    var app = document.getElementById('app');
    if (app) {
      app.textContent = '';
      app.hidden = true;
    }
    one(screen, 'pre').textContent = details;
    screen.hidden = false;
    heading.focus();
    Array.prototype.forEach.call(heading.querySelectorAll('[lang]'), function (title) {
      if (title.lang === root.lang) {
        document.title = title.textContent + ' – CertiROC';
      }
    });
  }

  // `reason` is "old" (the browser cannot run the page) or "damaged" (the file is not whole).
  function fail(reason, details) {
    if (over) {
      return;
    }
    over = true;
    whenParsed(function () {
      var screen = document.getElementById('boot-failure');
      var section = one(screen, '[data-reason="' + reason + '"]');
      section.hidden = false;
      replacePage(screen, one(section, 'h1'), details);
    });
  }

  function save() {
    var link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([kept], { type: 'application/zip' }));
    link.download = keptName;
    document.body.appendChild(link);
    link.click();
    document.body.removeChild(link);
  }

  function panic(message) {
    if (over) {
      return;
    }
    over = true;
    // A worker keeps its keys until it is ended, and a page that asks before it is left would
    // stand in the way of the button that reloads it.
    window.onbeforeunload = null;
    window.addEventListener('beforeunload', function (event) {
      event.stopImmediatePropagation();
    }, true);
    whenParsed(function () {
      var screen = document.getElementById('panic');
      one(screen, '[data-kept="' + (kept ? 'yes' : 'no') + '"]').hidden = false;
      one(screen, '[data-do="save"]').onclick = function () {
        save();
        one(screen, '[data-kept="saved"]').hidden = false;
        one(screen, '[data-kept="name"]').textContent = keptName;
      };
      one(screen, '[data-do="reload"]').onclick = function () {
        location.reload();
      };
      replacePage(screen, one(screen, 'h1'), String(message));
    });
  }

  // What the page's program finds: `keep(bytes, fileName)` after each change of the dossier (null
  // when none is open), `panic(message)` when it cannot go on.
  Object.defineProperty(window, 'certiroc', {
    value: Object.freeze({
      keep: function (bytes, fileName) {
        if (over) {
          return;
        }
        // A copy: the bytes handed over may lie in the program's memory.
        kept = bytes ? new Uint8Array(bytes) : null;
        keptName = bytes ? String(fileName) : '';
      },
      panic: panic
    })
  });

  // 4. Errors that nobody caught. Once one comes out of WASM its memory cannot be trusted.
  function isFatal(error) {
    return Boolean(error) && (
      (typeof WebAssembly === 'object' && error instanceof WebAssembly.RuntimeError) ||
      // The stack ran out: RangeError in Chromium and WebKit, InternalError in Firefox.
      /^(RangeError|InternalError): .*(stack|recursion)/.test(String(error)) ||
      // What the glue throws when it is called into after a panic.
      /closure invoked|recursive use of an object|null pointer passed to rust/.test(String(error.message))
    );
  }

  // Firefox leaves the message out of the stack.
  function described(error) {
    var text = String(error);
    var stack = error && error.stack ? String(error.stack) : '';
    return stack.indexOf(text) === 0 ? stack : text + '\n' + stack;
  }

  var started = false;

  window.addEventListener('error', function (event) {
    if (!started && event.error instanceof SyntaxError) {
      fail('old', String(event.error));
    } else if (isFatal(event.error)) {
      panic(described(event.error));
    }
  });
  window.addEventListener('unhandledrejection', function (event) {
    if (isFatal(event.reason)) {
      panic(described(event.reason));
    }
  });

  // 5. What the page cannot do without.
  function missing() {
    var names = [];
    function need(name, present) {
      if (!present) {
        names.push(name);
      }
    }
    need('WebAssembly', typeof WebAssembly === 'object' && typeof WebAssembly.compile === 'function');
    need('Promise', typeof Promise === 'function');
    need('Uint8Array', typeof Uint8Array === 'function');
    need('BigInt64Array', typeof BigInt64Array === 'function');
    need('TextDecoder', typeof TextDecoder === 'function');
    need('Worker', typeof Worker === 'function');
    need('Blob', typeof Blob === 'function');
    need('URL.createObjectURL', typeof URL === 'function' && typeof URL.createObjectURL === 'function');
    need('crypto.getRandomValues', typeof crypto === 'object' && typeof crypto.getRandomValues === 'function');
    return names;
  }

  function decoded(base64) {
    if (typeof Uint8Array.fromBase64 === 'function') {
      return Uint8Array.fromBase64(base64);
    }
    var text = atob(base64);
    var bytes = new Uint8Array(text.length);
    for (var index = 0; index < text.length; index += 1) {
      bytes[index] = text.charCodeAt(index);
    }
    return bytes;
  }

  // 6. Compile, then hand over to the page's program.
  function start() {
    var names = missing();
    if (names.length > 0) {
      fail('old', names.join(', '));
      return;
    }
    var glue = null;
    var program = null;
    try {
      var element = document.getElementById('wasm');
      program = unlzip(decoded(element.textContent));
      // The text is of no more use. The glue's stays: each worker is made from it.
      element.parentNode.removeChild(element);
      // Throws where the glue is missing, or the policy refused it because its bytes have changed.
      glue = wasm_bindgen;
    } catch (error) {
      fail('damaged', String(error));
      return;
    }
    // Compiled off the page's thread.
    WebAssembly.compile(program).then(function (module) {
      return glue({ module_or_path: module });
    }).then(function () {
      started = true;
      root.setAttribute('data-boot', 'started');
      glue.page();
    }).catch(function (error) {
      if (started) {
        panic(described(error));
      } else {
        fail('old', String(error));
      }
    });
  }

  whenParsed(start);
}());
