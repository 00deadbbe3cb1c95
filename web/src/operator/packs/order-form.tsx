import { Button, Group, Text, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'

import type { Partner } from '../../api-client/operator.ts'
import { orderPack } from '../../api-client/packs.ts'
import { noonOf } from '../../ui/calendar-days.ts'
import { readWhole } from '../../ui/read-typed.ts'
import { useAct } from '../acts/use-act.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'
import { WholeField } from './whole-field.tsx'

/** Orders a pack for a partner. */
export function OrderForm({ partner: { partnerId, name } }: { partner: Partner }) {
  const { t, points: inPoints, whole, day } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const [typed, setTyped] = useState({ points: '', price: '' })
  const [startsOn, setStartsOn] = useState('')
  const bought = readWhole(typed.points)
  const priceMinor = readWhole(typed.price)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (bought === null || priceMinor === null || startsOn === '') return
    const body = { points: bought, priceMinor, startsOn }
    ask({
      name: 'packOrder',
      values: { partner: name, points: inPoints(bought), price: whole(priceMinor), day: day(noonOf(startsOn)) },
      call: { operation: 'orderPack', target: { partnerId }, body },
      run: () => orderPack(key, partnerId, body),
      onDone: () => setTyped({ points: '', price: '' }),
    })
  }
  return (
    <>
      <form onSubmit={submit} aria-label={t('packs.order')}>
        <Text fw={650} mb="xs">
          {t('packs.order')}
        </Text>
        <Group align="end" gap="sm">
          <WholeField
            label={t('packs.newPoints')}
            typed={typed.points}
            read={bought}
            onType={(points) => setTyped({ ...typed, points })}
          />
          <WholeField
            label={t('packs.newPrice')}
            typed={typed.price}
            read={priceMinor}
            onType={(price) => setTyped({ ...typed, price })}
          />
          <TextInput
            type="date"
            label={t('packs.newStart')}
            value={startsOn}
            onChange={(event) => setStartsOn(event.currentTarget.value)}
          />
          <Button type="submit" disabled={bought === null || priceMinor === null || startsOn === ''}>
            {t('packs.review')}
          </Button>
        </Group>
      </form>
      {area}
    </>
  )
}
