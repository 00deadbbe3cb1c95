/** What each figure of a statement means, by its place in the JSON: shown wherever the figure is. */
export const DEFINITIONS = {
  'points.issued':
    "Points credited to members by this partner's batches in blocks of the month (UTC): `monthTotals(partner, month).issued` of the registry.",
  'points.reversed':
    'Points taken back for returns by batches in blocks of the month, whenever they had been issued; without what members had already spent.',
  'points.reversedOfEarlierMonths':
    'Of the reversed points: those that returns took from purchases whose points were issued in an earlier month.',
  'points.redeemed': 'Points burned for orders at this partner in blocks of the month, whoever had issued them.',
  'points.restored': 'Points of burned orders that this partner gave back in blocks of the month.',
  'prices.issueMicros':
    'What the partner pays for a point that it issues: `prices(partner, month)` of the registry, which has it in millionths of a minor unit.',
  'prices.redeemMicros':
    'What the partner gets for a point that is redeemed there; the registry has it in millionths of a minor unit.',
  'legs.issue':
    '(issued - reversed) x issue price, rounded once to a minor unit, halves away from zero. The partner pays the operator; where it is negative, the operator gives it back.',
  'legs.redeem':
    '(redeemed - restored) x redeem price, rounded once to a minor unit, halves away from zero. The operator pays the partner; where it is negative, the partner gives it back.',
  'legs.fee': "The operator's fee for the month. The partner pays it.",
  'legs.vatMinor':
    'VAT of a leg at its rate, rounded once to a minor unit, halves away from zero. Payments may be netted, supplies may not: each leg is invoiced gross.',
  'donations.points': 'Points that members gave to the charity with orders at this partner, less what was given back.',
  'donations.grossMinor':
    'points x redeem price, rounded once to a minor unit, halves away from zero. It is in the redeem leg, and is not paid to the partner: the operator pays it to the charity.',
  'donations.totalMinor': 'What the operator pays to charities for orders at this partner.',
  'totals.netMinor':
    'Redeem leg - issue leg - fee - donations, without VAT. Positive: the operator pays the partner. Over all partners and charities, nets and the pool of the operator add up to zero.',
  'totals.vatMinor': 'VAT of the redeem leg - VAT of the issue leg - VAT of the fee.',
  'totals.payableMinor': 'Net + VAT: what is to be paid for this month, with the number of the statement as reference.',
  'due.payableMinor':
    "Payable x rate, rounded once to a minor unit of the partner's currency, halves away from zero: the amount of the payment. Where the partner settles in the currency of the statement, payable itself.",
  'due.rate':
    "What one unit of the statement's currency is worth in the partner's: the rate of the last day of the month that was imported when the month was closed, at most seven days older. Signed by its signer: EIP-712, `Rate(string date,string base,string quote,string rate,string source)`.",
  'due.rounding':
    "Due less the exact product, in minor units of the partner's currency: what rounding added, at most a half. It changes no net: nets and pool add up to zero in the currency of the statement.",
  'position.openingMinor':
    'What was open of earlier statements when this one was issued, in the currency of the statement. Each of them is paid as it says itself, at its own rate.',
  'position.closingMinor': 'Opening position + payable.',
  linesRoot:
    'Root of an OpenZeppelin StandardMerkleTree over the lines: partner, month, line, kind, points, block, transaction, reference.',
} as const

/** The same for a charity's statement. */
export const CHARITY_DEFINITIONS = {
  'partners.points':
    'Points that members gave with orders at this partner in blocks of the month, less what was given back.',
  'partners.grossMinor':
    "points x the partner's redeem price of the month, rounded once to a minor unit, halves away from zero: the amount on the partner's statement.",
  'totals.payableMinor':
    'What the operator owes the charity for this month, with the number of the statement as reference. Negative: more was given back than given, and it lessens what is open.',
  'position.openingMinor': 'What was open of earlier statements when this one was issued.',
  'position.closingMinor': 'Opening position + payable.',
} as const

export type DefinedFigure = keyof typeof DEFINITIONS
