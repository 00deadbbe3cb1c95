import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { readSlipCode } from '../../../../server/domain/slip-codes.ts'
import { collectSlip, findSlip, voidSlip } from '../../api-client/till-sync.ts'
import { Failure, TitledPanel } from '../../ui/notices.tsx'
import { useTill } from '../connection/connection.ts'
import { useTexts } from '../use-texts.ts'
import { readCustomer } from './read-customer.ts'
import { useCustomerProblem } from './use-customer-problem.ts'

/** A customer comes back with a slip: for the points, or with the goods. */
export function SlipDesk() {
  const { t, money, moment, problem } = useTexts()
  const { line } = useTill()
  const [typed, setTyped] = useState('')
  const code = readSlipCode(typed)
  const find = useMutation({ mutationFn: (asked: string) => findSlip(line, asked) })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (code !== null) find.mutate(code)
  }
  return (
    <TitledPanel label={t('offline.slip.title')}>
      <form onSubmit={submit}>
        <Group align="end">
          <TextInput
            label={t('offline.slip.code')}
            autoComplete="off"
            value={typed}
            error={typed.replaceAll(/[ -]/g, '').length >= 10 && code === null && t('offline.slip.wrong')}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
              find.reset()
            }}
          />
          <Button type="submit" variant="default" loading={find.isPending} disabled={code === null}>
            {t('scan.go')}
          </Button>
        </Group>
      </form>
      {find.error && <Failure text={problem(find.error)} />}
      {find.data && code !== null && (
        <Stack gap="xs" mt="sm">
          <Text role="status">
            {money(find.data.amountMinor, find.data.currency)} · {moment(find.data.occurredAt)} ·{' '}
            {t(`offline.slip.state.${find.data.state}`)}
          </Text>
          {find.data.state === 'open' && <OpenSlip key={code} code={code} />}
        </Stack>
      )}
    </TitledPanel>
  )
}

function OpenSlip({ code }: { code: string }) {
  const { t, points, problem } = useTexts()
  const { line } = useTill()
  const [card, setCard] = useState('')
  const customerProblem = useCustomerProblem()
  const customer = readCustomer(card)
  const collect = useMutation({ mutationFn: collectSlip.bind(null, line) })
  const drop = useMutation({ mutationFn: () => voidSlip(line, code) })
  if (collect.data) return <Text role="status">{t('offline.slip.given', { points: points(collect.data.points) })}</Text>
  if (drop.data) return <Text role="status">{t('offline.slip.voided')}</Text>
  const error = collect.error ?? drop.error
  return (
    <Stack gap="xs">
      <Group align="end">
        <TextInput
          label={t('offline.slip.card')}
          autoComplete="off"
          value={card}
          error={customerProblem(customer)}
          onChange={(event) => {
            setCard(event.currentTarget.value)
          }}
        />
        <Button
          loading={collect.isPending}
          disabled={customer.kind !== 'member'}
          onClick={() => {
            if (customer.kind === 'member') collect.mutate({ slip: code, member: customer.member })
          }}
        >
          {t('offline.slip.give')}
        </Button>
      </Group>
      <Button
        variant="default"
        w="fit-content"
        loading={drop.isPending}
        onClick={() => {
          drop.mutate()
        }}
      >
        {t('offline.slip.void')}
      </Button>
      {error && <Failure text={problem(error)} />}
    </Stack>
  )
}
