import { Button, Container, FileButton, Stack, Text, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { findHistoryPoints } from '../api-client/me.ts'
import { readOwnReceipt } from '../api-client/receipts.ts'
import { parseReceipt, parseReceiptText, type Receipt, ReceiptMalformed } from '../chain-client/receipt.ts'
import { Failure, Panel } from '../ui/notices.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Asked } from './asked.tsx'
import { useMember } from './member.ts'
import { ReceiptCheck } from './receipt-check.tsx'
import { useWords } from './words.ts'

/** A receipt holds a few kilobytes; nobody needs to read a film. */
const FILE_BYTES_MAX = 1_000_000

/** One of the member's own receipts. */
export function ReceiptPage({ entryId }: { entryId: string }) {
  const { t } = useWords()
  const { address } = useMember()
  const query = useQuery({
    queryKey: ['receipt', entryId],
    queryFn: async () => {
      const [receipt, points] = await Promise.all([readOwnReceipt(entryId), findHistoryPoints(entryId)])
      return { receipt: parseReceipt(receipt), points }
    },
  })
  return (
    <Container size={760} px={0}>
      <Stack gap="md">
        <PageTitle>{t('receipt.title')}</PageTitle>
        <Text c="dimmed">{t('receipt.about')}</Text>
        <Asked query={query}>
          {({ receipt, points }) => <ReceiptCheck receipt={receipt} member={{ address, points }} />}
        </Asked>
      </Stack>
    </Container>
  )
}

/** A receipt of anybody's, pasted or from a file: no account is needed to check it. */
export function VerifyPage() {
  const { t } = useWords()
  const [text, setText] = useState('')
  const [receipt, setReceipt] = useState<Receipt | null>(null)
  const [field, setField] = useState<string | null>(null)
  const read = (pasted: string) => {
    setText(pasted)
    setReceipt(null)
    setField(null)
    try {
      if (pasted.trim() !== '') setReceipt(parseReceiptText(pasted))
    } catch (error) {
      if (!(error instanceof ReceiptMalformed)) throw error
      setField(error.field)
    }
  }
  const readFile = async (file: File | null) => {
    if (file !== null) read(file.size > FILE_BYTES_MAX ? '?' : await file.text())
  }
  return (
    <Container size={760} px={0}>
      <Stack gap="md">
        <PageTitle>{t('receipt.title')}</PageTitle>
        <Text c="dimmed">{t('receipt.verifyAbout')}</Text>
        <Panel>
          <Stack align="start">
            <Textarea
              w="100%"
              label={t('receipt.paste')}
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
                  {t('receipt.file')}
                </Button>
              )}
            </FileButton>
            {field !== null && <Failure text={t('receipt.malformed', { field })} />}
          </Stack>
        </Panel>
        {receipt !== null && <ReceiptCheck key={text} receipt={receipt} member={null} />}
      </Stack>
    </Container>
  )
}
