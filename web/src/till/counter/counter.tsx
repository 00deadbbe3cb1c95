import { Grid, Stack } from '@mantine/core'
import { useState } from 'react'

import type { TillClaim } from '../../api-client/till-rewards.ts'
import { JournalTable } from '../journal/journal-table.tsx'
import type { Customer } from './customer.ts'
import { MemberDesk } from './member-desk.tsx'
import { Scan } from './scan.tsx'
import { VoucherDesk } from './voucher-desk.tsx'

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
