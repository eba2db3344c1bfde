/** Which IP families the cluster has: IPv4, or IPv4 and IPv6 beside each other. Written as the ServiceCIDR `kubernetes`. */
import { t } from '../messages/inspector.ts';
import { isDualStack, withFamilies } from '../playground/addressFamilies.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { SwitchInput } from '../ui/controls.tsx';
import { Field } from '../ui/Field.tsx';
import styles from './ProxySettings.module.css';

export function AddressFamilies() {
  const playground = usePlayground();
  const isDual = usePlaygroundState((state) => isDualStack(state.objects));
  const hasNodes = usePlaygroundState((state) =>
    [...state.objects.values()].some(({ kind }) => kind === 'Node'),
  );
  const id = usePlaygroundState((state) => state.scene.id);
  const change = (wanted: boolean) => {
    const scene = withFamilies(playground.scene(), wanted);
    void playground.dispatch({ type: 'loadScene', scene, ...(id === null ? {} : { id }) }, 'inspector');
  };

  if (!hasNodes) return null;
  return (
    <section className={styles.settings} aria-label={t('form.Addresses')}>
      <h3 className={styles.heading}>{t('form.Addresses')}</h3>
      <Field label={t('dualStack')}>
        {(ids) => (
          <SwitchInput
            {...ids}
            isOn={isDual}
            onLabel={t('iPv4AndIPv6')}
            offLabel={t('iPv4Only')}
            onCommit={change}
          />
        )}
      </Field>
      <p className={styles.hint}>
        {isDual ? t('nodesAndPodsHaveAnAddress') : t('turningItOnStartsTheCluster')}
      </p>
    </section>
  );
}
