import type { Purchase } from '../../api-client/till.ts'
import { useTill } from '../connection/connection.ts'
import { useOnDisplay } from './display-link.ts'

interface Sale {
  /** Null while no amount is typed. */
  readonly amountMinor: string | null
  /** What it will earn; null until that is known. */
  readonly points: string | null
  readonly recorded: Purchase | undefined
}

/** Shows the customer the amount while it is typed, and what it earned when it is recorded. */
export function useSaleOnDisplay({ amountMinor, points, recorded }: Sale): void {
  const { currency } = useTill().partner
  useOnDisplay('sale', amountMinor === null ? null : { kind: 'sale', amountMinor, currency, points })
  useOnDisplay(
    'recorded',
    recorded === undefined
      ? null
      : { kind: 'recorded', amountMinor: recorded.amountMinor, currency: recorded.currency, points: recorded.points },
  )
}
