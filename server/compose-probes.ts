import { type DemoTill, findDemoTill } from './auth/demo-till.ts'
import type { MetricsTerms } from './auth/metrics-callers.ts'
import type { Parts } from './compose-parts.ts'
import { keyFiles } from './config/key-files.ts'

/** Where people reach the server by another name than this machine's, a proxy may be on this machine, and look like a program of it. */
const isTried = ({ config }: Parts): boolean =>
  !config.isProduction && config.publicUrl === null && config.trustedProxies === 0

/** Who may read what is measured. */
export function metricsTermsOf(parts: Parts): MetricsTerms {
  return { token: parts.secrets.metricsToken, isOpenLocally: isTried(parts) }
}

/** Only a server that is tried shows what its demo made, and only to this machine. */
export function demoTillOf(parts: Parts): () => DemoTill | null {
  return isTried(parts) ? () => findDemoTill(keyFiles(parts.config.dataFolder)) : () => null
}
