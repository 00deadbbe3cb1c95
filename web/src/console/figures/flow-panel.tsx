import { Group, Stack, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'

import { Loaded } from '../../app/loaded.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { MonthChoice } from './month-choice.tsx'

interface FlowPanelProps<Answer> {
  label: string
  about: string
  /** Whose texts say what went wrong. */
  room: string
  /** Null: the last month that is over. */
  read: (month: string | null) => Promise<Answer>
  children: (answer: Answer) => ReactNode
}

/** Flows of a month, which can be chosen. */
export function FlowPanel<Answer extends { month: string }>(props: FlowPanelProps<Answer>) {
  const { label, about, room, read, children } = props
  const [month, setMonth] = useState<string | null>(null)
  const newest = useQuery({ queryKey: ['flows', null], queryFn: () => read(null) })
  const query = useQuery({
    queryKey: ['flows', month],
    queryFn: () => read(month),
    placeholderData: keepPreviousData,
  })
  return (
    <TitledPanel label={label}>
      <Stack gap="md">
        <Group justify="space-between" align="end" gap="sm">
          <Text c="dimmed" size="sm">
            {about}
          </Text>
          {newest.data !== undefined && <MonthChoice newest={newest.data.month} month={month} choose={setMonth} />}
        </Group>
        <Loaded query={query} room={room}>
          {children}
        </Loaded>
      </Stack>
    </TitledPanel>
  )
}
