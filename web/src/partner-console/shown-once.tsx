import { Button, Code, CopyButton, Group, Text } from '@mantine/core'
import { useState } from 'react'

import { Notice } from '../ui/notices.tsx'
import { useTexts } from './use-texts.ts'

interface ShownOnceProps {
  /** The secret. */
  text: string
  title: string
  about: string
  /** Covered until somebody asks to see it: it can be copied without. */
  isCovered?: boolean
}

/** A secret that is told this once. */
export function ShownOnce({ text, title, about, isCovered = false }: ShownOnceProps) {
  const { t } = useTexts()
  const [isOpen, setIsOpen] = useState(!isCovered)
  return (
    <Notice tone="careful" title={title}>
      <Group gap="sm">
        <Code style={{ overflowWrap: 'anywhere' }}>{isOpen ? text : '•'.repeat(24)}</Code>
        {!isOpen && (
          <Button variant="default" size="compact-md" onClick={() => setIsOpen(true)}>
            {t('once.show')}
          </Button>
        )}
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" size="compact-md" onClick={copy}>
              {t(copied ? 'once.copied' : 'once.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text size="sm" mt="xs">
        {about}
      </Text>
    </Notice>
  )
}
