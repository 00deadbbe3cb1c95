import { problem } from './problem.ts'

/** Problems of prices, months and statements. */
export const clearingProblems = {
  price_month_passed: problem(
    422,
    'Price month passed',
    'A price holds from a month that has not begun, and is announced on chain two days before it counts: `monthMin` is the first one that is left. Only the first price of a partner that has booked nothing may hold from the current month.',
  ),
  price_month_out_of_order: problem(
    422,
    'Price month out of order',
    'The registry has a price of its own from `lastMonth` on: a new one holds from that month or a later one.',
  ),
  month_not_over: problem(
    409,
    'Month not over',
    'A month is closed from `closesAt` on: two days after its end, so that all of it is on chain by then.',
  ),
  month_not_final: problem(
    409,
    'Month not final',
    'The chain has no final block after the month yet, or it is not followed that far. Try again later.',
  ),
  month_out_of_order: problem(
    409,
    'Month out of order',
    'Months are closed in their order, because each opening position is what was left open before: close `monthExpected` first.',
  ),
  month_figures_differ: problem(
    409,
    'Month figures differ',
    'For `partnerId`, the registry counted other points (`counted`) than the transactions that were followed add up to (`followed`). Nothing was signed for that partner: find out why first.',
  ),
  statement_unknown: problem(404, 'Statement unknown', 'There is no statement of this partner or charity and month.'),
  statement_unpayable: problem(
    409,
    'Statement unpayable',
    'Nothing is to be paid for this statement, or its payment was recorded with another `reference`.',
  ),
  statement_waits: problem(
    409,
    'Statement waits',
    'The partner settles in `currency`, and when `month` was closed no rate of its last day, or of the seven days before, had been imported. Import one, and close the month again; the statements of later months follow in their order.',
  ),
  currency_month_passed: problem(
    422,
    'Currency month passed',
    'A settlement currency holds from a month that has not begun: `monthMin` is the first one that is left. Only a partner that has booked nothing may have another one from the current month.',
  ),
  rate_currency_wrong: problem(
    422,
    'Rate currency wrong',
    'A rate says what one unit of the clearing currency (`expectedBase`) is worth in another currency: `base` must be the first, and `quote` another one of ISO 4217.',
  ),
  rate_date_future: problem(
    422,
    'Rate date in the future',
    'The day of the rate, `date`, is after today (UTC). A rate is imported once its day is there.',
  ),
  rate_out_of_range: problem(
    422,
    'Rate out of range',
    'A rate is above 0 and at most `rateMax`. Check which way round it is.',
  ),
  rate_signer_unknown: problem(
    403,
    'Rate signer unknown',
    'The `signer` is none of those whose rates are taken here (`CLEARING_RATE_SIGNERS`).',
  ),
  rate_signature_wrong: problem(
    422,
    'Rate signature wrong',
    "The signature is not the signer's over this rate: a field was changed, or it was signed for another coalition or chain.",
  ),
  rate_differs: problem(
    409,
    'Rate differs',
    'For `date` and these currencies another figure (`known`) was imported before. A rate never changes, because statements are made with it.',
  ),
  position_not_closed: problem(
    409,
    'Position not closed',
    'The `Clearing` contract has no position for this statement: it has not closed the month yet, or no points were counted. `settlement.state` of the statement says which.',
  ),
  position_differs: problem(
    409,
    'Position differs',
    'The position on chain (`onChain`) is not what the statement says (`inStatement`), so its payment cannot be confirmed. Dispute it, or ask the operator.',
  ),
  position_settled: problem(
    409,
    'Position settled',
    'Both sides have confirmed its payment, or nothing was due: the position does not change any more.',
  ),
  position_disputed: problem(
    409,
    'Position disputed',
    'The position is disputed: its payment counts only after the dispute was withdrawn or resolved.',
  ),
  position_undisputed: problem(409, 'Position undisputed', 'The position is not disputed.'),
  dispute_window_passed: problem(
    409,
    'Dispute window passed',
    'A position can be disputed until 14 days after its month was closed on chain: that was `disputeUntil`.',
  ),
  clearing_act_waits: problem(
    409,
    'Clearing act waits',
    'Another act on this position (`kind`) is on its way to the chain: try again once it is there.',
  ),
  pack_unknown: problem(404, 'Pack unknown', 'The partner has no prepaid pack of this number.'),
  pack_closed: problem(
    409,
    'Pack closed',
    'The pack was cancelled, or its payment was recorded with another `reference` or day (`state`): neither changes any more. Order another pack where one is needed.',
  ),
  pack_points_differ: problem(
    409,
    'Pack points differ',
    'The payment names other points (`points`) than the pack has (`pointsOfPack`). Nothing was recorded: look which pack was paid.',
  ),
  pack_price_out_of_range: problem(
    422,
    'Pack price out of range',
    'A pack costs from `minorMin` to `minorMax` minor units. Points that cost nothing are given with a raise of the allowance.',
  ),
  pack_start_out_of_range: problem(
    422,
    'Pack start out of range',
    'A pack starts on a day from `startsMin`, the first one of this month (UTC), to `startsMax`.',
  ),
  packs_too_many: problem(409, 'Packs too many', 'A partner has at most `packsMax` packs, cancelled ones included.'),
  issue_price_not_zero: problem(
    409,
    'Issue price not zero',
    'From `month` on the partner pays `issueMicros` for each point that it issues, and would pay for the points of a pack twice. Set its issue price to 0 from a month that has not begun, and order packs that start in that month or later.',
  ),
  pack_points_left: problem(
    409,
    'Pack points left',
    'The partner has packs with points left (`pointsLeft`), paid or ordered, and would pay twice for them in `month`. Set the issue price to 0 there, cancel packs that are not paid, or wait until the others are used up.',
  ),
}
