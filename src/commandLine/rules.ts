/** `npm run -s rules -- <scene.yaml> --node <name> [--mode iptables|nftables|ipvs]`: prints what kube-proxy writes on a node. */
import { readFileSync } from 'node:fs';
import { answer } from './rulesReport.ts';

const { output, errors, exitCode } = answer(process.argv.slice(2), (file) => readFileSync(file, 'utf8'));
if (errors !== '') console.error(errors);
process.stdout.write(output);
process.exitCode = exitCode;
