import { z } from 'zod'

import { FLOW_DEFINITIONS } from '../../../domain/figures/definitions.ts'
import { Month, MonthOut } from '../clearing/months.ts'
import { PartnerNumber, PointsOut } from '../values.ts'
import { Definitions } from './figures.ts'

export const FlowsQuery = z.strictObject({
  month: Month.optional().meta({
    description: 'A month (UTC) that is over since two days; left out: the last one that is',
    example: '2026-10',
  }),
})

const Flow = z
  .object({
    homeId: PartnerNumber.nullable().meta({ description: FLOW_DEFINITIONS.home }),
    partnerId: PartnerNumber.meta({ description: 'Where the points were redeemed' }),
    members: z.int().nullable().meta({ description: FLOW_DEFINITIONS.members }),
    points: PointsOut.nullable().meta({ description: FLOW_DEFINITIONS.points }),
  })
  .meta({ id: 'Flow', description: 'What members of one brand redeemed at one brand' })

const about = {
  month: MonthOut,
  membersMin: z.int().meta({ description: 'Groups of fewer members are hidden' }),
  brands: z.array(z.object({ partnerId: PartnerNumber, name: z.string() })),
}

export const FlowsResponse = z
  .object({
    ...about,
    flows: z.array(Flow).meta({ description: 'By where the points were redeemed. One that is left out is zero' }),
    definitions: Definitions,
  })
  .meta({ id: 'Flows', description: 'Where members of each brand redeemed in a month' })

export const PartnerFlowsResponse = z
  .object({
    ...about,
    outward: z.array(Flow).meta({ description: 'Of members who earn here: where they redeemed' }),
    inward: z.array(Flow).meta({ description: 'What was redeemed here: by members who earn where' }),
    definitions: Definitions,
  })
  .meta({ id: 'PartnerFlows', description: "A partner's part of the flows of a month" })
