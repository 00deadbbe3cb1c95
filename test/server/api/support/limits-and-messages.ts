import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createContactSeal } from '../../../../server/actions/messages/contact-seal.ts'
import { type CodeDeps, createCodeLimits } from '../../../../server/actions/messages/one-time-code.ts'
import { createWebhookSeal } from '../../../../server/actions/webhooks/webhook-keys.ts'
import { reportFolder } from '../../../../server/channels/report-folder.ts'
import { createWebhookPost } from '../../../../server/channels/webhook-post.ts'
import { createWebhookUrlCheck } from '../../../../server/channels/webhook-targets.ts'
import { WEBHOOK_TESTS_MAX, WEBHOOK_TESTS_WINDOW_MS } from '../../../../server/domain/webhooks.ts'
import type { WebhooksDeps } from '../../../../server/api/routes/webhooks/deps.ts'
import { createTryLimit, type TryLimit } from '../../../../server/actions/requests/limit-tries.ts'
import { CARD_SIGN_INS_MAX, CARD_SIGN_INS_WINDOW_MS } from '../../../../server/actions/sign-in/sign-in-card.ts'
import { RESET_CODE_TRIES_MAX, RESET_CODE_WINDOW_MS } from '../../../../server/actions/sign-in/set-pin.ts'
import {
  MEMBER_SLIP_TRIES_MAX,
  PARTNER_SLIP_TRIES_MAX,
  SLIP_TRIES_WINDOW_MS,
} from '../../../../server/actions/tills/take-slip.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import { CHANNEL_KINDS } from '../../../../server/domain/channels.ts'
import type { Clock } from '../../../../server/domain/environment.ts'

/** The limits of tries, as the server has them. */
export function makeTryLimits(deps: { db: Database; clock: Clock }): {
  cardSignIns: TryLimit
  resetCodeTries: TryLimit
  partnerSlipTries: TryLimit
  memberSlipTries: TryLimit
} {
  const cards = { what: 'card', triesMax: CARD_SIGN_INS_MAX, windowMs: CARD_SIGN_INS_WINDOW_MS }
  const codes = { what: 'reset code', triesMax: RESET_CODE_TRIES_MAX, windowMs: RESET_CODE_WINDOW_MS }
  const slipsOfPartner = { what: 'slip of partner', triesMax: PARTNER_SLIP_TRIES_MAX, windowMs: SLIP_TRIES_WINDOW_MS }
  const slipsOfMember = { what: 'slip of member', triesMax: MEMBER_SLIP_TRIES_MAX, windowMs: SLIP_TRIES_WINDOW_MS }
  return {
    cardSignIns: createTryLimit({ ...deps, ...cards }),
    resetCodeTries: createTryLimit({ ...deps, ...codes }),
    partnerSlipTries: createTryLimit({ ...deps, ...slipsOfPartner }),
    memberSlipTries: createTryLimit({ ...deps, ...slipsOfMember }),
  }
}

/** Messages go nowhere before a test sends them; the limits are those of the server. */
export function messageDeps(
  deps: { db: Database; clock: Clock },
  lookupKey: Uint8Array,
): Pick<CodeDeps, 'contactSeal' | 'channelKinds' | 'codeLimits'> {
  return {
    contactSeal: createContactSeal({ randomness: { bytes: (count) => randomBytes(count) } }, lookupKey),
    channelKinds: new Set(CHANNEL_KINDS),
    codeLimits: createCodeLimits(deps),
  }
}

/** Webhooks to this machine, which is where tests receive them. */
export function webhookDeps(
  deps: { db: Database; clock: Clock },
  lookupKey: Uint8Array,
): Pick<WebhooksDeps, 'webhookSeal' | 'checkWebhookUrl' | 'postWebhook' | 'webhookTests'> {
  const terms = { allowsPrivate: true }
  const limit = { what: 'webhook test', triesMax: WEBHOOK_TESTS_MAX, windowMs: WEBHOOK_TESTS_WINDOW_MS }
  return {
    webhookSeal: createWebhookSeal({ randomness: { bytes: (count) => randomBytes(count) } }, lookupKey),
    checkWebhookUrl: createWebhookUrlCheck(terms),
    postWebhook: createWebhookPost(terms),
    webhookTests: createTryLimit({ ...deps, ...limit }),
  }
}

/** A server that serves, whose metrics are for programs on this machine. */
export const PROBES = {
  metricsTerms: { token: null, isOpenLocally: true },
  findDemoTill: () => null,
  isServing: () => true,
  securityContacts: [],
  reports: reportFolder(join(tmpdir(), 'entente-no-audit-reports')),
}
