import type { EntenteClient } from '../../../client/client.ts'
import type { Parts } from '../../../server/compose-parts.ts'
import type { Operator } from '../../operator.ts'
import type { PartnerKey } from '../../replay/partner-keys.ts'
import type { Timeline } from './timeline.ts'

/** The sample coalition while its past months pass. */
export interface Past {
  readonly parts: Parts
  readonly api: EntenteClient
  readonly operator: Operator
  readonly partners: readonly PartnerKey[]
  readonly timeline: Timeline
}
