import { isIP } from 'node:net'

import ipaddr from 'ipaddr.js'

import type { CheckWebhookUrl, WebhookUrlFault } from '../domain/webhooks.ts'

/** Who an address belongs to. Only `public` ones are sent to; with a setting for development, `loopback` and `private` ones too. */
export type AddressClass = 'public' | 'loopback' | 'private' | 'other'

/** Where clouds answer machines about themselves, although the address looks public or private. */
const METADATA_ADDRESSES = ['168.63.129.16', 'fd00:ec2::254', 'fd20:ce::254']

/** All that is handed out to networks of the Internet: RFC 4291. What is outside it is a transition or a reserve. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3')

/** Tells who an address belongs to. Whatever is not known to be public is not. */
export function classifyAddress(text: string): AddressClass {
  if (isIP(text) === 0) return 'other'
  const address = ipaddr.parse(text)
  if (METADATA_ADDRESSES.some((metadata) => address.toString() === ipaddr.parse(metadata).toString())) return 'other'
  switch (address.range()) {
    case 'unicast':
      return address.kind() === 'ipv4' || address.match(GLOBAL_UNICAST) ? 'public' : 'other'
    case 'loopback':
      return 'loopback'
    case 'private':
    case 'uniqueLocal':
      return 'private'
    // Link-local with its metadata service, carrier-grade NAT, multicast, IPv4 in IPv6 by mapping, NAT64 or 6to4 ...
    default:
      return 'other'
  }
}

/** Names that no public server has: RFC 6761, RFC 6762, RFC 8375, and the one that clouds use within. */
const LOCAL_NAMES = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|home\.arpa)$/

/** The host of a URL as it is connected to: `[::1]` without its brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

/** Whether a name is this machine's without being looked up. */
export function isOwnName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost')
}

/**
 * Makes the check of a URL before anything is looked up. The URL parser has already turned 2130706433, 0x7f.1 and 0177.0.0.1
 * into 127.0.0.1. What a name stands for is judged when it is connected to, each time.
 */
export function createWebhookUrlCheck({ allowsPrivate }: { allowsPrivate: boolean }): CheckWebhookUrl {
  return (text) => {
    if (!URL.canParse(text)) return 'malformed'
    const url = new URL(text)
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'https_needed'
    if (url.username !== '' || url.password !== '') return 'has_credentials'
    if (url.hash !== '' || text.includes('#')) return 'has_fragment'
    return judgeHost(url, allowsPrivate)
  }
}

function judgeHost(url: URL, allowsPrivate: boolean): WebhookUrlFault | null {
  const host = hostOf(url)
  const isOwn = isOwnName(host)
  const isAddress = isIP(host) !== 0
  const kind = isAddress ? classifyAddress(host) : isOwn ? 'loopback' : 'public'
  if (!mayConnect(kind, allowsPrivate)) return isAddress ? 'address_not_public' : 'name_not_public'
  if (!isAddress && !isOwn && (!host.includes('.') || host.endsWith('.') || (LOCAL_NAMES.test(host) && !allowsPrivate)))
    return 'name_not_public'
  // In development a name may be this machine's: whether it is, its addresses say.
  const mayBeOwn = kind === 'loopback' || (allowsPrivate && !isAddress)
  return url.protocol === 'https:' || mayBeOwn ? null : 'https_needed'
}

/** Whether anything may be sent to an address of a class. */
export function mayConnect(kind: AddressClass, allowsPrivate: boolean): boolean {
  return kind === 'public' || (allowsPrivate && (kind === 'loopback' || kind === 'private'))
}
