import { Button, Group, Stack, Table, Text } from '@mantine/core'

import { endRecovery, type Recovery } from '../../api-client/operator-safety.ts'
import { Loaded } from '../../app/loaded.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useAct } from '../acts/use-act.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'
import { AnnounceForm } from './announce-form.tsx'
import { useRecovery } from './freeze-panel.tsx'
import classes from './members.module.css'

const TONES = { requested: 'waiting', done: 'ok', failed: 'wrong' } as const

/** Moving the points of a member who lost the key: how far it is, and what can be done. */
export function RecoveryPanel({ memberId }: { memberId: string }) {
  const { t } = useTexts()
  const query = useRecovery(memberId)
  return (
    <TitledPanel label={t('members.recovery')}>
      <Stack gap="md">
        <Text>{t('members.recoveryAbout')}</Text>
        <Loaded query={query} room="operator">
          {(recovery) => <Standing recovery={recovery} />}
        </Loaded>
      </Stack>
    </TitledPanel>
  )
}

function Standing({ recovery }: { recovery: Recovery }) {
  const { t, moment } = useTexts()
  const { account, toAccount, readyAt, acts } = recovery
  return (
    <>
      <Text size="sm" className={classes.address}>
        {t('members.account', { account })}
      </Text>
      {toAccount === null ? (
        <>
          <Text>{t('members.noRecovery')}</Text>
          <AnnounceForm recovery={recovery} />
        </>
      ) : (
        <>
          <Text className={classes.address}>{t('members.moving', { toAccount })}</Text>
          <Text>{readyAt === null ? t('members.notAnnounced') : t('members.ready', { at: moment(readyAt) })}</Text>
        </>
      )}
      <Ends recovery={recovery} />
      {acts.length > 0 && <Acts acts={acts} />}
    </>
  )
}

/** Taking a recovery back, and carrying it out. */
function Ends({ recovery: { memberId, account, toAccount, readyAt } }: { recovery: Recovery }) {
  const { t } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const end = (how: 'cancel' | 'complete') => {
    ask({
      name: `${how}Recovery`,
      values: { memberId },
      call: { operation: `${how}Recovery`, target: { memberId, account }, body: {} },
      run: () => endRecovery(key, memberId, how),
    })
  }
  const isReady = readyAt !== null && new Date(readyAt) <= new Date()
  return (
    <>
      {toAccount !== null && (
        <Group gap="sm">
          {isReady && <Button onClick={() => end('complete')}>{t('members.complete')}</Button>}
          <Button variant="default" onClick={() => end('cancel')}>
            {t('members.cancel')}
          </Button>
        </Group>
      )}
      {area}
    </>
  )
}

function Acts({ acts }: { acts: Recovery['acts'] }) {
  const { t, moment } = useTexts()
  return (
    <Table aria-label={t('members.acts')} verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('members.act')}</Table.Th>
          <Table.Th scope="col">{t('members.asked')}</Table.Th>
          <Table.Th scope="col">{t('members.state')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {acts.map(({ kind, state, failedReason, createdAt }) => (
          <Table.Tr key={`${kind} ${createdAt}`}>
            <Table.Td>{t(`members.kind.${kind as ActKind}`)}</Table.Td>
            <Table.Td>{moment(createdAt)}</Table.Td>
            <Table.Td>
              <StatusBadge tone={TONES[state]}>{failedReason ?? t(`members.states.${state}`)}</StatusBadge>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

type ActKind = 'announce_recovery' | 'cancel_recovery' | 'complete_recovery' | 'refuse_recovery'
