/** What the build puts in place of these imports. */
declare module 'virtual:kubehop-posters' {
  /** Id of a ready-made scene → its title. */
  export const posters: Readonly<Record<string, string>>;
}

declare module 'virtual:kubehop-live' {
  /** The scripts that the living part needs, itself first. */
  export const files: readonly string[];
  /** `home`: where the files lie. */
  export function importLive(home: string): Promise<typeof import('./live.tsx')>;
}

declare module '*/embed.json?alone' {
  const words: { play: string; failed: string; broken: string };
  export default words;
}
