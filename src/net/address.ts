import { lookup as systemLookup } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { addressProblem } from './failure.ts';

/** One answer of a name look-up. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** What a call may connect to besides public addresses. */
export interface AddressRules {
  readonly loopback: boolean;
  /** Host names whose addresses may be private: configured bases. */
  readonly privateHosts: ReadonlySet<string>;
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Everything that is not the public internet (IANA special-purpose registries). */
const reserved = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  reserved.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  reserved.addSubnet(network, prefix, 'ipv6');

/** Where an address literal leads. */
export function classifyAddress(address: string): 'loopback' | 'reserved' | 'public' {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (loopback.check(address, family)) return 'loopback';
  return reserved.check(address, family) ? 'reserved' : 'public';
}

/** Host name of an address without the brackets of an IPv6 literal. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
}

/** True for addresses that name this machine without asking a name server. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || (isIP(host) !== 0 && classifyAddress(host) === 'loopback');
}

function checkAddress(host: string, address: string, rules: AddressRules): void {
  const place = classifyAddress(address);
  if (place === 'public' || rules.privateHosts.has(host)) return;
  if (place === 'loopback' && rules.loopback) return;
  throw addressProblem(host, `it leads to the ${place === 'loopback' ? 'loopback' : 'private'} address ${address}`);
}

/** Refuses other schemes, addresses with a user, clear text to foreign hosts, and private address literals. */
export function checkUrl(url: URL, rules: AddressRules): void {
  const host = bareHost(url);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw addressProblem(host, 'its scheme is not HTTPS');
  if (url.username !== '' || url.password !== '') throw addressProblem(host, 'its address holds a user name');
  const trusted = rules.privateHosts.has(host) || (rules.loopback && isLoopbackHost(host));
  if (url.protocol === 'http:' && !trusted) throw addressProblem(host, 'it would be reached in clear text');
  if (isIP(host) !== 0) checkAddress(host, host, rules);
}

const resolveName: Resolve = (hostname) => systemLookup(hostname, { all: true });

/**
 * The look-up a socket connects by. What is checked is what is connected to, so a name server that
 * changes its mind between the two (DNS rebinding) gains nothing.
 */
export function guardedLookup(rules: AddressRules, resolve: Resolve = resolveName): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        try {
          for (const { address } of addresses) checkAddress(hostname.toLowerCase(), address, rules);
          const first = addresses[0];
          if (first === undefined) throw addressProblem(hostname, 'its name has no address');
          if (options.all === true) callback(null, [...addresses]);
          else callback(null, first.address, first.family);
        } catch (error) {
          callback(error as NodeJS.ErrnoException, '');
        }
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}
