// A proxy on loopback that writes down all that a browser asks the network for, under whatever name.

import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import { connect } from 'node:net';

/** Every name leads to this machine: nothing that a browser under test asks for leaves it. */
const HOST = '127.0.0.1';

/** Starts one; `log` holds the address of each request. */
export async function proxy() {
  const log = [];
  const forwarded = ({ method, url, headers }) => {
    log.push(url);
    const { port, pathname, search } = new URL(url);
    return ask({ host: HOST, port: port || 80, method, path: pathname + search, headers });
  };
  const server = createServer((request, response) => {
    const onward = forwarded(request);
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  // What the browser wants to speak through, of whatever kind: `wss`, `https`, and here `ws` as well.
  server.on('connect', (request, socket, head) => {
    log.push(request.url);
    const onward = connect(Number(request.url.split(':').at(-1)), HOST, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) end.on('error', () => [onward, socket].forEach((each) => each.destroy()));
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  return {
    log,
    address: `${HOST}:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
