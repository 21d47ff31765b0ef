// A small web server on loopback that writes down every request, and a UDP port that does the same.

import { createServer } from 'node:http';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/**
 * Serves `answers` (path → text of a page, or a function that gives it); anything else is 404.
 * `log` holds `METHOD path` of each request; `address(name)` is the address under a host name.
 */
export async function serve(answers) {
  const log = [];
  const server = createServer((request, response) => {
    log.push(`${request.method} ${request.url}`);
    const answer = answers[request.url.split('?')[0]];
    // Whatever gets through must succeed: nothing but the page's own policy may stand in its way.
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cache-Control', 'no-store');
    if (answer === undefined) {
      response.writeHead(404).end();
    } else {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(typeof answer === 'function' ? answer() : answer);
    }
  });
  server.on('upgrade', (request, socket) => {
    log.push(`UPGRADE ${request.url}`);
    socket.destroy();
  });
  server.on('clientError', (_, socket) => {
    log.push('UNREADABLE');
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  return {
    log,
    port,
    address: (name, path = '/') => `http://${name}:${port}${path}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Listens for UDP packets on loopback; `log` holds the length of each. */
export async function listenUdp() {
  const log = [];
  const socket = createSocket('udp4', (message) => log.push(message.length));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { log, port: socket.address().port, close: () => new Promise((done) => socket.close(done)) };
}
