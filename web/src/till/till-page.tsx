import { Button, Container, Group, Title } from '@mantine/core'
import { useEffect, useState } from 'react'

import { LookSwitches } from '../app/look-switches.tsx'
import { setPageTitle } from '../ui/coalition.ts'
import { Connect } from './connection/connect.tsx'
import { TillContext } from './connection/connection.ts'
import { Counter } from './counter/counter.tsx'
import { LeaveWarning } from './offline/leave-warning.tsx'
import { useStation } from './offline/station.ts'
import { TillWorkerNotice } from './offline/till-worker-notice.tsx'
import { useTillConnection } from './offline/use-till-connection.ts'
import { TillBar } from './till-bar.tsx'
import classes from './touch.module.css'
import { endTraining, startTraining, useTraining } from './training/training.ts'
import { TrainingTill } from './training/training-till.tsx'
import { useTexts } from './use-texts.ts'

/** The practice till. It uses only the public API and a partner's key. */
export function TillPage() {
  const { t } = useTexts()
  const { till, connect, leave, isBusy, error } = useTillConnection()
  const { waiting, attention } = useStation()
  const [isLeaving, setLeaving] = useState(false)
  const isTraining = useTraining()
  useEffect(() => {
    setPageTitle(t('title'))
  }, [t])
  const leaveAll = () => {
    setLeaving(false)
    endTraining()
    leave()
  }
  const counter = (
    <>
      <TillBar
        onLeave={() => {
          if (waiting + attention > 0) setLeaving(true)
          else leaveAll()
        }}
      />
      <Counter />
    </>
  )
  return (
    <Container component="main" className={classes.till} size="lg" py="md" px={{ base: 'sm', sm: 'md' }}>
      <Group justify="space-between" mb="md" gap="sm">
        <Title order={1} size="h3">
          {till === null ? t('title') : till.partner.name}
        </Title>
        <Group gap="sm">
          {!isTraining && (
            <Button variant="default" onClick={startTraining}>
              {t(till === null ? 'training.start' : 'training.startHere')}
            </Button>
          )}
          <LookSwitches />
        </Group>
      </Group>
      <TillWorkerNotice />
      <LeaveWarning
        isOpen={isLeaving}
        onStay={() => {
          setLeaving(false)
        }}
        onLeave={leaveAll}
      />
      {isTraining && <TrainingTill partner={till?.partner ?? null}>{counter}</TrainingTill>}
      {!isTraining && till === null && <Connect isBusy={isBusy} error={error} onKey={connect} />}
      {!isTraining && till !== null && <TillContext value={till}>{counter}</TillContext>}
    </Container>
  )
}
