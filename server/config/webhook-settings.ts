import { z } from 'zod'

import { ConfigInvalid } from './config-invalid.ts'

/** What the environment says of webhooks. */
export const WEBHOOK_SETTINGS = {
  WEBHOOK_PRIVATE_TARGETS: z.enum(['refuse', 'allow']).default('refuse'),
}

/** Where webhooks may lead. */
export interface WebhooksConfig {
  /** Also to this machine and its network: for development, never in production. */
  readonly allowsPrivateTargets: boolean
}

/** Partners choose where webhooks lead: in production never into the operator's own network. */
export function webhooksOf({
  WEBHOOK_PRIVATE_TARGETS,
  NODE_ENV,
}: {
  readonly WEBHOOK_PRIVATE_TARGETS: 'refuse' | 'allow'
  readonly NODE_ENV: string
}): WebhooksConfig {
  const allowsPrivateTargets = WEBHOOK_PRIVATE_TARGETS === 'allow'
  if (allowsPrivateTargets && NODE_ENV === 'production')
    throw new ConfigInvalid(
      'WEBHOOK_PRIVATE_TARGETS=allow is for development: with NODE_ENV=production, partners could have requests sent into your network.',
    )
  return Object.freeze({ allowsPrivateTargets })
}
