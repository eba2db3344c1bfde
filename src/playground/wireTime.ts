/** One millisecond on the wire takes this many on the clock, so that a hop can be watched; tables print wire time. */
export const WIRE_STRETCH = 1000;
