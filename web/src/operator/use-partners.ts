import { useQuery } from '@tanstack/react-query'

import { listAllPartners } from '../api-client/operator.ts'
import { useOperatorKey } from './operator-key.ts'

/** All partners. */
export function usePartners() {
  const key = useOperatorKey()
  return useQuery({ queryKey: ['all-partners'], queryFn: () => listAllPartners(key) })
}

/** The name of a partner by its number; the number where the partners are not there yet. */
export function usePartnerName(): (partnerId: number) => string {
  const { data } = usePartners()
  return (partnerId) => data?.find((partner) => partner.partnerId === partnerId)?.name ?? String(partnerId)
}
