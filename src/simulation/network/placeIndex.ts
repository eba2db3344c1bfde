/**
 * The network's places by key and by address. Of two with one address the first by key gets the packets, whoever came
 * first: real networks leave that to chance, and the other one is not reached until the first is gone.
 */
import type { PlaceKey } from '../events.ts';
import type { Network } from './network.ts';
import type { Place } from './places.ts';

/** Puts the place in the stead of what the key named before; null takes it away. */
export function setPlace(network: Network, key: PlaceKey, place: Place | null): void {
  const { places, addresses, contestedAddresses } = network;
  const old = places.get(key);
  if (old !== undefined) {
    places.delete(key);
    for (const address of addressesOf(old))
      if (addresses.get(address) === old) {
        addresses.delete(address);
        if (contestedAddresses.has(address)) passOn(network, address);
      }
  }
  if (place === null) return;
  places.set(key, place);
  for (const address of addressesOf(place)) {
    const other = addresses.get(address);
    if (other !== undefined && other.key !== key) contestedAddresses.add(address);
    if (other === undefined || key <= other.key) addresses.set(address, place);
  }
}

/** Who else has the address. */
function passOn({ places, addresses, contestedAddresses }: Network, address: string): void {
  const heirs = [...places.values()].filter((place) => addressesOf(place).includes(address));
  if (heirs.length < 2) contestedAddresses.delete(address);
  const [heir] = heirs.sort((a, b) => (a.key < b.key ? -1 : 1));
  if (heir !== undefined) addresses.set(address, heir);
}

/** A Pod on its node's own network has no address of its own. */
export function addressesOf(place: Place): readonly string[] {
  if (place.kind === 'LoadBalancer') return place.addresses;
  if (place.kind === 'Node') return place.proxyNode.addresses;
  if (place.kind === 'Pod' && place.isHostNetwork) return [];
  return place.secondAddress === '' ? [place.address] : [place.address, place.secondAddress];
}
