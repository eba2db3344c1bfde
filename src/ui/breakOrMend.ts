/** Breaks or mends what was chosen, and says what happens next where no card will show it. */
import type { FaultChoice } from '../playground/faults.ts';
import type { Playground } from '../playground/playground.ts';

/** Of these nothing is drawn while they last. */
const UNSEEN: readonly FaultChoice['id'][] = ['stopCoreDNS', 'removeCloudProvider'];

export async function breakOrMend(
  playground: Playground,
  { id, fault, isOn, commands }: FaultChoice,
): Promise<void> {
  const { status } = await playground.dispatch(commands, 'app');
  if (status === 'Success' && !isOn && UNSEEN.includes(id))
    await playground.dispatch(
      { type: 'notify', severity: 'info', text: `${fault.breaks} ${fault.lasts}` },
      'app',
    );
}
