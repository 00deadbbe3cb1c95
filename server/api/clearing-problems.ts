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
}
