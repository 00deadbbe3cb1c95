import { Grid, Stack } from '@mantine/core'
import { useState } from 'react'

import type { TillClaim } from '../../api-client/till-rewards.ts'
import type { MemberReference, TillMember } from '../../api-client/till.ts'
import { JournalTable } from '../journal/journal-table.tsx'
import { MemberDesk } from './member-desk.tsx'
import { Scan } from './scan.tsx'
import { VoucherDesk } from './voucher-desk.tsx'

/** A customer at the till: how they were named, and who that is. */
export interface Customer {
  readonly reference: MemberReference
  readonly member: TillMember
}

/** What the person at the till works with: who is there, and what was done today. */
export function Counter() {
  const [customer, setCustomer] = useState<Customer | null>(null)
  const [claim, setClaim] = useState<TillClaim | null>(null)
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack>
          {customer === null && claim === null && <Scan onCustomer={setCustomer} onClaim={setClaim} />}
          {claim !== null && (
            <VoucherDesk
              claim={claim}
              onDone={() => {
                setClaim(null)
              }}
            />
          )}
          {customer !== null && (
            <MemberDesk
              customer={customer}
              onCustomer={setCustomer}
              onDone={() => {
                setCustomer(null)
              }}
            />
          )}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <JournalTable />
      </Grid.Col>
    </Grid>
  )
}
