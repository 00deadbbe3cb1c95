import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { restorePoints } from '../../api-client/till.ts'
import { Failure } from '../../ui/notices.tsx'
import { useTill } from '../connection/connection.ts'
import { note, type RedemptionRow } from '../journal/journal.ts'
import { readWhole } from '../../ui/read-typed.ts'
import { drawReference } from '../till-reference.ts'
import { useTexts } from '../use-texts.ts'

/** Gives points back for goods that came back. */
export function RestoreForm({ row, left, onDone }: { row: RedemptionRow; left: string; onDone: () => void }) {
  const { t, problem } = useTexts()
  const { line } = useTill()
  const [typed, setTyped] = useState(left)
  const [reference] = useState(() => drawReference('W'))
  const wanted = readWhole(typed)
  const restore = useMutation({
    mutationFn: (points: string) => restorePoints(line, row.redemptionId, { reference, points }),
    onSuccess: ({ points }) => {
      const { memberId, redemptionId } = row
      note({ kind: 'restoration', reference, memberId, at: new Date().toISOString(), points, redemptionId })
      onDone()
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (wanted !== null) restore.mutate(wanted)
  }
  return (
    <Stack component="form" gap="xs" onSubmit={submit}>
      <Group align="end" gap="xs">
        <TextInput
          label={t('restore.points')}
          inputMode="numeric"
          autoComplete="off"
          autoFocus
          value={typed}
          error={wanted === null && t('redeem.unreadable')}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
          }}
        />
        <Button type="submit" disabled={wanted === null} loading={restore.isPending}>
          {t('restore.go')}
        </Button>
      </Group>
      {restore.error && <Failure text={problem(restore.error)} />}
    </Stack>
  )
}
