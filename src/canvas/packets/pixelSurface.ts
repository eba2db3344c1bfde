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
    draw({ size, pixels: source }, x, y) {
      if (!isCleared) clear();
      const startX = Math.round(x - size / 2);
      const startY = Math.round(y - size / 2);
      const fromX = Math.max(0, startX);
      const fromY = Math.max(0, startY);
      const toX = Math.min(width, startX + size);
      const toY = Math.min(height, startY + size);
      if (fromX >= toX || fromY >= toY) return;
      for (let row = fromY; row < toY; row++) {
        let from = (row - startY) * size + fromX - startX;
        const end = row * width + toX;
        for (let to = row * width + fromX; to < end; to++, from++) {
          const pixel = source[from]!;
          // Whole pixels cover; the soft edge of a sprite never eats into its neighbour.
          if (pixel >>> 24 >= pixels[to]! >>> 24 && pixel !== 0) pixels[to] = pixel;
        }
      }
      if (fromX < left) left = fromX;
      if (fromY < top) top = fromY;
      if (toX > right) right = toX;
      if (toY > bottom) bottom = toY;
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
