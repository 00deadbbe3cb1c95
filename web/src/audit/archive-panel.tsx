import { Anchor, Code, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'

import { readStatus, type Status } from '../api-client/status.ts'
import { Loaded } from '../app/loaded.tsx'
import { TitledPanel } from '../ui/notices.tsx'
import classes from './audit.module.css'
import { useTexts } from './use-texts.ts'

const LINKS = [
  ['index', '/v1/archive/index'],
  ['checkpoint', '/archive/log/checkpoint'],
  ['guide', '/docs/guides/archive'],
  ['command', '/docs/guides/audit'],
] as const

/** The receipts that the operator publishes, how many, and who has cosigned their log: what the server says, to be checked by the audit. */
export function ArchivePanel() {
  const { t } = useTexts()
  const query = useQuery({ queryKey: ['archive'], queryFn: readStatus, staleTime: Infinity })
  return (
    <TitledPanel label={t('archive.title')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('archive.about')}
        </Text>
        <Loaded query={query}>{({ archive }) => <Published archive={archive} />}</Loaded>
        <ul className={classes.links}>
          {LINKS.map(([name, href]) => (
            <li key={name}>
              <Anchor href={href}>{t(`archive.${name}`)}</Anchor>
            </li>
          ))}
        </ul>
      </Stack>
    </TitledPanel>
  )
}

function Published({ archive: { entries, checkpoint, witnesses } }: Pick<Status, 'archive'>) {
  const { t, count } = useTexts()
  const signed = checkpoint === null ? 0n : BigInt(checkpoint.size)
  return (
    <>
      <Text size="sm" className={classes.facts}>
        {t('archive.entries', { entries: count(BigInt(entries)), signed: count(signed) })}{' '}
        {witnesses.length === 0
          ? t('archive.noWitness')
          : t('archive.witnesses', {
              all: count(BigInt(witnesses.length)),
              upToDate: count(
                BigInt(
                  witnesses.filter(({ cosignedSize }) => cosignedSize !== null && BigInt(cosignedSize) >= signed)
                    .length,
                ),
              ),
            })}
      </Text>
      {checkpoint !== null && (
        <Text size="sm">
          {t('archive.key')} <Code className={classes.key}>{checkpoint.logKey}</Code>
        </Text>
      )}
    </>
  )
}
