import mermaid from 'mermaid';
import { cards, markPainted, wires } from './topology.js';

const place = document.querySelector('.mermaid');
place.textContent = [
  'flowchart LR',
  ...cards.map((card, index) => `n${index}["${card}"]`),
  ...wires.map(([from, to]) => `n${from} --> n${to}`),
].join('\n');
mermaid.initialize({ startOnLoad: false });
await mermaid.run({ nodes: [place] });
markPainted();
