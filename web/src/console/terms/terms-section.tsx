import { Button, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'

import { Notice } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'
import { useTermsDesk } from './terms-desk.ts'
import { TermsEditor } from './terms-editor.tsx'
import type { TermsOfPartner, TermsVersion } from './terms.ts'
import { TermsPreview } from './terms-preview.tsx'
import { timelineOf } from './timeline.ts'
import { useTermsTexts } from './use-terms-texts.ts'
import { VersionTable } from './version-table.tsx'

/** The versions of terms, and the way to the next one. */
export function TermsSection(props: TermsOfPartner) {
  const { kind, currency, versions } = props
  const { t } = useTexts()
  const { send, noticeMs } = useTermsDesk()
  const terms = useTermsTexts(kind, currency)
  const [isEditing, setEditing] = useState(false)
  const [done, setDone] = useState<TermsVersion | null>(null)
  const title = t(`terms.${kind}.title`)
  return (
    <Stack component="section" gap="xs" aria-label={`${title}, ${currency}`}>
      <Title order={3} size="h5">
        {title}
      </Title>
      {versions.length === 0 ? (
        <Text c="dimmed">{t(`terms.${kind}.none`, { currency })}</Text>
      ) : (
        <VersionTable label={`${title}, ${currency}`} kind={kind} timeline={timelineOf(versions, new Date())} />
      )}
      <div role="status">{done && <Notice tone="calm">{terms.done(done)}</Notice>}</div>
      {!isEditing && versions.length > 0 && noticeMs !== null && (
        <TermsPreview kind={kind} currency={currency} versions={versions} typed={null} />
      )}
      {isEditing ? (
        <TermsEditor
          {...props}
          onDone={(version) => {
            setEditing(false)
            setDone(version)
          }}
          onCancel={() => {
            setEditing(false)
          }}
        />
      ) : send === null || (noticeMs !== null && versions.length === 0) ? null : (
        <Button
          variant="default"
          w="fit-content"
          onClick={() => {
            setEditing(true)
            setDone(null)
          }}
        >
          {t(versions.length === 0 ? `terms.${kind}.first` : `terms.${kind}.next`)}
        </Button>
      )}
    </Stack>
  )
}
