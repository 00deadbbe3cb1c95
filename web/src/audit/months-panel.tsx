import { Group, NativeSelect, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'

import type { OpenLedger } from '../chain-client/ledger/open-ledger.ts'
import { type PartnerMonth, readMonths } from '../chain-client/ledger/read-months.ts'
import { type LedgerPartner, readPartners } from '../chain-client/ledger/read-partners.ts'
import { readSupply } from '../chain-client/ledger/read-supply.ts'
import { Figure } from '../ui/figure.tsx'
import { TitledPanel } from '../ui/notices.tsx'
import { PairChart } from '../ui/pair-chart.tsx'
import { Read } from './read.tsx'
import { useTexts } from './use-texts.ts'

const KINDS = ['issued', 'reversed', 'redeemed', 'restored'] as const
type Sums = Record<(typeof KINDS)[number], bigint>
const EVERYBODY = ''
/** The newest months, which the chart has room for. */
const MONTHS_SHOWN = 24

interface Counted {
  readonly partners: readonly LedgerPartner[]
  readonly months: readonly PartnerMonth[]
  /** Points that came and neither went nor are there any more. */
  readonly expired: bigint
}

async function readCounted(ledger: OpenLedger): Promise<Counted> {
  const [partners, { total }] = await Promise.all([readPartners(ledger), readSupply(ledger)])
  const months = await readMonths(ledger, partners)
  const { issued, reversed, redeemed, restored } = sum(months)
  return { partners, months, expired: issued + restored - reversed - redeemed - total }
}

/** What every partner issued, took back, redeemed and gave back, month by month: the registry's own counters. */
export function MonthsPanel({ ledger }: { ledger: OpenLedger }) {
  const { t } = useTexts()
  return (
    <TitledPanel label={t('months.title')}>
      <Read ledger={ledger} name="months" read={readCounted}>
        {(counted) =>
          counted.partners.length === 0 ? <Text c="dimmed">{t('months.none')}</Text> : <Months {...counted} />
        }
      </Read>
    </TitledPanel>
  )
}

const sum = (rows: readonly PartnerMonth[]): Sums =>
  rows.reduce<Sums>(
    (all, row) => {
      for (const kind of KINDS) all[kind] += row[kind]
      return all
    },
    { issued: 0n, reversed: 0n, redeemed: 0n, restored: 0n },
  )

function Months({ partners, months, expired }: Counted) {
  const { t, whole, month: monthName, count, points } = useTexts()
  const [chosen, setChosen] = useState(EVERYBODY)
  const shown = months.filter(({ partnerId }) => chosen === EVERYBODY || String(partnerId) === chosen)
  const byMonth = [...Map.groupBy(shown, ({ month }) => month)].slice(-MONTHS_SHOWN)
  const columns = byMonth.map(([month, rows]) => {
    const { issued, reversed, redeemed, restored } = sum(rows)
    const facts = {
      month: monthName(month),
      issued: count(issued),
      reversed: count(reversed),
      redeemed: count(redeemed),
      restored: count(restored),
    }
    const values = [String(issued), String(redeemed)] as const
    return { name: month, label: monthName(month), values, text: t('months.column', facts) }
  })
  return (
    <Stack gap="md">
      <Group justify="space-between" align="end" gap="sm">
        <Text size="sm" c="dimmed" flex="1 1 18rem">
          {t('months.about', { months: MONTHS_SHOWN })}
        </Text>
        <NativeSelect
          label={t('months.whose')}
          value={chosen}
          onChange={(event) => {
            setChosen(event.currentTarget.value)
          }}
          data={[
            { value: EVERYBODY, label: t('months.all') },
            ...partners.map(({ partnerId, name }) => ({ value: String(partnerId), label: name })),
          ]}
        />
      </Group>
      <PairChart
        label={t('months.chart')}
        names={[t('months.issued'), t('months.redeemed')]}
        columns={columns}
        whole={whole}
      />
      <PartnerTable partners={partners} months={months} />
      <Figure label={t('months.expired')} note={t('months.expiredNote')}>
        {points(expired)}
      </Figure>
    </Stack>
  )
}

function PartnerTable({ partners, months }: Pick<Counted, 'partners' | 'months'>) {
  const { t, count } = useTexts()
  const rows = [
    ...partners.map(({ partnerId, name }) => ({
      key: String(partnerId),
      name: `${String(partnerId)} · ${name}`,
      sums: sum(months.filter((row) => row.partnerId === partnerId)),
    })),
    { key: 'all', name: t('months.all'), sums: sum(months) },
  ]
  return (
    <Table.ScrollContainer minWidth={480} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={t('months.table')} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('months.partner')}</Table.Th>
            {KINDS.map((kind) => (
              <Table.Th key={kind} scope="col" ta="end">
                {t(`months.${kind}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, name, sums }) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" fw={500}>
                {name}
              </Table.Th>
              {KINDS.map((kind) => (
                <Table.Td key={kind} ta="end">
                  {count(sums[kind])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
