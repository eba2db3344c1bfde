/** How much of a canvas so high is seen: on a narrow screen a sheet with what is read about it lies over its lower part. */
export function seenHeight(height: number): number {
  const sheet = document.querySelector<HTMLElement>('[data-sheet]');
  return sheet === null ? height : Math.min(height, sheet.offsetTop);
}
