/** Timestamps of objects on the simulated clock, for views. */
export { msOfTimestamp } from '../simulation/clockTime.ts';
