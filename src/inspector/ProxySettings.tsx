/** How kube-proxy does its work in this cluster: the mode, and in ipvs mode the scheduler. Written as a KubeProxyConfiguration. */
import { t } from '../messages/inspector.ts';
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
  get iptables() {
    return t('aChainPerServiceEndpointsAre');
  },
  get nftables() {
    return t('mapsInsteadOfLongChainsEndpoints');
  },
  get ipvs() {
    return t('virtualServersInTheKernelDeprecated');
  },
};

const schedulers: Readonly<Record<IpvsScheduler, string>> = {
  get rr() {
    return t('rrRoundRobin');
  },
  get wrr() {
    return t('wrrWeightedRoundRobin');
  },
  get lc() {
    return t('lcLeastConnections');
  },
  get wlc() {
    return t('wlcWeightedLeastConnections');
  },
  get sed() {
    return t('sedShortestExpectedDelay');
  },
  get nq() {
    return t('nqNeverQueue');
  },
  get sh() {
    return t('shHashOfTheSource');
  },
  get dh() {
    return t('dhHashOfTheDestination');
  },
  get mh() {
    return t('mhMaglevHashing');
  },
  get lblc() {
    return t('lblcLocalityBased');
  },
  get lblcr() {
    return t('lblcrLocalityBasedWithReplication');
  },
};

const modeOptions: Option[] = Object.keys(modes).map((mode) => ({ value: mode, label: mode }));
const schedulerOptions = (): Option[] =>
  Object.entries(schedulers).map(([value, label]) => ({ value, label }));

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
      <Field label={t('mode')}>
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
        <Field label={t('scheduler')}>
          {(ids) => (
            <SelectInput
              {...ids}
              value={schedulerOf(configuration) ?? 'rr'}
              options={schedulerOptions()}
              onCommit={(value) => apply({ ipvs: { ...configuration.ipvs, scheduler: value } })}
            />
          )}
        </Field>
      )}
      <p className={styles.hint}>
        {(modes as Readonly<Record<string, string>>)[mode] ?? t('kubeProxyDoesNotKnowThis')}
      </p>
    </section>
  );
}
