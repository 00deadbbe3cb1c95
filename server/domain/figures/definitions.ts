import { FLOW_MEMBERS_MIN } from './flows.ts'
import { VALUE_MONTHS } from './liability.ts'

/** What each figure of a partner's days and months means: sent with them. */
export const FIGURE_DEFINITIONS = {
  issued: "Points credited by this partner's batches, by the time of their blocks: what its statements count.",
  reversed: 'Points that its returns took back, by the time of their blocks; without what members had spent already.',
  redeemed: 'Points burned for orders at this partner, by the time of their blocks, whoever had issued them.',
  restored: 'Points of such orders that it gave back, by the time of their blocks.',
  purchases: 'Purchases by when they were recorded, those included that earned no points.',
  redemptions: 'Orders whose points were burned, by the time of their blocks.',
} as const

/** The same of flows. */
export const FLOW_DEFINITIONS = {
  home: 'The brand whose purchases had brought a member the most points when the month ended. Each member has one. Null: members of whom no purchase is known here.',
  members: `Members who redeemed there in the month (UTC), by the blocks of the burns. Null: hidden, because they are fewer than ${String(FLOW_MEMBERS_MIN)}, or because they would tell how many those are.`,
  points:
    'What these members redeemed there, rounded to two significant digits; points that were given back later are not taken off. Null: hidden with the members.',
} as const

/** The same of outstanding points and what they may cost. */
export const LIABILITY_DEFINITIONS = {
  outstandingOfAll: 'Points that members of the whole coalition hold in epochs that have not expired.',
  outstanding:
    "The part of them that stands for this partner: of each epoch's points, its share of what all partners issued in that epoch, less returns. The ledger does not keep whose points were spent.",
  redemptionRate:
    'Points redeemed, of those issued, in the epochs that are over; 1 while none is: then every point is expected.',
  expected:
    'Points likely to be redeemed: for each epoch, issued x redemption rate - redeemed, rounded up, at least 0 and at most what is outstanding; the share of this partner.',
  pointMicros: `What a redeemed point costs, in millionths of a minor unit: the redeem prices that hold now, weighted by what was redeemed at each partner in the ${String(VALUE_MONTHS)} whole months before; the highest of them where nothing was.`,
  liabilityMinor:
    'expected x value of a point, rounded once to a minor unit. An estimate. It is no booking and no debt of this partner: with its statements the partner has paid the operator the issue price, and the operator pays for redemptions. What accounts must show depends on contracts and law.',
  liabilityMinorMax: 'outstanding x value of a point: what it comes to if every point is redeemed.',
} as const

/** How the estimate is made of its inputs. */
export const LIABILITY_FORMULA =
  'liabilityMinor = round(expected x pointMicros / 1000000); expected = sum over epochs of share x min(outstanding, max(0, ceil(issued x redemptionRate) - redeemed))'
