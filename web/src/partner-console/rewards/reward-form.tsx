import { NativeSelect, SimpleGrid, Stack, Textarea, TextInput, Title } from '@mantine/core'
import type { ReactNode } from 'react'

import type { Charity } from '../../api-client/console-rewards.ts'
import { useTexts } from '../use-texts.ts'
import { DESCRIPTION_LENGTH_MAX, TITLE_LENGTH_MAX } from './read-reward.ts'
import { REWARD_KINDS, type RewardField, type RewardKind, type TypedReward } from './typed-reward.ts'

interface FormProps {
  typed: TypedReward
  faults: ReadonlySet<RewardField>
  onTyped: (typed: TypedReward) => void
  currency: string
  charities: readonly Charity[]
  /** The picture, which is no text. */
  children: ReactNode
}

/** How a field is tied to what stands in the form; it is wrong only once something stands in it. */
function useFieldOf({ typed, faults, onTyped }: Pick<FormProps, 'typed' | 'faults' | 'onTyped'>) {
  const { t } = useTexts()
  return (name: RewardField) => ({
    label: t(`ownRewards.form.${name}`),
    value: typed[name],
    error: typed[name] !== '' && faults.has(name) && t(`ownRewards.fault.${name}`),
    autoComplete: 'off',
    onChange: (event: { currentTarget: { value: string } }) => {
      onTyped({ ...typed, [name]: event.currentTarget.value })
    },
  })
}

/** The terms of a reward. */
export function RewardForm({ children, ...form }: FormProps) {
  const { t } = useTexts()
  return (
    <Stack gap="lg">
      <Part title={t('ownRewards.form.what')}>
        <KindFields {...form} />
      </Part>
      <Part title={t('ownRewards.form.texts')}>
        <TextFields {...form} />
      </Part>
      <Part title={t('ownRewards.form.picture')}>{children}</Part>
      <Part title={t('ownRewards.form.limits')}>
        <LimitFields {...form} />
      </Part>
    </Stack>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="sm" aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </Stack>
  )
}

type FieldsProps = Omit<FormProps, 'children'>

function KindFields({ currency, charities, ...form }: FieldsProps) {
  const { t } = useTexts()
  const fieldOf = useFieldOf(form)
  const { typed, onTyped } = form
  const { kind } = typed
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <NativeSelect
        label={t('ownRewards.form.kind')}
        value={kind}
        onChange={(event) => onTyped({ ...typed, kind: event.currentTarget.value as RewardKind })}
        data={REWARD_KINDS.map((value) => ({ value, label: t(`rewards.kind.${value}`) }))}
      />
      <TextInput {...fieldOf('points')} inputMode="numeric" />
      {kind === 'basket_discount' && (
        <TextInput {...fieldOf('discount')} label={t('ownRewards.form.discount', { currency })} inputMode="decimal" />
      )}
      {kind === 'donation' && (
        <NativeSelect
          {...fieldOf('charityId')}
          description={charities.length === 0 ? t('ownRewards.form.noCharities') : undefined}
          data={[
            { value: '', label: t('ownRewards.form.chooseCharity') },
            ...charities.map(({ charityId, name }) => ({ value: charityId, label: name })),
          ]}
        />
      )}
    </SimpleGrid>
  )
}

function TextFields(form: FieldsProps) {
  const { t } = useTexts()
  const fieldOf = useFieldOf(form)
  const long = { autosize: true, minRows: 3, maxRows: 8, maxLength: DESCRIPTION_LENGTH_MAX }
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <Stack gap="sm">
        <TextInput {...fieldOf('title')} maxLength={TITLE_LENGTH_MAX} />
        <Textarea {...fieldOf('description')} {...long} />
      </Stack>
      <Stack gap="sm">
        <TextInput {...fieldOf('titleFr')} placeholder={t('ownRewards.form.optional')} maxLength={TITLE_LENGTH_MAX} />
        <Textarea {...fieldOf('descriptionFr')} placeholder={t('ownRewards.form.optional')} {...long} />
      </Stack>
    </SimpleGrid>
  )
}

function LimitFields({ currency, ...form }: FieldsProps) {
  const { t } = useTexts()
  const fieldOf = useFieldOf(form)
  const aboutOf = (
    name: 'stock' | 'perMemberMax' | 'basketMin' | 'validFrom' | 'validUntil' | 'claimDays' | 'tier',
  ) => ({
    ...fieldOf(name),
    description: t(`ownRewards.about.${name}`),
  })
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      {form.typed.kind !== 'gift_code' && <TextInput {...aboutOf('stock')} inputMode="numeric" />}
      <TextInput {...aboutOf('perMemberMax')} inputMode="numeric" />
      <TextInput {...aboutOf('basketMin')} label={t('ownRewards.form.basketMin', { currency })} inputMode="decimal" />
      <TextInput {...aboutOf('claimDays')} inputMode="numeric" />
      <TextInput {...aboutOf('validFrom')} type="datetime-local" />
      <TextInput {...aboutOf('validUntil')} type="datetime-local" />
      <TextInput {...aboutOf('tier')} maxLength={80} />
      <Textarea
        {...fieldOf('notes')}
        description={t('ownRewards.about.notes')}
        autosize
        minRows={1}
        maxRows={6}
        spellCheck={false}
      />
    </SimpleGrid>
  )
}
