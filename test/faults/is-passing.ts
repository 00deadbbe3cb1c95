import { ChainError, EndpointsDisagree } from '../../server/chain/chain-error.ts'
import { driverFailure } from '../../server/database/engine/driver-failure.ts'
import { Transient } from '../../server/domain/rejection.ts'

/** Whether a failure is one that a server's loop meets with another try, and no bug: something outside did not answer, or not as it should. */
export function isPassing(error: unknown): boolean {
  if (error instanceof Transient || error instanceof ChainError || error instanceof EndpointsDisagree) return true
  return driverFailure(error) !== null
}
