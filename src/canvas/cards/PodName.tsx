/** A Pod's name in little room: what its Deployment is called, and the end, which tells replicas apart. */

const TAIL = 5;
/** `-7d9c5b8f6-x7k2p`: what Deployment and ReplicaSet add. */
const GENERATED = /-[a-z0-9]{6,10}-[a-z0-9]{5}$/;

interface PodNameProps {
  name: string;
  /** How many letters there is room for. */
  room: number;
}

export function PodName({ name, room }: PodNameProps) {
  return (
    <span className="kh-name" title={name}>
      {shortName(name, room)}
    </span>
  );
}

export function shortName(name: string, room: number): string {
  if (name.length <= room) return name;
  const head = name.replace(GENERATED, '').slice(0, room - TAIL - 1);
  return `${head}…${name.slice(-TAIL)}`;
}
