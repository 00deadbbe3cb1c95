import type { OwnReward } from '../../api-client/console-rewards.ts'
import { useTexts } from '../use-texts.ts'

/** A reward in words for the people of its brand. */
export function useRewardFacts(reward: OwnReward) {
  const { t, whole, moment, language } = useTexts()
  const { kind, texts, stock, stockLeft, claims, validFrom, validUntil, withdrawnAt } = reward
  const left =
    stockLeft === null
      ? t('ownRewards.left.any')
      : kind === 'gift_code'
        ? t('ownRewards.left.codes', { left: whole(stockLeft) })
        : t('ownRewards.left.stock', { left: whole(stockLeft), stock: whole(stock ?? stockLeft) })
  const since = moment(validFrom)
  const end = earlier(withdrawnAt, validUntil)
  return {
    title: (texts[language] ?? texts['en'])?.title ?? '',
    left,
    claimed: t('ownRewards.claimed', { claims: whole(claims) }),
    /** From when until when members find it. */
    period:
      end === null
        ? t('ownRewards.period.from', { since })
        : end <= validFrom
          ? t('ownRewards.period.never', { until: moment(end) })
          : t('ownRewards.period.fromUntil', { since, until: moment(end) }),
  }
}

/** The earlier of two moments, as the server writes them; null where there is neither. */
function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}
