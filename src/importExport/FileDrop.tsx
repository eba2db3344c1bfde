export function FileDrop() {
  return null;
}
