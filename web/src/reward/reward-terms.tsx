import { Text } from '@mantine/core'

import type { Reward } from '../api-client/rewards.ts'
import classes from './reward.module.css'
import { useRewardTexts } from './use-reward-texts.ts'

/** What holds for a reward, a fact a line. */
export function Terms({ reward }: { reward: Reward }) {
  const { t, money, day, whole } = useRewardTexts()
  const facts = [
    reward.discountMinor === null ? null : t('discount', { amount: money(reward.discountMinor, reward.currency) }),
    reward.basketMinMinor === '0' ? null : t('basketMin', { amount: money(reward.basketMinMinor, reward.currency) }),
    reward.charityName === null ? null : t('charity', { name: reward.charityName }),
    reward.stockLeft === null ? null : t('stock', { left: whole(reward.stockLeft) }),
    reward.perMemberMax === null ? null : t('perMember', { times: whole(String(reward.perMemberMax)) }),
    reward.validUntil === null ? null : t('validUntil', { day: day(reward.validUntil) }),
    reward.claimDays === null ? null : t('claimDays', { days: whole(String(reward.claimDays)) }),
    reward.tier === null ? null : t('tier', { tier: reward.tier }),
  ].filter((fact) => fact !== null)
  if (facts.length === 0) return null
  return (
    <ul className={classes.facts}>
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  )
}

function useWhere(reward: Reward): string {
  const { t, money } = useRewardTexts()
  const partner = reward.partnerName
  switch (reward.kind) {
    case 'basket_discount':
      if (reward.basketMinMinor !== '0' || reward.discountMinor === null) return t('whereDiscount', { partner })
      return t('whereDiscountClaim', { partner, amount: money(reward.discountMinor, reward.currency) })
    case 'gift_code':
      return t('whereCode', { partner })
    case 'donation':
      return t('whereDonation', { charity: reward.charityName ?? partner })
    case 'product':
    case 'service':
    case 'access':
      return t('whereClaim', { partner })
  }
}

/** Where a reward is used, and how. */
export function WhereAndHow({ reward }: { reward: Reward }) {
  const { t } = useRewardTexts()
  return (
    <div>
      <Text fw={600}>{t('whereTitle')}</Text>
      <Text>{useWhere(reward)}</Text>
    </div>
  )
}
