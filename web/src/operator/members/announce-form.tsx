import { Button, Code, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import {
  announceRecovery,
  readRecoveryOrder,
  type Recovery,
  type RecoveryOrder,
} from '../../api-client/operator-safety.ts'
import { Failure } from '../../ui/notices.tsx'
import { useAct } from '../acts/use-act.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'
import classes from './members.module.css'

const ADDRESS = /^0x[0-9a-fA-F]{40}$/
const SIGNATURE = /^0x(?:[0-9a-fA-F]{2}){64,2048}$/

/** Announces a recovery in two steps: what the new key has to sign, and then its signature. */
export function AnnounceForm({ recovery: { memberId, account } }: { recovery: Recovery }) {
  const { t, problem } = useTexts()
  const key = useOperatorKey()
  const [typed, setTyped] = useState('')
  const reading = useMutation({
    mutationFn: (toAccount: string) => readRecoveryOrder(key, memberId, toAccount),
  })
  const toAccount = typed.trim()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (ADDRESS.test(toAccount)) reading.mutate(toAccount)
  }
  return (
    <Stack gap="md">
      <form onSubmit={submit}>
        <Group align="end" gap="sm">
          <TextInput
            label={t('members.newKey')}
            description={t('members.newKeyAbout')}
            error={typed !== '' && !ADDRESS.test(toAccount) && t('members.newKeyUnreadable')}
            autoComplete="off"
            spellCheck={false}
            w={{ base: '100%', xs: '28rem' }}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
              reading.reset()
            }}
          />
          <Button type="submit" variant="default" loading={reading.isPending} disabled={!ADDRESS.test(toAccount)}>
            {t('members.order')}
          </Button>
        </Group>
      </form>
      {reading.error !== null && <Failure text={problem(reading.error)} />}
      {reading.data !== undefined && (
        <SignedOrder order={reading.data} memberId={memberId} account={account} toAccount={toAccount} />
      )}
    </Stack>
  )
}

interface SignedOrderProps {
  order: RecoveryOrder
  memberId: string
  account: string
  toAccount: string
}

function SignedOrder({ order: { typedData, digest, deadline }, memberId, account, toAccount }: SignedOrderProps) {
  const { t, moment } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const [typed, setTyped] = useState('')
  const toSignature = typed.trim()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!SIGNATURE.test(toSignature)) return
    const body = { memberId, toAccount, deadline, toSignature }
    ask({
      name: 'announceRecovery',
      values: { memberId },
      call: { operation: 'announceRecovery', target: { memberId, account }, body },
      run: () => announceRecovery(key, body),
    })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text>{t('members.orderAbout', { until: moment(new Date(Number(deadline) * 1_000)) })}</Text>
        <Code block className={classes.order} tabIndex={0} role="region" aria-label={t('members.order')}>
          {JSON.stringify(typedData, null, 2)}
        </Code>
        <Text size="sm" c="dimmed" className={classes.address}>
          {t('members.digest', { digest })}
        </Text>
        <Textarea
          label={t('members.signature')}
          error={typed !== '' && !SIGNATURE.test(toSignature) && t('members.signatureUnreadable')}
          autoComplete="off"
          spellCheck={false}
          rows={3}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" w="fit-content" disabled={!SIGNATURE.test(toSignature)}>
          {t('members.review')}
        </Button>
        {area}
      </Stack>
    </form>
  )
}
