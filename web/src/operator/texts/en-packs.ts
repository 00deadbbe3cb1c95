/** Texts of the prepaid packs of a partner. */
export const packs = {
  title: 'Prepaid packs',
  about:
    'Points that the partner buys in advance. A paid pack raises its allowance; packs are used in the order of their start days. The issue price must be 0 meanwhile: the partner would pay twice.',
  none: 'This partner has no packs.',
  left: 'Points left in packs',
  alert: 'Warn when so many are left',
  never: 'Never',
  low: 'Only {{points}} are left: the partner is warned, and needs another pack soon.',
  uncovered: '{{points}} were issued beyond all packs: the next one pays for them.',
  pack: 'Pack',
  from: 'From {{day}}',
  points: 'Points',
  used: 'Used',
  leftOf: 'Left',
  toPay: 'To pay, with VAT',
  standing: 'State',
  state: { ordered: 'To be paid', paid: 'Paid', cancelled: 'Cancelled' },
  paidBy: '{{day}}, {{reference}}',
  pay: 'Record payment',
  payOf: 'Record payment of {{number}}',
  cancel: 'Cancel',
  cancelOf: 'Cancel {{number}}',
  order: 'Order a pack',
  newPoints: 'Points in the pack',
  newPrice: 'Price in minor units, without VAT',
  newStart: 'Starts on',
  review: 'Review the order',
  reference: 'Reference of the payment',
  paidOn: 'Paid on',
  reviewPayment: 'Review the payment',
  close: 'Close',
  warning: 'Warn the partner',
  reviewAlert: 'Review the warning',
  alertOff: 'Give no warning',
}

/** What operators do with packs. */
export const packActs = {
  packOrder: {
    title: 'Order a pack for {{partner}}?',
    words:
      '{{partner}} orders {{points}} for {{price}} minor units of the clearing currency, without VAT, starting on {{day}}. It can be cancelled until its payment is recorded; until then nothing more can be issued.',
    go: 'Order the pack',
    done: 'Ordered. The table has its number, which the payment names.',
  },
  packPaid: {
    title: 'Record the payment of {{number}}?',
    words:
      'The bank shows {{amount}} from {{partner}} on {{day}}, with the reference “{{reference}}”. {{partner}} may issue {{points}} more. This cannot be taken back: a paid pack stays paid.',
    go: 'Record it and raise by {{points}}',
    done: 'Recorded. The ledger follows within seconds.',
  },
  packCancel: {
    title: 'Cancel {{number}}?',
    words: '{{partner}} does not buy these {{points}}. If money for it comes, order another pack.',
    go: 'Cancel {{number}}',
    done: '{{number}} is cancelled.',
  },
  packAlert: {
    title: 'Warn {{partner}} at {{points}}?',
    words:
      'Once no more than {{points}} are left in its packs, {{partner}} is told with an event in its feed and its webhooks: once, until a pack is paid or the level is changed.',
    go: 'Warn at {{points}}',
    done: 'Recorded.',
  },
  packAlertOff: {
    title: 'Give {{partner}} no warning?',
    words: '{{partner}} is not told when its packs are nearly used up.',
    go: 'Give no warning',
    done: 'Recorded.',
  },
}

/** Why something about packs is refused. */
export const packProblems = {
  pack_unknown: 'There is no such pack.',
  pack_closed: 'This pack was paid or cancelled already ({{state}}): it does not change any more.',
  pack_points_differ: 'The pack has {{pointsOfPack}} points, not {{points}}. Nothing was recorded.',
  pack_price_out_of_range: 'The price must be from {{minorMin}} to {{minorMax}} minor units.',
  pack_start_out_of_range: 'A pack starts from {{startsMin}} to {{startsMax}}.',
  packs_too_many: 'This partner has {{packsMax}} packs, which is the most.',
  issue_price_not_zero:
    'From {{month}} on this partner pays for each point that it issues, and would pay twice. Plan an issue price of 0 first, and let the pack start in a month in which it holds.',
  pack_points_left:
    'Packs of this partner have {{pointsLeft}} points left, paid or ordered: a price in {{month}} would make it pay twice.',
}
