/** A lesson's Markdown as React elements; HTML in it is text, and links lead to the web or to cards on the canvas. */
import type { PhrasingContent, RootContent, Table } from 'mdast';
import { createContext, Fragment, type ReactNode, useContext } from 'react';
import type { Prose } from '../lessons/lesson.ts';
import styles from './LessonText.module.css';
import { keyOfLink } from './namedCards.ts';
import { ObjectLink } from './ObjectLink.tsx';

type MarkdownNode = RootContent;

/** Names and addresses up to this length stay in one line. */
const UNBROKEN = 24;

const IsTextAlone = createContext(false);

/** Where there is no canvas beside the text, the names of its cards are only text. */
export function TextAlone({ children }: { children: ReactNode }) {
  return <IsTextAlone value={true}>{children}</IsTextAlone>;
}

/** Of a lesson that is not translated: null where the text speaks as the page does. */
export const TextLanguage = createContext<string | null>(null);

function useTextLanguage() {
  const language = useContext(TextLanguage);
  return language === null ? {} : { lang: language, dir: 'auto' };
}

interface LessonTextProps {
  text: Pick<Prose, 'nodes'>;
  className?: string | undefined;
}

export function LessonText({ text, className }: LessonTextProps) {
  const language = useTextLanguage();
  return (
    <div {...language} className={[styles.text, className].filter(Boolean).join(' ')}>
      {drawAll(text.nodes)}
    </div>
  );
}

/** Without a paragraph of its own, for what stands in a line. */
export function LineOfText({ text }: { text: Pick<Prose, 'nodes'> }) {
  const [only, ...others] = text.nodes;
  const language = useTextLanguage();
  const isLine = only?.type === 'paragraph' && others.length === 0;
  return (
    <span {...language} className={styles.line}>
      {isLine ? drawAll(only.children) : drawAll(text.nodes.flatMap(phrasesOf))}
    </span>
  );
}

function phrasesOf(node: MarkdownNode): readonly PhrasingContent[] {
  return node.type === 'paragraph' ? node.children : [];
}

function drawAll(nodes: readonly MarkdownNode[]): ReactNode {
  return nodes.map((node, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text is drawn once, its parts never move
    <Fragment key={index}>{draw(node)}</Fragment>
  ));
}

/** What Markdown has and a lesson does not need, such as footnotes, is left out. */
function draw(node: MarkdownNode): ReactNode {
  switch (node.type) {
    case 'text':
      return node.value;
    case 'html':
      return node.value;
    case 'paragraph':
      return <p>{drawAll(node.children)}</p>;
    case 'heading':
      return <h4>{drawAll(node.children)}</h4>;
    case 'emphasis':
      return <em>{drawAll(node.children)}</em>;
    case 'strong':
      return <strong>{drawAll(node.children)}</strong>;
    case 'inlineCode':
      return (
        <code translate="no" className={node.value.length <= UNBROKEN ? styles.short : undefined}>
          {node.value}
        </code>
      );
    case 'code':
      return (
        <pre translate="no">
          <code>{node.value}</code>
        </pre>
      );
    case 'break':
      return <br />;
    case 'thematicBreak':
      return <hr />;
    case 'blockquote':
      return <blockquote>{drawAll(node.children)}</blockquote>;
    case 'list':
      return node.ordered === true ? (
        <ol start={node.start ?? 1}>{drawAll(node.children)}</ol>
      ) : (
        <ul>{drawAll(node.children)}</ul>
      );
    case 'listItem':
      return <li>{drawAll(node.spread ? node.children : node.children.flatMap(tight))}</li>;
    case 'link':
      return <TextLink url={node.url}>{drawAll(node.children)}</TextLink>;
    case 'table':
      return <TextTable table={node} />;
    default:
      return null;
  }
}

/** A short item is no paragraph. */
function tight(node: MarkdownNode): readonly MarkdownNode[] {
  return node.type === 'paragraph' ? node.children : [node];
}

function TextLink({ url, children }: { url: string; children: ReactNode }) {
  const isAlone = useContext(IsTextAlone);
  const object = keyOfLink(url);
  if (object !== null && isAlone) return children;
  if (object !== null) return <ObjectLink object={object}>{children}</ObjectLink>;
  if (!/^https?:\/\//i.test(url)) return children;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

function TextTable({ table }: { table: Table }) {
  const [head, ...rows] = table.children;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <div className={styles.table} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head?.children.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
              <th key={index} scope="col">
                {drawAll(cell.children)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows never move
            <tr key={line}>
              {row.children.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
                <td key={index}>{drawAll(cell.children)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
