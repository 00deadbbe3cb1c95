import type { z } from 'zod'

import { addReward } from '../../../actions/rewards/add-reward.ts'
import { presentReward } from './present-reward.ts'
import { route } from './deps.ts'
import { RewardBody, RewardResponse } from '../../schemas/rewards/rewards.ts'

export const addRewardRoute = route({
  operation: 'addReward',
  method: 'post',
  path: '/v1/rewards',
  summary: 'Offer a reward for points',
  description:
    'A discount, a product, a service, a gift code, access or a donation. Never money back. Its terms stay as they are: other terms are a reward that `replacesId` it.',
  caller: 'partner',
  scope: 'rewards:write',
  body: RewardBody,
  audit: {
    keeps: [
      'kind',
      'texts',
      'discountMinor',
      'basketMinMinor',
      'stock',
      'perMemberMax',
      'validUntil',
      'charityId',
      'replacesId',
    ],
    amount: ({ points }) => points,
  },
  repeatable: true,
  once: 'answer_kept',
  status: 201,
  response: RewardResponse,
  refuses: ['reward_terms_invalid', 'charity_unknown', 'reward_unknown', 'reward_replaced', 'reward_versions_too_many'],
  handle: async ({ deps, caller: { partnerId }, body }) =>
    presentReward(await addReward(deps, { partnerId, ...termsOf(body) })),
})

/** The terms as they are kept: null for what was left out. */
function termsOf({ texts, metadata = {}, ...terms }: z.output<typeof RewardBody>) {
  const { discountMinor = null, stock = null, perMemberMax = null, validFrom = null, validUntil = null } = terms
  const { claimDays = null, tier = null, charityId = null, replacesId = null } = terms
  const limits = { discountMinor, stock, perMemberMax, validFrom, validUntil, claimDays, tier, charityId, replacesId }
  const languages = { en: texts.en, ...(texts.fr === undefined ? {} : { fr: texts.fr }) }
  return { ...terms, ...limits, texts: languages, metadata }
}
