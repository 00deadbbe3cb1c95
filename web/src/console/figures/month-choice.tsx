import { NativeSelect } from '@mantine/core'

import { useTexts } from '../use-texts.ts'
import { monthsBack } from './months.ts'

interface MonthChoiceProps {
  /** The newest month that can be asked for. */
  newest: string
  /** Null: the newest. */
  month: string | null
  choose: (month: string) => void
}

/** Chooses one of the last months that are over. */
export function MonthChoice({ newest, month, choose }: MonthChoiceProps) {
  const { t, month: monthName } = useTexts()
  return (
    <NativeSelect
      label={t('flows.month')}
      value={month ?? newest}
      onChange={(event) => choose(event.currentTarget.value)}
      data={monthsBack(newest).map((value) => ({ value, label: monthName(value) }))}
    />
  )
}
