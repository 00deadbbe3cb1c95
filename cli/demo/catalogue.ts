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

/** One of each kind, a brand or two each; prices that the sample's customers can pay, and one to save up for. */
export const DEMO_REWARDS: readonly DemoReward[] = [
  {
    brand: 0,
    kind: 'basket_discount',
    texts: {
      en: { title: '£1 off your basket', description: 'From a basket of £5 at any Albion Homeware till.' },
      fr: { title: '1 £ sur votre panier', description: 'Dès 5 £ d’achat à toute caisse Albion Homeware.' },
    },
    points: '90',
    discountMinor: '100',
    basketMinMinor: '500',
    claimDays: 30,
  },
  {
    brand: 1,
    kind: 'gift_code',
    texts: {
      en: { title: 'An audiobook of your choice', description: 'A code for one title of Shannon Books’ audio shelf.' },
      fr: { title: 'Un livre audio au choix', description: 'Un code pour un titre du rayon audio de Shannon Books.' },
    },
    points: '60',
    perMemberMax: 2,
    claimDays: 365,
  },
  {
    brand: 2,
    kind: 'product',
    texts: {
      en: { title: 'Seeds for a bee meadow', description: 'One bag, enough for two square metres.' },
      fr: { title: 'Graines pour prairie à abeilles', description: 'Un sachet, de quoi semer deux mètres carrés.' },
    },
    points: '40',
    stock: '200',
    claimDays: 90,
  },
  {
    brand: 3,
    kind: 'service',
    texts: {
      en: { title: 'Repotting at the shop', description: 'Bring one plant; soil and work are included.' },
      fr: { title: 'Rempotage en boutique', description: 'Apportez une plante ; terreau et travail compris.' },
    },
    points: '75',
    perMemberMax: 5,
    claimDays: 60,
  },
  {
    brand: 4,
    kind: 'access',
    texts: {
      en: { title: 'One visit to the lounge', description: 'For one person, at any station with a Meridian lounge.' },
      fr: { title: 'Une entrée au salon', description: 'Pour une personne, dans toute gare avec un salon Meridian.' },
    },
    points: '120',
    stock: '50',
    claimDays: 180,
  },
  {
    brand: 4,
    kind: 'donation',
    texts: {
      en: {
        title: 'Fifty points for the lifeboats',
        description: `Meridian Travel gives their worth to ${DEMO_CHARITY}.`,
      },
      fr: {
        title: 'Cinquante points pour les canots',
        description: `Meridian Travel en verse la valeur à ${DEMO_CHARITY}.`,
      },
    },
    points: '50',
  },
  {
    brand: 4,
    kind: 'service',
    texts: {
      en: { title: 'A night train for two', description: 'A sleeper for two, there and back, on any Meridian line.' },
      fr: { title: 'Un train de nuit à deux', description: 'Un compartiment couchette pour deux, aller-retour.' },
    },
    points: '2500',
    stock: '10',
    claimDays: 365,
  },
]

/** Codes of the pool, each for one member. */
export const DEMO_CODES: readonly string[] = Array.from(
  { length: 40 },
  (_, number) => `AUDIO-${String(1_000 + number * 37)}-${String(9_001 + number * 53)}`,
)
