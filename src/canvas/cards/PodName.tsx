/** A Pod's name in little room: the end, which tells replicas apart, always stays. */

const TAIL = 5;
const FITS = 13;

export function PodName({ name }: { name: string }) {
  if (name.length <= FITS) return <span className="kh-name">{name}</span>;
  return (
    <span className="kh-name kh-pod-name" title={name}>
      <span>{name.slice(0, -TAIL)}</span>
      <span>{name.slice(-TAIL)}</span>
    </span>
  );
}
