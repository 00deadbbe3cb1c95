import {
  FIGURE_DEFINITIONS,
  FLOW_DEFINITIONS,
  LIABILITY_DEFINITIONS,
  LIABILITY_FORMULA,
} from '../../../domain/figures/definitions.ts'
import { FLOW_MEMBERS_MIN } from '../../../domain/figures/flows.ts'
import { PARTNER_ID, PARTNER_NAME } from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'

const OTHER_ID = PARTNER_ID + 1

const ABOUT = {
  month: '2026-10',
  membersMin: FLOW_MEMBERS_MIN,
  brands: [
    { partnerId: PARTNER_ID, name: PARTNER_NAME },
    { partnerId: OTHER_ID, name: 'Café Verte' },
  ],
  definitions: FLOW_DEFINITIONS,
}

const HERE = { homeId: PARTNER_ID, partnerId: PARTNER_ID, members: 412, points: '98000' }
const ELSEWHERE = { homeId: PARTNER_ID, partnerId: OTHER_ID, members: 57, points: '12000' }
const FROM_ELSEWHERE = { homeId: OTHER_ID, partnerId: PARTNER_ID, members: 31, points: '6400' }

/** Examples of the routes of figures. */
export const figuresExamples: OperationExamples = {
  readPartnerFigures: {
    answer: {
      timeZone: 'Europe/London',
      unit: 'day',
      spans: [
        {
          name: '2026-11-22',
          issued: '4210',
          reversed: '120',
          redeemed: '900',
          restored: '0',
          purchases: '212',
          redemptions: '9',
        },
        {
          name: '2026-11-23',
          issued: '1815',
          reversed: '0',
          redeemed: '350',
          restored: '50',
          purchases: '97',
          redemptions: '4',
        },
      ],
      definitions: FIGURE_DEFINITIONS,
    },
  },
  readPartnerFlows: {
    answer: { ...ABOUT, outward: [HERE, ELSEWHERE], inward: [HERE, FROM_ELSEWHERE] },
  },
  readPartnerLiability: {
    answer: {
      isEstimate: true,
      currency: 'EUR',
      asOf: '2026-11-23T10:15:00.000Z',
      finalBlock: '1300',
      outstandingOfAll: '49500',
      outstanding: '39500',
      redemptionRate: { numerator: '17', denominator: '20' },
      closedEpochs: 1,
      expected: '33575',
      pointMicros: { numerator: '800000', denominator: '1' },
      liabilityMinor: '26860',
      liabilityMinorMax: '31600',
      formula: LIABILITY_FORMULA,
      definitions: LIABILITY_DEFINITIONS,
    },
  },
  readFlows: {
    answer: {
      ...ABOUT,
      flows: [HERE, FROM_ELSEWHERE, ELSEWHERE, { homeId: OTHER_ID, partnerId: OTHER_ID, members: null, points: null }],
    },
  },
}
