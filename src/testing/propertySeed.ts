/**
 * The seed of all property tests. Fixed, so that a run that was green stays green; `PROPERTY_SEED=$RANDOM npm run unit`
 * looks elsewhere, and a failure prints the seed that it was found with.
 */
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });
