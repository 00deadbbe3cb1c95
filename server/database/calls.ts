import type { AttemptModel, CallModel } from './generated/models.ts'
import type { Narrow } from './row.ts'

/** One contract call that must happen once. */
export type Call = Narrow<
  CallModel,
  { kind: 'batch' | 'operator'; state: 'open' | 'bound' | 'included' | 'final' | 'failed' }
>

/** The signed bytes of one try at a call. */
export type Attempt = Readonly<AttemptModel>
