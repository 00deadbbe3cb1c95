import { useTexts } from '../use-texts.ts'
import type { ReadCustomer } from './read-customer.ts'

/** Why a text names no customer without network, and what to do; null where it names one, or nothing is typed. */
export function useCustomerProblem(): (customer: ReadCustomer) => string | null {
  const { t } = useTexts()
  return (customer) => {
    if (customer.kind === 'member' || customer.kind === 'nobody') return null
    return customer.kind === 'unknown' ? t(`scan.unknown.${customer.why}`) : t(`offline.customer.${customer.kind}`)
  }
}
