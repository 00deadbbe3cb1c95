import { readPointsOverTime } from '../../../actions/purchases/read-points-over-time.ts'
import { route } from './deps.ts'
import { presentWhole } from '../../schemas/pagination.ts'
import { PointsOverTimeQuery, PointsOverTimeResponse } from '../../schemas/purchases/history.ts'

export const readPointsOverTimeRoute = route({
  operation: 'readPointsOverTime',
  method: 'get',
  path: '/v1/me/points-over-time',
  summary: 'Read your confirmed points of each day',
  description: 'Confirmed points at the end of each day (UTC), oldest first.',
  caller: 'member',
  query: PointsOverTimeQuery,
  response: PointsOverTimeResponse,
  handle: async ({ deps, caller: { memberId }, query: { days } }) =>
    presentWhole(await readPointsOverTime(deps, { memberId, days }), ({ date, points }) => ({
      date,
      points: String(points),
    })),
})
