import { Button, Group, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'

import type { Consent, ConsentKind, Order } from '../../api-client/account.ts'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import { giveConsent } from './give-consent.ts'
import { PinField } from './pin-field.tsx'

interface ConsentFormProps {
  kind: ConsentKind
  /** Whose key a wallet signs with. */
  account: string
  /** What is signed; asked for only when a key signs. */
  order: () => Promise<Order>
  /** Sends the consent. */
  submit: (consent: Consent) => Promise<unknown>
  /** What the button says. */
  label: string
  /** The other answer; what it does may take a moment, and fail. */
  decline?: { label: string; run: () => unknown }
  danger?: boolean
}

/** How a member agrees to something: by PIN, wallet or passkey. */
export function ConsentForm({ kind, account, order, submit, label, decline, danger = false }: ConsentFormProps) {
  const [pin, setPin] = useState('')
  const sending = useMutation({
    mutationFn: async () => {
      const signed = kind === 'pin' ? null : await order()
      return submit(await giveConsent(kind === 'pin' ? { kind, pin } : { kind, account }, signed))
    },
    onSettled: () => setPin(''),
  })
  const declining = useMutation({ mutationFn: async () => decline?.run() })
  const error = sending.error ?? declining.error
  const send = (event: SyntheticEvent) => {
    event.preventDefault()
    declining.reset()
    sending.mutate()
  }
  return (
    <form onSubmit={send}>
      <Stack gap="sm">
        {kind === 'pin' && <PinField value={pin} onChange={setPin} maw={240} />}
        <ProblemNotice error={error} />
        <Group gap="sm">
          <Button
            type="submit"
            size="md"
            loading={sending.isPending}
            disabled={declining.isPending}
            {...(danger ? { color: 'red.8' } : {})}
          >
            {label}
          </Button>
          {decline && (
            <Button
              variant="default"
              size="md"
              loading={declining.isPending}
              disabled={sending.isPending}
              onClick={() => {
                sending.reset()
                declining.mutate()
              }}
            >
              {decline.label}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}
