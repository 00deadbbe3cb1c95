import { readPointsOverTime } from '../../../actions/purchases/read-points-over-time.ts'
import { route } from './deps.ts'
import { PointsOverTimeQuery, PointsOverTimeResponse } from '../../schemas/purchases/history.ts'

export const readPointsOverTimeRoute = route({
  operation: 'readPointsOverTime',
  method: 'get',
  path: '/v1/me/points-over-time',
  summary: 'Read your confirmed points of each day',
  caller: 'member',
  query: PointsOverTimeQuery,
  status: 200,
  response: PointsOverTimeResponse,
  refuses: [],
  handle: async ({ deps, caller: { memberId }, query: { days } }) => ({
    days: (await readPointsOverTime(deps, { memberId, days })).map(({ date, points }) => ({
      date,
      points: String(points),
    })),
  }),
})
