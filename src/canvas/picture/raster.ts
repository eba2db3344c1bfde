/** An SVG as pixels: the browser draws it, with the page's fonts inside because an image may not load any. */
import sans from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import mono from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?url';
import { t } from '../../messages/picture.ts';

export interface PixelSize {
  width: number;
  height: number;
}

let faces: Promise<string> | null = null;

/** As a style sheet for an SVG that becomes pixels; nothing when the fonts cannot be had, then it is the system's. */
export function fontFaces(): Promise<string> {
  faces ??= Promise.all([face('Inter', sans), face('JetBrains Mono', mono)])
    .then((all) => all.join(''))
    .catch(() => '');
  return faces;
}

async function face(family: string, url: string): Promise<string> {
  const response = await fetch(url);
  const bytes = new Uint8Array(await response.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `@font-face{font-family:"${family}";font-weight:100 900;src:url(data:font/woff2;base64,${btoa(binary)})}`;
}

/** Draws the SVG at this many pixels per unit. */
export async function rasterise(svg: string, size: PixelSize): Promise<CanvasRenderingContext2D> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image(size.width, size.height);
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    Object.assign(canvas, size);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) throw new Error(t('thisBrowserDrawsNoPictures'));
    context.drawImage(image, 0, 0, size.width, size.height);
    return context;
  } finally {
    URL.revokeObjectURL(url);
  }
}

export async function toPng({ canvas }: CanvasRenderingContext2D): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error(t('thePictureIsTooLarge'))) : resolve(blob)),
      'image/png',
    ),
  );
}
