import { Button, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'

import type { RecordFilter } from '../../api-client/console.ts'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { useTexts } from '../use-texts.ts'
import { CSV_COLUMNS, EXPORT_ROWS_MAX, readAllRecords, type RecordKind } from './record-kinds.ts'
import { writeCsv } from './write-csv.ts'

const nameOf = (kind: RecordKind, { period }: RecordFilter) =>
  `${kind}-${period === null ? 'all' : 'day' in period ? period.day : period.month}.csv`

/** A text as a file; the mark at its beginning tells spreadsheets that it is UTF-8. */
const csvFile = (text: string) => new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' })

/** Takes what is looked for along as a table for spreadsheets. */
export function ExportButton({ kind, filter }: { kind: RecordKind; filter: RecordFilter }) {
  const { t, whole } = useTexts()
  const [count, setCount] = useState(0)
  const exporting = useMutation({
    mutationFn: () => readAllRecords(kind, filter, setCount),
    onSuccess: ({ rows }) =>
      saveFile(
        nameOf(kind, filter),
        csvFile(
          writeCsv(
            CSV_COLUMNS[kind],
            rows.map(({ csv }) => csv),
          ),
        ),
      ),
  })
  const { data, isPending } = exporting
  const rows = { rows: whole(String(isPending ? count : (data?.rows.length ?? 0))) }
  return (
    <Stack gap={4} align="end">
      <Button variant="default" loading={isPending} onClick={() => exporting.mutate()}>
        {t('records.export')}
      </Button>
      <Text size="sm" c="dimmed" role="status">
        {isPending && t('records.exporting', rows)}
        {data !== undefined &&
          t(data.isWhole ? 'records.exported' : 'records.cut', { ...rows, max: whole(String(EXPORT_ROWS_MAX)) })}
      </Text>
      <ProblemNotice error={exporting.error} />
    </Stack>
  )
}
