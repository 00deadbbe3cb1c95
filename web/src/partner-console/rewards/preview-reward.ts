import type { OwnPerson } from '../../api-client/console.ts'
import type { Charity, NewReward, OwnReward } from '../../api-client/console-rewards.ts'
import type { Reward } from '../../api-client/rewards.ts'

/** A reward as members will see it once it is offered; what was not typed yet has a stand-in. */
export function previewReward(
  terms: NewReward,
  {
    partner,
    charities,
    pictureUrl,
    standIns,
  }: {
    partner: OwnPerson['partner']
    charities: readonly Charity[]
    pictureUrl: string | null
    standIns: { title: string; description: string }
  },
): Reward {
  const { en, fr } = terms.texts
  return {
    rewardId: '',
    partnerId: partner.partnerId,
    partnerName: partner.name,
    brand: partner.brand,
    kind: terms.kind,
    texts: {
      en: { title: en.title || standIns.title, description: en.description || standIns.description },
      ...(fr === undefined ? {} : { fr }),
    },
    points: terms.points,
    discountMinor: terms.discountMinor ?? null,
    currency: partner.currency,
    basketMinMinor: terms.basketMinMinor ?? '0',
    // Nothing is left of gift codes until there are some, which is no term.
    stockLeft: terms.stock ?? null,
    perMemberMax: terms.perMemberMax ?? null,
    validFrom: terms.validFrom ?? '',
    validUntil: terms.validUntil ?? null,
    claimDays: terms.claimDays ?? null,
    tier: terms.tier ?? null,
    picture: pictureUrl === null ? null : { url: pictureUrl, smallUrl: pictureUrl },
    charityName: charities.find(({ charityId }) => charityId === terms.charityId)?.name ?? null,
    metadata: {},
    withdrawnAt: null,
  }
}

/** The picture that a reward has already, as a preview shows it. */
export function pictureUrlOf(reward: OwnReward | null): string | null {
  return reward?.picture?.url ?? null
}
