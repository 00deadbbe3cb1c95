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
  statement_unknown: problem(404, 'Statement unknown', 'There is no statement of this partner and month.'),
  statement_unpayable: problem(
    409,
    'Statement unpayable',
    'Nothing is to be paid for this statement, or its payment was recorded with another `reference`.',
  ),
}
