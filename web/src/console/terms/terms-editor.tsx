import { Stack, Title } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'

import { chooseVersion } from '../../../../server/domain/versions.ts'
import { useTexts } from '../use-texts.ts'
import { type TypedTerms, typeTerms } from './read-terms.ts'
import { useTermsDesk } from './terms-desk.ts'
import { TermsForm } from './terms-form.tsx'
import { TermsReview } from './terms-review.tsx'
import type { NewTerms, TermsOfPartner, TermsVersion } from './terms.ts'

interface EditorProps extends TermsOfPartner {
  onDone: (version: TermsVersion) => void
  onCancel: () => void
}

/** Sets the next version: a form, and before anything is sent a look at what it will do. */
export function TermsEditor({ onDone, onCancel, ...section }: EditorProps) {
  const { t } = useTexts()
  const { kind, currency, versions } = section
  const { noticeMs } = useTermsDesk()
  const [typed, setTyped] = useState<TypedTerms>(() => ({
    ...typeTerms(chooseVersion(versions, new Date()), currency),
    ...(noticeMs === null ? {} : { start: 'later' as const }),
  }))
  const [reviewed, setReviewed] = useState<NewTerms | null>(null)
  const title = t(reviewed === null ? `form.${kind}.title` : 'review.title', { currency })
  return (
    <Stack gap="md" pt="sm">
      <StepTitle key={title}>{title}</StepTitle>
      {reviewed === null ? (
        <TermsForm
          kind={kind}
          currency={currency}
          versions={versions}
          typed={typed}
          onTyped={setTyped}
          onReview={setReviewed}
          onCancel={onCancel}
        />
      ) : (
        <TermsReview
          {...section}
          terms={reviewed}
          onDone={onDone}
          onBack={() => {
            setReviewed(null)
          }}
        />
      )}
    </Stack>
  )
}

/** The heading of a step takes the focus, so that a screen reader says where one is. */
function StepTitle({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus()
  }, [])
  return (
    <Title order={4} size="h5" ref={heading} tabIndex={-1}>
      {children}
    </Title>
  )
}
