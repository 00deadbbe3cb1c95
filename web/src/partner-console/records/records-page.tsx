import { SegmentedControl, Stack } from '@mantine/core'
import { IconListSearch } from '@tabler/icons-react'
import { useState } from 'react'

import type { RecordFilter } from '../../api-client/console.ts'
import { AskedRows } from '../../app/loaded.tsx'
import { usePages } from '../../app/use-pages.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { todayAt, usePerson } from '../person.ts'
import { ForScope } from '../refused-place.tsx'
import { useTexts } from '../use-texts.ts'
import { ExportButton } from './export-button.tsx'
import { listRecords, RECORD_KINDS, type RecordKind } from './record-kinds.ts'
import { RecordSearch } from './record-search.tsx'
import { RecordTable } from './record-table.tsx'

/** What the tills of the brand recorded: to look for one thing, and to take a day or a month along. */
export function RecordsPage() {
  const { t } = useTexts()
  const { partner } = usePerson()
  const [kind, setKind] = useState<RecordKind>('purchases')
  const [filter, setFilter] = useState<RecordFilter>({
    reference: null,
    period: { month: todayAt(partner.timeZone, new Date()).slice(0, 7) },
  })
  return (
    <ForScope scope="ledger:read">
      <Stack gap="md">
        <PageHead
          title={t('records.title')}
          about={t('records.about')}
          action={<ExportButton kind={kind} filter={filter} />}
        />
        <SegmentedControl
          aria-label={t('records.kind')}
          value={kind}
          onChange={(value) => setKind(value)}
          data={RECORD_KINDS.map((one) => ({ value: one, label: t(`records.kinds.${one}`) }))}
          style={{ alignSelf: 'start' }}
        />
        <RecordSearch filter={filter} search={setFilter} />
        <Rows key={`${kind} ${JSON.stringify(filter)}`} kind={kind} filter={filter} />
      </Stack>
    </ForScope>
  )
}

function Rows({ kind, filter }: { kind: RecordKind; filter: RecordFilter }) {
  const { t } = useTexts()
  const { query, rows } = usePages(['records', kind, JSON.stringify(filter)], (cursor) =>
    listRecords(kind, filter, cursor),
  )
  return (
    <>
      <AskedRows query={query} room="partner-console" count={6} />
      {query.isSuccess && rows.length === 0 && (
        <EmptyState icon={IconListSearch}>
          {t(filter.reference === null ? 'records.none' : 'records.notFound')}
        </EmptyState>
      )}
      {rows.length > 0 && <RecordTable kind={kind} rows={rows} />}
      <MoreButton query={query} label={t('more')} />
    </>
  )
}
