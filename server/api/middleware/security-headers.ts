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

/** What a page needs besides scripts, styles and pictures of ours. */
export interface PageNeeds {
  /** Where it may connect to: itself, or also the RPC endpoint that a member names for checking a receipt. */
  readonly connections: 'self' | 'endpoints'
  /** Whether it runs WebAssembly, which reads codes out of a camera's picture. Scripts may still not be made of text. */
  readonly runsWasm?: boolean
  /** Whether it may ask for a serial port, where a receipt printer is. */
  readonly asksForSerial?: boolean
}

const CONNECT_SOURCES: Readonly<Record<PageNeeds['connections'], readonly string[]>> = {
  self: ["'self'"],
  endpoints: ["'self'", 'https:', 'http://localhost:*', 'http://127.0.0.1:*'],
}

/** The built pages: scripts and pictures of ours only. Mantine sets sizes in style attributes. */
const webPagePolicy = ({ connections, runsWasm = false }: PageNeeds): RequestHandler =>
  helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", ...(runsWasm ? ["'wasm-unsafe-eval'"] : [])],
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
const permissionsOf = ({ asksForSerial = false }: PageNeeds): string =>
  [
    'publickey-credentials-get=(self)',
    'publickey-credentials-create=(self)',
    'camera=(self)',
    `serial=${asksForSerial ? '(self)' : '()'}`,
    ...['display-capture', 'geolocation', 'microphone', 'payment', 'usb'].map((feature) => `${feature}=()`),
  ].join(', ')

/** Replaces the policy of all other answers on those pages. */
export function webPageHeaders(needs: PageNeeds): RequestHandler {
  const setPolicy = webPagePolicy(needs)
  const permissions = permissionsOf(needs)
  return (request, response, next) => {
    response.set('Permissions-Policy', permissions)
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
