import { Kbd, Stack, Tabs } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'

import { findTillMember, type TillMember } from '../../api-client/till.ts'
import { Panel } from '../../ui/notices.tsx'
import { useTill } from '../connection/connection.ts'
import { PurchaseForm } from '../purchase/purchase-form.tsx'
import { ReturnForm } from '../purchase/return-form.tsx'
import { RedeemDesk } from '../redeem/redeem-desk.tsx'
import { useTexts } from '../use-texts.ts'
import type { Customer } from './customer.ts'
import { CustomerContext } from './customer-context.ts'
import { DeskHead } from './desk-head.tsx'
import { MoveWarning } from './move-warning.tsx'
import { useSettling } from './use-settling.ts'

const TABS = ['purchase', 'redeem', 'return'] as const
type Tab = (typeof TABS)[number]
const KEYS: Readonly<Record<Tab, string>> = { purchase: 'F2', redeem: 'F4', return: 'F8' }

interface DeskProps {
  customer: Customer
  onCustomer: (customer: Customer) => void
  onDone: () => void
}

/** A customer is there: what they have, and the three things that can be done. */
export function MemberDesk({ customer, onCustomer, onDone }: DeskProps) {
  const { t } = useTexts()
  const { line } = useTill()
  const [tab, setTab] = useState<Tab>('purchase')
  const { member } = customer
  const choose = (next: Tab) => () => {
    setTab(next)
  }
  useHotkeys(
    TABS.map((name) => [KEYS[name], choose(name)]),
    [],
  )
  // A rotating code lives for a minute, and a sale takes longer: from here on the visit names the customer who is there.
  const reference = member.visit === null ? customer.reference : ({ kind: 'visit', value: member.visit.value } as const)
  const show = (found: TillMember) => {
    onCustomer({ ...customer, member: found })
  }
  const refresh = () => {
    findTillMember(line, reference).then(show, () => undefined)
  }
  useSettling(member, { look: () => findTillMember(line, reference), onMember: show })
  return (
    <CustomerContext value={member}>
      <DeskPanel>
        <MemberLine member={member} onDone={onDone} />
        <MoveWarning
          member={member}
          onMember={({ move }) => onCustomer({ ...customer, member: { ...member, move } })}
        />
        <Tabs
          value={tab}
          onChange={(next) => {
            setTab(next as Tab)
          }}
          keepMounted={false}
        >
          <Tabs.List grow mb="md">
            {TABS.map((name) => (
              <Tabs.Tab key={name} value={name} rightSection={<Kbd visibleFrom="xs">{KEYS[name]}</Kbd>}>
                {t(`desk.tab.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="purchase">
            <PurchaseForm member={reference} memberId={member.memberId} onDone={refresh} />
          </Tabs.Panel>
          <Tabs.Panel value="redeem">
            <RedeemDesk member={reference} who={member} onChange={refresh} />
          </Tabs.Panel>
          <Tabs.Panel value="return">
            <ReturnForm member={reference} memberId={member.memberId} onDone={refresh} />
          </Tabs.Panel>
        </Tabs>
      </DeskPanel>
    </CustomerContext>
  )
}

function DeskPanel({ children }: { children: ReactNode }) {
  const { t } = useTexts()
  return (
    <Panel label={t('desk.title')}>
      <Stack>{children}</Stack>
    </Panel>
  )
}

/** Who is there, and what they have. */
function MemberLine({ member, onDone }: { member: TillMember; onDone: () => void }) {
  const { t, points, day } = useTexts()
  const { pointsAvailable, pointsPending, nextExpiry, kind, isProven } = member
  const badge = { text: t(`desk.kind.${kind}`), variant: 'light' } as const
  if (pointsAvailable === null) {
    return (
      <DeskHead title={t(isProven ? 'desk.absent.title' : 'desk.unproven.title')} badge={badge} onDone={onDone}>
        {t(isProven ? 'desk.absent.about' : 'desk.unproven.about')}
      </DeskHead>
    )
  }
  return (
    <DeskHead title={points(pointsAvailable)} badge={badge} onDone={onDone}>
      {pointsPending !== null &&
        pointsPending !== '0' &&
        (pointsPending.startsWith('-')
          ? t('desk.leaving', { points: points(pointsPending.slice(1)) })
          : t('desk.pending', { points: points(pointsPending) }))}{' '}
      {nextExpiry !== null && t('desk.expiry', { points: points(nextExpiry.points), day: day(nextExpiry.expiresAt) })}
    </DeskHead>
  )
}
