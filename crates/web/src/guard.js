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

  // A document made whole would bring elements that nobody asked for below.
  fix(DOMImplementation.prototype, 'createDocument', undefined);

  // 2. Elements that hold a window of their own, and those that have the browser connect somewhere
  // or leave the page without a policy's word. Markup that would make them is refused by the
  // policy's require-trusted-types-for.
  var holders = Object.create(null);
  ['iframe', 'frame', 'object', 'embed', 'fencedframe', 'portal', 'link', 'meta', 'base', 'area'
  ].forEach(function (tag) {
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
      throw new refuse(tag + ': CertiROC makes none');
    }
    return apply(createElement, this, [tag]);
  });
  var createElementNS = Document.prototype.createElementNS;
  fix(Document.prototype, 'createElementNS', function (namespace, name) {
    var tag = '' + name;
    if (refused(tag)) {
      throw new refuse(tag + ': CertiROC makes none');
    }
    return apply(createElementNS, this, [namespace, tag]);
  });

  // Nor copies of those that the page came with.
  var nameOf = Object.getOwnPropertyDescriptor(Element.prototype, 'localName').get;
  var kindOf = Object.getOwnPropertyDescriptor(Node.prototype, 'nodeType').get;
  var find = { 1: Element.prototype.querySelector, 9: Document.prototype.querySelector, 11: DocumentFragment.prototype.querySelector };
  var anyHolder = Object.keys(holders).join();
  function copies(method) {
    return function (first, second) {
      var node = method === cloneNode ? this : first;
      var deep = method === cloneNode ? first : second;
      var kind = apply(kindOf, node, []);
      if ((kind === 1 && refused(apply(nameOf, node, []))) ||
          (deep && find[kind] && apply(find[kind], node, [anyHolder]) !== null)) {
        throw new refuse('CertiROC makes none');
      }
      return apply(method, this, [first, second]);
    };
  }
  var cloneNode = Node.prototype.cloneNode;
  fix(Node.prototype, 'cloneNode', copies(cloneNode));
  fix(Document.prototype, 'importNode', copies(Document.prototype.importNode));
  fix(Range.prototype, 'cloneContents', undefined);

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
  // Forward and reload stay. A script clicks nothing but the download of the page's own bytes.
  var offered = Object.create(null);
  var addressOf = Object.getOwnPropertyDescriptor(HTMLAnchorElement.prototype, 'href').get;
  var hasAttribute = Element.prototype.hasAttribute;
  var closest = Element.prototype.closest;
  var click = HTMLElement.prototype.click;
  // A click on what is in a link is one on the link, across a shadow's border too.
  fix(Element.prototype, 'attachShadow', undefined);
  fix(HTMLElement.prototype, 'click', function () {
    var link = apply(closest, this, ['a']);
    if (link !== null) {
      var address = apply(addressOf, link, []);
      if (link !== this || !apply(hasAttribute, link, ['download']) || !isOwn(address)) {
        throw new refuse('CertiROC leaves the page for nobody');
      }
      offered[address] = true;
    }
    apply(click, this, []);
  });
  // What a blob holds is at most a worker's script: opened as a page, it would have no guard.
  var typeOfBlob = Object.getOwnPropertyDescriptor(Blob.prototype, 'type').get;
  var sizeOfBlob = Object.getOwnPropertyDescriptor(Blob.prototype, 'size').get;
  var slice = Blob.prototype.slice;
  var createObjectURL = URL.createObjectURL;
  fix(URL, 'createObjectURL', function (blob) {
    var isScript = apply(typeOfBlob, blob, []) === 'text/javascript';
    var kept = isScript ? blob : apply(slice, blob, [0, apply(sizeOfBlob, blob, []), 'application/octet-stream']);
    return apply(createObjectURL, URL, [kept]);
  });
  function isOwn(address) {
    return address[0] === 'b' && address[1] === 'l' && address[2] === 'o' && address[3] === 'b' && address[4] === ':';
  }
  // What is made to look like a user's doing.
  var made = Object.create(null);
  ['click', 'auxclick', 'DOMActivate', 'keydown', 'keypress', 'keyup'].forEach(function (type) {
    made[type] = true;
  });
  var typeOf = Object.getOwnPropertyDescriptor(Event.prototype, 'type').get;
  var dispatchEvent = EventTarget.prototype.dispatchEvent;
  fix(EventTarget.prototype, 'dispatchEvent', function (event) {
    if (made[apply(typeOf, event, [])]) {
      throw new refuse('CertiROC clicks for nobody');
    }
    return apply(dispatchEvent, this, [event]);
  });
  if (window.navigation) {
    window.navigation.addEventListener('navigate', function (event) {
      // Firefox does not mark a download as one.
      if (!event.userInitiated && !event.destination.sameDocument && event.downloadRequest === null &&
          !offered[event.destination.url] &&
          (event.navigationType === 'push' || event.navigationType === 'replace')) {
        event.preventDefault();
      }
    });
  }
}());
