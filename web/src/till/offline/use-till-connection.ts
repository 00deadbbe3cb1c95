import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { Problem } from '../../api-client/problem.ts'
import { readTillPartner, type TillPartner } from '../../api-client/till.ts'
import type { TillLine } from '../../api-client/till-line.ts'
import { KEY_KEPT_AS, type Till } from '../connection/connection.ts'
import { openJournal } from '../journal/journal.ts'
import { keepExchange } from '../requests/exchanges.ts'
import { forgetConnection, keepConnection, readKeptConnection } from './keep-connection.ts'
import { isUnreached, noteStatus } from './network.ts'
import { closeStation, openStation, tillDatabase } from './station.ts'

/** A till that knows its partner from before does not keep the cashier waiting for a network that does not answer. */
const PATIENCE_MS = 4_000

type Kept = Awaited<ReturnType<typeof readKeptConnection>>

async function readKept(): Promise<Kept> {
  try {
    return await readKeptConnection(await tillDatabase())
  } catch {
    // A browser that keeps nothing still has a till while there is network.
    return null
  }
}

async function askPartner(line: TillLine, known: NonNullable<Kept> | null): Promise<TillPartner> {
  if (known === null) return readTillPartner(line)
  const patience = new Promise<TillPartner>((resolve) => {
    setTimeout(() => {
      resolve(known.partner)
    }, PATIENCE_MS)
  })
  try {
    return await Promise.race([readTillPartner(line), patience])
  } catch (error) {
    if (error instanceof Problem && isUnreached(error.status)) return known.partner
    throw error
  }
}

async function openTill(key: string, onPartner: (partner: TillPartner) => void): Promise<Till> {
  const line: TillLine = {
    key,
    onExchange(exchange) {
      noteStatus(exchange.status)
      keepExchange(exchange)
    },
  }
  const kept = await readKept()
  const known = kept?.key === key ? kept : null
  const partner = await askPartner(line, known)
  if (known !== null && partner !== known.partner)
    await keepConnection(await tillDatabase(), { ...known, partner, now: new Date() })
  openJournal(partner.partnerId)
  await openStation({ partnerId: partner.partnerId, key, registered: known?.till ?? null, onPartner })
  return { line, partner, isTraining: false }
}

/** The till of this browser: connected with a key that is typed, is kept in this tab, or was kept on this device for work without network. */
export function useTillConnection() {
  const [till, setTill] = useState<Till | null>(null)
  const opening = useMutation({
    mutationFn: (key: string) =>
      openTill(key, (partner) => {
        setTill((open) => open && { ...open, partner })
      }),
    onSuccess: (opened) => {
      sessionStorage.setItem(KEY_KEPT_AS, opened.line.key)
      setTill(opened)
    },
  })
  const { mutate: connect, reset, isPending, error } = opening
  useEffect(() => {
    const inTab = sessionStorage.getItem(KEY_KEPT_AS)
    if (inTab !== null) connect(inTab)
    else
      void readKept().then((kept) => {
        if (kept !== null) connect(kept.key)
      })
  }, [connect])
  const leave = () => {
    sessionStorage.removeItem(KEY_KEPT_AS)
    closeStation()
    // Nothing was kept where nothing can be.
    void tillDatabase()
      .then(forgetConnection)
      .catch(() => undefined)
    setTill(null)
    reset()
  }
  return { till, connect, leave, isBusy: isPending, error }
}
