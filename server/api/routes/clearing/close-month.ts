import { closeMonth } from '../../../actions/clearing/close-month.ts'
import { monthText } from '../../../domain/utc-days.ts'
import { numberOfMonth } from '../../schemas/clearing/months.ts'
import { ClosedMonthResponse } from '../../schemas/clearing/statements.ts'
import { route } from './deps.ts'

export const closeMonthRoute = route({
  operation: 'closeMonth',
  method: 'post',
  path: '/v1/months/{month}/close',
  summary: 'Close a month',
  description:
    "Issues the signed statement of the month to each partner that has anything in it, from two days after its end on and in the order of months. Again: issues those that are missing, and changes none that is there. A statement whose rate is missing waits, and holds up no other partner's.",
  caller: 'operator',
  operatorScopes: ['operator:clearing'],
  repeatable: true,
  once: 'answer_kept',
  response: ClosedMonthResponse,
  refuses: ['month_not_over', 'month_not_final', 'month_out_of_order', 'month_figures_differ'],
  handle: async ({ deps, params: { month } }) => {
    const { issued, before, waiting } = await closeMonth(deps, { month: numberOfMonth(month) })
    const waits = waiting.map((one) => ({ ...one, month: monthText(one.month) }))
    return { month: monthText(numberOfMonth(month)), issued, before, waiting: waits }
  },
})
