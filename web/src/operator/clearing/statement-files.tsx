import { Button, Group, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'

import { readStatementFile } from '../../api-client/operator-clearing.ts'
import { STATEMENT_FORMATS, type StatementFormat } from '../../api-client/statement.ts'
import { Failure } from '../../ui/notices.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'

/** A statement as files to keep. They are asked for with the key, which no link can carry. */
export function StatementFiles({ partnerId, month, number }: { partnerId: number; month: string; number: string }) {
  const { t, problem } = useTexts()
  const key = useOperatorKey()
  const saving = useMutation({
    mutationFn: (format: StatementFormat) => readStatementFile(key, { partnerId, month, format }),
    onSuccess: (file, format) => saveFile(`${number}.${format}`, file),
  })
  return (
    <Stack gap={4}>
      <Group gap={4} wrap="nowrap">
        {STATEMENT_FORMATS.map((format) => (
          <Button
            key={format}
            variant="default"
            size="compact-md"
            loading={saving.isPending && saving.variables === format}
            onClick={() => saving.mutate(format)}
            aria-label={t('clearing.download', { number, format: format.toUpperCase() })}
          >
            {format.toUpperCase()}
          </Button>
        ))}
      </Group>
      {saving.error !== null && <Failure text={problem(saving.error)} />}
    </Stack>
  )
}
