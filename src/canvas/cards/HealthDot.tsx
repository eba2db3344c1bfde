/** Health as a shape: filled, hollow, dashed or half, so that colour is never alone. */

export type Health = 'ok' | 'bad' | 'waiting' | 'leaving';

export function HealthDot({ health }: { health: Health }) {
  return <span className={`kh-health kh-health-${health}`} aria-hidden />;
}
