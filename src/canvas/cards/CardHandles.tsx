/** Where wires are drawn from and dropped on a card, on a stage where they can be. */
import { useContext } from 'react';
import { StageContext } from '../stage.ts';

export interface CardHandlesProps {
  /** Wires can start here. */
  canStart?: boolean;
  canEnd?: boolean;
  side?: 'bottom' | 'right';
}

export function CardHandles(props: CardHandlesProps) {
  const Handles = useContext(StageContext)?.Handles ?? null;
  return Handles === null ? null : <Handles {...props} />;
}
