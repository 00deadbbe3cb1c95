import { Button, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'

import { confirmMove, type ContactKind, sendMoveCode } from '../../api-client/contacts.ts'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { useMember, useRefresh } from '../member.ts'
import { useTexts } from '../use-texts.ts'
import { CodeField } from './code-field.tsx'

/** A move that waits is made at once with a code that comes to a contact of the member. */
export function MoveCode() {
  const { t } = useTexts()
  const { move, identifiers } = useMember()
  const [sentBy, setSentBy] = useState<ContactKind | null>(null)
  const sending = useMutation({
    mutationFn: sendMoveCode,
    onSuccess: (_sent, kind) => {
      setSentBy(kind)
    },
  })
  const kinds = (['email', 'phone'] as const).filter((kind) =>
    identifiers.some((one) => one.kind === kind && one.isContact),
  )
  if (move?.state !== 'waiting' || kinds.length === 0) return null
  return (
    <TitledPanel label={t('moveCode.title')}>
      <Stack gap="sm" align="start">
        <Text>{t('moveCode.about')}</Text>
        {kinds.map((kind) => (
          <Button
            key={kind}
            variant="default"
            loading={sending.isPending}
            onClick={() => {
              sending.mutate(kind)
            }}
          >
            {t(`moveCode.send.${kind}`)}
          </Button>
        ))}
        <ProblemNotice error={sending.error} />
        {sentBy !== null && <ConfirmForm kind={sentBy} />}
      </Stack>
    </TitledPanel>
  )
}

function ConfirmForm({ kind }: { kind: ContactKind }) {
  const { t } = useTexts()
  const refresh = useRefresh()
  const [code, setCode] = useState('')
  const confirming = useMutation({ mutationFn: () => confirmMove({ kind, code }), onSuccess: refresh })
  const send = (event: SyntheticEvent) => {
    event.preventDefault()
    confirming.mutate()
  }
  return (
    <form onSubmit={send} style={{ width: '100%' }}>
      <Stack gap="sm" align="start">
        <CodeField value={code} onChange={setCode} />
        <ProblemNotice error={confirming.error} />
        <div role="status">{confirming.isSuccess && <Text>{t('moveCode.done')}</Text>}</div>
        <Button type="submit" loading={confirming.isPending}>
          {t('moveCode.confirm')}
        </Button>
      </Stack>
    </form>
  )
}
