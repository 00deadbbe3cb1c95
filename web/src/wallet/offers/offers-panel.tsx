import { Anchor, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import { type EarningOffer, listEarningOffers } from '../../api-client/rewards.ts'
import { BrandMark } from '../../ui/brand-mark.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { useAllRewards } from '../rewards/all-rewards.ts'
import { useTexts } from '../use-texts.ts'
import classes from './offers.module.css'
import { endingSoon } from './offers-of.ts'

const ROWS_MAX = 6
const ROW_HEIGHT = 44

function EarnOffer({ offer }: { offer: EarningOffer }) {
  const { t, points, money, day } = useTexts()
  const rate = (one: { points: string; perMinor: string }) => ({
    points: points(one.points),
    per: money(one.perMinor, offer.currency),
  })
  return (
    <li>
      <BrandMark name={offer.partnerName} brand={offer.brand} size="large" />
      <div>
        <Text fw={600}>{offer.partnerName}</Text>
        <Text size="sm">{t('offers.earn', rate(offer))}</Text>
        {offer.next !== null && (
          <Text size="sm" className={classes.news}>
            {t('offers.next', { ...rate(offer.next), day: day(offer.next.validFrom) })}
          </Text>
        )}
      </div>
    </li>
  )
}

/** What there is to gain: what brands give points for now and soon, and rewards that end soon. */
export function OffersPanel() {
  const { t, translated, day } = useTexts()
  const { data: offers } = useQuery({ queryKey: ['earning offers'], queryFn: listEarningOffers })
  const { data: rewards = [] } = useAllRewards()
  if (offers?.length === 0 && rewards.length === 0) return null
  const ending = endingSoon(rewards, new Date())
  // What changes soon comes first.
  const ordered = offers?.toSorted((a, b) => Number(b.next !== null) - Number(a.next !== null)) ?? []
  return (
    <TitledPanel label={t('offers.title')}>
      <ul className={classes.offers}>
        {offers === undefined &&
          [0, 1, 2].map((row) => <Skeleton component="li" key={row} height={ROW_HEIGHT} radius="md" />)}
        {ending.slice(0, 2).map((reward) => (
          <li key={reward.rewardId}>
            <BrandMark name={reward.partnerName} brand={reward.brand} size="large" />
            <div>
              <Anchor component={Link} href={`/rewards/${reward.rewardId}`} fw={600}>
                {translated(reward.texts)?.title}
              </Anchor>
              {reward.validUntil !== null && (
                <Text size="sm" className={classes.news}>
                  {t('offers.ends', { day: day(reward.validUntil) })}
                </Text>
              )}
            </div>
          </li>
        ))}
        {ordered.slice(0, ROWS_MAX).map((offer) => (
          <EarnOffer key={`${String(offer.partnerId)} ${offer.currency}`} offer={offer} />
        ))}
      </ul>
    </TitledPanel>
  )
}
