import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'

import { findTillClaim, type TillClaim } from '../../api-client/till-rewards.ts'
import { findTillMember, type MemberReference } from '../../api-client/till.ts'
import { useTill } from '../connection/connection.ts'
import type { Customer } from '../counter/customer.ts'
import { useTexts } from '../use-texts.ts'
import { readScan, type ScanSource, type Unknown } from './read-scan.ts'
import { isScanLocked } from './scan-lock.ts'

interface LookProps {
  onCustomer: (customer: Customer) => void
  onClaim: (claim: TillClaim) => void
}

/** Finds whom a text names, or what the voucher in it is for; otherwise it says what the text is instead. */
export function useLook({ onCustomer, onClaim }: LookProps) {
  const { t, problem } = useTexts()
  const { line } = useTill()
  const [why, setWhy] = useState<Unknown | 'busy' | null>(null)
  const find = useMutation({
    mutationFn: async (reference: MemberReference) => ({ reference, member: await findTillMember(line, reference) }),
    onSuccess: onCustomer,
  })
  const findClaim = useMutation({ mutationFn: (voucher: string) => findTillClaim(line, voucher), onSuccess: onClaim })
  const forget = () => {
    setWhy(null)
    find.reset()
    findClaim.reset()
  }
  const look = (text: string, source: ScanSource) => {
    forget()
    const scan = readScan(text, source)
    if (scan.kind === 'unknown') setWhy(scan.why)
    else if (isScanLocked()) setWhy('busy')
    else if (scan.kind === 'voucher') findClaim.mutate(scan.voucher)
    else find.mutate(scan.reference)
  }
  const error = find.error ?? findClaim.error
  return {
    look,
    forget,
    /** A bank's card was tried: its number must not stay in the field either. */
    isSecret: why === 'bank',
    isFinding: find.isPending || findClaim.isPending,
    /** What to say about the last one; null while there is nothing to say. */
    message: why !== null ? t(`scan.unknown.${why}`) : error === null ? null : problem(error),
  }
}

export type Look = ReturnType<typeof useLook>
