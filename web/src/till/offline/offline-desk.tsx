import { Button, List, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type RefObject, type SubmitEvent, useEffect, useRef, useState } from 'react'

import { Failure, Notice, Panel } from '../../ui/notices.tsx'
import { readMoney } from '../../ui/read-typed.ts'
import { useTill } from '../connection/connection.ts'
import { SCAN_FIELD } from '../scanner/use-wedge.ts'
import { useTexts } from '../use-texts.ts'
import { estimatePoints } from './estimate.ts'
import { Paper } from './paper.tsx'
import { readCustomer } from './read-customer.ts'
import { useCustomerProblem } from './use-customer-problem.ts'
import { saveOffline } from './save-offline.ts'
import { useStation } from './station.ts'
import { useSaveProblem } from './use-save-problem.ts'

interface DeskProps {
  /** What a scanner read last, wherever the cursor was. */
  scanned: { readonly text: string } | null
  onSale: (isSale: boolean) => void
}

/** Sells where the server cannot be reached. `onSale` tells whether something is on the desk that must stay when the network is back. */
export function OfflineDesk({ scanned, onSale }: DeskProps) {
  const { t } = useTexts()
  const { isOnline, isUsable } = useStation()
  return (
    <Panel label={t('offline.title')}>
      <Stack>
        <Title order={2} size="h4">
          {t('offline.title')}
        </Title>
        <Notice tone="careful">
          <Text>{t(isOnline ? 'offline.back' : 'offline.about')}</Text>
          {isOnline ? (
            <Button
              mt="xs"
              variant="default"
              onClick={() => {
                onSale(false)
              }}
            >
              {t('offline.goOn')}
            </Button>
          ) : (
            <List size="sm" mt="xs">
              <List.Item>{t('offline.unknown')}</List.Item>
              <List.Item>{t('offline.noRedeem')}</List.Item>
              <List.Item>{t('offline.noReturn')}</List.Item>
            </List>
          )}
        </Notice>
        {isUsable ? <SaleForm scanned={scanned} onSale={onSale} /> : <Failure text={t('offline.unusable')} />}
      </Stack>
    </Panel>
  )
}

interface AmountProps {
  field: RefObject<HTMLInputElement | null>
  typed: string
  amountMinor: string | null
  onTyped: (typed: string) => void
}

/** What the sale is worth, and about how many points that makes. */
function SaleAmount({ field, typed, amountMinor, onTyped }: AmountProps) {
  const { t, points } = useTexts()
  const { partner } = useTill()
  const { currency } = partner
  const estimate = amountMinor === null ? null : estimatePoints(partner, { currency, amountMinor })
  return (
    <>
      <TextInput
        ref={field}
        size="lg"
        label={t('purchase.amount', { currency })}
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        error={typed !== '' && amountMinor === null && t('amount.unreadable')}
        onChange={(event) => {
          onTyped(event.currentTarget.value)
        }}
      />
      <Text size="lg" mih={28}>
        {estimate !== null && t('offline.estimate', { points: points(estimate) })}
      </Text>
    </>
  )
}

function SaleForm({ scanned, onSale }: DeskProps) {
  const { t } = useTexts()
  const till = useTill()
  const { registered } = useStation()
  const { currency } = till.partner
  const [typed, setTyped] = useState('')
  const [taken, setTaken] = useState(scanned)
  if (scanned !== taken) {
    setTaken(scanned)
    setTyped(scanned?.text ?? '')
  }
  const [amount, setAmount] = useState('')
  const cardField = useRef<HTMLInputElement>(null)
  const amountField = useRef<HTMLInputElement>(null)
  const saveProblem = useSaveProblem()
  const customerProblem = useCustomerProblem()
  const customer = readCustomer(typed)
  const amountMinor = readMoney(amount, currency)
  const save = useMutation({
    mutationFn: (sale: Parameters<typeof saveOffline>[1]) => saveOffline(till, sale),
    onSuccess: () => {
      setTyped('')
      setAmount('')
      cardField.current?.focus()
    },
  })
  const isBusy = typed !== '' || amount !== '' || save.data !== undefined
  useEffect(() => {
    if (isBusy) onSale(true)
  }, [isBusy, onSale])
  const isNamed = customer.kind === 'member' || (customer.kind === 'nobody' && registered !== null)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    // A scanner ends with Enter: the amount is still to be typed.
    if (amountMinor === null) amountField.current?.focus()
    else if (isNamed && !save.isPending)
      save.mutate({ member: customer.kind === 'member' ? customer.member : null, amountMinor })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          ref={cardField}
          {...{ [SCAN_FIELD]: true }}
          size="lg"
          label={t('offline.card')}
          description={t(registered === null ? 'offline.cardNeeded' : 'offline.cardAbout')}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          value={typed}
          error={customerProblem(customer)}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
          }}
        />
        <SaleAmount field={amountField} typed={amount} amountMinor={amountMinor} onTyped={setAmount} />
        {save.error && <Failure text={saveProblem(save.error)} />}
        <Button type="submit" size="lg" loading={save.isPending} disabled={amountMinor === null || !isNamed}>
          {t(customer.kind === 'nobody' && registered !== null ? 'offline.goSlip' : 'offline.go')}
        </Button>
        {save.data && <Paper saved={save.data} />}
      </Stack>
    </form>
  )
}
