import type { RequestHandler } from 'express'
import helmet from 'helmet'

/** Answers are data or pages of our own: nothing is loaded from elsewhere, nothing inline runs, nothing is framed. */
export const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  referrerPolicy: { policy: 'no-referrer' },
})

/** Where a page may connect to: itself, or also the RPC endpoint that a member names for checking a receipt. */
export type Connections = 'self' | 'endpoints'

const CONNECT_SOURCES: Readonly<Record<Connections, readonly string[]>> = {
  self: ["'self'"],
  endpoints: ["'self'", 'https:', 'http://localhost:*', 'http://127.0.0.1:*'],
}

/** The built pages: scripts and pictures of ours only. Mantine sets sizes in style attributes. */
const webPagePolicy = (connections: Connections): RequestHandler =>
  helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      connectSrc: [...CONNECT_SOURCES[connections]],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  })

/** What our pages ask a browser for, and what no script of theirs may ever have. */
const PERMISSIONS = [
  'publickey-credentials-get=(self)',
  'publickey-credentials-create=(self)',
  'camera=(self)',
  ...['display-capture', 'geolocation', 'microphone', 'payment', 'serial', 'usb'].map((feature) => `${feature}=()`),
].join(', ')

/** Replaces the policy of all other answers on those pages. */
export function webPageHeaders(connections: Connections): RequestHandler {
  const setPolicy = webPagePolicy(connections)
  return (request, response, next) => {
    response.set('Permissions-Policy', PERMISSIONS)
    setPolicy(request, response, next)
  }
}

/** The docs: our own script, which sends requests of the reader to this server only, and a search form that leads back here. */
export const docsHeaders: RequestHandler = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    connectSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
})
