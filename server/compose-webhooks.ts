import { createTryLimit } from './actions/requests/limit-tries.ts'
import { createWebhookSender, type WebhookSender } from './actions/webhooks/send-webhooks.ts'
import { createWebhookSeal } from './actions/webhooks/webhook-keys.ts'
import type { WebhooksDeps } from './api/routes/webhooks/deps.ts'
import { createWebhookPost } from './channels/webhook-post.ts'
import { createWebhookUrlCheck } from './channels/webhook-targets.ts'
import type { Parts } from './compose-parts.ts'
import { WEBHOOK_TESTS_MAX, WEBHOOK_TESTS_WINDOW_MS } from './domain/webhooks.ts'
import { createWebhookMetrics } from './observability/webhook-metrics.ts'

function sendingDeps({ config, database: db, clock, ids, randomness, lookupKey }: Parts) {
  const terms = { allowsPrivate: config.webhooks.allowsPrivateTargets }
  const webhookSeal = createWebhookSeal({ randomness }, lookupKey)
  return { db, clock, ids, randomness, webhookSeal, terms, postWebhook: createWebhookPost(terms) }
}

/** What the routes of webhooks are handed. */
export function webhooksDeps(parts: Parts): WebhooksDeps {
  const { terms, ...deps } = sendingDeps(parts)
  const limit = { what: 'webhook test', triesMax: WEBHOOK_TESTS_MAX, windowMs: WEBHOOK_TESTS_WINDOW_MS }
  return { ...deps, checkWebhookUrl: createWebhookUrlCheck(terms), webhookTests: createTryLimit({ ...deps, ...limit }) }
}

/** Makes the sender of this process. */
export function webhookSenderOf(parts: Parts, roundEnded: () => void): WebhookSender {
  const { terms: _, ...deps } = sendingDeps(parts)
  const metrics = createWebhookMetrics(parts.metrics)
  return createWebhookSender({
    ...deps,
    holder: parts.processName,
    roundEnded,
    report: ({ outcome, ...sent }) => {
      metrics.sent(outcome)
      if (outcome === 'delivered') return
      // Neither the URL nor what was answered: both may have secrets.
      parts.logger.warn({ module: 'webhooks', ...sent, outcome }, 'an event did not reach a webhook')
    },
  })
}
