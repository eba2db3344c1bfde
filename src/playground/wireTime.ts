/** One millisecond on the wire takes this many on the clock, so that a hop can be watched; tables print wire time. */
export { WIRE_STRETCH } from '../simulation/network/wire.ts';
