import { Button, Group, SimpleGrid, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import type { Partner } from '../../api-client/operator.ts'
import { cancelPack, readPacks, type Pack, type Packs } from '../../api-client/packs.ts'
import { Loaded } from '../../app/loaded.tsx'
import { noonOf } from '../../ui/calendar-days.ts'
import { Figure } from '../../ui/figure.tsx'
import { Notice, TitledPanel } from '../../ui/notices.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useAct } from '../acts/use-act.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'
import { AlertForm } from './alert-form.tsx'
import { OrderForm } from './order-form.tsx'
import { PackPaymentForm } from './pack-payment-form.tsx'

const TONES = { ordered: 'waiting', paid: 'ok', cancelled: 'quiet' } as const

/** Points that a partner buys in advance: what is left, orders, payments and the warning. */
export function PacksPanel({ partner }: { partner: Partner }) {
  const { t } = useTexts()
  const key = useOperatorKey()
  const { partnerId } = partner
  const query = useQuery({ queryKey: ['packs', partnerId], queryFn: () => readPacks(key, partnerId) })
  return (
    <TitledPanel label={t('packs.title')}>
      <Stack gap="md">
        <Text>{t('packs.about')}</Text>
        <Loaded query={query} room="operator">
          {(packs) => <PacksOf partner={partner} packs={packs} />}
        </Loaded>
      </Stack>
    </TitledPanel>
  )
}

function PacksOf({ partner, packs }: { partner: Partner; packs: Packs }) {
  const { t, whole, points } = useTexts()
  const isThere = partner.status !== 'left'
  return (
    <>
      {packs.packs.length === 0 ? (
        <Text c="dimmed">{t('packs.none')}</Text>
      ) : (
        <>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <Figure label={t('packs.left')}>{whole(packs.leftPoints)}</Figure>
            <Figure label={t('packs.alert')}>
              {packs.alertPoints === null ? t('packs.never') : whole(packs.alertPoints)}
            </Figure>
          </SimpleGrid>
          {packs.isLow && <Notice tone="careful">{t('packs.low', { points: points(packs.leftPoints) })}</Notice>}
          {packs.uncoveredPoints !== '0' && (
            <Notice tone="careful">{t('packs.uncovered', { points: points(packs.uncoveredPoints) })}</Notice>
          )}
          <PackTable partner={partner} packs={packs.packs} />
        </>
      )}
      {isThere && <OrderForm partner={partner} />}
      {isThere && <AlertForm partner={partner} alertPoints={packs.alertPoints} />}
    </>
  )
}

/** All packs, and what can be done about those that are not paid. */
function PackTable({ partner, packs }: { partner: Partner; packs: readonly Pack[] }) {
  const { t, points } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const [paying, setPaying] = useState<number | null>(null)
  const cancel = (pack: Pack) => {
    setPaying(null)
    ask({
      name: 'packCancel',
      values: { partner: partner.name, number: pack.number, points: points(pack.points) },
      call: { operation: 'cancelPack', target: { partnerId: pack.partnerId, packNumber: pack.packNumber }, body: {} },
      run: () => cancelPack(key, pack),
    })
  }
  const paid = packs.find(({ packNumber, state }) => packNumber === paying && state === 'ordered')
  return (
    <>
      <Table.ScrollContainer minWidth={0} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label={t('packs.title')} verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('packs.pack')}</Table.Th>
              {(['points', 'used', 'leftOf', 'toPay'] as const).map((column) => (
                <Table.Th key={column} scope="col" ta="end">
                  {t(`packs.${column}`)}
                </Table.Th>
              ))}
              <Table.Th scope="col">{t('packs.standing')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {packs.map((pack) => (
              <PackRow
                key={pack.packNumber}
                pack={pack}
                onPay={() => setPaying(pack.packNumber)}
                onCancel={() => cancel(pack)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {paid !== undefined && (
        <PackPaymentForm
          key={paid.packNumber}
          partner={partner}
          pack={paid}
          ask={ask}
          onClose={() => setPaying(null)}
        />
      )}
      {area}
    </>
  )
}

function PackRow({ pack, onPay, onCancel }: { pack: Pack; onPay: () => void; onCancel: () => void }) {
  const { t, whole, money, day } = useTexts()
  const { number, startsOn, state, payment } = pack
  return (
    <Table.Tr>
      <Table.Th scope="row" style={{ whiteSpace: 'nowrap' }}>
        {number}
        <Text size="xs" c="dimmed" fw={400}>
          {t('packs.from', { day: day(noonOf(startsOn)) })}
        </Text>
      </Table.Th>
      <Table.Td ta="end">{whole(pack.points)}</Table.Td>
      <Table.Td ta="end">{whole(pack.usedPoints)}</Table.Td>
      <Table.Td ta="end">{whole(pack.leftPoints)}</Table.Td>
      <Table.Td ta="end" style={{ whiteSpace: 'nowrap' }}>
        {money(pack.payableMinor, pack.currency)}
      </Table.Td>
      <Table.Td>
        <StatusBadge tone={TONES[state]}>{t(`packs.state.${state}`)}</StatusBadge>
        {payment !== null && (
          <Text size="xs" c="dimmed" mt={4}>
            {t('packs.paidBy', { day: day(noonOf(payment.paidOn)), reference: payment.reference })}
          </Text>
        )}
        {state === 'ordered' && (
          <Group gap="xs" mt={4}>
            <Button size="compact-md" variant="default" aria-label={t('packs.payOf', { number })} onClick={onPay}>
              {t('packs.pay')}
            </Button>
            <Button size="compact-md" variant="default" aria-label={t('packs.cancelOf', { number })} onClick={onCancel}>
              {t('packs.cancel')}
            </Button>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
