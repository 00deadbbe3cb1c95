import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'

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

type Asked<What> = What & { readonly turn: number }

/** Finds whom a text names, or what the voucher in it is for; otherwise it says what the text is instead. */
export function useLook({ onCustomer, onClaim }: LookProps) {
  const { t, problem } = useTexts()
  const { line } = useTill()
  const [secrets, setSecrets] = useState(0)
  const [why, setWhy] = useState<Unknown | 'busy' | null>(null)
  // An answer that comes after the next scan is of somebody who is no longer meant.
  const turn = useRef(0)
  const find = useMutation({
    mutationFn: async ({ reference }: Asked<{ reference: MemberReference }>) => ({
      reference,
      member: await findTillMember(line, reference),
    }),
    onSuccess: (customer, asked) => {
      if (asked.turn === turn.current) onCustomer(customer)
    },
  })
  const findClaim = useMutation({
    mutationFn: ({ voucher }: Asked<{ voucher: string }>) => findTillClaim(line, voucher),
    onSuccess: (claim, asked) => {
      if (asked.turn === turn.current) onClaim(claim)
    },
  })
  const forget = () => {
    turn.current += 1
    setWhy(null)
    find.reset()
    findClaim.reset()
  }
  const look = (text: string, source: ScanSource) => {
    forget()
    const scan = readScan(text, source)
    if (scan.kind === 'unknown') {
      setWhy(scan.why)
      if (scan.why === 'bank') setSecrets((count) => count + 1)
    } else if (isScanLocked()) setWhy('busy')
    else if (scan.kind === 'voucher') findClaim.mutate({ voucher: scan.voucher, turn: turn.current })
    else find.mutate({ reference: scan.reference, turn: turn.current })
  }
  const error = find.error ?? findClaim.error
  return {
    look,
    forget,
    /** How often a bank's card was tried: its number must not stay in the field either. */
    secrets,
    isFinding: find.isPending || findClaim.isPending,
    /** What to say about the last one; null while there is nothing to say. */
    message: why !== null ? t(`scan.unknown.${why}`) : error === null ? null : problem(error),
  }
}

export type Look = ReturnType<typeof useLook>
