/** Lets what takes a moment happen one after the other, in the order in which it was asked for: a second click waits for the first. */
export function takingTurns(): <Given extends unknown[], T>(
  run: (...given: Given) => Promise<T>,
) => (...given: Given) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (run) =>
    (...given) => {
      const result = last.then(() => run(...given));
      last = result.catch(() => {});
      return result;
    };
}
