// Writes down all that a tab asks the network for, its workers included.

/** Schemes that never leave the browser. */
const INSIDE = /^(data|blob|about):/;

/**
 * Begins to record; the list that is returned grows. Chromium tells through the debugging protocol of the
 * page and of each worker, which is held until it is being recorded; Firefox through WebDriver BiDi; WebKit has a proxy.
 */
export async function record(page, browserName) {
  const seen = [];
  const note = (url) => {
    if (!INSIDE.test(url)) seen.push(url);
  };
  if (browserName === 'webkit') {
    // Of the whole profile, from its start on.
    page.requests.length = 0;
    return page.requests;
  }
  if (browserName === 'firefox') {
    page.on('request', (request) => note(request.url()));
    return seen;
  }
  const follow = async (session) => {
    session.on('Network.requestWillBeSent', ({ request }) => note(request.url));
    session.on('Network.webSocketCreated', ({ url }) => note(url));
    session.on('Network.webTransportCreated', ({ url }) => note(url));
    session.on('Target.attachedToTarget', async ({ sessionId, targetInfo }) => {
      const child = session.connection().session(sessionId);
      try {
        if (targetInfo.type === 'worker') await follow(child);
        await child.send('Runtime.runIfWaitingForDebugger');
      } catch (error) {
        // It may have ended meanwhile, with its page.
        if (!/closed/.test(error.message)) throw error;
      }
    });
    await session.send('Network.enable');
    await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
  };
  await follow(await page.createCDPSession());
  return seen;
}
