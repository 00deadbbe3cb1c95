import { Text } from '@mantine/core'

import type { Reward } from '../../api-client/rewards.ts'
import { useTexts } from '../use-texts.ts'
import classes from './rewards.module.css'

/** What holds for a reward, a fact a line. */
export function Terms({ reward }: { reward: Reward }) {
  const { t, money, day, whole } = useTexts()
  const facts = [
    reward.discountMinor === null
      ? null
      : t('rewards.discount', { amount: money(reward.discountMinor, reward.currency) }),
    reward.basketMinMinor === '0'
      ? null
      : t('rewards.basketMin', { amount: money(reward.basketMinMinor, reward.currency) }),
    reward.charityName === null ? null : t('rewards.charity', { name: reward.charityName }),
    reward.stockLeft === null ? null : t('rewards.stock', { left: whole(reward.stockLeft) }),
    reward.perMemberMax === null ? null : t('rewards.perMember', { times: whole(String(reward.perMemberMax)) }),
    reward.validUntil === null ? null : t('rewards.validUntil', { day: day(reward.validUntil) }),
    reward.claimDays === null ? null : t('rewards.claimDays', { days: whole(String(reward.claimDays)) }),
    reward.tier === null ? null : t('rewards.tier', { tier: reward.tier }),
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
  const { t, money } = useTexts()
  const partner = reward.partnerName
  switch (reward.kind) {
    case 'basket_discount':
      if (reward.basketMinMinor !== '0' || reward.discountMinor === null) return t('rewards.whereDiscount', { partner })
      return t('rewards.whereDiscountClaim', { partner, amount: money(reward.discountMinor, reward.currency) })
    case 'gift_code':
      return t('rewards.whereCode', { partner })
    case 'donation':
      return t('rewards.whereDonation', { charity: reward.charityName ?? partner })
    case 'product':
    case 'service':
    case 'access':
      return t('rewards.whereClaim', { partner })
  }
}

/** Where a reward is used, and how. */
export function WhereAndHow({ reward }: { reward: Reward }) {
  const { t } = useTexts()
  return (
    <div>
      <Text fw={600}>{t('rewards.whereTitle')}</Text>
      <Text>{useWhere(reward)}</Text>
    </div>
  )
}
