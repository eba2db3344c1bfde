/** The canvas by keyboard: walk from card to card and open one. What keys change is in flow/useEditingKeys.ts. */
import type { KeyboardEvent, RefObject } from 'react';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import { anchorOf } from './anchors.ts';
import type { FlowNode } from './flowTypes.ts';
import { firstStop, isDirection, nextStop, type Stop } from './walk.ts';

interface CanvasKeysOptions {
  root: RefObject<HTMLElement | null>;
  nodes: readonly FlowNode[];
  onOpen(key: ObjectKey, card: string): void;
  /** Whether it is a key that changes something. */
  edit(event: KeyboardEvent, card: FlowNode | undefined): boolean;
  /** Brings a card into view and into the page, before it gets the focus. */
  reveal(node: FlowNode): void;
}

export interface CanvasKeys {
  onKeyDown(event: KeyboardEvent): void;
  /** Focuses the first of these cards that there is. */
  focusCard(...ids: readonly string[]): void;
}

export function useCanvasKeys({ root, nodes, onOpen, edit, reveal }: CanvasKeysOptions): CanvasKeys {
  function focusCard(...ids: readonly string[]): void {
    const node = nodes.find((candidate) => ids.includes(candidate.id));
    if (node !== undefined) reveal(node);
    const focus = (triesLeft: number) => {
      const found = ids.map((id) => root.current?.querySelector<HTMLElement>(selectorOf(id)));
      const element = found.find((candidate) => candidate !== null && candidate !== undefined);
      if (element !== undefined && element !== null) element.focus({ preventScroll: true });
      // Cards out of sight are not in the page until the camera has moved, new ones not until they are drawn.
      else if (triesLeft > 0) requestAnimationFrame(() => focus(triesLeft - 1));
    };
    focus(3);
  }

  /** Whether the key was used. */
  function press(event: KeyboardEvent, node: FlowNode | undefined): boolean {
    if (edit(event, node)) return true;
    if (isDirection(event.key) && !event.ctrlKey && !event.metaKey) {
      const stops = stopsOf(nodes);
      const start = stops.find(({ id }) => id === node?.id);
      const next = start === undefined ? firstStop(stops) : nextStop(stops, start, event.key);
      if (next !== null) focusCard(next.id);
      return true;
    }
    if (event.key !== 'Enter' || node === undefined) return false;
    onOpen(node.data.object, node.id);
    return true;
  }

  return {
    onKeyDown(event) {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLButtonElement) return;
      const id = (event.target as Element).closest('.react-flow__node')?.getAttribute('data-id');
      if (
        !press(
          event,
          nodes.find((node) => node.id === id),
        )
      )
        return;
      // The page has shortcuts of the same keys for when the focus is elsewhere.
      event.preventDefault();
      event.stopPropagation();
    },
    focusCard,
  };
}

function selectorOf(id: string): string {
  return `.react-flow__node[data-id="${CSS.escape(id)}"]`;
}

/** Cards in canvas coordinates, by the part that wires touch: a Node is where its kube-proxy is, so that its Pods are below it. */
export function stopsOf(nodes: readonly FlowNode[]): Stop[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return nodes
    .filter((node) => node.type !== 'Tray')
    .map((node) => {
      const parent = node.parentId === undefined ? undefined : byId.get(node.parentId);
      const rect = {
        x: node.position.x + (parent?.position.x ?? 0),
        y: node.position.y + (parent?.position.y ?? 0),
        width: node.width ?? 0,
        height: node.height ?? 0,
      };
      return { id: node.id, rect: anchorOf(node.type, rect) };
    });
}
