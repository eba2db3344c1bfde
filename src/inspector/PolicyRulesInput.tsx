/** The ingress or egress rules of a NetworkPolicy: from or to whom, and on which ports. */
import { Plus, X } from 'lucide-react';
import type { IPBlock, NetworkPolicyPeer } from '../kubernetes/networkPolicy.ts';
import { t } from '../messages/inspector.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { SelectInput, TextInput } from '../ui/controls.tsx';
import type { ControlIds } from '../ui/Field.tsx';
import { textList } from './codecs.ts';
import styles from './Inspector.module.css';
import { writePath } from './path.ts';
import {
  newPeers,
  type PeerForm,
  type PolicyRuleFields,
  peerForm,
  portsFromText,
  portsText,
  selectorFromText,
  selectorLine,
} from './policyRules.ts';

interface PolicyRulesInputProps {
  ids: ControlIds;
  side: 'from' | 'to';
  rules: readonly PolicyRuleFields[];
  onCommit: (rules: PolicyRuleFields[] | undefined) => void;
}

const FORMS: readonly PeerForm[] = ['Pods', 'Namespaces', 'Addresses'];

export function PolicyRulesInput({ ids, side, rules, onCommit }: PolicyRulesInputProps) {
  const change = (index: number, rule: PolicyRuleFields) => onCommit(writePath([...rules], [index], rule));
  return (
    <div className={styles.ports} id={ids.id}>
      {rules.length === 0 && <p className={styles.portPart}>{t('noRuleNothingIsAllowed')}</p>}
      {rules.map((rule, index) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is known by its place, as in the API server's errors
          key={index}
          className={`${styles.port} ${styles.rule}`}
          aria-label={t('rows.rule', { number: String(index + 1) })}
        >
          <div className={styles.ruleHead}>
            <span aria-hidden>{t('rows.rule', { number: String(index + 1) })}</span>
            <IconButton
              label={t('rows.removeRule', { number: String(index + 1) })}
              icon={X}
              iconSize={14}
              onClick={() => {
                const others = rules.filter((_, other) => other !== index);
                onCommit(others.length === 0 ? undefined : others);
              }}
            />
          </div>
          <Peers
            side={side}
            peers={rule[side] ?? []}
            which={t('rows.ofRule', { number: String(index + 1) })}
            describedBy={ids['aria-describedby']}
            onCommit={(peers) => change(index, writePath(rule, [side], peers))}
          />
          <div className={styles.portPart}>
            <span aria-hidden>{t('ports')}</span>
            <TextInput
              aria-label={t('rows.portsOfRule', { number: String(index + 1) })}
              isMono
              placeholder={t('everyPort')}
              value={portsText(rule.ports)}
              onCommit={(text) => change(index, writePath(rule, ['ports'], portsFromText(text)))}
            />
          </div>
        </fieldset>
      ))}
      <Button
        size="small"
        look="quiet"
        icon={Plus}
        className={styles.addPort}
        onClick={() => onCommit([...rules, { [side]: [newPeers.Pods] }])}
      >
        {t('addRule')}
      </Button>
    </div>
  );
}

interface PeersProps {
  side: 'from' | 'to';
  peers: readonly NetworkPolicyPeer[];
  which: string;
  describedBy: string | undefined;
  onCommit: (peers: NetworkPolicyPeer[] | undefined) => void;
}

function Peers({ side, peers, which, describedBy, onCommit }: PeersProps) {
  const change = (index: number, peer: NetworkPolicyPeer) => onCommit(writePath([...peers], [index], peer));
  return (
    <>
      {peers.length === 0 && <p className={styles.portPart}>{t(`peer.everybody.${side}`)}</p>}
      {peers.map((peer, index) => {
        const name =
          peers.length === 1
            ? t(`peer.name.${side}`, { which })
            : t(`peer.numbered.${side}`, { number: index + 1, which });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a peer is known by its place too
          <div key={index} className={styles.peer}>
            <div className={styles.portLine}>
              <SelectInput
                aria-label={t('peer.kind', { name })}
                aria-describedby={describedBy}
                value={peerForm(peer)}
                options={FORMS.map((value) => ({ value, label: t(`form.${value}`) }))}
                onCommit={(form) => change(index, newPeers[form as PeerForm])}
              />
              <IconButton
                label={t('peer.remove', { name })}
                icon={X}
                iconSize={14}
                onClick={() => {
                  const others = peers.filter((_, other) => other !== index);
                  onCommit(others.length === 0 ? undefined : others);
                }}
              />
            </div>
            <PeerInputs name={name} peer={peer} onCommit={(next) => change(index, next)} />
          </div>
        );
      })}
      <Button
        size="small"
        look="quiet"
        icon={Plus}
        className={styles.addPort}
        onClick={() => onCommit([...peers, newPeers.Pods])}
      >
        {t(peers.length === 0 ? `peer.only.${side}` : `peer.others.${side}`)}
      </Button>
    </>
  );
}

interface PeerInputsProps {
  name: string;
  peer: NetworkPolicyPeer;
  onCommit: (peer: NetworkPolicyPeer) => void;
}

function PeerInputs({ name, peer, onCommit }: PeerInputsProps) {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  if (ipBlock)
    return <RangeInputs name={name} ipBlock={ipBlock} onCommit={(next) => onCommit({ ipBlock: next })} />;
  return (
    <>
      {namespaceSelector && (
        <TextInput
          aria-label={t('peer.part', { peer: name, field: 'namespaceSelector' })}
          isMono
          placeholder={t('allNamespaces')}
          value={selectorLine(namespaceSelector)}
          onCommit={(text) =>
            onCommit({ ...peer, namespaceSelector: selectorFromText(namespaceSelector, text) })
          }
        />
      )}
      <div className={styles.portPart}>
        {namespaceSelector && <span aria-hidden>{t('pods')}</span>}
        <TextInput
          aria-label={t('peer.part', { peer: name, field: 'podSelector' })}
          isMono
          placeholder={t('allPods')}
          value={selectorLine(podSelector)}
          onCommit={(text) => onCommit({ ...peer, podSelector: selectorFromText(podSelector, text) })}
        />
      </div>
    </>
  );
}

interface RangeInputsProps {
  name: string;
  ipBlock: IPBlock;
  onCommit: (ipBlock: IPBlock) => void;
}

function RangeInputs({ name, ipBlock, onCommit }: RangeInputsProps) {
  return (
    <>
      <TextInput
        aria-label={t('peer.part', { peer: name, field: 'cidr' })}
        isMono
        placeholder="203.0.113.0/24"
        value={ipBlock.cidr}
        onCommit={(cidr) => onCommit({ ...ipBlock, cidr })}
      />
      <TextInput
        aria-label={t('peer.part', { peer: name, field: 'except' })}
        isMono
        placeholder={t('exceptNothing')}
        value={textList.print(ipBlock.except)}
        onCommit={(text) => {
          const parsed = textList.parse(text);
          onCommit(writePath(ipBlock, ['except'], 'value' in parsed ? parsed.value : undefined));
        }}
      />
    </>
  );
}
