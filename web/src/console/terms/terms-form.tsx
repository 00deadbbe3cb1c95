import { Button, Group, Radio, Stack, Text, TextInput, type TextInputProps } from '@mantine/core'
import type { SubmitEvent } from 'react'

import { useTexts } from '../use-texts.ts'
import { readTerms, type TypedTerms } from './read-terms.ts'
import { useTermsDesk } from './terms-desk.ts'
import { TermsPreview } from './terms-preview.tsx'
import type { NewTerms, TermsKind, TermsVersion } from './terms.ts'
import { useTermsTexts } from './use-terms-texts.ts'

interface FormProps {
  kind: TermsKind
  currency: string
  /** Those that there are in this currency. */
  versions: readonly TermsVersion[]
  typed: TypedTerms
  onTyped: (typed: TypedTerms) => void
  onReview: (terms: NewTerms) => void
  onCancel: () => void
}

/** The figures of the next version, with an example of what they do. */
export function TermsForm({ kind, currency, versions, typed, onTyped, onReview, onCancel }: FormProps) {
  const { t } = useTexts()
  const { noticeMs } = useTermsDesk()
  const isFirst = versions.length === 0
  const { faults, terms } = readTerms(typed, {
    kind,
    currency,
    momentMin: isFirst ? null : new Date(Date.now() + (noticeMs ?? 0)),
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (terms !== null) onReview(terms)
  }
  const fieldOf = (name: 'points' | 'money' | 'pointsMax' | 'moment', fault: string): TextInputProps => ({
    value: typed[name],
    error: typed[name] !== '' && faults[name] && fault,
    autoComplete: 'off',
    onChange: (event) => {
      onTyped({ ...typed, [name]: event.currentTarget.value })
    },
  })
  const width = { base: '100%', xs: '14rem' }
  const numeric = { inputMode: 'numeric', w: width } as const
  const unreadable = t('form.moneyUnreadable', { currency })
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Group gap="md" align="start">
          <TextInput {...numeric} label={t('form.points')} {...fieldOf('points', t(`form.${kind}.pointsUnreadable`))} />
          <TextInput
            w={width}
            inputMode="decimal"
            label={t(`form.${kind}.money`, { currency })}
            {...fieldOf('money', unreadable)}
          />
          {kind === 'earning' && (
            <TextInput {...numeric} label={t('form.pointsMax')} {...fieldOf('pointsMax', t('form.wholeUnreadable'))} />
          )}
        </Group>
        <StartField
          start={typed.start}
          onStart={(start) => {
            onTyped({ ...typed, start })
          }}
          isFirst={isFirst}
          moment={fieldOf('moment', t(noticeMs === null ? 'form.momentPast' : 'form.momentTooSoon'))}
          isLater={noticeMs !== null}
        />
        <Example kind={kind} currency={currency} terms={terms} />
        {noticeMs !== null && <TermsPreview kind={kind} currency={currency} versions={versions} typed={terms} />}
        <Group gap="sm">
          <Button type="submit" disabled={terms === null}>
            {t('form.review')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('form.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** What the figures that stand in the form do. */
function Example({ kind, currency, terms }: Pick<FormProps, 'kind' | 'currency'> & { terms: NewTerms | null }) {
  const { example, most } = useTermsTexts(kind, currency)
  return (
    <div role="status">
      {terms !== null && (
        <>
          <Text fw={600}>{example(terms, terms)}</Text>
          <Text size="sm" c="dimmed">
            {most(terms)}
          </Text>
        </>
      )}
    </div>
  )
}

interface StartProps {
  start: TypedTerms['start']
  onStart: (start: TypedTerms['start']) => void
  isFirst: boolean
  moment: TextInputProps
  /** Nothing else but a moment may be chosen. */
  isLater: boolean
}

/** From when on the version counts: at once, or from a moment in the time of this device. */
function StartField({ start, onStart, isFirst, moment, isLater }: StartProps) {
  const { t } = useTexts()
  return (
    <>
      {!isLater && (
        <Radio.Group
          label={t('form.start')}
          value={start}
          onChange={(chosen) => {
            onStart(chosen === 'later' ? 'later' : 'now')
          }}
        >
          <Group gap="lg" mt={6}>
            <Radio value="now" label={t(isFirst ? 'form.always' : 'form.now')} />
            <Radio value="later" label={t('form.later')} />
          </Group>
        </Radio.Group>
      )}
      {start === 'later' && (
        <TextInput
          type="datetime-local"
          w="fit-content"
          maw="100%"
          label={t('form.moment')}
          description={t('form.zone', { zone: new Intl.DateTimeFormat().resolvedOptions().timeZone })}
          {...moment}
        />
      )}
    </>
  )
}
