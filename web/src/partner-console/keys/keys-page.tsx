import { Button, Group, Stack, Text } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { type ApiKey, listOwnKeys, revokeOwnKey } from '../../api-client/console.ts'
import { AskedRows } from '../../app/loaded.tsx'
import { usePages } from '../../app/use-pages.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { keyStanding } from '../../console/key-standing.ts'
import { MoreButton } from '../../ui/more-button.tsx'
import { Failure } from '../../ui/notices.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { ForScope } from '../refused-place.tsx'
import { useTexts } from '../use-texts.ts'
import { KEYS, NewKeyForm } from './new-key-form.tsx'
import classes from '../../ui/rows.module.css'

/** The API keys of the brand. */
export function KeysPage() {
  const { t } = useTexts()
  return (
    <ForScope scope="keys:write">
      <Stack gap="lg">
        <PageHead title={t('keys.title')} about={t('keys.about')} />
        <NewKeyForm />
        <List />
      </Stack>
    </ForScope>
  )
}

function List() {
  const { t, problem } = useTexts()
  const queries = useQueryClient()
  const { query, rows } = usePages(KEYS, listOwnKeys)
  const revoking = useMutation({
    mutationFn: revokeOwnKey,
    onSettled: () => queries.invalidateQueries({ queryKey: KEYS }),
  })
  return (
    <Stack gap="sm">
      <AskedRows query={query} room="partner-console" />
      {query.isSuccess && rows.length === 0 && <EmptyState icon={IconKey}>{t('keys.none')}</EmptyState>}
      {revoking.error !== null && <Failure text={problem(revoking.error)} />}
      <ul className={classes.list}>
        {rows.map((key) => (
          <li key={key.keyId} className={classes.row}>
            <KeyRow apiKey={key} revoke={() => revoking.mutate(key.keyId)} />
          </li>
        ))}
      </ul>
      <MoreButton query={query} label={t('more')} />
    </Stack>
  )
}

function KeyRow({ apiKey, revoke }: { apiKey: ApiKey; revoke: () => void }) {
  const { t, day } = useTexts()
  const [isSure, setIsSure] = useState(false)
  const { label, keyId, scopes, createdAt } = apiKey
  const standing = keyStanding(apiKey, new Date())
  return (
    <>
      <span className={classes.name}>
        <Text component="span" fw={650} display="block">
          {label}
        </Text>
        <Text component="span" size="sm" c="dimmed" display="block">
          {t('keys.issued', { day: day(createdAt), keyId })}
        </Text>
        <Text component="span" size="sm">
          {scopes.join(', ')}
        </Text>
      </span>
      <StatusBadge tone={standing === 'valid' ? 'ok' : 'quiet'}>{t(`keys.standing.${standing}`)}</StatusBadge>
      {standing === 'valid' && (
        <Group>
          {isSure ? (
            <Button color="red.8" autoFocus onClick={revoke} onBlur={() => setIsSure(false)}>
              {t('keys.revokeSure')}
            </Button>
          ) : (
            <Button variant="default" aria-label={t('keys.revokeOf', { label })} onClick={() => setIsSure(true)}>
              {t('keys.revoke')}
            </Button>
          )}
        </Group>
      )}
    </>
  )
}
