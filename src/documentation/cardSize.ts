/** The size of the pictures for links: every reader of Open Graph takes it whole. */
export const CARD = { width: 1200, height: 630 } as const;
