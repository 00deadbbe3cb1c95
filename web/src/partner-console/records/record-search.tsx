import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'

import type { RecordFilter } from '../../api-client/console.ts'
import { todayAt, usePerson } from '../person.ts'
import { useTexts } from '../use-texts.ts'

type Span = 'day' | 'month' | 'all'

interface RecordSearchProps {
  filter: RecordFilter
  search: (filter: RecordFilter) => void
}

const spanOf = ({ period }: RecordFilter): Span => (period === null ? 'all' : 'day' in period ? 'day' : 'month')

/** Looks for records of a day or a month, or for the one of a number. */
export function RecordSearch({ filter, search }: RecordSearchProps) {
  const { t } = useTexts()
  const { partner } = usePerson()
  const today = todayAt(partner.timeZone, new Date())
  const [reference, setReference] = useState('')
  const [span, setSpan] = useState<Span>(spanOf(filter))
  const [day, setDay] = useState(today)
  const [month, setMonth] = useState(today.slice(0, 7))
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const period = span === 'all' ? null : span === 'day' ? { day } : { month }
    search({ reference: reference.trim() === '' ? null : reference.trim(), period })
  }
  return (
    <form onSubmit={submit} role="search" aria-label={t('records.search')}>
      <Group gap="md" align="end">
        <TextInput
          label={t('records.number')}
          maxLength={64}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('records.span')}
          value={span}
          data={(['day', 'month', 'all'] as const).map((one) => ({ value: one, label: t(`records.spans.${one}`) }))}
          onChange={(event) => setSpan(event.currentTarget.value as Span)}
        />
        {span === 'day' && (
          <TextInput
            type="date"
            label={t('records.day')}
            max={today}
            required
            withAsterisk={false}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
        )}
        {span === 'month' && (
          <TextInput
            type="month"
            // Where a browser has no calendar of months, the month is typed.
            pattern="[0-9]{4}-[0-9]{2}"
            placeholder="2026-11"
            label={t('records.month')}
            max={today.slice(0, 7)}
            required
            withAsterisk={false}
            value={month}
            onChange={(event) => setMonth(event.currentTarget.value)}
          />
        )}
        <Button type="submit">{t('records.go')}</Button>
      </Group>
    </form>
  )
}
