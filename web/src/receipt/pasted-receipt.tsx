import { Button, FileButton, Stack, Textarea } from '@mantine/core'
import { Fragment, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { ReceiptMalformed } from '../chain-client/receipt.ts'
import { type AnyReceipt, parseAnyReceiptText } from '../chain-client/redemption-receipt.ts'
import { Failure, Panel } from '../ui/notices.tsx'

/** A receipt holds a few kilobytes; nobody needs to read a film. */
const FILE_BYTES_MAX = 1_000_000

/** A receipt that is pasted or comes from a file, and below it what is made of it. */
export function PastedReceipt({ children }: { children: (receipt: AnyReceipt) => ReactNode }) {
  const { t } = useTranslation('receipt')
  const [text, setText] = useState('')
  const [receipt, setReceipt] = useState<AnyReceipt | null>(null)
  const [field, setField] = useState<string | null>(null)
  const read = (pasted: string) => {
    setText(pasted)
    setReceipt(null)
    setField(null)
    try {
      if (pasted.trim() !== '') setReceipt(parseAnyReceiptText(pasted))
    } catch (error) {
      if (!(error instanceof ReceiptMalformed)) throw error
      setField(error.field)
    }
  }
  const readFile = async (file: File | null) => {
    if (file !== null) read(file.size > FILE_BYTES_MAX ? '?' : await file.text())
  }
  return (
    <>
      <Panel>
        <Stack align="start">
          <Textarea
            w="100%"
            label={t('paste')}
            autosize
            minRows={4}
            maxRows={10}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            value={text}
            onChange={(event) => {
              read(event.currentTarget.value)
            }}
          />
          <FileButton onChange={(file) => void readFile(file)} accept="application/json,.json">
            {(props) => (
              <Button {...props} variant="default">
                {t('file')}
              </Button>
            )}
          </FileButton>
          {field !== null && <Failure text={t('malformed', { field })} />}
        </Stack>
      </Panel>
      {receipt !== null && <Fragment key={text}>{children(receipt)}</Fragment>}
    </>
  )
}
