import { useState } from 'react'

import { readMoney } from '../../ui/read-typed.ts'
import { useTill } from '../connection/connection.ts'
import { FigureField } from '../figure-field.tsx'
import { useTexts } from '../use-texts.ts'

/** An amount of the partner's main currency, as it is typed; `minor` is null while it is no amount. */
export function useAmount() {
  const { partner } = useTill()
  const [typed, setTyped] = useState('')
  return { typed, minor: readMoney(typed, partner.currency), onTyped: setTyped }
}

/** Takes an amount of money. */
export function AmountField({ label, amount }: { label: string; amount: ReturnType<typeof useAmount> }) {
  const { t } = useTexts()
  const { typed, minor, onTyped } = amount
  const unreadable = t('amount.unreadable')
  return <FigureField inputMode="decimal" isReadable={minor !== null} {...{ label, typed, unreadable, onTyped }} />
}
