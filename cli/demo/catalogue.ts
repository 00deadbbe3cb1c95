/** A reward of the demo: the whole body of the request but for the charity, which is named here. */
export interface DemoReward {
  /** Which of the brands gives it. */
  brand: number
  kind: 'basket_discount' | 'product' | 'service' | 'gift_code' | 'access' | 'donation'
  texts: Record<'en' | 'fr', { title: string; description: string }>
  points: string
  discountMinor?: string
  basketMinMinor?: string
  stock?: string
  perMemberMax?: number
  claimDays?: number
}

export const DEMO_CHARITY = 'Coastline Lifeboats'

/** A title and a description. */
type Text = readonly [title: string, description: string]

type Terms = Omit<DemoReward, 'brand' | 'kind' | 'texts'>

const YEAR_DAYS = 365

function reward(brand: number, terms: Terms, kind: DemoReward['kind'], texts: Record<'en' | 'fr', Text>): DemoReward {
  const named = ([title, description]: Text) => ({ title, description })
  return { brand, kind, texts: { en: named(texts.en), fr: named(texts.fr) }, ...terms }
}

/** One of each kind, a brand or two each; prices that the sample's customers can pay, and one to save up for. */
export const DEMO_REWARDS: readonly DemoReward[] = [
  reward(0, { points: '90', discountMinor: '100', basketMinMinor: '500', claimDays: 30 }, 'basket_discount', {
    en: ['£1 off your basket', 'On baskets of £5 or more, at any Albion Homeware till.'],
    fr: ['1 £ de remise sur votre panier', 'Dès 5 £ d’achats, dans tous les magasins Albion Homeware.'],
  }),
  reward(1, { points: '60', perMemberMax: 2, claimDays: YEAR_DAYS }, 'gift_code', {
    en: ['An audiobook of your choice', 'A code for any one title in Shannon Books’ audio range.'],
    fr: ['Un livre audio au choix', 'Un code pour le titre de votre choix au rayon audio de Shannon Books.'],
  }),
  reward(2, { points: '40', stock: '200', claimDays: 90 }, 'product', {
    en: ['Seeds for a bee meadow', 'One bag, enough for two square metres.'],
    fr: ['Graines de prairie mellifère', 'Un sachet, de quoi semer deux mètres carrés.'],
  }),
  reward(3, { points: '75', perMemberMax: 5, claimDays: 60 }, 'service', {
    en: ['Repotting at the shop', 'Bring one plant; soil and labour are included.'],
    fr: ['Rempotage en boutique', 'Apportez une plante : terreau et main-d’œuvre compris.'],
  }),
  reward(4, { points: '120', stock: '50', claimDays: 180 }, 'access', {
    en: ['One visit to the lounge', 'For one person, at any station with a Meridian lounge.'],
    fr: ['Un accès au salon', 'Pour une personne, dans toutes les gares qui ont un salon Meridian.'],
  }),
  reward(4, { points: '50' }, 'donation', {
    en: ['Fifty points for the lifeboats', `Meridian Travel gives their value to ${DEMO_CHARITY}.`],
    fr: ['Cinquante points pour les canots de sauvetage', `Meridian Travel en reverse la valeur à ${DEMO_CHARITY}.`],
  }),
  reward(4, { points: '2500', stock: '10', claimDays: YEAR_DAYS }, 'service', {
    en: ['A night train for two', 'A sleeper for two, there and back, on any Meridian line.'],
    fr: [
      'Un train de nuit pour deux',
      'Un compartiment couchette pour deux, aller-retour, sur toutes les lignes Meridian.',
    ],
  }),
]

/** Codes of the pool, each for one member. */
export const DEMO_CODES: readonly string[] = Array.from(
  { length: 40 },
  (_, number) => `AUDIO-${String(1_000 + number * 37)}-${String(9_001 + number * 53)}`,
)
