/** Which Traffic objects (kubehop.dev) there can be: what their custom resource definition would check. */
import { atLeast, atMost, oneOf, requiredText, validateCustomMetadata } from './customResourceValidation.ts';
import { forbidden, invalidValue, required } from './fieldError.ts';
import { checkPortNumber } from './names.ts';
import type { StatusCause } from './status.ts';
import { http2URL, type Traffic } from './traffic.ts';
import { MAX_REQUESTS_PER_SECOND } from './trafficPattern.ts';
import { validatePattern, validateRetry } from './trafficPatternValidation.ts';
import { workloadKinds } from './workloadKinds.ts';

const senders = ['Client', 'Pod', 'Node', ...workloadKinds];
const connections = ['PerRequest', 'KeepAlive', 'HTTP2'];

export function validateTraffic(traffic: Traffic, old?: Traffic): StatusCause[] {
  const { from, url, service, ...rest } = traffic.spec;
  const errors = validateCustomMetadata(traffic, old);
  if (!from) errors.push(required('spec.from'));
  else {
    errors.push(...oneOf('spec.from.kind', from.kind, senders));
    errors.push(...requiredText('spec.from.name', from.name));
  }
  if (url && service) errors.push(forbidden('spec.service', 'may not be set together with `url`'));
  else if (service) errors.push(...requiredText('spec.service.name', service.name));
  else if (!url) errors.push(required('spec.url', 'either `url` or `service` is required'));
  else if (!isRequestURL(url))
    errors.push(
      invalidValue(
        'spec.url',
        url,
        'must be a URL such as http://shop:8080/, tcp://db:5432 or udp://10.96.0.10:53',
      ),
    );
  errors.push(...atLeast('spec.requestsPerSecond', rest.requestsPerSecond, 0));
  errors.push(...atMost('spec.requestsPerSecond', rest.requestsPerSecond, MAX_REQUESTS_PER_SECOND));
  errors.push(...validatePattern(rest.pattern, rest.requestsPerSecond));
  errors.push(...oneOf('spec.connection', rest.connection, connections));
  if (rest.connection === 'KeepAlive' && http2URL.test(url ?? ''))
    errors.push(invalidValue('spec.connection', rest.connection, 'gRPC and h2c are spoken over HTTP/2'));
  errors.push(...atLeast('spec.timeoutSeconds', rest.timeoutSeconds, 0));
  errors.push(...validateRetry(rest.retry));
  errors.push(...validateHttp(traffic.spec));
  return errors;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

function validateHttp({ host, tlsServerName, method, path, url }: Traffic['spec']): StatusCause[] {
  const errors = oneOf('spec.method', method, methods);
  if (host !== undefined && !/^[^\s/?#@]+$/.test(host))
    errors.push(invalidValue('spec.host', host, 'must be a host name, such as shop.example.com'));
  if (tlsServerName !== undefined && !/^[^\s/?#@:]+$/.test(tlsServerName))
    errors.push(
      invalidValue('spec.tlsServerName', tlsServerName, 'must be a host name, such as shop.example.com'),
    );
  if (path !== undefined && url) errors.push(forbidden('spec.path', 'the path belongs into `url`'));
  else if (path !== undefined && !/^\/\S*$/.test(path))
    errors.push(invalidValue('spec.path', path, 'must begin with a slash'));
  return errors;
}

/** Scheme, user and path may be left out: `shop:8080` is as good as `http://shop:8080/`. */
const requestURL =
  /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^\s@/]*@)?(?:\[[0-9a-f:.]+\]|[^\s/:?#[\]@]+)(?::(\d{1,5}))?(?:[/?#]\S*)?$/i;

function isRequestURL(url: string): boolean {
  const match = requestURL.exec(url);
  return match !== null && (match[1] === undefined || checkPortNumber(Number(match[1])).length === 0);
}
