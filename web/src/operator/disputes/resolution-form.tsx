import { Button, Stack, Textarea } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'

import { resolveDispute } from '../../api-client/operator-clearing.ts'
import { useAct } from '../acts/use-act.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'

/** Ends a dispute with what was agreed. */
export function ResolutionForm({ partnerId, month, partner }: { partnerId: number; month: string; partner: string }) {
  const { t, month: monthName } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const [typed, setTyped] = useState('')
  const outcome = typed.trim()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (outcome === '') return
    ask({
      name: 'resolution',
      values: { partner, month: monthName(month), outcome },
      call: { operation: 'resolveDispute', target: { partnerId, month }, body: { outcome } },
      run: () => resolveDispute(key, { partnerId, month, outcome }),
      onDone: () => setTyped(''),
    })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={560}>
        <Textarea
          label={t('disputes.outcome')}
          description={t('disputes.outcomeAbout')}
          rows={3}
          maxLength={2_000}
          required
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" w="fit-content">
          {t('disputes.review')}
        </Button>
        {area}
      </Stack>
    </form>
  )
}
