import { Button, Stack, Text } from '@mantine/core'

import { cancelOperation, type Operation } from '../../api-client/operator-safety.ts'
import { CallTable } from '../../console/call-table.tsx'
import { Panel } from '../../ui/notices.tsx'
import { useAct } from '../acts/use-act.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'

/** A call that was announced: what it would do, when, and cancelling it. */
export function OperationPanel({ operation }: { operation: Operation }) {
  const { t, moment } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const { operationId, announcedAt, dueAt, expiresAt, caller, target, data, call } = operation
  const name = call === null ? t('powers.unknownCall') : `${call.contract}.${call.function}`
  const when = t('powers.when', { due: moment(dueAt), until: moment(expiresAt), caller })
  const cancel = () => {
    ask({
      name: 'cancelOperation',
      values: { call: name },
      call: { operation: 'cancelOperation', target: { operationId, caller, target, data }, body: {} },
      run: () => cancelOperation(key, operationId),
    })
  }
  return (
    <Panel label={name}>
      <Stack gap="sm" align="start">
        <CallTable
          call={
            call === null
              ? { contract: target, functionName: data.slice(0, 10), args: { data }, when }
              : { contract: call.contract, functionName: call.function, args: textsOf(call.args), when }
          }
        />
        <Text size="sm" c="dimmed">
          {t('powers.announced', { at: moment(announcedAt) })}
        </Text>
        <Button variant="default" onClick={cancel}>
          {t('powers.cancel')}
        </Button>
        {area}
      </Stack>
    </Panel>
  )
}

function textsOf(args: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, String(value)]))
}
