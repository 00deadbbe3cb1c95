import { Button, Group } from '@mantine/core'

import { statementFile } from '../../api-client/console.ts'
import { useTexts } from '../use-texts.ts'

const FORMATS = ['pdf', 'csv', 'json'] as const

/** A statement as files to keep. */
export function StatementFiles({ month, number }: { month: string; number: string }) {
  const { t } = useTexts()
  return (
    <Group gap={4} wrap="nowrap">
      {FORMATS.map((format) => (
        <Button
          key={format}
          component="a"
          variant="default"
          size="compact-md"
          href={statementFile(month, format)}
          download={`${number}.${format}`}
          aria-label={t('statements.download', { number, format: format.toUpperCase() })}
        >
          {format.toUpperCase()}
        </Button>
      ))}
    </Group>
  )
}
