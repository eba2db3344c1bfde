/** Field numbers of the API types in protobuf, as in the tags of k8s.io/api and apimachinery v1.35: data for `protobuf.ts`. */

/**
 * A struct a line: its name, then its fields in the order of their numbers. `17=` says a number when it is not the next one;
 * after a colon the type, unless it is a string: `[]` list, `{}` map by string, `*` pointer, which is kept when it is zero;
 * `^` a struct whose fields are written as if they were its owner's. What only status holds is left out.
 */
export const protobufStructs = `
apps/v1.DaemonSet metadata:meta/v1.ObjectMeta spec:DaemonSetSpec
apps/v1.DaemonSetSpec selector:*meta/v1.LabelSelector template:core/v1.PodTemplateSpec updateStrategy:DaemonSetUpdateStrategy minReadySeconds:int 6=revisionHistoryLimit:*int
apps/v1.DaemonSetUpdateStrategy type rollingUpdate:*RollingUpdateDaemonSet
apps/v1.Deployment metadata:meta/v1.ObjectMeta spec:DeploymentSpec
apps/v1.DeploymentSpec replicas:*int selector:*meta/v1.LabelSelector template:core/v1.PodTemplateSpec strategy:DeploymentStrategy minReadySeconds:int revisionHistoryLimit:*int paused:bool 9=progressDeadlineSeconds:*int
apps/v1.DeploymentStrategy type rollingUpdate:*RollingUpdateDeployment
apps/v1.ReplicaSet metadata:meta/v1.ObjectMeta spec:ReplicaSetSpec
apps/v1.ReplicaSetSpec replicas:*int selector:*meta/v1.LabelSelector template:core/v1.PodTemplateSpec minReadySeconds:int
apps/v1.RollingUpdateDaemonSet maxUnavailable:*IntOrString maxSurge:*IntOrString
apps/v1.RollingUpdateDeployment maxUnavailable:*IntOrString maxSurge:*IntOrString
apps/v1.RollingUpdateStatefulSetStrategy partition:*int maxUnavailable:*IntOrString
apps/v1.StatefulSet metadata:meta/v1.ObjectMeta spec:StatefulSetSpec
apps/v1.StatefulSetOrdinals start:int
apps/v1.StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted whenScaled
apps/v1.StatefulSetSpec replicas:*int selector:*meta/v1.LabelSelector template:core/v1.PodTemplateSpec volumeClaimTemplates:[]core/v1.PersistentVolumeClaim serviceName podManagementPolicy updateStrategy:StatefulSetUpdateStrategy revisionHistoryLimit:*int minReadySeconds:int persistentVolumeClaimRetentionPolicy:*StatefulSetPersistentVolumeClaimRetentionPolicy ordinals:*StatefulSetOrdinals
apps/v1.StatefulSetUpdateStrategy type rollingUpdate:*RollingUpdateStatefulSetStrategy
autoscaling/v1.Scale metadata:meta/v1.ObjectMeta spec:ScaleSpec
autoscaling/v1.ScaleSpec replicas:int
batch/v1.CronJob metadata:meta/v1.ObjectMeta spec:CronJobSpec
batch/v1.CronJobSpec schedule startingDeadlineSeconds:*int concurrencyPolicy suspend:*bool jobTemplate:JobTemplateSpec successfulJobsHistoryLimit:*int failedJobsHistoryLimit:*int timeZone:*
batch/v1.Job metadata:meta/v1.ObjectMeta spec:JobSpec
batch/v1.JobSpec parallelism:*int completions:*int activeDeadlineSeconds:*int selector:*meta/v1.LabelSelector manualSelector:*bool template:core/v1.PodTemplateSpec backoffLimit:*int ttlSecondsAfterFinished:*int completionMode:* suspend:*bool podFailurePolicy:*PodFailurePolicy backoffLimitPerIndex:*int maxFailedIndexes:*int podReplacementPolicy:* managedBy:* successPolicy:*SuccessPolicy
batch/v1.JobTemplateSpec metadata:meta/v1.ObjectMeta spec:JobSpec
batch/v1.PodFailurePolicy rules:[]PodFailurePolicyRule
batch/v1.PodFailurePolicyOnExitCodesRequirement containerName:* operator values:[]int
batch/v1.PodFailurePolicyOnPodConditionsPattern type status
batch/v1.PodFailurePolicyRule action onExitCodes:*PodFailurePolicyOnExitCodesRequirement onPodConditions:[]PodFailurePolicyOnPodConditionsPattern
batch/v1.SuccessPolicy rules:[]SuccessPolicyRule
batch/v1.SuccessPolicyRule succeededIndexes:* succeededCount:*int
core/v1.AWSElasticBlockStoreVolumeSource volumeID fsType partition:int readOnly:bool
core/v1.Affinity nodeAffinity:*NodeAffinity podAffinity:*PodAffinity podAntiAffinity:*PodAntiAffinity
core/v1.AppArmorProfile type localhostProfile:*
core/v1.AzureDiskVolumeSource diskName diskURI cachingMode:* fsType:* readOnly:*bool kind:*
core/v1.AzureFileVolumeSource secretName shareName readOnly:bool
core/v1.Binding metadata:meta/v1.ObjectMeta target:ObjectReference
core/v1.CSIVolumeSource driver readOnly:*bool fsType:* volumeAttributes:{} nodePublishSecretRef:*LocalObjectReference
core/v1.Capabilities add:[] drop:[]
core/v1.CephFSVolumeSource monitors:[] path user secretFile secretRef:*LocalObjectReference readOnly:bool
core/v1.CinderVolumeSource volumeID fsType readOnly:bool secretRef:*LocalObjectReference
core/v1.ClientIPConfig timeoutSeconds:*int
core/v1.ClusterTrustBundleProjection name:* signerName:* labelSelector:*meta/v1.LabelSelector path optional:*bool
core/v1.ConfigMap metadata:meta/v1.ObjectMeta data:{} binaryData:{}bytes immutable:*bool
core/v1.ConfigMapEnvSource ^:LocalObjectReference optional:*bool
core/v1.ConfigMapKeySelector ^:LocalObjectReference key optional:*bool
core/v1.ConfigMapNodeConfigSource namespace name uid resourceVersion kubeletConfigKey
core/v1.ConfigMapProjection ^:LocalObjectReference items:[]KeyToPath 4=optional:*bool
core/v1.ConfigMapVolumeSource ^:LocalObjectReference items:[]KeyToPath defaultMode:*int optional:*bool
core/v1.Container name image command:[] args:[] workingDir ports:[]ContainerPort env:[]EnvVar resources:ResourceRequirements volumeMounts:[]VolumeMount livenessProbe:*Probe readinessProbe:*Probe lifecycle:*Lifecycle terminationMessagePath imagePullPolicy securityContext:*SecurityContext stdin:bool stdinOnce:bool tty:bool envFrom:[]EnvFromSource terminationMessagePolicy volumeDevices:[]VolumeDevice startupProbe:*Probe resizePolicy:[]ContainerResizePolicy restartPolicy:* restartPolicyRules:[]ContainerRestartRule
core/v1.ContainerPort name hostPort:int containerPort:int protocol hostIP
core/v1.ContainerResizePolicy resourceName restartPolicy
core/v1.ContainerRestartRule action exitCodes:*ContainerRestartRuleOnExitCodes
core/v1.ContainerRestartRuleOnExitCodes operator values:[]int
core/v1.DownwardAPIProjection items:[]DownwardAPIVolumeFile
core/v1.DownwardAPIVolumeFile path fieldRef:*ObjectFieldSelector resourceFieldRef:*ResourceFieldSelector mode:*int
core/v1.DownwardAPIVolumeSource items:[]DownwardAPIVolumeFile defaultMode:*int
core/v1.EmptyDirVolumeSource medium sizeLimit:*Quantity
core/v1.EnvFromSource prefix configMapRef:*ConfigMapEnvSource secretRef:*SecretEnvSource
core/v1.EnvVar name value valueFrom:*EnvVarSource
core/v1.EnvVarSource fieldRef:*ObjectFieldSelector resourceFieldRef:*ResourceFieldSelector configMapKeyRef:*ConfigMapKeySelector secretKeyRef:*SecretKeySelector fileKeyRef:*FileKeySelector
core/v1.EphemeralContainer ^:EphemeralContainerCommon targetContainerName
core/v1.EphemeralContainerCommon name image command:[] args:[] workingDir ports:[]ContainerPort env:[]EnvVar resources:ResourceRequirements volumeMounts:[]VolumeMount livenessProbe:*Probe readinessProbe:*Probe lifecycle:*Lifecycle terminationMessagePath imagePullPolicy securityContext:*SecurityContext stdin:bool stdinOnce:bool tty:bool envFrom:[]EnvFromSource terminationMessagePolicy volumeDevices:[]VolumeDevice startupProbe:*Probe resizePolicy:[]ContainerResizePolicy restartPolicy:* restartPolicyRules:[]ContainerRestartRule
core/v1.EphemeralVolumeSource volumeClaimTemplate:*PersistentVolumeClaimTemplate
core/v1.Event metadata:meta/v1.ObjectMeta involvedObject:ObjectReference reason message source:EventSource firstTimestamp:Time lastTimestamp:Time count:int type eventTime:MicroTime series:*EventSeries action related:*ObjectReference reportingComponent reportingInstance
core/v1.EventSeries count:int lastObservedTime:MicroTime
core/v1.EventSource component host
core/v1.ExecAction command:[]
core/v1.FCVolumeSource targetWWNs:[] lun:*int fsType readOnly:bool wwids:[]
core/v1.FileKeySelector volumeName path key optional:*bool
core/v1.FlexVolumeSource driver fsType secretRef:*LocalObjectReference readOnly:bool options:{}
core/v1.FlockerVolumeSource datasetName datasetUUID
core/v1.GCEPersistentDiskVolumeSource pdName fsType partition:int readOnly:bool
core/v1.GRPCAction port:int service:*
core/v1.GitRepoVolumeSource repository revision directory
core/v1.GlusterfsVolumeSource endpoints path readOnly:bool
core/v1.HTTPGetAction path port:IntOrString host scheme httpHeaders:[]HTTPHeader
core/v1.HTTPHeader name value
core/v1.HostAlias ip hostnames:[]
core/v1.HostPathVolumeSource path type:*
core/v1.ISCSIVolumeSource targetPortal iqn lun:int iscsiInterface fsType readOnly:bool portals:[] chapAuthDiscovery:bool 10=secretRef:*LocalObjectReference chapAuthSession:bool initiatorName:*
core/v1.ImageVolumeSource reference pullPolicy
core/v1.KeyToPath key path mode:*int
core/v1.Lifecycle postStart:*LifecycleHandler preStop:*LifecycleHandler stopSignal:*
core/v1.LifecycleHandler exec:*ExecAction httpGet:*HTTPGetAction tcpSocket:*TCPSocketAction sleep:*SleepAction
core/v1.LocalObjectReference name
core/v1.NFSVolumeSource server path readOnly:bool
core/v1.Namespace metadata:meta/v1.ObjectMeta spec:NamespaceSpec
core/v1.NamespaceSpec finalizers:[]
core/v1.Node metadata:meta/v1.ObjectMeta spec:NodeSpec
core/v1.NodeAffinity requiredDuringSchedulingIgnoredDuringExecution:*NodeSelector preferredDuringSchedulingIgnoredDuringExecution:[]PreferredSchedulingTerm
core/v1.NodeConfigSource 2=configMap:*ConfigMapNodeConfigSource
core/v1.NodeSelector nodeSelectorTerms:[]NodeSelectorTerm
core/v1.NodeSelectorRequirement key operator values:[]
core/v1.NodeSelectorTerm matchExpressions:[]NodeSelectorRequirement matchFields:[]NodeSelectorRequirement
core/v1.NodeSpec podCIDR externalID providerID unschedulable:bool taints:[]Taint configSource:*NodeConfigSource podCIDRs:[]
core/v1.ObjectFieldSelector apiVersion fieldPath
core/v1.ObjectReference kind namespace name uid apiVersion resourceVersion fieldPath
core/v1.PersistentVolumeClaim metadata:meta/v1.ObjectMeta spec:PersistentVolumeClaimSpec
core/v1.PersistentVolumeClaimSpec accessModes:[] resources:VolumeResourceRequirements volumeName selector:*meta/v1.LabelSelector storageClassName:* volumeMode:* dataSource:*TypedLocalObjectReference dataSourceRef:*TypedObjectReference volumeAttributesClassName:*
core/v1.PersistentVolumeClaimTemplate metadata:meta/v1.ObjectMeta spec:PersistentVolumeClaimSpec
core/v1.PersistentVolumeClaimVolumeSource claimName readOnly:bool
core/v1.PhotonPersistentDiskVolumeSource pdID fsType
core/v1.Pod metadata:meta/v1.ObjectMeta spec:PodSpec
core/v1.PodAffinity requiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm preferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm
core/v1.PodAffinityTerm labelSelector:*meta/v1.LabelSelector namespaces:[] topologyKey namespaceSelector:*meta/v1.LabelSelector matchLabelKeys:[] mismatchLabelKeys:[]
core/v1.PodAntiAffinity requiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm preferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm
core/v1.PodCertificateProjection signerName keyType maxExpirationSeconds:*int credentialBundlePath keyPath certificateChainPath userAnnotations:{}
core/v1.PodDNSConfig nameservers:[] searches:[] options:[]PodDNSConfigOption
core/v1.PodDNSConfigOption name value:*
core/v1.PodOS name
core/v1.PodReadinessGate conditionType
core/v1.PodResourceClaim name 3=resourceClaimName:* resourceClaimTemplateName:*
core/v1.PodSchedulingGate name
core/v1.PodSecurityContext seLinuxOptions:*SELinuxOptions runAsUser:*int runAsNonRoot:*bool supplementalGroups:[]int fsGroup:*int runAsGroup:*int sysctls:[]Sysctl windowsOptions:*WindowsSecurityContextOptions fsGroupChangePolicy:* seccompProfile:*SeccompProfile appArmorProfile:*AppArmorProfile supplementalGroupsPolicy:* seLinuxChangePolicy:*
core/v1.PodSpec volumes:[]Volume containers:[]Container restartPolicy terminationGracePeriodSeconds:*int activeDeadlineSeconds:*int dnsPolicy nodeSelector:{} serviceAccountName serviceAccount nodeName hostNetwork:bool hostPID:bool hostIPC:bool securityContext:*PodSecurityContext imagePullSecrets:[]LocalObjectReference hostname subdomain affinity:*Affinity schedulerName initContainers:[]Container automountServiceAccountToken:*bool tolerations:[]Toleration hostAliases:[]HostAlias priorityClassName priority:*int dnsConfig:*PodDNSConfig shareProcessNamespace:*bool readinessGates:[]PodReadinessGate runtimeClassName:* enableServiceLinks:*bool preemptionPolicy:* overhead:{}Quantity topologySpreadConstraints:[]TopologySpreadConstraint ephemeralContainers:[]EphemeralContainer setHostnameAsFQDN:*bool os:*PodOS hostUsers:*bool schedulingGates:[]PodSchedulingGate resourceClaims:[]PodResourceClaim resources:*ResourceRequirements hostnameOverride:* workloadRef:*WorkloadReference
core/v1.PodTemplateSpec metadata:meta/v1.ObjectMeta spec:PodSpec
core/v1.PortworxVolumeSource volumeID fsType readOnly:bool
core/v1.PreferredSchedulingTerm weight:int preference:NodeSelectorTerm
core/v1.Probe ^:ProbeHandler initialDelaySeconds:int timeoutSeconds:int periodSeconds:int successThreshold:int failureThreshold:int terminationGracePeriodSeconds:*int
core/v1.ProbeHandler exec:*ExecAction httpGet:*HTTPGetAction tcpSocket:*TCPSocketAction grpc:*GRPCAction
core/v1.ProjectedVolumeSource sources:[]VolumeProjection defaultMode:*int
core/v1.QuobyteVolumeSource registry volume readOnly:bool user group tenant
core/v1.RBDVolumeSource monitors:[] image fsType pool user keyring secretRef:*LocalObjectReference readOnly:bool
core/v1.ReplicationController metadata:meta/v1.ObjectMeta spec:ReplicationControllerSpec
core/v1.ReplicationControllerSpec replicas:*int selector:{} template:*PodTemplateSpec minReadySeconds:int
core/v1.ResourceClaim name request
core/v1.ResourceFieldSelector containerName resource divisor:Quantity
core/v1.ResourceQuota metadata:meta/v1.ObjectMeta spec:ResourceQuotaSpec
core/v1.ResourceQuotaSpec hard:{}Quantity scopes:[] scopeSelector:*ScopeSelector
core/v1.ResourceRequirements limits:{}Quantity requests:{}Quantity claims:[]ResourceClaim
core/v1.SELinuxOptions user role type level
core/v1.ScaleIOVolumeSource gateway system secretRef:*LocalObjectReference sslEnabled:bool protectionDomain storagePool storageMode volumeName fsType readOnly:bool
core/v1.ScopeSelector matchExpressions:[]ScopedResourceSelectorRequirement
core/v1.ScopedResourceSelectorRequirement scopeName operator values:[]
core/v1.SeccompProfile type localhostProfile:*
core/v1.Secret metadata:meta/v1.ObjectMeta data:{}bytes type stringData:{} immutable:*bool
core/v1.SecretEnvSource ^:LocalObjectReference optional:*bool
core/v1.SecretKeySelector ^:LocalObjectReference key optional:*bool
core/v1.SecretProjection ^:LocalObjectReference items:[]KeyToPath 4=optional:*bool
core/v1.SecretVolumeSource secretName items:[]KeyToPath defaultMode:*int optional:*bool
core/v1.SecurityContext capabilities:*Capabilities privileged:*bool seLinuxOptions:*SELinuxOptions runAsUser:*int runAsNonRoot:*bool readOnlyRootFilesystem:*bool allowPrivilegeEscalation:*bool runAsGroup:*int procMount:* windowsOptions:*WindowsSecurityContextOptions seccompProfile:*SeccompProfile appArmorProfile:*AppArmorProfile
core/v1.Service metadata:meta/v1.ObjectMeta spec:ServiceSpec
core/v1.ServiceAccount metadata:meta/v1.ObjectMeta secrets:[]ObjectReference imagePullSecrets:[]LocalObjectReference automountServiceAccountToken:*bool
core/v1.ServiceAccountTokenProjection audience expirationSeconds:*int path
core/v1.ServicePort name protocol port:int targetPort:IntOrString nodePort:int appProtocol:*
core/v1.ServiceSpec ports:[]ServicePort selector:{} clusterIP type externalIPs:[] 7=sessionAffinity loadBalancerIP loadBalancerSourceRanges:[] externalName externalTrafficPolicy healthCheckNodePort:int publishNotReadyAddresses:bool sessionAffinityConfig:*SessionAffinityConfig 17=ipFamilyPolicy:* clusterIPs:[] ipFamilies:[] allocateLoadBalancerNodePorts:*bool loadBalancerClass:* internalTrafficPolicy:* trafficDistribution:*
core/v1.SessionAffinityConfig clientIP:*ClientIPConfig
core/v1.SleepAction seconds:int
core/v1.StorageOSVolumeSource volumeName volumeNamespace fsType readOnly:bool secretRef:*LocalObjectReference
core/v1.Sysctl name value
core/v1.TCPSocketAction port:IntOrString host
core/v1.Taint key value effect timeAdded:*Time
core/v1.Toleration key operator value effect tolerationSeconds:*int
core/v1.TopologySpreadConstraint maxSkew:int topologyKey whenUnsatisfiable labelSelector:*meta/v1.LabelSelector minDomains:*int nodeAffinityPolicy:* nodeTaintsPolicy:* matchLabelKeys:[]
core/v1.TypedLocalObjectReference apiGroup:* kind name
core/v1.TypedObjectReference apiGroup:* kind name namespace:*
core/v1.Volume name ^:VolumeSource
core/v1.VolumeDevice name devicePath
core/v1.VolumeMount name readOnly:bool mountPath subPath mountPropagation:* subPathExpr recursiveReadOnly:*
core/v1.VolumeProjection secret:*SecretProjection downwardAPI:*DownwardAPIProjection configMap:*ConfigMapProjection serviceAccountToken:*ServiceAccountTokenProjection clusterTrustBundle:*ClusterTrustBundleProjection podCertificate:*PodCertificateProjection
core/v1.VolumeResourceRequirements limits:{}Quantity requests:{}Quantity
core/v1.VolumeSource hostPath:*HostPathVolumeSource emptyDir:*EmptyDirVolumeSource gcePersistentDisk:*GCEPersistentDiskVolumeSource awsElasticBlockStore:*AWSElasticBlockStoreVolumeSource gitRepo:*GitRepoVolumeSource secret:*SecretVolumeSource nfs:*NFSVolumeSource iscsi:*ISCSIVolumeSource glusterfs:*GlusterfsVolumeSource persistentVolumeClaim:*PersistentVolumeClaimVolumeSource rbd:*RBDVolumeSource flexVolume:*FlexVolumeSource cinder:*CinderVolumeSource cephfs:*CephFSVolumeSource flocker:*FlockerVolumeSource downwardAPI:*DownwardAPIVolumeSource fc:*FCVolumeSource azureFile:*AzureFileVolumeSource configMap:*ConfigMapVolumeSource vsphereVolume:*VsphereVirtualDiskVolumeSource quobyte:*QuobyteVolumeSource azureDisk:*AzureDiskVolumeSource photonPersistentDisk:*PhotonPersistentDiskVolumeSource portworxVolume:*PortworxVolumeSource scaleIO:*ScaleIOVolumeSource projected:*ProjectedVolumeSource storageos:*StorageOSVolumeSource csi:*CSIVolumeSource ephemeral:*EphemeralVolumeSource image:*ImageVolumeSource
core/v1.VsphereVirtualDiskVolumeSource volumePath fsType storagePolicyName storagePolicyID
core/v1.WeightedPodAffinityTerm weight:int podAffinityTerm:PodAffinityTerm
core/v1.WindowsSecurityContextOptions gmsaCredentialSpecName:* gmsaCredentialSpec:* runAsUserName:* hostProcess:*bool
core/v1.WorkloadReference name podGroup podGroupReplicaKey
meta/v1.DeleteOptions gracePeriodSeconds:*int preconditions:*Preconditions orphanDependents:*bool propagationPolicy:* dryRun:[] ignoreStoreReadErrorWithClusterBreakingPotential:*bool
meta/v1.LabelSelector matchLabels:{} matchExpressions:[]LabelSelectorRequirement
meta/v1.LabelSelectorRequirement key operator values:[]
meta/v1.ManagedFieldsEntry manager operation apiVersion time:*Time 6=fieldsType fieldsV1:*FieldsV1 subresource
meta/v1.ObjectMeta name generateName namespace selfLink uid resourceVersion generation:int creationTimestamp:Time deletionTimestamp:*Time deletionGracePeriodSeconds:*int labels:{} annotations:{} ownerReferences:[]OwnerReference finalizers:[] 17=managedFields:[]ManagedFieldsEntry
meta/v1.OwnerReference kind 3=name uid apiVersion controller:*bool blockOwnerDeletion:*bool
meta/v1.Preconditions uid:* resourceVersion:*
networking/v1.HTTPIngressPath path backend:IngressBackend pathType:*
networking/v1.HTTPIngressRuleValue paths:[]HTTPIngressPath
networking/v1.IPBlock cidr except:[]
networking/v1.Ingress metadata:meta/v1.ObjectMeta spec:IngressSpec
networking/v1.IngressBackend 3=resource:*core/v1.TypedLocalObjectReference service:*IngressServiceBackend
networking/v1.IngressRule host ^:IngressRuleValue
networking/v1.IngressRuleValue http:*HTTPIngressRuleValue
networking/v1.IngressServiceBackend name port:ServiceBackendPort
networking/v1.IngressSpec defaultBackend:*IngressBackend tls:[]IngressTLS rules:[]IngressRule ingressClassName:*
networking/v1.IngressTLS hosts:[] secretName
networking/v1.NetworkPolicy metadata:meta/v1.ObjectMeta spec:NetworkPolicySpec
networking/v1.NetworkPolicyEgressRule ports:[]NetworkPolicyPort to:[]NetworkPolicyPeer
networking/v1.NetworkPolicyIngressRule ports:[]NetworkPolicyPort from:[]NetworkPolicyPeer
networking/v1.NetworkPolicyPeer podSelector:*meta/v1.LabelSelector namespaceSelector:*meta/v1.LabelSelector ipBlock:*IPBlock
networking/v1.NetworkPolicyPort protocol:* port:*IntOrString endPort:*int
networking/v1.NetworkPolicySpec podSelector:meta/v1.LabelSelector ingress:[]NetworkPolicyIngressRule egress:[]NetworkPolicyEgressRule policyTypes:[]
networking/v1.ServiceBackendPort name number:int
policy/v1.Eviction metadata:meta/v1.ObjectMeta deleteOptions:*meta/v1.DeleteOptions
policy/v1.PodDisruptionBudget metadata:meta/v1.ObjectMeta spec:PodDisruptionBudgetSpec
policy/v1.PodDisruptionBudgetSpec minAvailable:*IntOrString selector:*meta/v1.LabelSelector maxUnavailable:*IntOrString unhealthyPodEvictionPolicy:*
rbac/v1.AggregationRule clusterRoleSelectors:[]meta/v1.LabelSelector
rbac/v1.ClusterRole metadata:meta/v1.ObjectMeta rules:[]PolicyRule aggregationRule:*AggregationRule
rbac/v1.ClusterRoleBinding metadata:meta/v1.ObjectMeta subjects:[]Subject roleRef:RoleRef
rbac/v1.PolicyRule verbs:[] apiGroups:[] resources:[] resourceNames:[] nonResourceURLs:[]
rbac/v1.Role metadata:meta/v1.ObjectMeta rules:[]PolicyRule
rbac/v1.RoleBinding metadata:meta/v1.ObjectMeta subjects:[]Subject roleRef:RoleRef
rbac/v1.RoleRef apiGroup kind name
rbac/v1.Subject kind apiGroup name namespace
scheduling/v1.PriorityClass metadata:meta/v1.ObjectMeta value:int globalDefault:bool description preemptionPolicy:*
`;
