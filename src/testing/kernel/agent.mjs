/**
 * Lives in one network namespace: answers on ports and sends requests, as it is told by lines of JSON on its input. A
 * server answers with its own name and the source address that it saw.
 */
import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';

const tell = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

function serveTCP(name, port, host, ready) {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(JSON.stringify({ name, source: socket.remoteAddress }));
  });
  server.listen({ port, host, ipv6Only: true, backlog: 500 }, ready);
}

function serveUDP(name, port, host, ready) {
  const socket = createSocket({ type: host === '::' ? 'udp6' : 'udp4', ipv6Only: host === '::' });
  socket.on('message', (_, peer) => {
    socket.send(JSON.stringify({ name, source: peer.address }), peer.port, peer.address);
  });
  socket.bind(port, host, ready);
}

/** An ICMP error or a reset is a refusal; anything else that the kernel says is passed on as it is. */
const outcomeOf = (error) => (error.code === 'ECONNREFUSED' ? 'refused' : error.code);

function askTCP({ host, port, timeoutMs }) {
  return new Promise((done) => {
    let text = '';
    const socket = connect({ host, port });
    const finish = (result) => {
      clearTimeout(timer);
      socket.destroy();
      done(result);
    };
    const timer = setTimeout(() => finish({ outcome: 'timedOut' }), timeoutMs);
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('end', () => finish({ outcome: 'answered', ...JSON.parse(text) }));
    socket.on('error', (error) => finish({ outcome: outcomeOf(error) }));
  });
}

function askUDP({ host, port, timeoutMs }) {
  return new Promise((done) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    let isOver = false;
    const finish = (result) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      socket.close();
      done(result);
    };
    const timer = setTimeout(() => finish({ outcome: 'timedOut' }), timeoutMs);
    socket.on('message', (text) => finish({ outcome: 'answered', ...JSON.parse(text) }));
    socket.on('error', (error) => finish({ outcome: outcomeOf(error) }));
    // Only a connected socket is told of ICMP errors.
    socket.connect(port, host, () => socket.send('hello'));
  });
}

const clients = { TCP: askTCP, UDP: askUDP };
const servers = { TCP: serveTCP, UDP: serveUDP };

async function ask({ id, count, atOnce, ...question }) {
  const results = [];
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      results.push(await clients[question.protocol](question));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
  tell({ id, results });
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const order = JSON.parse(line);
    if (order.listen === undefined) ask(order);
    else {
      let waiting = 2 * order.listen.length;
      const ready = () => {
        waiting -= 1;
        if (waiting <= 0) tell({ id: order.id, results: [] });
      };
      for (const { protocol, port } of order.listen)
        for (const host of ['0.0.0.0', '::']) servers[protocol](order.name, port, host, ready);
      if (waiting === 0) ready();
    }
  })
  .on('close', () => process.exit());
