// Closes what a Content Security Policy leaves open, before any other script runs: WebRTC, which
// asks no policy, and leaving the page by script. It guards against code that should not be here;
// docs/security.md says what remains.
//
// Later code can replace any method of the language, so what runs after start-up calls only
// functions that were taken here, and no property of theirs.
(function () {
  'use strict';

  var apply = Reflect.apply;
  var lower = String.prototype.toLowerCase;
  var refuse = TypeError;

  function fix(object, name, value) {
    Object.defineProperty(object, name, { value: value, writable: false, configurable: false });
  }

  // 1. The constructors themselves. The other names are ways to a fresh window, which would bring
  // them back: a popup, and elements made from a stylesheet or by a custom element's constructor.
  ['RTCPeerConnection', 'webkitRTCPeerConnection', 'mozRTCPeerConnection', 'RTCDataChannel',
    'RTCSessionDescription', 'mozRTCSessionDescription', 'RTCIceCandidate', 'mozRTCIceCandidate',
    'RTCIceTransport', 'RTCDtlsTransport', 'RTCSctpTransport', 'RTCCertificate',
    'open', 'documentPictureInPicture', 'XSLTProcessor', 'customElements', 'CustomElementRegistry'
  ].forEach(function (name) {
    if (name in window) {
      if (name === 'CustomElementRegistry') {
        fix(window[name].prototype, 'define', undefined);
      }
      fix(window, name, undefined);
    }
  });
  // With three arguments it opens a window.
  fix(Document.prototype, 'open', undefined);

  // 2. Elements that hold a window of their own. Markup that would make them is refused by the
  // policy's require-trusted-types-for.
  var holders = Object.create(null);
  ['iframe', 'frame', 'object', 'embed', 'fencedframe', 'portal'].forEach(function (tag) {
    holders[tag] = true;
  });
  function refused(name) {
    // createElementNS takes "prefix:name".
    var local = '';
    for (var index = 0; index < name.length; index += 1) {
      local = name[index] === ':' ? '' : local + name[index];
    }
    return holders[apply(lower, local, [])] === true;
  }
  var createElement = Document.prototype.createElement;
  fix(Document.prototype, 'createElement', function (name) {
    // Read once: an object could give another name the second time.
    var tag = '' + name;
    if (refused(tag)) {
      throw new refuse(tag + ': CertiROC has no frames');
    }
    return apply(createElement, this, [tag]);
  });
  var createElementNS = Document.prototype.createElementNS;
  fix(Document.prototype, 'createElementNS', function (namespace, name) {
    var tag = '' + name;
    if (refused(tag)) {
      throw new refuse(tag + ': CertiROC has no frames');
    }
    return apply(createElementNS, this, [namespace, tag]);
  });

  // 3. Markup and scripts that come as text: only no markup at all, and workers made from a blob.
  if (window.trustedTypes) {
    window.trustedTypes.createPolicy('default', {
      createHTML: function (markup) {
        return markup === '' ? markup : null;
      },
      createScriptURL: function (address) {
        return /^blob:/.test(address) ? address : null;
      }
    });
  }

  // 4. Leaving the page: by the user's own doing only. Links that the user clicks, downloads, Back,
  // Forward and reload stay.
  if (window.navigation) {
    window.navigation.addEventListener('navigate', function (event) {
      // A download of the page's own bytes is no network: Firefox does not mark it as a download.
      if (!event.userInitiated && !event.destination.sameDocument && event.downloadRequest === null &&
          !/^blob:/.test(event.destination.url) &&
          (event.navigationType === 'push' || event.navigationType === 'replace')) {
        event.preventDefault();
      }
    });
  }
}());
