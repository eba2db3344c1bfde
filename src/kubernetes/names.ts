/**
 * What may be a name, a label, a port: the formats of apimachinery's `validate/content` and `util/validation`.
 * Every check returns its complaints in the API server's words; an empty list means that the value is fine.
 */

const LABEL_1123 = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN_1123 = `${LABEL_1123}(\\.${LABEL_1123})*`;
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const LABEL_KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${LABEL_KEY})?`;

const label1123 = new RegExp(`^${LABEL_1123}$`);
const subdomain1123 = new RegExp(`^${SUBDOMAIN_1123}$`);
const wildcardSubdomain = new RegExp(`^\\*\\.${SUBDOMAIN_1123}$`);
const label1035 = new RegExp(`^${LABEL_1035}$`);
const labelKey = new RegExp(`^${LABEL_KEY}$`);
const labelValue = new RegExp(`^${LABEL_VALUE}$`);

const NONE: readonly string[] = [];
/** Length in UTF-8, which is what the API server counts. */
export function byteLength(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // A surrogate pair is two units here and four bytes there, so each half counts two.
    if (code > 0x7f) length += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return length;
}

function isLongerThan(text: string, max: number): boolean {
  return text.length > max || (text.length * 3 > max && byteLength(text) > max);
}

function tooLongFor(max: number): string {
  return `must be no more than ${max} bytes`;
}

function expected(message: string, format: string, ...examples: string[]): string {
  const list = examples.map((example) => `'${example}', `).join(' or ');
  return `${message} (e.g. ${list}regex used for validation is '${format}')`;
}

const EMPTY = 'must be non-empty';

const WRONG_LABEL_1123 = expected(
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  LABEL_1123,
  'my-name',
  '123-abc',
);
const WRONG_SUBDOMAIN_1123 = expected(
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  SUBDOMAIN_1123,
  'example.com',
);
const WRONG_LABEL_1035 = expected(
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  LABEL_1035,
  'my-name',
  'abc-123',
);
const WRONG_WILDCARD = expected(
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
  `\\*\\.${SUBDOMAIN_1123}`,
  '*.example.com',
);
const WRONG_LABEL_KEY = expected(
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  LABEL_KEY,
  'MyName',
  'my.name',
  '123-abc',
);
const WRONG_LABEL_VALUE = expected(
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  LABEL_VALUE,
  'MyValue',
  'my_value',
  '12345',
);

export function checkDNS1123Label(value: string): readonly string[] {
  const long = isLongerThan(value, 63);
  const wellFormed = label1123.test(value);
  if (wellFormed && !long) return NONE;
  const complaints = long ? [tooLongFor(63)] : [];
  // A good subdomain that is no label can only have dots.
  if (!wellFormed) complaints.push(subdomain1123.test(value) ? 'must not contain dots' : WRONG_LABEL_1123);
  return complaints;
}

export function checkDNS1123Subdomain(value: string): readonly string[] {
  return checkFormat(value, 253, subdomain1123, WRONG_SUBDOMAIN_1123);
}

export function checkDNS1035Label(value: string): readonly string[] {
  return checkFormat(value, 63, label1035, WRONG_LABEL_1035);
}

export function checkWildcardSubdomain(value: string): readonly string[] {
  return checkFormat(value, 253, wildcardSubdomain, WRONG_WILDCARD);
}

export function checkLabelValue(value: string): readonly string[] {
  return checkFormat(value, 63, labelValue, WRONG_LABEL_VALUE);
}

function checkFormat(value: string, max: number, format: RegExp, complaint: string): readonly string[] {
  const long = isLongerThan(value, max);
  const wellFormed = format.test(value);
  if (wellFormed && !long) return NONE;
  return [...(long ? [tooLongFor(max)] : []), ...(wellFormed ? [] : [complaint])];
}

/** A label or annotation key, a finalizer, an appProtocol: `name` or `example.com/name`. */
export function checkQualifiedName(value: string): readonly string[] {
  const slash = value.indexOf('/');
  const name = value.slice(slash + 1);
  if (name.includes('/'))
    return [
      `a valid label key ${WRONG_LABEL_KEY} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  const complaints: string[] = [];
  if (slash === 0) complaints.push(`prefix part ${EMPTY}`);
  else if (slash > 0)
    for (const complaint of checkDNS1123Subdomain(value.slice(0, slash)))
      complaints.push(`prefix part ${complaint}`);
  if (name === '') complaints.push(`name part ${EMPTY}`);
  else if (isLongerThan(name, 63)) complaints.push(`name part ${tooLongFor(63)}`);
  if (!labelKey.test(name)) complaints.push(`name part ${WRONG_LABEL_KEY}`);
  return complaints.length === 0 ? NONE : complaints;
}

/** A domain name of at least two labels; a trailing dot is fine. */
export function checkFullyQualifiedDomainName(value: string): readonly string[] {
  const name = value.endsWith('.') ? value.slice(0, -1) : value;
  const complaints = checkDNS1123Subdomain(name);
  if (complaints.length > 0) return [complaints.join(',')];
  const labels = name.split('.');
  if (labels.length < 2) return ['should be a domain with at least two segments separated by dots'];
  for (const label of labels) {
    const wrong = checkDNS1123Label(label);
    if (wrong.length > 0) return [wrong.join(',')];
  }
  return NONE;
}

export function checkPortNumber(port: number): readonly string[] {
  return Number.isInteger(port) && port >= 1 && port <= 65_535
    ? NONE
    : ['must be between 1 and 65535, inclusive'];
}

/** The name of a container port, and so a targetPort by name. */
export function checkPortName(name: string): readonly string[] {
  const complaints: string[] = [];
  if (isLongerThan(name, 15)) complaints.push(tooLongFor(15));
  if (!/^[-a-z0-9]+$/.test(name))
    complaints.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(name)) complaints.push('must contain at least one letter (a-z)');
  if (name.includes('--')) complaints.push('must not contain consecutive hyphens');
  if (name.startsWith('-') || name.endsWith('-')) complaints.push('must not begin or end with a hyphen');
  return complaints.length === 0 ? NONE : complaints;
}

/** Any printable ASCII but `=` (relaxed environment variable names, v1.34). */
export function checkEnvironmentName(name: string): readonly string[] {
  if (name === '') return [`environment variable name ${EMPTY}`];
  return /^[\x20-\x3c\x3e-\x7e]*$/.test(name)
    ? NONE
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** Checks a name; with `isPrefix` it is a `generateName`, to which a suffix will be appended. */
export type NameRule = (name: string, isPrefix: boolean) => readonly string[];

function nameRule(check: (value: string) => readonly string[]): NameRule {
  return (name, isPrefix) =>
    check(isPrefix && name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name);
}

export const nameIsDNSLabel = nameRule(checkDNS1123Label);
export const nameIsDNSSubdomain = nameRule(checkDNS1123Subdomain);
export const nameIsDNS1035Label = nameRule(checkDNS1035Label);
