/** A Pod's name in little room: the end, which tells replicas apart, always stays. */

const TAIL = 5;

interface PodNameProps {
  name: string;
  /** How many letters there is room for. */
  room: number;
}

export function PodName({ name, room }: PodNameProps) {
  if (name.length <= room) return <span className="kh-name">{name}</span>;
  return (
    <span className="kh-name" title={name}>
      {name.slice(0, room - TAIL - 1)}…{name.slice(-TAIL)}
    </span>
  );
}
