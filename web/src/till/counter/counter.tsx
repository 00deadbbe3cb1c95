import { Grid, Stack } from '@mantine/core'
import { useState } from 'react'

import type { TillClaim } from '../../api-client/till-rewards.ts'
import { Failure } from '../../ui/notices.tsx'
import { useTill } from '../connection/connection.ts'
import { DisplayOfCounter } from '../display/display-of-counter.tsx'
import { JournalTable } from '../journal/journal-table.tsx'
import { OfflineDesk } from '../offline/offline-desk.tsx'
import { useStation } from '../offline/station.ts'
import { useLook } from '../scanner/use-look.ts'
import { useWedge } from '../scanner/use-wedge.ts'
import type { Customer } from './customer.ts'
import { MemberDesk } from './member-desk.tsx'
import { Scan } from './scan.tsx'
import { VoucherDesk } from './voucher-desk.tsx'

/** What the person at the till works with: who is there, and what was done today. A card may be scanned at any time. */
export function Counter() {
  const [customer, setCustomer] = useState<Customer | null>(null)
  const [claim, setClaim] = useState<TillClaim | null>(null)
  const look = useLook({
    onCustomer: (found) => {
      setClaim(null)
      setCustomer(found)
    },
    onClaim: (found) => {
      setCustomer(null)
      setClaim(found)
    },
  })
  const { isTraining } = useTill()
  const { isOnline } = useStation()
  // What is on the desk stays there when the network is back.
  const [isOfflineSale, setOfflineSale] = useState(false)
  const [scanned, setScanned] = useState<{ readonly text: string } | null>(null)
  const isFree = customer === null && claim === null
  const isOffline = isFree && !isTraining && (!isOnline || isOfflineSale)
  useWedge((text) => {
    if (isOffline) setScanned({ text })
    else look.look(text, 'scanned')
  })
  const leave = () => {
    look.forget()
    setCustomer(null)
    setClaim(null)
  }
  /** What is newly known of the customer who is there; whoever has left meanwhile stays away. */
  const update = (next: Customer) => {
    setCustomer((now) => (now?.member.memberId === next.member.memberId ? next : now))
  }
  return (
    <Grid gap="md">
      <DisplayOfCounter member={customer?.member ?? null} />
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack>
          {isOffline && <OfflineDesk scanned={scanned} onSale={setOfflineSale} />}
          {isFree && !isOffline && <Scan look={look} />}
          {!isFree && look.message !== null && <Failure text={look.message} />}
          {claim !== null && <VoucherDesk key={claim.claimId} claim={claim} onDone={leave} />}
          {customer !== null && (
            <MemberDesk key={customer.member.memberId} customer={customer} onCustomer={update} onDone={leave} />
          )}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <JournalTable />
      </Grid.Col>
    </Grid>
  )
}
