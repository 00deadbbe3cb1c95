import { Button, Checkbox, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { issueOwnKey } from '../../api-client/console.ts'
import { Failure, TitledPanel } from '../../ui/notices.tsx'
import { usePerson } from '../person.ts'
import { ShownOnce } from '../shown-once.tsx'
import { useTexts } from '../use-texts.ts'

/** Under which name the answer about the keys is kept. */
export const KEYS = ['own-keys']

const SCOPES = [
  'purchases:write',
  'returns:write',
  'redemptions:write',
  'members:read',
  'members:write',
  'ledger:read',
  'rewards:write',
  'terms:write',
  'audit:read',
  'webhooks:write',
] as const

type Scope = (typeof SCOPES)[number]

/** What a till needs. */
const TILL: readonly Scope[] = [
  'purchases:write',
  'returns:write',
  'redemptions:write',
  'members:read',
  'members:write',
  'ledger:read',
]

/** Issues a key, and shows it this once. */
export function NewKeyForm() {
  const { t, problem } = useTexts()
  const { role, scopes: own } = usePerson()
  const queries = useQueryClient()
  // Owners give everything, others what they have.
  const givable = SCOPES.filter((scope) => role === 'owner' || own.includes(scope))
  const [label, setLabel] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>(TILL.filter((scope) => givable.includes(scope)))
  const issuing = useMutation({
    mutationFn: issueOwnKey,
    onSuccess: () => {
      setLabel('')
      return queries.invalidateQueries({ queryKey: KEYS })
    },
  })
  const scopes = givable.filter((scope) => chosen.includes(scope))
  const isWhole = label.trim() !== '' && scopes.length > 0
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isWhole) issuing.mutate({ label: label.trim(), scopes })
  }
  return (
    <TitledPanel label={t('keys.new')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={t('keys.label')}
            description={t('keys.labelAbout')}
            maxLength={60}
            maw={420}
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
          <Checkbox.Group label={t('keys.may')} value={[...chosen]} onChange={setChosen}>
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} mt="xs">
              {givable.map((scope) => (
                <Checkbox key={scope} value={scope} label={t(`keys.scope.${scope.replace(':', '_') as ScopeText}`)} />
              ))}
            </SimpleGrid>
          </Checkbox.Group>
          {issuing.error !== null && <Failure text={problem(issuing.error)} />}
          <Button type="submit" loading={issuing.isPending} disabled={!isWhole} w="fit-content">
            {t('keys.issue')}
          </Button>
          <div role="status">
            {issuing.isSuccess && (
              <ShownOnce text={issuing.data.apiKey} title={t('keys.once')} about={t('keys.onceAbout')} />
            )}
          </div>
        </Stack>
      </form>
    </TitledPanel>
  )
}

type ScopeText<One extends Scope = Scope> = One extends `${infer Room}:${infer Verb}` ? `${Room}_${Verb}` : never
