/// <reference types="vite/client" />

/** Compiled by the plugin in vite.config.ts. */
declare module '*.yaml' {
  export const documents: import('./kubernetes/objectMeta.ts').KubernetesObject[];
}
