/** How kube-proxy does its work in this cluster: the mode, and in ipvs mode the scheduler. Written as a KubeProxyConfiguration. */
import {
  type KubeProxyConfiguration,
  proxyConfigurationOf,
  schedulerOf,
} from '../playground/proxySettings.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import type { IpvsScheduler } from '../simulation/network/ipvsSchedulers.ts';
import type { ProxyMode } from '../simulation/network/kubeProxy.ts';
import { type Option, SelectInput } from '../ui/controls.tsx';
import { Field } from '../ui/Field.tsx';
import styles from './ProxySettings.module.css';

const modes: Readonly<Record<ProxyMode, string>> = {
  iptables: 'A chain per Service; endpoints are picked at random. The default.',
  nftables: 'Maps instead of long chains; endpoints are picked at random.',
  ipvs: 'Virtual servers in the kernel. Deprecated since v1.35; nftables is to take its place.',
};

const schedulers: Readonly<Record<IpvsScheduler, string>> = {
  rr: 'rr, round robin',
  wrr: 'wrr, weighted round robin',
  lc: 'lc, least connections',
  wlc: 'wlc, weighted least connections',
  sed: 'sed, shortest expected delay',
  nq: 'nq, never queue',
  sh: 'sh, hash of the source',
  dh: 'dh, hash of the destination',
  mh: 'mh, Maglev hashing',
  lblc: 'lblc, locality-based',
  lblcr: 'lblcr, locality-based with replication',
};

const modeOptions: Option[] = Object.keys(modes).map((mode) => ({ value: mode, label: mode }));
const schedulerOptions: Option[] = Object.entries(schedulers).map(([value, label]) => ({ value, label }));

export function ProxySettings() {
  const playground = usePlayground();
  const objects = usePlaygroundState((state) => state.objects);
  const hasNodes = [...objects.values()].some(({ kind }) => kind === 'Node');
  const configuration = proxyConfigurationOf(objects);
  const mode = configuration.mode || 'iptables';
  const apply = (change: Partial<KubeProxyConfiguration>) =>
    void playground.dispatch({ type: 'apply', object: { ...configuration, ...change } }, 'inspector');

  if (!hasNodes) return null;
  return (
    <section className={styles.settings} aria-label="kube-proxy">
      <h3 className={styles.heading}>kube-proxy</h3>
      <Field label="mode">
        {(ids) => (
          <SelectInput
            {...ids}
            value={mode}
            options={modeOptions}
            onCommit={(value) => apply({ mode: value })}
          />
        )}
      </Field>
      {mode === 'ipvs' && (
        <Field label="scheduler">
          {(ids) => (
            <SelectInput
              {...ids}
              value={schedulerOf(configuration) ?? 'rr'}
              options={schedulerOptions}
              onCommit={(value) => apply({ ipvs: { ...configuration.ipvs, scheduler: value } })}
            />
          )}
        </Field>
      )}
      <p className={styles.hint}>
        {(modes as Readonly<Record<string, string>>)[mode] ?? 'kube-proxy does not know this mode.'}
      </p>
    </section>
  );
}
