/**
 * What the engine's bench is measured against: the same journey (look up the Service, pick an endpoint, keep the
 * connection, log six hops) without a simulation around it, once over typed arrays and once over Maps and objects.
 */

export interface LoopOptions {
  readonly services: number;
  readonly endpoints: number;
  readonly requests: number;
}

const HOPS = 6;
const LOG_SIZE = 1 << 16;
const CONNECTIONS = 1 << 16;

function nextRandom(state: number): number {
  let x = state;
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  return x >>> 0;
}

/** Runs the loop and returns how many hops it logged. */
export function runTypedArrayLoop({ services, endpoints, requests }: LoopOptions): number {
  const slots = 2 ** Math.ceil(Math.log2(services * 2));
  const keys = new Int32Array(slots).fill(-1);
  const firstEndpoint = new Int32Array(slots);
  for (let service = 0; service < services; service++) {
    let slot = (service * 0x9e3779b1) & (slots - 1);
    while (keys[slot] !== -1) slot = (slot + 1) & (slots - 1);
    keys[slot] = service;
    firstEndpoint[slot] = service * endpoints;
  }
  const original = new Int32Array(CONNECTIONS);
  const translated = new Int32Array(CONNECTIONS);
  const log = new Int32Array(LOG_SIZE * 4);
  let random = 12345;
  let logged = 0;
  for (let request = 0; request < requests; request++) {
    random = nextRandom(random);
    const service = random % services;
    let slot = (service * 0x9e3779b1) & (slots - 1);
    while (keys[slot] !== service) slot = (slot + 1) & (slots - 1);
    random = nextRandom(random);
    const endpoint = firstEndpoint[slot]! + (random % endpoints);
    const connection = (request * 0x9e3779b1) >>> 16;
    original[connection] = service;
    translated[connection] = endpoint;
    for (let hop = 0; hop < HOPS; hop++) {
      const at = (logged++ & (LOG_SIZE - 1)) * 4;
      log[at] = request;
      log[at + 1] = hop;
      log[at + 2] = hop < 3 ? endpoint : original[connection]!;
      log[at + 3] = translated[connection]!;
    }
  }
  return logged;
}

interface Endpoint {
  readonly ip: string;
  readonly port: number;
}

interface Entry {
  readonly service: string;
  readonly endpoint: Endpoint;
}

interface LoggedHop {
  readonly request: number;
  readonly hop: number;
  readonly destination: string;
  readonly port: number;
}

/** Runs the loop and returns how many hops it logged. */
export function runMapLoop({ services, endpoints, requests }: LoopOptions): number {
  const addresses = Array.from({ length: services }, (_, n) => `10.96.${n >>> 8}.${n & 255}`);
  const table = new Map<string, Endpoint[]>();
  for (const address of addresses)
    table.set(
      address,
      Array.from({ length: endpoints }, (_, n) => ({ ip: `10.244.1.${n}`, port: 8080 })),
    );
  const conntrack = new Map<number, Entry>();
  const log: LoggedHop[] = [];
  let random = 12345;
  let logged = 0;
  for (let request = 0; request < requests; request++) {
    random = nextRandom(random);
    const service = addresses[random % services]!;
    const chain = table.get(service)!;
    random = nextRandom(random);
    conntrack.set(request % CONNECTIONS, { service, endpoint: chain[random % chain.length]! });
    for (let hop = 0; hop < HOPS; hop++) {
      const entry = conntrack.get(request % CONNECTIONS)!;
      const { ip, port } = entry.endpoint;
      log[logged++ & (LOG_SIZE - 1)] = { request, hop, destination: hop < 3 ? ip : entry.service, port };
    }
  }
  return logged;
}
