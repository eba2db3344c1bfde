/// <reference types="vite/client" />

/** Compiled by the plugin in vite.config.ts. */
declare module '*.yaml' {
  export const documents: import('./kubernetes/objectMeta.ts').KubernetesObject[];
}

/** Said by the build, see commandLine/siteAddress.ts; unknown in tests and commands. */
interface ImportMetaEnv {
  readonly KUBEHOP_SITE?: string | null;
  readonly KUBEHOP_SINGLE_FILE?: boolean;
}
