/** Available only at a till, because it depends on the basket. */
export const DISCOUNT = {
  kind: 'basket_discount',
  texts: {
    en: { title: 'Five pounds off', description: 'For baskets of twenty pounds or more.' },
    fr: { title: 'Cinq livres de remise', description: 'Pour les paniers de vingt livres et plus.' },
  },
  points: '500',
  discountMinor: '500',
  basketMinMinor: '2000',
  claimDays: 30,
}

/** Available anywhere. */
export const TEA = {
  kind: 'product',
  texts: {
    en: { title: 'A tin of tea', description: 'Show the voucher at the till.' },
    fr: { title: 'Une boîte de thé', description: 'Présentez le bon en caisse.' },
  },
  points: '400',
  claimDays: 30,
}

/** Too expensive for any member of the tests. */
export const NOTEBOOK = {
  kind: 'product',
  texts: {
    en: { title: 'A notebook', description: 'With dotted pages.' },
    fr: { title: 'Un carnet', description: 'À pages pointillées.' },
  },
  points: '120000',
  stock: '12',
}

/** All of them: one at a till only, one anywhere, and one that is out of reach. */
export const OFFERS = { discount: DISCOUNT, tea: TEA, notebook: NOTEBOOK }
