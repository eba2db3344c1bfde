/** What a PodSpec may look like, in a Pod or in a template: pkg/apis/core/validation `ValidatePodSpec`, for what is simulated and what people often get wrong. */
import { checkLegacyIP } from './addressValidation.ts';
import { defaultGates } from './featureGates.ts';
import {
  duplicate,
  forbidden,
  invalidEach,
  invalidValue,
  notFoundValue,
  notSupported,
  required,
} from './fieldError.ts';
import { validateHandlers } from './handlerValidation.ts';
import { validateLabels } from './metadataValidation.ts';
import {
  checkDNS1123Label,
  checkDNS1123Subdomain,
  checkEnvironmentName,
  checkLabelValue,
  checkPortName,
  checkPortNumber,
  checkQualifiedName,
} from './names.ts';
import { validateNodeAffinity } from './nodeAffinityValidation.ts';
import type { Container, PodSpec, Toleration } from './pod.ts';
import { protocols } from './portValidation.ts';
import type { StatusCause } from './status.ts';

const restartPolicies = ['Always', 'OnFailure', 'Never'];
const containerRestartPolicies = ['Always', 'Never', 'OnFailure'];
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const pullPolicies = ['Always', 'IfNotPresent', 'Never'];
const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const MAX_NAMESERVERS = 3;
const MAX_SEARCH_PATHS = 32;

/** `isPod`: the spec of a Pod itself, whose host ports are already filled in. */
export function validatePodSpec(spec: PodSpec, field: string, isPod: boolean): StatusCause[] {
  const errors: StatusCause[] = [];
  const volumes = validateVolumes(spec, field, errors);
  validateContainers(spec, field, volumes, errors);
  validateHostNetwork(spec, field, isPod, errors);
  errors.push(...oneOf(`${field}.restartPolicy`, spec.restartPolicy, restartPolicies));
  errors.push(...oneOf(`${field}.dnsPolicy`, spec.dnsPolicy, dnsPolicies));
  errors.push(...validateLabels(`${field}.nodeSelector`, spec.nodeSelector));
  errors.push(...validateNodeAffinity(spec.affinity, `${field}.affinity`));
  validateDNSConfig(spec, `${field}.dnsConfig`, errors);
  for (const [index, gate] of (spec.readinessGates ?? []).entries())
    errors.push(
      ...invalidEach(
        `${field}.readinessGates[${index}].conditionType`,
        gate.conditionType ?? '',
        checkQualifiedName(gate.conditionType ?? ''),
      ),
    );
  if (spec.serviceAccountName)
    errors.push(
      ...invalidEach(
        `${field}.serviceAccountName`,
        spec.serviceAccountName,
        checkDNS1123Subdomain(spec.serviceAccountName),
      ),
    );
  if (spec.nodeName)
    errors.push(...invalidEach(`${field}.nodeName`, spec.nodeName, checkDNS1123Subdomain(spec.nodeName)));
  for (const key of ['hostname', 'subdomain'] as const) {
    const name = spec[key];
    if (name) errors.push(...invalidEach(`${field}.${key}`, name, checkDNS1123Label(name)));
  }
  for (const [index, toleration] of (spec.tolerations ?? []).entries())
    validateToleration(toleration, `${field}.tolerations[${index}]`, errors);
  for (const [index, alias] of (spec.hostAliases ?? []).entries()) {
    errors.push(
      ...checkLegacyIP(`${field}.hostAliases[${index}].ip`, alias.ip ?? '', defaultGates.strictIPs),
    );
    for (const [at, hostname] of (alias.hostnames ?? []).entries())
      errors.push(
        ...invalidEach(
          `${field}.hostAliases[${index}].hostnames[${at}]`,
          hostname,
          checkDNS1123Subdomain(hostname),
        ),
      );
  }
  return errors;
}

/** A required value out of a list; the list is printed in the given order. */
function oneOf(field: string, value: string | undefined, supported: readonly string[]): StatusCause[] {
  if (!value) return [required(field)];
  return supported.includes(value) ? [] : [notSupported(field, value, supported)];
}

/** Returns the names of the good volumes. */
function validateVolumes(spec: PodSpec, field: string, errors: StatusCause[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [index, { name = '' }] of (spec.volumes ?? []).entries()) {
    const path = `${field}.volumes[${index}].name`;
    const wrong = name === '' ? [required(path)] : invalidEach(path, name, checkDNS1123Label(name));
    if (wrong.length === 0 && names.has(name)) wrong.push(duplicate(path, name));
    errors.push(...wrong);
    if (wrong.length === 0) names.add(name);
  }
  return names;
}

function validateContainers(
  spec: PodSpec,
  field: string,
  volumes: ReadonlySet<string>,
  errors: StatusCause[],
): void {
  if (spec.containers.length === 0) errors.push(required(`${field}.containers`));
  const names = new Set<string>();
  const hostPorts = new Set<string>();
  for (const [index, container] of spec.containers.entries()) {
    const path = `${field}.containers[${index}]`;
    validateContainer(container, path, volumes, errors);
    if (names.has(container.name)) errors.push(duplicate(`${path}.name`, container.name));
    else names.add(container.name);
    errors.push(...validateHandlers(container, path, spec.terminationGracePeriodSeconds));
    if (container.restartPolicy !== undefined)
      errors.push(...oneOf(`${path}.restartPolicy`, container.restartPolicy, containerRestartPolicies));
  }
  for (const [index, container] of spec.containers.entries())
    validateHostPorts(container, `${field}.containers[${index}]`, hostPorts, errors);
  for (const [index, container] of (spec.initContainers ?? []).entries()) {
    const path = `${field}.initContainers[${index}]`;
    validateContainer(container, path, volumes, errors);
    if (container.restartPolicy !== undefined)
      errors.push(...oneOf(`${path}.restartPolicy`, container.restartPolicy, containerRestartPolicies));
    if (names.has(container.name)) errors.push(duplicate(`${path}.name`, container.name));
    else if (container.name) names.add(container.name);
    // Init containers run one by one, so only the ports of one and the same can collide.
    validateHostPorts(container, path, new Set(), errors);
    if (container.restartPolicy === 'Always')
      errors.push(...validateHandlers(container, path, spec.terminationGracePeriodSeconds));
    else
      for (const key of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const)
        if (container[key])
          errors.push(
            forbidden(`${path}.${key}`, 'may not be set for init containers without restartPolicy=Always'),
          );
  }
}

function validateContainer(
  container: Container,
  path: string,
  volumes: ReadonlySet<string>,
  errors: StatusCause[],
): void {
  const { name = '' } = container;
  if (name === '') errors.push(required(`${path}.name`));
  else errors.push(...invalidEach(`${path}.name`, name, checkDNS1123Label(name)));
  if (!container.image) errors.push(required(`${path}.image`));
  validateContainerPorts(container, path, errors);
  for (const [index, variable] of (container.env ?? []).entries()) {
    const at = `${path}.env[${index}].name`;
    if (!variable.name) errors.push(required(at));
    else errors.push(...invalidEach(at, variable.name, checkEnvironmentName(variable.name)));
  }
  const mountPaths = new Set<string>();
  for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
    const at = `${path}.volumeMounts[${index}]`;
    if (!mount.name) errors.push(required(`${at}.name`));
    else if (!volumes.has(mount.name)) errors.push(notFoundValue(`${at}.name`, mount.name));
    if (!mount.mountPath) errors.push(required(`${at}.mountPath`));
    else if (mountPaths.has(mount.mountPath))
      errors.push(invalidValue(`${at}.mountPath`, mount.mountPath, 'must be unique'));
    mountPaths.add(mount.mountPath ?? '');
  }
  errors.push(...oneOf(`${path}.imagePullPolicy`, container.imagePullPolicy, pullPolicies));
}

function validateContainerPorts(container: Container, path: string, errors: StatusCause[]): void {
  const names = new Set<string>();
  for (const [index, port] of (container.ports ?? []).entries()) {
    const at = `${path}.ports[${index}]`;
    if (port.name) {
      const wrong = invalidEach(`${at}.name`, port.name, checkPortName(port.name));
      if (wrong.length === 0 && names.has(port.name)) wrong.push(duplicate(`${at}.name`, port.name));
      if (wrong.length === 0) names.add(port.name);
      errors.push(...wrong);
    }
    if (!port.containerPort) errors.push(required(`${at}.containerPort`));
    else
      errors.push(
        ...invalidEach(`${at}.containerPort`, port.containerPort, checkPortNumber(port.containerPort)),
      );
    if (port.hostPort)
      errors.push(...invalidEach(`${at}.hostPort`, port.hostPort, checkPortNumber(port.hostPort)));
    errors.push(...oneOf(`${at}.protocol`, port.protocol, protocols));
  }
}

function validateHostPorts(
  container: Container,
  path: string,
  seen: Set<string>,
  errors: StatusCause[],
): void {
  for (const [index, port] of (container.ports ?? []).entries()) {
    if (!port.hostPort) continue;
    const key = `${port.protocol}/${port.hostIP ?? ''}/${port.hostPort}`;
    if (seen.has(key)) errors.push(duplicate(`${path}.ports[${index}].hostPort`, key));
    seen.add(key);
  }
}

function validateHostNetwork(spec: PodSpec, field: string, isPod: boolean, errors: StatusCause[]): void {
  if (spec.hostNetwork !== true) return;
  for (const [index, container] of spec.containers.entries())
    for (const [at, port] of (container.ports ?? []).entries())
      if ((isPod || port.hostPort) && (port.hostPort ?? 0) !== port.containerPort)
        errors.push(
          invalidValue(
            `${field}.containers[${index}].ports[${at}].hostPort`,
            port.hostPort ?? 0,
            'must match `containerPort` when `hostNetwork` is true',
          ),
        );
}

function validateDNSConfig(spec: PodSpec, field: string, errors: StatusCause[]): void {
  const config = spec.dnsConfig;
  if (spec.dnsPolicy === 'None') {
    if (!config) {
      errors.push(required(field, 'must provide `dnsConfig` when `dnsPolicy` is None'));
      return;
    }
    if (!config.nameservers?.length) {
      errors.push(
        required(`${field}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None'),
      );
      return;
    }
  }
  if (!config) return;
  const { nameservers = [], searches = [], options = [] } = config;
  if (nameservers.length > MAX_NAMESERVERS)
    errors.push(
      invalidValue(
        `${field}.nameservers`,
        nameservers,
        `must not have more than ${MAX_NAMESERVERS} nameservers`,
      ),
    );
  for (const [index, ip] of nameservers.entries())
    errors.push(...checkLegacyIP(`${field}.nameservers[${index}]`, ip, defaultGates.strictIPs));
  if (searches.length > MAX_SEARCH_PATHS)
    errors.push(
      invalidValue(`${field}.searches`, searches, `must not have more than ${MAX_SEARCH_PATHS} search paths`),
    );
  for (const [index, search] of searches.entries()) {
    // Underscores are fine here (relaxed DNS search validation), and a lone dot.
    const domain = search.replace(/\.$/, '').replace(/(^|[.-])_|_(?=[a-z0-9])/g, '$1');
    if (search !== '.')
      errors.push(...invalidEach(`${field}.searches[${index}]`, search, checkDNS1123Subdomain(domain)));
  }
  for (const [index, option] of options.entries())
    if (!option.name) errors.push(required(`${field}.options[${index}]`, 'must not be empty'));
}

function validateToleration(toleration: Toleration, path: string, errors: StatusCause[]): void {
  const { key = '', operator = '', value = '', effect = '' } = toleration;
  if (key !== '') errors.push(...invalidEach(`${path}.key`, key, checkQualifiedName(key)));
  else if (operator !== 'Exists')
    errors.push(
      invalidValue(
        `${path}.operator`,
        operator,
        'operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ),
    );
  if (toleration.tolerationSeconds !== undefined && effect !== 'NoExecute')
    errors.push(
      invalidValue(`${path}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"),
    );
  if (operator === 'Equal' || operator === '') {
    const wrong = checkLabelValue(value);
    if (wrong.length > 0) errors.push(invalidValue(`${path}.operator`, value, wrong.join(';')));
  } else if (operator === 'Exists') {
    if (value !== '')
      errors.push(invalidValue(`${path}.operator`, value, "value must be empty when `operator` is 'Exists'"));
  } else errors.push(notSupported(`${path}.operator`, operator, ['Equal', 'Exists']));
  if (effect !== '' && !effects.includes(effect))
    errors.push(notSupported(`${path}.effect`, effect, effects));
}
