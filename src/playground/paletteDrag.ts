/** How the canvas knows what was dragged from the palette. */

/** The type of the drag data that carries a PaletteItemId. */
export const PALETTE_DRAG_TYPE = 'application/x-kubehop-palette-item';
