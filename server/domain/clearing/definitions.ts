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
  'totals.netMinor':
    'Redeem leg - issue leg - fee, without VAT. Positive: the operator pays the partner. Over all partners, nets and the pool of the operator add up to zero.',
  'totals.vatMinor': 'VAT of the redeem leg - VAT of the issue leg - VAT of the fee.',
  'totals.payableMinor': 'Net + VAT: what is to be paid for this month, with the number of the statement as reference.',
  'position.openingMinor': 'What was open of earlier statements when this one was issued.',
  'position.closingMinor': 'Opening position + payable.',
  linesRoot:
    'Root of an OpenZeppelin StandardMerkleTree over the lines: partner, month, line, kind, points, block, transaction, reference.',
} as const

export type DefinedFigure = keyof typeof DEFINITIONS
