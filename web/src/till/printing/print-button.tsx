import { Button, Kbd } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'

import { Failure } from '../../ui/notices.tsx'
import { usePreferences } from '../settings/preferences.ts'
import { useTexts } from '../use-texts.ts'
import { PaperSlip } from './paper-slip.tsx'
import type { Receipt } from './receipt.ts'
import { sendToPrinter, usePrinter } from './serial-printer.ts'

/** Prints a receipt: on the receipt printer where one is chosen, else as the browser prints, on paper of 80 mm. */
export function PrintButton({ receipt }: { receipt: Receipt }) {
  const { t } = useTexts()
  const { columns, baudRate } = usePreferences()
  const isSerial = usePrinter() === 'chosen'
  const [isOnPaper, setOnPaper] = useState(false)
  const send = useMutation({
    mutationFn: async () => {
      const { encodeReceipt } = await import('./encode-receipt.ts')
      await sendToPrinter(encodeReceipt(receipt, columns), baudRate)
    },
  })
  useEffect(() => {
    if (!isOnPaper) return
    // The dialog holds the page until it is closed.
    window.print()
    setOnPaper(false)
  }, [isOnPaper])
  const print = () => {
    if (isSerial) send.mutate()
    else setOnPaper(true)
  }
  useHotkeys([['F6', print]], [])
  return (
    <>
      <Button
        variant="default"
        size="lg"
        w="fit-content"
        loading={send.isPending}
        rightSection={<Kbd>F6</Kbd>}
        onClick={print}
      >
        {t('slip.print')}
      </Button>
      {send.isError && <Failure text={t('settings.printer.failed')} />}
      {isOnPaper && createPortal(<PaperSlip receipt={receipt} />, document.body)}
    </>
  )
}
