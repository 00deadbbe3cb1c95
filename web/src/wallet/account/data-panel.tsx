import { Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'

import { readOwnData } from '../../api-client/own-data.ts'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import { ActionButton } from '../../ui/action-button.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { useTexts } from '../use-texts.ts'

const FILE = 'my-points-data.json'

/** Everything that is held about the member, as a file to keep. */
export function DataPanel() {
  const { t } = useTexts()
  const download = useMutation({
    mutationFn: async () => {
      const data = await readOwnData(new Date())
      saveFile(FILE, new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }))
    },
  })
  return (
    <TitledPanel label={t('data.title')}>
      <Stack gap="sm" align="start">
        <Text size="sm" c="dimmed">
          {t('data.about')}
        </Text>
        <ActionButton action={download} label={t('data.download')} />
        {download.isSuccess && (
          <Text size="sm" role="status">
            {t('data.done', { file: FILE })}
          </Text>
        )}
        <ProblemNotice error={download.error} />
      </Stack>
    </TitledPanel>
  )
}
