import type { z } from 'zod'

import type { ErasureView } from '../../../actions/accounts/read-erasure.ts'
import type { ErasureResponse } from '../../schemas/accounts/erasures.ts'

/** What an erasure would take, and what it must wait for. */
export function presentErasure({ points, open, readyAt }: ErasureView): z.input<typeof ErasureResponse> {
  return {
    points: String(points),
    open: open.map(({ matter, until }) => ({ matter, until: until?.toISOString() ?? null })),
    readyAt: readyAt?.toISOString() ?? null,
  }
}
