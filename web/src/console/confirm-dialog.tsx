import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import { useProblemText } from '../app/problem-text.ts'
import { Failure } from '../ui/notices.tsx'
import { CallTable, type LedgerCall } from './call-table.tsx'
import { useTexts } from './use-texts.ts'

/** Something that is about to be done, in words for whoever decides on it. */
export interface Plan {
  readonly title: string
  /** What it will do, a sentence or two a paragraph. */
  readonly words: readonly string[]
  /** What it comes to on the ledger, in order; none: it stays with the server. */
  readonly calls: readonly LedgerCall[]
  /** On the button that does it. */
  readonly go: string
  /** Whether it stops or ends something. */
  readonly isGrave?: boolean
}

interface ConfirmDialogProps<Answer> {
  /** Null: nothing is about to be done. */
  plan: Plan | null
  /** Whose texts say why it was refused. */
  room: string
  run: () => Promise<Answer>
  onDone: (answer: Answer) => void
  onCancel: () => void
  /** What is still to be chosen. */
  children?: ReactNode
}

/** The ledger follows the server within seconds: the page asks again then, and seldom, because the audit log keeps every call. */
const FOLLOWED_AFTER_MS = [3_000, 12_000] as const

/** Says what will be done, and on the ledger, before it is; then does it, or says why it was refused. */
export function ConfirmDialog<Answer>({ plan, room, run, onDone, onCancel, children }: ConfirmDialogProps<Answer>) {
  const { t } = useTexts()
  const problemText = useProblemText(room)
  const queries = useQueryClient()
  const act = useMutation({
    mutationFn: run,
    onSuccess: (answer) => {
      onDone(answer)
      for (const delay of FOLLOWED_AFTER_MS) setTimeout(() => void queries.invalidateQueries(), delay)
    },
    // Whatever came of it, the page shows what there is now.
    onSettled: () => queries.invalidateQueries(),
  })
  const cancel = () => {
    if (act.isPending) return
    act.reset()
    onCancel()
  }
  return (
    <Modal
      opened={plan !== null}
      onClose={cancel}
      closeOnClickOutside={false}
      size="lg"
      title={
        <Text component="span" size="lg" fw={650}>
          {plan?.title}
        </Text>
      }
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('dialog.close') }}
    >
      {plan !== null && (
        <Stack gap="md">
          <PlannedEffects plan={plan} />
          {children}
          {act.error !== null && <Failure text={problemText(act.error)} />}
          <Group gap="sm">
            <Button
              {...(plan.isGrave === true ? { color: 'red' } : {})}
              loading={act.isPending}
              onClick={() => act.mutate()}
            >
              {plan.go}
            </Button>
            <Button variant="default" data-autofocus disabled={act.isPending} onClick={cancel}>
              {t('dialog.cancel')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}

/** What it will do, here and on the ledger. */
function PlannedEffects({ plan: { words, calls } }: { plan: Plan }) {
  const { t } = useTexts()
  return (
    <>
      {words.map((sentence) => (
        <Text key={sentence} style={{ overflowWrap: 'anywhere' }}>
          {sentence}
        </Text>
      ))}
      {calls.map((call) => (
        <CallTable key={call.functionName} call={call} />
      ))}
      {calls.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('dialog.noCall')}
        </Text>
      )}
    </>
  )
}
