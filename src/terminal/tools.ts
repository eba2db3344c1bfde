/** The table of tools: what can be typed besides kubectl, where it is installed, and what it is for. */
import type { ShellPlace } from './place.ts';
import type { Shell, Surroundings } from './shell.ts';
import { conntrack } from './tools/conntrack.ts';
import { curl } from './tools/curl.ts';
import { dig } from './tools/dig.ts';
import { getent } from './tools/getent.ts';
import { ip } from './tools/ip.ts';
import { iptablesSave } from './tools/iptablesSave.ts';
import { ipvsadm } from './tools/ipvsadm.ts';
import { nc } from './tools/nc.ts';
import { nft } from './tools/nft.ts';
import { nslookup } from './tools/nslookup.ts';
import { ping } from './tools/ping.ts';
import { ss } from './tools/ss.ts';
import { traceroute } from './tools/traceroute.ts';
import { wget } from './tools/wget.ts';

export interface ToolCall extends Surroundings {
  readonly shell: Shell;
  readonly place: ShellPlace;
  readonly name: string;
  readonly args: readonly string[];
}

export interface Tool {
  readonly short: string;
  /** Everywhere when absent. */
  readonly places?: readonly ShellPlace['type'][];
  run(call: ToolCall): number | Promise<number>;
}

export const tools: Readonly<Record<string, Tool>> = {
  curl,
  wget,
  ping,
  nslookup,
  dig,
  getent,
  nc,
  ss,
  ip,
  traceroute,
  'iptables-save': iptablesSave,
  nft,
  conntrack,
  ipvsadm,
};
