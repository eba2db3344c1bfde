import { convertToExcalidrawElements, Excalidraw } from '@excalidraw/excalidraw';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import '@excalidraw/excalidraw/index.css';
import { cards, markPainted, wires } from './topology.js';

const elements = convertToExcalidrawElements([
  ...cards.map((card, index) => ({
    type: 'rectangle',
    id: `n${index}`,
    x: (index % 4) * 200,
    y: Math.floor(index / 4) * 160,
    width: 140,
    height: 70,
    label: { text: card },
  })),
  ...wires.map(([from, to]) => ({
    type: 'arrow',
    x: 0,
    y: 0,
    start: { id: `n${from}` },
    end: { id: `n${to}` },
  })),
]);
let isShown = false;
createRoot(document.querySelector('#place')).render(
  createElement(Excalidraw, {
    viewModeEnabled: true,
    initialData: { elements, scrollToContent: true },
    onChange(drawn, { isLoading }) {
      if (isShown || isLoading || drawn.length === 0) return;
      isShown = true;
      markPainted();
    },
  }),
);
