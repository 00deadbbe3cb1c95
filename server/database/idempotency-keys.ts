import type { IdempotencyKeyModel } from './generated/models.ts'

/** A key that a partner sent with a request, and the answer it got. */
export type IdempotencyKey = Readonly<IdempotencyKeyModel>
