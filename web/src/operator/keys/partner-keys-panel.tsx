import { Button, Stack, Text } from '@mantine/core'

import { type ApiKey, listApiKeys, revokeApiKey } from '../../api-client/operator-partners.ts'
import type { Partner } from '../../api-client/operator.ts'
import { AskedRows } from '../../app/loaded.tsx'
import { usePages } from '../../app/use-pages.ts'
import { keyStanding } from '../../console/key-standing.ts'
import { MoreButton } from '../../ui/more-button.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import classes from '../../ui/rows.module.css'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useAct } from '../acts/use-act.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'

/** The API keys of a partner, and revoking them. */
export function PartnerKeysPanel({ partner: { partnerId, name } }: { partner: Partner }) {
  const { t } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const { query, rows } = usePages(['partner-keys', String(partnerId)], (cursor) => listApiKeys(key, partnerId, cursor))
  const revoke = ({ keyId, label }: ApiKey) => {
    ask({
      name: 'revokeKey',
      values: { partner: name, label, keyId },
      call: { operation: 'revokeApiKey', target: { partnerId, keyId }, body: {} },
      run: () => revokeApiKey(key, partnerId, keyId),
    })
  }
  return (
    <TitledPanel label={t('keys.title')}>
      <Stack gap="sm">
        <Text>{t('keys.about')}</Text>
        {area}
        <AskedRows query={query} room="operator" />
        {query.isSuccess && rows.length === 0 && <Text c="dimmed">{t('keys.none')}</Text>}
        <ul className={classes.list}>
          {rows.map((row) => (
            <li key={row.keyId} className={classes.row}>
              <KeyRow row={row} revoke={() => revoke(row)} />
            </li>
          ))}
        </ul>
        <MoreButton query={query} label={t('more')} />
      </Stack>
    </TitledPanel>
  )
}

function KeyRow({ row, revoke }: { row: ApiKey; revoke: () => void }) {
  const { t, day } = useTexts()
  const standing = keyStanding(row, new Date())
  return (
    <>
      <span className={classes.name}>
        <Text component="span" fw={650} display="block">
          {row.label}
        </Text>
        <Text component="span" size="sm" c="dimmed" display="block">
          {t('keys.issued', { day: day(row.createdAt), keyId: row.keyId })}
        </Text>
        <Text component="span" size="sm">
          {row.scopes.join(', ')}
        </Text>
      </span>
      <StatusBadge tone={standing === 'valid' ? 'ok' : 'quiet'}>{t(`keys.standing.${standing}`)}</StatusBadge>
      {standing === 'valid' && (
        <Button variant="default" aria-label={t('keys.revokeOf', { label: row.label })} onClick={revoke}>
          {t('keys.revoke')}
        </Button>
      )}
    </>
  )
}
