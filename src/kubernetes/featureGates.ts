/** The API server's feature gates that change validation here. */

export interface FeatureGates {
  /** IP addresses and CIDRs without leading zeros or stray host bits; off by default until v1.36. */
  strictIPs: boolean;
  /** Service names may start with a digit. */
  relaxedServiceNames: boolean;
  /** `trafficDistribution` knows PreferSameZone and PreferSameNode. */
  preferSameTrafficDistribution: boolean;
}

/** As Kubernetes v1.35 starts when nobody sets a gate. */
export const defaultGates: FeatureGates = {
  strictIPs: false,
  relaxedServiceNames: false,
  preferSameTrafficDistribution: true,
};
