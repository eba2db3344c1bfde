/** One canvas as one array of pixels: sprites are copied in by hand, and only the part that changed goes to the screen. */
import type { Sprite } from './sprites.ts';

export interface PixelSurface {
  readonly width: number;
  readonly height: number;
  resize(width: number, height: number): void;
  /** Centres the sprite on a point in device pixels. */
  draw(sprite: Sprite, x: number, y: number): void;
  /** Shows what was drawn since the last call, and nothing else. */
  show(): void;
}

export function createPixelSurface(canvas: HTMLCanvasElement): PixelSurface {
  const context = canvas.getContext('2d')!;
  let image: ImageData | null = null;
  let pixels = new Uint32Array(0);
  let [width, height] = [0, 0];
  // The part that holds something: [now, on the screen].
  let [left, top, right, bottom] = [0, 0, 0, 0];
  let [oldLeft, oldTop, oldRight, oldBottom] = [0, 0, 0, 0];
  let isCleared = true;

  function clear(): void {
    for (let row = oldTop; row < oldBottom; row++)
      pixels.fill(0, row * width + oldLeft, row * width + oldRight);
    [left, top, right, bottom] = [width, height, 0, 0];
    isCleared = true;
  }

  /** The soft edge of a sprite never eats into its neighbour. */
  function soften(at: number, rgba: number): void {
    if (rgba >>> 24 >= pixels[at]! >>> 24) pixels[at] = rgba;
  }

  return {
    get width() {
      return width;
    },
    get height() {
      return height;
    },
    resize(newWidth, newHeight) {
      if (newWidth === width && newHeight === height) return;
      [width, height] = [newWidth, newHeight];
      canvas.width = width;
      canvas.height = height;
      image = width > 0 && height > 0 ? new ImageData(width, height) : null;
      pixels = image === null ? new Uint32Array(0) : new Uint32Array(image.data.buffer);
      [oldLeft, oldTop, oldRight, oldBottom] = [0, 0, 0, 0];
      [left, top, right, bottom] = [width, height, 0, 0];
    },
    draw({ reach, colors, offsets, covering, xs, ys }, atX, atY) {
      if (!isCleared) clear();
      const x = Math.round(atX);
      const y = Math.round(atY);
      const middle = y * width + x;
      const count = colors.length;
      if (x >= reach && y >= reach && x + reach < width && y + reach < height) {
        for (let index = 0; index < covering; index++) pixels[middle + offsets[index]!] = colors[index]!;
        for (let index = covering; index < count; index++) soften(middle + offsets[index]!, colors[index]!);
      } else {
        for (let index = 0; index < count; index++) {
          const column = x + xs[index]!;
          const row = y + ys[index]!;
          if (column >= 0 && row >= 0 && column < width && row < height)
            soften(row * width + column, colors[index]!);
        }
      }
      if (x - reach < left) left = Math.max(0, x - reach);
      if (y - reach < top) top = Math.max(0, y - reach);
      if (x + reach >= right) right = Math.min(width, x + reach + 1);
      if (y + reach >= bottom) bottom = Math.min(height, y + reach + 1);
    },
    show() {
      if (image === null) return;
      if (!isCleared) clear();
      const x = Math.min(left, oldLeft === oldRight ? left : oldLeft);
      const y = Math.min(top, oldTop === oldBottom ? top : oldTop);
      const toX = Math.max(right, oldRight);
      const toY = Math.max(bottom, oldBottom);
      if (x < toX && y < toY) context.putImageData(image, 0, 0, x, y, toX - x, toY - y);
      const isEmpty = left >= right;
      [oldLeft, oldTop, oldRight, oldBottom] = isEmpty ? [0, 0, 0, 0] : [left, top, right, bottom];
      isCleared = false;
    },
  };
}
